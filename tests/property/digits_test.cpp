// All digits of small reports: brcheck's verdict against enumeration in whole numbers, without any
// second solver. Each family prints how many reports it tried and how many differ.
#include <brcheck/engine/check_report.hpp>
#include <brcheck/input/read_report.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace {

/// Printed figures and what has to hold between them.
struct Small {
    std::vector<std::pair<std::string, std::string>> figures;  ///< id, JSON value
    std::vector<std::string> relations;
};

std::string write_json(const Small& report) {
    std::string out = "{\"brcheck\": 1, \"figures\": {";
    for (std::size_t i = 0; i < report.figures.size(); ++i)
        out += (i == 0 ? "\"" : ", \"") + report.figures[i].first + "\": " + report.figures[i].second;
    out += "}, \"relations\": {";
    for (std::size_t i = 0; i < report.relations.size(); ++i)
        out += (i == 0 ? "\"r" : ", \"r") + std::to_string(i) + "\": \"" + report.relations[i] + '"';
    return out + "}}";
}

class Family {
public:
    explicit Family(const char* name) : name_(name) {}

    void expect(bool possible, const Small& report) {
        ++tried_;
        possible_ += possible;
        const std::string text = write_json(report);
        const auto read = brcheck::read_report("digits.json", text);
        if (!read.ok()) {
            differ(text, read.errors().front().message.c_str());
            return;
        }
        const bool is_inconsistent =
            brcheck::check(*read).verdict == brcheck::Verdict::inconsistent;
        if (is_inconsistent == possible)
            differ(text, possible ? "is possible, but refused" : "is impossible, but accepted");
    }

    /// Prints the row; true when nothing differs.
    [[nodiscard]] bool report() const {
        std::printf("%-44s %7zu %9zu %11zu %7zu\n", name_, tried_, possible_, tried_ - possible_,
                    different_);
        return different_ == 0;
    }

private:
    void differ(const std::string& text, const char* what) {
        if (different_++ == 0) std::printf("%s: %s\n  %s\n", name_, what, text.c_str());
    }

    const char* name_;
    std::size_t tried_ = 0;
    std::size_t possible_ = 0;
    std::size_t different_ = 0;
};

/// 12 with one place is "1.2".
std::string decimal(long digits, int places) {
    std::string body = std::to_string(std::labs(digits));
    const auto wanted = static_cast<std::size_t>(places) + 1;
    if (body.size() < wanted) body.insert(0, wanted - body.size(), '0');
    if (places > 0) body.insert(body.size() - static_cast<std::size_t>(places), ".");
    return digits < 0 ? "-" + body : body;
}

std::string quoted(const std::string& text) { return '"' + text + '"'; }
std::string tenths(long digits) { return quoted(decimal(digits, 1)); }
std::string percent(long digits) { return quoted(decimal(digits, 0) + " %"); }
std::string rounded(const std::string& text, const std::string& rule) {
    return "{\"stated\": " + quoted(text) + ", \"rounding\": " + quoted(rule) + '}';
}
const std::string whole_unknown = "{\"unknown\": true, \"whole\": true}";

bool sums_of_two() {
    Family family("a + b = c, tenths");
    for (long a = 0; a < 10; ++a)
        for (long b = 0; b < 10; ++b)
            for (long c = 0; c < 22; ++c)
                // Three slacks of half a unit, 1.5 in all.
                family.expect(2 * std::labs(c - a - b) <= 3,
                              {{{"a", tenths(a)}, {"b", tenths(b)}, {"c", tenths(c)}},
                               {"c = a + b"}});
    return family.report();
}

