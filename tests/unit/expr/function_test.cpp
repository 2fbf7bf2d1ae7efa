#include "brcheck/expr/function.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

using Points = std::vector<Rational>;
using Formula = std::function<std::optional<Rational>(const Points&)>;

std::optional<Rational> divide(const Rational& a, const Rational& b) {
    return b.is_zero() ? std::nullopt : std::optional(a / b);
}

std::optional<Rational> minus_one(const std::optional<Rational>& value) {
    return value ? std::optional(*value - Rational(1)) : std::nullopt;
}

// The root, where it is rational.
std::optional<Rational> square_root(const Rational& value) {
    for (std::int64_t p = 0; p <= 60; ++p) {
        for (std::int64_t q = 1; q <= 12; ++q) {
            if (Rational(p, q) * Rational(p, q) == value) {
                return Rational(p, q);
            }
        }
    }
    return std::nullopt;
}

std::optional<Rational> raise(const Rational& base, const Rational& exponent) {
    if (!exponent.is_integer() || (base.is_zero() && exponent.sign() < 0)) {
        return std::nullopt;
    }
    return power(base, exponent.numerator().to_int64());
}

struct Case {
    Operation operation;
    std::size_t count;
    Formula formula;
};

// What the language says, written down once more for single values.
std::vector<Case> cases() {
    return {
        {Operation::negate, 1, [](const Points& x) { return -x[0]; }},
        {Operation::add, 2, [](const Points& x) { return x[0] + x[1]; }},
        {Operation::subtract, 2, [](const Points& x) { return x[0] - x[1]; }},
        {Operation::multiply, 2, [](const Points& x) { return x[0] * x[1]; }},
        {Operation::divide, 2, [](const Points& x) { return divide(x[0], x[1]); }},
        {Operation::power, 2, [](const Points& x) { return raise(x[0], x[1]); }},
        {Operation::share, 2, [](const Points& x) { return divide(x[0], x[1]); }},
        {Operation::growth, 2, [](const Points& x) { return minus_one(divide(x[0], x[1])); }},
        {Operation::change, 2, [](const Points& x) { return x[0] - x[1]; }},
        {Operation::points, 2, [](const Points& x) { return x[0] - x[1]; }},
        {Operation::sum, 1, [](const Points& x) { return x[0]; }},
        {Operation::sum, 3, [](const Points& x) { return x[0] + x[1] + x[2]; }},
        {Operation::mean, 3, [](const Points& x) { return (x[0] + x[1] + x[2]) / Rational(3); }},
        {Operation::ratio, 2, [](const Points& x) { return divide(x[0], x[1]); }},
        {Operation::per, 2, [](const Points& x) { return divide(x[0], x[1]); }},
        {Operation::cagr, 3,
         [](const Points& x) -> std::optional<Rational> {
             const auto ratio = divide(x[0], x[1]);
             if (!ratio || ratio->sign() < 0 || abs(x[2]) > Rational(2)) {
                 return std::nullopt;
             }
             const auto root = x[2] == Rational(2) || x[2] == Rational(-2) ? square_root(*ratio)
                               : x[2].is_integer() && !x[2].is_zero()      ? ratio
                                                                           : std::nullopt;
             if (!root) {
                 return std::nullopt;
             }
             return minus_one(x[2].sign() > 0 ? root : divide(Rational(1), *root));
         }},
        {Operation::index, 2,
         [](const Points& x) { return divide(Rational(100) * x[0], x[1]); }},
        {Operation::weighted, 4,
         [](const Points& x) -> std::optional<Rational> {
             if (x[1].sign() < 0 || x[3].sign() < 0) {
                 return std::nullopt;
             }
             return divide(x[0] * x[1] + x[2] * x[3], x[1] + x[3]);
         }},
        {Operation::weighted, 6,
         [](const Points& x) -> std::optional<Rational> {
             if (x[1].sign() < 0 || x[3].sign() < 0 || x[5].sign() < 0) {
                 return std::nullopt;
             }
             return divide(x[0] * x[1] + x[2] * x[3] + x[4] * x[5], x[1] + x[3] + x[5]);
         }},
        {Operation::min, 3, [](const Points& x) { return std::min({x[0], x[1], x[2]}); }},
        {Operation::max, 3, [](const Points& x) { return std::max({x[0], x[1], x[2]}); }},
        {Operation::abs, 1, [](const Points& x) { return abs(x[0]); }},
        {Operation::sqrt, 1, [](const Points& x) { return square_root(x[0]); }},
    };
}

class Random {
public:
    explicit Random(std::uint32_t seed) : generator_(seed) {}

    int below(int n) { return static_cast<int>(generator_() % static_cast<std::uint32_t>(n)); }

    Interval interval() {
        const Rational low(below(9) - 4);
        const Rational high = low + Rational(below(5));
        switch (below(8)) {
            case 0: return Interval::at_least(low, below(2) == 0);
            case 1: return Interval::at_most(high, below(2) == 0);
            case 2: return Interval(low);
            case 3:
            case 4: return Interval::closed(low, high);
            default: {
                const Interval open =
                    Interval::between(low, below(2) == 0, high, below(2) == 0);
                return open.is_empty() ? Interval(low) : open;
            }
        }
    }

private:
    std::mt19937 generator_;
};

// Members of an interval with small ends: its closed ends, whole numbers and halves, something near
// an end.
Points members_of(const Interval& a) {
    Points points;
    const auto offer = [&](const Rational& value) {
        if (a.contains(value) && std::find(points.begin(), points.end(), value) == points.end()) {
            points.push_back(value);
        }
    };
    if (a.has_low()) {
        offer(a.low());
        offer(a.low() + Rational(1, 9));
    }
    if (a.has_high()) {
        offer(a.high());
        offer(a.high() - Rational(1, 9));
    }
    for (const int value : {0, 1, -1, 4}) {
        offer(Rational(value));
    }
    if (a.has_low() && a.has_high()) {
        offer((a.low() + a.high()) / Rational(2));
    }
    return points;
}

// Calls `use` with every choice of one member of each interval, as far as there are not too many.
template <typename Use>
void for_each_choice(const std::vector<Interval>& box, Use use) {
    std::vector<Points> members;
    for (const Interval& interval : box) {
        members.push_back(members_of(interval));
        const std::size_t most = box.size() > 4 ? 3 : box.size() > 2 ? 5 : 8;
        if (members.back().size() > most) {
            members.back().resize(most);
        }
    }
    std::vector<std::size_t> chosen(box.size(), 0);
    for (;;) {
        Points point;
        for (std::size_t i = 0; i < box.size(); ++i) {
            point.push_back(members[i][chosen[i]]);
        }
        use(point);
        std::size_t i = 0;
        while (i < box.size() && ++chosen[i] == members[i].size()) {
            chosen[i++] = 0;
        }
        if (i == box.size()) {
            return;
        }
    }
}

std::string show(const Case& c, const std::vector<Interval>& box) {
    std::string text(operation_info(c.operation).name);
    for (const Interval& interval : box) {
        text += ' ' + interval.to_string();
    }
    return text;
}

bool is_closed_and_bounded(const Interval& a) { return !a.low_open() && !a.high_open(); }

// The divisors, whose zeros leave holes, and exponents, which are not sampled finely enough.
bool has_hole(Operation operation, const std::vector<Interval>& box) {
    switch (operation) {
        case Operation::divide:
        case Operation::share:
        case Operation::growth:
        case Operation::ratio:
        case Operation::per:
        case Operation::index: return box[1].contains_zero();
        case Operation::cagr: return true;
        case Operation::power: return !box[1].is_point() || box[0].contains_zero();
        case Operation::sqrt: return !box[0].is_nonnegative();
        default: return false;
    }
}

}  // namespace

TEST_CASE("the forward function holds every value", "[function]") {
    Random random(1);
    for (const Case& c : cases()) {
        for (int round = 0; round < 300; ++round) {
            std::vector<Interval> box;
            for (std::size_t i = 0; i < c.count; ++i) {
                box.push_back(random.interval());
            }
            const Interval result = operation_info(c.operation).forward(box);
            for_each_choice(box, [&](const Points& point) {
                const auto value = c.formula(point);
                if (value && !result.contains(*value)) {
                    FAIL(show(c, box) << " gives " << result.to_string() << " without "
                                      << value->to_string());
                }
            });
        }
    }
}