bool sums_of_three() {
    Family family("a + b + c = d, tenths, meets at two units");
    for (long a = 1; a < 10; a += 2)
        for (long b = 1; b < 10; ++b)
            for (long c = 1; c < 10; c += 3)
                for (long d = std::max(1L, a + b + c - 3); d <= a + b + c + 3; ++d)
                    for (const char* rule : {"nearest", "half-up", "half-down", "truncated",
                                             "ceiling", "unknown"}) {
                        const long off = d - a - b - c;
                        const std::string name = rule;
                        // Sum in [s - 1.5, s + 1.5] and total in [d - 0.5, d + 0.5], one end of
                        // each open for half-up; [s, s + 3) and [d, d + 1); (s - 3, s] and
                        // (d - 1, d]; (s - 3, s + 3) and (d - 1, d + 1).
                        const bool possible = name == "nearest"     ? std::labs(off) <= 2
                                              : name == "truncated" ? off >= 0 && off <= 2
                                              : name == "ceiling"   ? off <= 0 && off >= -2
                                              : name == "unknown"   ? std::labs(off) <= 3
                                                                    : std::labs(off) <= 1;
                        const auto figure = [&](long digits) {
                            return rounded(decimal(digits, 1), name);
                        };
                        family.expect(possible, {{{"a", figure(a)},
                                                  {"b", figure(b)},
                                                  {"c", figure(c)},
                                                  {"d", figure(d)}},
                                                 {"a + b + c = d"}});
                    }
    return family.report();
}

bool shares_of_counts() {
    Family family("share of whole numbers, percent");
    for (long n = 1; n <= 16; ++n)
        for (long k = 0; k <= n; ++k)
            for (long p = std::max(0L, 100 * k / n - 2); p <= 100 * k / n + 2; ++p)
                family.expect((2 * p - 1) * n <= 200 * k && 200 * k <= (2 * p + 1) * n,
                              {{{"k", std::to_string(k)},
                                {"n", std::to_string(n)},
                                {"p", percent(p)}},
                               {"p = share(k, n)"}});
    return family.report();
}

bool quotients() {
    Family family("share = a / b, tenths");
    for (long a = 1; a < 16; ++a)
        for (long b = 1; b < 16; ++b)
            for (long p = 1; p <= 260; p += p < 30 ? 1 : 7)
                family.expect((2 * p - 1) * (2 * b - 1) <= 200 * (2 * a + 1) &&
                                  200 * (2 * a - 1) <= (2 * p + 1) * (2 * b + 1),
                              {{{"a", tenths(a)}, {"b", tenths(b)}, {"p", percent(p)}},
                               {"p = share(a, b)"}});
    return family.report();
}

bool growth_rates() {
    Family family("growth(a, b), tenths");
    for (long a = 1; a < 30; a += 2)
        for (long b = 1; b < 20; ++b)
            for (long g = -99; g <= 160; g += g < 12 && g > -12 ? 1 : 9)
                family.expect((2 * (100 + g) - 1) * (2 * b - 1) <= 200 * (2 * a + 1) &&
                                  200 * (2 * a - 1) <= (2 * (100 + g) + 1) * (2 * b + 1),
                              {{{"a", tenths(a)}, {"b", tenths(b)}, {"g", percent(g)}},
                               {"g = growth(a, b)"}});
    return family.report();
}

bool products() {
    Family family("a * b = c, tenths");
    for (long a = 0; a < 20; ++a)
        for (long b = 0; b < 20; b += 3)
            for (long c = std::max(0L, a * b / 10 - 3); c <= a * b / 10 + 4; ++c) {
                // In 1/400 the corners of the product, the factors being in 1/20.
                long low = 0;
                long high = 0;
                bool is_first = true;
                for (const long x : {2 * a - 1, 2 * a + 1})
                    for (const long y : {2 * b - 1, 2 * b + 1}) {
                        low = is_first ? x * y : std::min(low, x * y);
                        high = is_first ? x * y : std::max(high, x * y);
                        is_first = false;
                    }
                family.expect((2 * c - 1) * 20 <= high && low <= (2 * c + 1) * 20,
                              {{{"a", tenths(a)}, {"b", tenths(b)}, {"c", tenths(c)}},
                               {"c = a * b"}});
            }
    return family.report();
}