// Each operation is monotone between the ends and zero, so that the extremes are among the samples.
TEST_CASE("the forward function is tight, also where it ends open", "[function]") {
    Random random(2);
    for (const Case& c : cases()) {
        int compared = 0;
        for (int round = 0; round < 600; ++round) {
            std::vector<Interval> box;
            for (std::size_t i = 0; i < c.count; ++i) {
                box.push_back(random.interval());
            }
            const bool is_bounded = std::all_of(box.begin(), box.end(), [](const Interval& a) {
                return a.has_low() && a.has_high();
            });
            if (!is_bounded || has_hole(c.operation, box)) {
                continue;
            }
            Interval sampled = Interval::empty();
            bool exact = true;
            for_each_choice(box, [&](const Points& point) {
                if (const auto value = c.formula(point)) {
                    sampled = hull(sampled, Interval(*value));
                } else {
                    exact = exact && c.operation != Operation::sqrt;
                }
            });
            const Interval result = operation_info(c.operation).forward(box);
            INFO(show(c, box) << " gives " << result.to_string() << ", samples "
                              << sampled.to_string());
            if (c.operation == Operation::weighted) {
                // Both weights 0 leave a hole that is not sampled; open ends are tested below.
                const bool has_zero = std::any_of(box.begin(), box.end(), [](const Interval& a) {
                    return a.contains_zero() && !a.is_point();
                });
                exact = exact && !has_zero;
            }
            if (!exact) {
                continue;
            }
            if (std::all_of(box.begin(), box.end(), is_closed_and_bounded)) {
                REQUIRE(result == sampled);
                ++compared;
            } else if (!result.is_empty() && c.operation != Operation::weighted) {
                // A closed end is reached by a member.
                REQUIRE((result.low_open() || sampled.contains(result.low())));
                REQUIRE((result.high_open() || sampled.contains(result.high())));
            }
        }
        INFO(operation_info(c.operation).name);
        CHECK((compared > 0 || c.operation == Operation::cagr));
    }
}

TEST_CASE("the inverse never drops a member that has partners", "[function]") {
    Random random(3);
    for (const Case& c : cases()) {
        for (int round = 0; round < 300; ++round) {
            std::vector<Interval> box;
            for (std::size_t i = 0; i < c.count; ++i) {
                box.push_back(random.interval());
            }
            const Interval forward = operation_info(c.operation).forward(box);
            const Interval result = intersect(forward, random.interval());
            std::vector<Interval> narrowed = box;
            operation_info(c.operation).inverse(result, narrowed);
            for (std::size_t i = 0; i < box.size(); ++i) {
                if (!box[i].contains(narrowed[i])) {
                    FAIL(show(c, box) << " grows to " << show(c, narrowed));
                }
            }
            for_each_choice(box, [&](const Points& point) {
                const auto value = c.formula(point);
                if (!value || !result.contains(*value)) {
                    return;
                }
                for (std::size_t i = 0; i < point.size(); ++i) {
                    if (!narrowed[i].contains(point[i])) {
                        FAIL(show(c, box) << " for " << result.to_string() << " narrows to "
                                          << show(c, narrowed) << " without "
                                          << point[i].to_string());
                    }
                }
            });
        }
    }
}

namespace {

struct Example {
    Operation operation;
    std::vector<Interval> box;
    std::string result;
    std::vector<std::string> narrowed;  // for `demanded`
    Interval demanded = Interval::all();
};

Interval closed(const Rational& low, const Rational& high) { return Interval::closed(low, high); }
Interval point(const Rational& value) { return Interval(value); }
Interval open(const Rational& low, const Rational& high) {
    return Interval::between(low, true, high, true);
}

}  // namespace