bool means_of_whole_numbers() {
    Family family("mean of n whole numbers, hundredths");
    for (long n = 1; n <= 24; ++n)
        for (long m = 100; m <= 200; ++m)
            for (const char* rule : {"nearest", "half-up", "truncated"}) {
                bool possible = false;
                const std::string name = rule;
                for (long t = 0; t <= 3 * n; ++t)
                    possible |= name == "truncated"
                                    ? m * n <= 100 * t && 100 * t < (m + 1) * n
                                    : (2 * m - 1) * n <= 200 * t &&
                                          (200 * t < (2 * m + 1) * n ||
                                           (name == "nearest" && 200 * t == (2 * m + 1) * n));
                family.expect(possible, {{{"n", std::to_string(n)},
                                          {"t", whole_unknown},
                                          {"m", rounded(decimal(m, 2), name)}},
                                         {"m = t / n"}});
            }
    return family.report();
}

bool sum_and_difference() {
    Family family("a + b = s and a - b = d, tenths");
    for (long a = 0; a < 10; a += 2)
        for (long b = 0; b < 10; b += 3)
            for (long s = a + b - 2; s <= a + b + 2; ++s)
                for (long d = a - b - 3; d <= a - b + 3; ++d) {
                    // Corners of the polygon are multiples of a quarter of the unit: all of them.
                    bool possible = false;
                    for (long x = 4 * a - 2; x <= 4 * a + 2; ++x)
                        for (long y = 4 * b - 2; y <= 4 * b + 2; ++y)
                            possible |= std::labs(x + y - 4 * s) <= 2 &&
                                        std::labs(x - y - 4 * d) <= 2;
                    family.expect(possible, {{{"a", tenths(a)},
                                              {"b", tenths(b)},
                                              {"s", tenths(s)},
                                              {"d", tenths(d)}},
                                             {"s = a + b", "d = a - b"}});
                }
    return family.report();
}

bool two_groups() {
    Family family("two groups of n, percent");
    for (long n = 1; n <= 12; ++n)
        for (long p = 0; p <= 100; p += 1 + (p % 3 == 0))
            for (long q = std::max(0L, 98 - p); q <= 102 - p; ++q) {
                bool possible = false;
                for (long k = 0; k <= n; ++k)
                    possible |= std::labs(100 * k - p * n) * 2 <= n &&
                                std::labs(100 * (n - k) - q * n) * 2 <= n;
                family.expect(possible, {{{"n", std::to_string(n)},
                                          {"k", whole_unknown},
                                          {"l", whole_unknown},
                                          {"p", percent(p)},
                                          {"q", percent(q)}},
                                         {"n = k + l", "p = share(k, n)", "q = share(l, n)"}});
            }
    return family.report();
}

bool variances() {
    Family family("s * (1 - s) = v");
    for (long p = 0; p <= 100; ++p)
        for (long v = 0; v <= 27; ++v) {
            // In 1/40,000; s in 1/200.
            const long s = 2 * p - 1;
            const long t = 2 * p + 1;
            const long low = std::min(s * (200 - s), t * (200 - t));
            const long high = s <= 100 && 100 <= t ? 10'000 : std::max(s * (200 - s), t * (200 - t));
            family.expect(200 * (2 * v - 1) <= high && low <= 200 * (2 * v + 1),
                          {{{"s", percent(p)}, {"v", quoted(decimal(v, 2))}},
                           {"v = s * (1 - s)"}});
        }
    return family.report();
}

bool shares_of_a_sum() {
    Family family("a / (a + b), tenths");
    for (long a = 1; a < 15; ++a)
        for (long b = 1; b < 15; ++b)
            for (long p = 1; p < 100; p += 2) {
                // Rises with a and falls with b.
                const long low_top = 2 * a - 1;
                const long low_bottom = low_top + 2 * b + 1;
                const long high_top = 2 * a + 1;
                const long high_bottom = high_top + 2 * b - 1;
                family.expect((2 * p - 1) * high_bottom <= 200 * high_top &&
                                  200 * low_top <= (2 * p + 1) * low_bottom,
                              {{{"a", tenths(a)}, {"b", tenths(b)}, {"p", percent(p)}},
                               {"p = a / (a + b)"}});
            }
    return family.report();
}

bool orders() {
    Family family("orders of tenths, all ends");
    const std::vector<std::string> rules = {"half-up", "half-down", "nearest", "half-even"};
    for (long a = 3; a < 8; ++a)
        for (long b = 3; b < 8; ++b)
            for (const std::string& left : rules)
                for (const std::string& right : rules)
                    for (const char* sign : {"<", "<=", "=", ">=", ">"}) {
                        // Which ends of a rounded figure belong to it.
                        const auto low_in = [](const std::string& rule, long digits) {
                            return rule == "half-up" || rule == "nearest" ||
                                   (rule == "half-even" && digits % 2 == 0);
                        };
                        const auto high_in = [](const std::string& rule, long digits) {
                            return rule == "half-down" || rule == "nearest" ||
                                   (rule == "half-even" && digits % 2 == 0);
                        };
                        // All intervals are one unit wide: they overlap, meet at an end, or not.
                        const std::string name = sign;
                        const bool meet_up = a == b + 1 && low_in(left, a) && high_in(right, b);
                        const bool meet_down = b == a + 1 && high_in(left, a) && low_in(right, b);
                        const bool possible = name == "<"    ? a <= b
                                              : name == "<=" ? a <= b || meet_up
                                              : name == "="  ? a == b || meet_up || meet_down
                                              : name == ">=" ? a >= b || meet_down
                                                             : a >= b;
                        family.expect(possible, {{{"a", rounded(decimal(a, 1), left)},
                                                  {"b", rounded(decimal(b, 1), right)}},
                                                 {"a " + name + " b"}});
                    }
    return family.report();
}

bool growth_of_products() {
    Family family("price, amount, revenue: growth, no levels");
    const std::string unknown = "{\"unknown\": true}";
    for (long g = -6; g <= 12; g += 3)
        for (long h = -5; h <= 15; h += 4)
            for (long r = g + h - 3; r <= g + h + 4; ++r) {
                const long low = (2 * (100 + g) - 1) * (2 * (100 + h) - 1);
                const long high = (2 * (100 + g) + 1) * (2 * (100 + h) + 1);
                const bool possible =
                    200 * (2 * (100 + r) - 1) <= high && low <= 200 * (2 * (100 + r) + 1);
                family.expect(possible,
                              {{{"p", unknown}, {"q", unknown}, {"v", unknown},
                                {"p_before", unknown}, {"q_before", unknown},
                                {"v_before", unknown},
                                {"g", percent(g)}, {"h", percent(h)}, {"r", percent(r)}},
                               {"v = p * q", "v_before = p_before * q_before",
                                "g = growth(p, p_before)", "h = growth(q, q_before)",
                                "r = growth(v, v_before)"}});
            }
    return family.report();
}

bool totals_of_unknowns() {
    Family family("x + y printed twice, tenths");
    for (long a = 1; a < 30; ++a)
        for (long b = std::max(0L, a - 3); b < a + 4; ++b)
            family.expect(std::labs(a - b) <= 1,
                          {{{"x", "{\"unknown\": true}"}, {"y", "{\"unknown\": true}"},
                            {"s", tenths(a)}, {"t", tenths(b)}},
                           {"s = x + y", "x + y = t"}});
    return family.report();
}

}  // namespace

/// digits_test [STEP]: every family, or every STEP-th of them.
int main(int argc, char** argv) {
    std::printf("%-44s %7s %9s %11s %7s\n", "family", "reports", "possible", "impossible",
                "differ");
    using Family = bool (*)();
    constexpr Family families[] = {
        sums_of_two, sums_of_three, shares_of_counts, quotients, growth_rates, products,
        means_of_whole_numbers, sum_and_difference, two_groups, variances, shares_of_a_sum,
        orders, growth_of_products, totals_of_unknowns};
    const std::size_t step = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 1;
    bool all_agree = true;
    for (std::size_t i = 0; i < std::size(families); i += std::max<std::size_t>(step, 1))
        all_agree = families[i]() && all_agree;
    return all_agree ? 0 : 1;
}