TEST_CASE("examples: forward and back", "[function]") {
    const Interval half_open = Interval::between(0, false, 1, true);
    const std::vector<Example> examples = {
        {Operation::growth, {closed(110, 120), point(100)}, "[0.1, 0.2]",
         {"[112, 115]", "[100, 100]"}, closed(Rational(12, 100), Rational(15, 100))},
        {Operation::growth, {point(-5), point(-10)}, "[-0.5, -0.5]", {"[-5, -5]", "[-10, -10]"}},
        {Operation::sum, {closed(0, 10), closed(0, 10), closed(0, 10)}, "[0, 30]",
         {"[5, 10]", "[5, 10]", "[5, 10]"}, closed(25, 30)},
        {Operation::sum, {Interval::all(), closed(0, 1), closed(2, 3)}, "(-inf, inf)",
         {"[6, 8]", "[0, 1]", "[2, 3]"}, point(10)},
        {Operation::sum, {Interval::at_least(0), half_open, half_open}, "[0, inf)",
         {"(8, 10]", "[0, 1)", "[0, 1)"}, point(10)},
        {Operation::sum, {half_open, half_open}, "[0, 2)", {"empty", "empty"}, point(2)},
        {Operation::mean, {closed(0, 4), point(2)}, "[1, 3]", {"[4, 4]", "[2, 2]"}, point(3)},
        {Operation::max, {closed(0, 4), closed(0, 2), closed(1, 5)}, "[1, 5]",
         {"[0, 3]", "[0, 2]", "[1, 3]"}, point(3)},
        {Operation::max, {closed(0, 4), closed(0, 2), closed(1, 2)}, "[1, 4]",
         {"[3, 4]", "[0, 2]", "[1, 2]"}, closed(3, 9)},
        {Operation::min, {closed(0, 4), closed(2, 5)}, "[0, 4]", {"[3, 4]", "[3, 5]"},
         closed(3, 9)},
        {Operation::abs, {closed(-3, 2)}, "[0, 3]", {"[-3, -2.5]"},
         closed(Rational(5, 2), 3)},
        {Operation::sqrt, {closed(-1, 4)}, "[0, 2]", {"[1, 4]"}, closed(1, 2)},
        {Operation::power, {closed(-2, 3), point(2)}, "[0, 9]", {"[-2, 3]", "[2, 2]"},
         closed(4, 9)},
        {Operation::power, {closed(0, 4), point(Rational(1, 2))}, "[0, 2]",
         {"[1, 4]", "[0.5, 0.5]"}, closed(1, 2)},
        // An exponent that is not known exactly: the base decides in which direction it counts.
        {Operation::power, {point(2), closed(1, 3)}, "[2, 8]", {"[2, 2]", "[1, 3]"}},
        {Operation::power, {point(Rational(1, 2)), closed(1, 3)}, "[0.125, 0.5]",
         {"[0.5, 0.5]", "[1, 3]"}},
        {Operation::power, {closed(Rational(1, 2), 2), open(1, 3)}, "(0.125, 8)",
         {"[0.5, 2]", "(1, 3)"}},
        {Operation::power, {closed(Rational(1, 2), 1), open(1, 3)}, "(0.125, 1]",
         {"[0.5, 1]", "(1, 3)"}},
        {Operation::power, {closed(0, Rational(1, 2)), open(1, 3)}, "[0, 0.5)",
         {"[0, 0.5]", "(1, 3)"}},
        {Operation::power, {closed(1, 2), Interval::at_least(0)}, "[1, inf)",
         {"[1, 2]", "[0, inf)"}},
        {Operation::power, {point(2), closed(-1, 2)}, "[0.5, 4]", {"[2, 2]", "[-1, 2]"}},
        {Operation::cagr, {point(121), point(100), point(2)}, "[0.1, 0.1]",
         {"[121, 121]", "[100, 100]", "[2, 2]"}},
        {Operation::cagr, {closed(81, 121), point(100), closed(1, 2)}, "[-0.19, 0.21]",
         {"[81, 121]", "[100, 100]", "[1, 2]"}},
        {Operation::cagr, {Interval::at_least(0), point(100), point(2)}, "[-1, inf)",
         {"[121, 144]", "[100, 100]", "[2, 2]"}, closed(Rational(1, 10), Rational(2, 10))},
        {Operation::index, {point(120), closed(100, 120)}, "[100, 120]",
         {"[120, 120]", "[100, 109.0909090909]"}, Interval::at_least(110)},
        // Weights known to a digit only: [1, 3] and [1, 2] of the values 10 and 20.
        {Operation::weighted, {point(10), closed(1, 3), point(20), closed(1, 2)},
         "[12.5, 16.6666666667]",
         {"[10, 10]", "[1, 1.0769230769]", "[20, 20]", "[1.8571428571, 2]"},
         closed(Rational(33, 2), 17)},
        {Operation::weighted, {point(10), Interval::at_least(0), point(20), point(1)},
         "(10, 20]", {"[10, 10]", "[1, 1]", "[20, 20]", "[1, 1]"}, point(15)},
        {Operation::weighted, {point(10), Interval::at_least(0, true), point(20), point(1)},
         "(10, 20)", {"[10, 10]", "[1, 1]", "[20, 20]", "[1, 1]"}, point(15)},
        {Operation::weighted, {closed(10, 11), half_open, open(20, 21), half_open}, "[10, 21)",
         {"[10, 11]", "[0, 1)", "(20, 21)", "[0, 1)"}},
        {Operation::weighted, {open(10, 20), half_open, point(10), point(0)}, "(10, 20)",
         {"[15, 15]", "(0, 1)", "[10, 10]", "[0, 0]"}, point(15)},
        {Operation::weighted, {point(5), point(0), point(7), point(0)}, "empty", {}},
        {Operation::weighted, {Interval::all(), closed(0, 1), point(7), point(1)}, "(-inf, inf)",
         {"[9, inf)", "(0, 1]", "[7, 7]", "[1, 1]"}, point(8)},
        {Operation::weighted, {point(5), closed(-3, 1), point(7), point(1)}, "[6, 7]",
         {"[5, 5]", "[0, 1]", "[7, 7]", "[1, 1]"}},
    };
    const auto rounded = [](const Interval& a) {
        const auto round = [](const Rational& value) {
            return value.is_integer() ? value : round_to_place(value, -10, Toward::nearest);
        };
        if (a.is_empty() || !a.has_low() || !a.has_high()) {
            return a.to_string();
        }
        return Interval::between(round(a.low()), a.low_open(), round(a.high()), a.high_open())
            .to_string();
    };
    for (const Example& e : examples) {
        const OperationInfo& info = operation_info(e.operation);
        INFO(info.name << " " << e.result);
        const Interval result = info.forward(e.box);
        CHECK(rounded(result) == e.result);
        if (e.narrowed.empty()) {
            continue;
        }
        std::vector<Interval> box = e.box;
        info.inverse(intersect(result, e.demanded), box);
        std::vector<std::string> narrowed;
        for (const Interval& interval : box) {
            narrowed.push_back(rounded(interval));
        }
        CHECK(narrowed == e.narrowed);
    }
}

TEST_CASE("an empty operand gives an empty result", "[function]") {
    for (const OperationInfo& info : all_operations()) {
        if (info.operation == Operation::literal || info.operation == Operation::variable) {
            continue;
        }
        const std::size_t count = std::max<std::size_t>(info.min_arguments, 1);
        for (std::size_t i = 0; i < count; ++i) {
            std::vector<Interval> box(count, Interval::closed(1, 2));
            box[i] = Interval::empty();
            INFO(info.name);
            CHECK(info.forward(box).is_empty());
            std::vector<Interval> operands(count, Interval::closed(1, 2));
            info.inverse(Interval::empty(), operands);
            CHECK(std::any_of(operands.begin(), operands.end(),
                              [](const Interval& a) { return a.is_empty(); }));
        }
    }
}

TEST_CASE("huge powers stay cheap and sound", "[function]") {
    const auto& forward = operation_info(Operation::power).forward;
    const Rational huge = power_of_ten(1000);
    const std::vector<Interval> two = {point(2), point(huge)};
    CHECK((forward(two).low() > power_of_ten(1000) && !forward(two).has_high()));
    const std::vector<Interval> half = {point(Rational(-1, 2)), point(huge)};
    CHECK((forward(half).is_positive() && forward(half).high() < power(Rational(1, 2), 1000)));
    const std::vector<Interval> odd = {point(-2), point(huge + Rational(1))};
    CHECK(forward(odd).is_negative());
    const std::vector<Interval> big = {point(huge), point(1000)};
    CHECK(forward(big).contains(power_of_ten(1'000'000)));
    const std::vector<Interval> one = {point(1), point(huge)};
    CHECK(forward(one) == point(1));
    const std::vector<Interval> root = {point(huge), point(Rational(1, 1'000'003))};
    CHECK(Interval::closed(Rational(100'230, 100'000), Rational(100'231, 100'000))
              .contains(forward(root)));
    std::vector<Interval> operands = two;
    operation_info(Operation::power).inverse(forward(two), operands);
    CHECK(operands[0] == point(2));
}

TEST_CASE("the table knows functions by their names only", "[function]") {
    REQUIRE(find_function("share") != nullptr);
    CHECK(find_function("share")->signature == "share(part, whole)");
    for (const char* name : {"", "+", "-", "Share", "shares"}) {
        CHECK(find_function(name) == nullptr);
    }
    std::set<std::string_view> names;
    for (const OperationInfo& info : all_operations()) {
        CHECK(&operation_info(info.operation) == &info);
        CHECK(info.min_arguments <= info.max_arguments);
        CHECK_FALSE(info.description.empty());
        if (info.is_function) {
            CHECK(names.insert(info.name).second);
            CHECK(info.signature.starts_with(std::string(info.name) + '('));
        }
    }
    CHECK(names.size() == 15);
}
