#include "brcheck/number/interval.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <functional>
#include <string>
#include <vector>

namespace brcheck {
namespace {

using testing::interval;
using testing::rational;

struct BinaryCase {
    std::string a;
    std::string b;
    std::string expected;
};

void check_table(const std::vector<BinaryCase>& table,
                 Interval (*function)(const Interval&, const Interval&)) {
    for (const auto& [a, b, expected] : table) {
        CAPTURE(a, b);
        CHECK(function(interval(a), interval(b)).to_string() == interval(expected).to_string());
    }
}

TEST_CASE("interval text shows open, closed and infinite ends", "[interval]") {
    CHECK(Interval::closed(rational("23.55"), rational("23.65")).to_string() == "[23.55, 23.65]");
    CHECK(Interval::at_least(Rational(4000), true).to_string() == "(4000, inf)");
    CHECK(Interval::at_most(rational("1/3")).to_string() == "(-inf, 1/3]");
    CHECK(Interval().to_string() == "(-inf, inf)");
    CHECK(Interval::empty().to_string() == "empty");
    CHECK(Interval(rational("-1/80")).to_string() == "[-0.0125, -0.0125]");
}

TEST_CASE("ends without room between them make the empty interval", "[interval]") {
    CHECK(Interval::closed(2, 1).is_empty());
    CHECK(Interval::between(1, true, 1, false).is_empty());
    CHECK(Interval::between(1, false, 1, true).is_empty());
    CHECK(Interval::closed(1, 1).is_point());
    CHECK_FALSE(Interval::empty().is_all());
    CHECK_FALSE(Interval::empty().is_point());
}

TEST_CASE("of all intervals only the one without ends holds everything", "[interval]") {
    CHECK(Interval::all().is_all());
    for (const char* text : {"(-inf, 1]", "[1, inf)", "[0, 0]", "(0, 1)"}) CHECK_FALSE(interval(text).is_all());
    CHECK_FALSE(Interval::empty().is_all());
}

TEST_CASE("an infinite end counts as open and never equals a finite one", "[interval]") {
    CHECK(Interval().low_open());
    CHECK(Interval().high_open());
    CHECK(Interval::at_least(0) != Interval::at_least(0, true));
    CHECK(Interval::at_least(0) != Interval::closed(0, 0));
    CHECK(Interval::empty() != Interval());
}

TEST_CASE("signs of intervals look at whether zero belongs", "[interval]") {
    struct Case {
        std::string a;
        bool positive, nonnegative, negative, nonpositive;
    };
    const std::vector<Case> table{
        {"(0, 1]", true, true, false, false},    {"[0, 1]", false, true, false, false},
        {"[-1, 0)", false, false, true, true},   {"[-1, 0]", false, false, false, true},
        {"0", false, true, false, true},         {"empty", true, true, true, true},
        {"[-1, 1]", false, false, false, false}, {"(-inf, inf)", false, false, false, false},
        {"(0, inf)", true, true, false, false},  {"(-inf, 0)", false, false, true, true},
    };
    for (const auto& row : table) {
        CAPTURE(row.a);
        const Interval a = interval(row.a);
        CHECK(a.is_positive() == row.positive);
        CHECK(a.is_nonnegative() == row.nonnegative);
        CHECK(a.is_negative() == row.negative);
        CHECK(a.is_nonpositive() == row.nonpositive);
    }
}

TEST_CASE("an end belongs to the interval only when closed", "[interval]") {
    const Interval a = interval("[1, 2)");
    CHECK(a.contains(Rational(1)));
    CHECK_FALSE(a.contains(Rational(2)));
    CHECK(a.contains(rational("1.9999")));
    CHECK_FALSE(a.contains(rational("0.9999")));
    CHECK(a.contains(interval("[1, 1.5]")));
    CHECK(a.contains(interval("(1, 2)")));
    CHECK_FALSE(a.contains(interval("[1, 2]")));
    CHECK(a.contains(Interval::empty()));
    CHECK_FALSE(Interval::empty().contains(a));
    CHECK_FALSE(a.contains(Interval()));
}

TEST_CASE("touching ends meet only when both are closed", "[interval]") {
    check_table({{"[0, 1]", "[1, 2]", "1"},
                 {"[0, 1)", "[1, 2]", "empty"},
                 {"[0, 1]", "(1, 2]", "empty"},
                 {"[0, 1]", "[0, 1)", "[0, 1)"},
                 {"(-inf, 3)", "(1, inf)", "(1, 3)"},
                 {"empty", "(1, inf)", "empty"}},
                intersect);
    check_table({{"[0, 1)", "[1, 2]", "[0, 2]"},
                 {"(0, 1)", "[0, 1)", "[0, 1)"},
                 {"(0, 1)", "(3, inf)", "(0, inf)"},
                 {"empty", "(0, 1)", "(0, 1)"}},
                hull);
}

TEST_CASE("products have a closed zero end when either factor contains zero", "[interval]") {
    check_table({{"[0, 1]", "(1, 2)", "[0, 2)"},
                 {"(0, 1]", "[1, 2]", "(0, 2]"},
                 {"(0, 1)", "[0, inf)", "[0, inf)"},
                 {"(0, 1]", "[1, inf)", "(0, inf)"},
                 {"0", "(-inf, inf)", "0"},
                 {"[-1, 2]", "[-3, 4)", "[-6, 8)"},
                 {"[-1, 2)", "[-2, 4]", "[-4, 8)"},
                 {"[-2, 1)", "(-1, 2]", "[-4, 2)"},
                 {"[-2, 2)", "[-2, 2)", "(-4, 4]"},
                 {"[-1, 0]", "(0, inf)", "(-inf, 0]"}},
                operator*);
}

TEST_CASE("quotients take the hull of both pieces round zero", "[interval]") {
    check_table({{"[1, 2]", "[4, 5]", "[0.2, 0.5]"},
                 {"[1, 2]", "[0, 5]", "[0.2, inf)"},
                 {"[1, 2]", "[-5, 0)", "(-inf, -0.2]"},
                 {"[1, 2]", "[-1, 1]", "(-inf, inf)"},
                 {"1", "[2, inf)", "(0, 0.5]"},
                 {"0", "[-1, 1]", "0"},
                 {"0", "0", "empty"},
                 {"[1, 2]", "0", "empty"},
                 {"[0, 2]", "(0, 1)", "[0, inf)"},
                 {"(0, inf)", "(0, inf)", "(0, inf)"}},
                operator/);
}

TEST_CASE("powers fold at zero for even exponents and leave zero out for negative ones",
          "[interval]") {
    struct Case {
        std::string a;
        std::int64_t exponent;
        std::string expected;
    };
    const std::vector<Case> table{
        {"[-3, 2]", 2, "[0, 9]"},
        {"(-3, 2]", 2, "[0, 9)"},
        {"[-2, 2)", 2, "[0, 4]"},
        {"[-3, 2)", 3, "[-27, 8)"},
        {"(-inf, 2]", 2, "[0, inf)"},
        {"(1, 2]", 0, "1"},
        {"empty", 0, "empty"},
        {"[0, 2]", -1, "[0.5, inf)"},
        {"[-1, 2]", -2, "[0.25, inf)"},
        {"[-1, 2]", -1, "(-inf, inf)"},
        {"0", -3, "empty"},
        {"0", 0, "1"},
        {"[2, inf)", -2, "(0, 0.25]"},
    };
    for (const auto& [a, exponent, expected] : table) {
        CAPTURE(a, exponent);
        CHECK(power(interval(a), exponent) == interval(expected));
    }
}

TEST_CASE("rational powers leave negative members out and open rounded ends", "[interval]") {
    CHECK(power(interval("[4, 9)"), rational("1/2")) == interval("[2, 3)"));
    CHECK(power(interval("[-4, 9]"), rational("1/2")) == interval("[0, 3]"));
    CHECK(power(interval("[4, 9]"), rational("-1/2")) == interval("[1/3, 1/2]"));
    CHECK(power(interval("[0, 8]"), rational("-2/3")) == interval("[0.25, inf)"));
    CHECK(power(interval("[-4, -1]"), rational("1/2")).is_empty());
    CHECK(power(interval("(1, inf)"), rational("3/2")) == interval("(1, inf)"));
    CHECK(power(interval("[-1, 5]"), Rational(0)) == interval("1"));

    const Interval root_two = power(interval("2"), rational("1/2"));
    CHECK(root_two.low_open());
    CHECK(root_two.high_open());
    CHECK(root_two.low() * root_two.low() < Rational(2));
    CHECK(root_two.high() * root_two.high() > Rational(2));
    CHECK(root_two.high() - root_two.low() < power_of_ten(-35));
}

TEST_CASE("rational powers with long exponents stay sound", "[interval]") {
    // 2^0.123456789 and 0.5^0.123456789 as printed by bc -l to 20 places, cut off.
    const Interval above = power(interval("2"), rational("0.123456789"));
    CHECK(interval("[1.0893, 1.0894]").contains(above));
    CHECK(above.high() - above.low() < power_of_ten(-25));
    const Interval below = power(interval("0.5"), rational("0.123456789"));
    CHECK(interval("[0.9179, 0.9180]").contains(below));
    CHECK(below.high() - below.low() < power_of_ten(-25));
    CHECK(power(interval("2"), rational("12345678901/10")) == interval("(1, inf)"));
    CHECK(power(interval("0.5"), rational("12345678901/10")) == interval("(0, 1)"));
    CHECK(power(interval("1"), rational("12345678901/10")) == interval("1"));
    // A long base that is an exact 64th power keeps its end closed.
    const Rational base = power(rational("1.0000000000000000001"), 64);
    CHECK(power(Interval(base), rational("64001/64"))
              .contains(power(rational("1.0000000000000000001"), 64001)));
}

TEST_CASE("rounding to whole numbers moves open whole ends one further", "[interval]") {
    const std::vector<std::pair<std::string, std::string>> table{
        {"[1.2, 3)", "2"},          {"[1, 3]", "[1, 3]"},    {"(1, 3)", "2"},
        {"(1, 2)", "empty"},        {"[-1.5, -0.5]", "-1"},  {"(-inf, 2.5)", "(-inf, 2]"},
        {"[0.1, inf)", "[1, inf)"}, {"[0.2, 0.8]", "empty"}, {"(-3, -1)", "-2"},
        {"empty", "empty"},
    };
    for (const auto& [a, expected] : table) {
        CAPTURE(a);
        CHECK(round_to_whole(interval(a)) == interval(expected));
    }
}

TEST_CASE("inverse multiplication uses the sign of x to drop a piece", "[interval]") {
    CHECK(inverse_multiply(interval("[1, 2]"), interval("[-1, 1]"), interval("[0, 10]")) ==
          interval("[1, 10]"));
    CHECK(inverse_multiply(interval("[1, 2]"), interval("[-1, 1]"), interval("[-10, 0]")) ==
          interval("[-10, -1]"));
    CHECK(inverse_multiply(interval("[1, 2]"), interval("[-1, 1]"), interval("(-1, 1)")) ==
          Interval::empty());
    CHECK(inverse_multiply(interval("[0, 2]"), interval("[0, 1]"), interval("[5, 7)")) ==
          interval("[5, 7)"));
    CHECK(inverse_multiply(interval("[1, 2]"), interval("0"), interval("[5, 7)")).is_empty());
}

TEST_CASE("inverse division never offers a zero denominator", "[interval]") {
    CHECK(inverse_divide_denominator(interval("[0, 2]"), interval("[0, 1]"), interval("[0, 7)")) ==
          interval("(0, 7)"));
    CHECK(inverse_divide_denominator(interval("[0, 2]"), interval("[0, 1]"), interval("0"))
              .is_empty());
    CHECK(inverse_divide_denominator(interval("[-1, 0.5]"), interval("[1, 2]"),
                                     interval("[-5, 5]")) == interval("[-5, 5]"));
    CHECK(inverse_divide_denominator(interval("[-1, 0.5]"), interval("[1, 2]"),
                                     interval("[0, 5]")) == interval("[2, 5]"));
    CHECK(inverse_divide_denominator(interval("0"), interval("[1, 2]"), Interval()).is_empty());
}

TEST_CASE("inverse powers keep both signs for even exponents", "[interval]") {
    CHECK(inverse_power(interval("[4, 9)"), 2, Interval()) == interval("(-3, 3)"));
    CHECK(inverse_power(interval("[4, 9)"), 2, interval("[0, 100]")) == interval("[2, 3)"));
    CHECK(inverse_power(interval("[4, 9)"), 2, interval("(-2, 100]")) == interval("[2, 3)"));
    CHECK(inverse_power(interval("[-8, 27)"), 3, Interval()) == interval("[-2, 3)"));
    CHECK(inverse_power(interval("[-9, -4]"), 2, Interval()).is_empty());
    CHECK(inverse_power(interval("[0.25, 1]"), -2, interval("[0, 5]")) == interval("[1, 2]"));
    CHECK(inverse_power(interval("[-1, 0.5]"), -1, interval("[0, 5]")) == interval("[2, 5]"));
    CHECK(inverse_power(interval("[-1, 0.5]"), 0, interval("[0, 5]")).is_empty());
    CHECK(inverse_power(interval("[-1, 1]"), 0, interval("[0, 5]")) == interval("[0, 5]"));
}

// Every interval below is compared with what single numbers do.

const Rational tiny = power_of_ten(-4);
const Rational huge = power_of_ten(9);

std::vector<Interval> all_intervals(const std::vector<Rational>& grid) {
    std::vector<Interval> intervals{Interval::empty(), Interval::all()};
    for (std::size_t i = 0; i < grid.size(); ++i) {
        intervals.emplace_back(grid[i]);
        for (const bool open : {false, true}) {
            intervals.push_back(Interval::at_least(grid[i], open));
            intervals.push_back(Interval::at_most(grid[i], open));
            for (std::size_t j = i + 1; j < grid.size(); ++j) {
                intervals.push_back(Interval::between(grid[i], open, grid[j], false));
                intervals.push_back(Interval::between(grid[i], open, grid[j], true));
            }
        }
    }
    return intervals;
}

// Members of `a`: its ends or points beside them, points far out, zero and both sides of it.
std::vector<Rational> members(const Interval& a) {
    std::vector<Rational> candidates{0, tiny, -tiny, 1, rational("-1/3"), huge, -huge};
    if (a.has_low()) {
        candidates.push_back(a.low());
        candidates.push_back(a.low() + tiny);
    }
    if (a.has_high()) {
        candidates.push_back(a.high());
        candidates.push_back(a.high() - tiny);
    }
    if (a.has_low() && a.has_high()) {
        candidates.push_back((a.low() + a.high()) / Rational(2));
    }
    std::erase_if(candidates, [&](const Rational& value) { return !a.contains(value); });
    return candidates;
}

// What is wrong with `result` as the hull of `values`; "" when nothing is.
std::string compare_with_values(const Interval& result, const std::vector<Rational>& values) {
    if (values.empty()) {
        return result.is_empty() ? "" : "not empty";
    }
    const Rational near = rational("0.02");
    const Rational far = Rational(1000);
    bool low_met = false;
    bool high_met = false;
    for (const Rational& value : values) {
        if (!result.contains(value)) {
            return "misses " + value.to_string();
        }
        low_met = low_met || (!result.has_low()   ? value < -far
                              : result.low_open() ? value - result.low() < near
                                                  : value == result.low());
        high_met = high_met || (!result.has_high()   ? value > far
                                : result.high_open() ? result.high() - value < near
                                                     : value == result.high());
    }
    if (!low_met || !high_met) {
        return low_met ? "high end is not tight" : "low end is not tight";
    }
    return "";
}

struct Operation {
    std::string name;
    std::function<Interval(const Interval&, const Interval&)> apply;
    std::function<Rational(const Rational&, const Rational&)> apply_to_numbers;
    bool is_division = false;
};

TEST_CASE("binary operations return the exact hull of what members do", "[interval][property]") {
    const auto intervals =
        all_intervals({Rational(-2), rational("-1/2"), Rational(0), Rational(1), Rational(3)});
    const std::vector<Operation> operations{
        {"+", [](auto& a, auto& b) { return a + b; }, [](auto& a, auto& b) { return a + b; }},
        {"-", [](auto& a, auto& b) { return a - b; }, [](auto& a, auto& b) { return a - b; }},
        {"*", [](auto& a, auto& b) { return a * b; }, [](auto& a, auto& b) { return a * b; }},
        {"/", [](auto& a, auto& b) { return a / b; }, [](auto& a, auto& b) { return a / b; }, true},
        {"min", [](auto& a, auto& b) { return min(a, b); },
         [](auto& a, auto& b) { return a < b ? a : b; }},
        {"max", [](auto& a, auto& b) { return max(a, b); },
         [](auto& a, auto& b) { return a < b ? b : a; }},
    };
    for (const Operation& operation : operations) {
        std::vector<std::string> failures;
        for (const Interval& a : intervals) {
            for (const Interval& b : intervals) {
                std::vector<Rational> values;
                for (const Rational& x : members(a)) {
                    for (const Rational& y : members(b)) {
                        if (!operation.is_division || !y.is_zero()) {
                            values.push_back(operation.apply_to_numbers(x, y));
                        }
                    }
                }
                const Interval result = operation.apply(a, b);
                const std::string wrong = compare_with_values(result, values);
                if (!wrong.empty()) {
                    failures.push_back(a.to_string() + operation.name + b.to_string() + " = " +
                                       result.to_string() + ": " + wrong);
                }
            }
        }
        CHECK(failures == std::vector<std::string>{});
    }
}

TEST_CASE("set operations agree with membership", "[interval][property]") {
    const auto intervals = all_intervals({Rational(-1), Rational(0), Rational(2)});
    for (const Interval& a : intervals) {
        for (const Interval& b : intervals) {
            const Interval both = intersect(a, b);
            const Interval joint = hull(a, b);
            bool agrees = joint.contains(a) && joint.contains(b) && both == intersect(b, a) &&
                          joint == hull(b, a) && a.contains(b) == (both == b) &&
                          meets(a, b) == !both.is_empty();
            for (const Rational& x : members(Interval::all())) {
                agrees = agrees && both.contains(x) == (a.contains(x) && b.contains(x));
            }
            for (const Rational& x : members(a)) {
                agrees = agrees && both.contains(x) == b.contains(x);
            }
            for (const Rational& x : members(b)) {
                agrees = agrees && both.contains(x) == a.contains(x);
            }
            std::vector<Rational> all = members(a);
            const std::vector<Rational> more = members(b);
            all.insert(all.end(), more.begin(), more.end());
            CAPTURE(a, b, both, joint);
            REQUIRE(agrees);
            REQUIRE(compare_with_values(joint, all) == "");
        }
    }
}

TEST_CASE("unary operations return the exact hull of what members do", "[interval][property]") {
    const auto intervals =
        all_intervals({Rational(-2), rational("-1/2"), Rational(0), Rational(1), Rational(3)});
    for (const Interval& a : intervals) {
        CAPTURE(a);
        std::vector<Rational> negated;
        std::vector<Rational> sizes;
        for (const Rational& x : members(a)) {
            negated.push_back(-x);
            sizes.push_back(abs(x));
        }
        REQUIRE(compare_with_values(-a, negated) == "");
        REQUIRE(compare_with_values(abs(a), sizes) == "");
        for (const std::int64_t exponent : {-3, -2, -1, 0, 1, 2, 3, 4}) {
            CAPTURE(exponent);
            std::vector<Rational> powers;
            for (const Rational& x : members(a)) {
                if (exponent >= 0 || !x.is_zero()) {
                    powers.push_back(power(x, exponent));
                }
            }
            REQUIRE(compare_with_values(power(a, exponent), powers) == "");
        }
    }
}

// Whether x has a partner, decided on the image of {x}, which is one interval for each sign of the
// partner.
struct Inverse {
    std::string name;
    std::function<Interval(const Interval&, const Interval&, const Interval&)> apply;
    std::function<bool(const Rational&, const Interval&, const Interval&)> has_partner;
};

std::vector<Inverse> inverses() {
    const Interval above = Interval::at_least(0, true);
    const Interval below = Interval::at_most(0, true);
    return {
        {"add", inverse_add, [](auto& x, auto& y, auto& b) { return meets(Interval(x) + b, y); }},
        {"multiply", inverse_multiply,
         [](auto& x, auto& y, auto& b) { return meets(Interval(x) * b, y); }},
        {"numerator", inverse_divide_numerator,
         [=](auto& x, auto& y, auto& b) {
             return meets(Interval(x) / intersect(b, above), y) ||
                    meets(Interval(x) / intersect(b, below), y);
         }},
        {"denominator", inverse_divide_denominator,
         [](auto& x, auto& y, auto& a) { return !x.is_zero() && meets(a / Interval(x), y); }},
    };
}

// What is wrong with `result` as the hull of the members of X that have a partner.
std::string compare_with_partners(const Interval& result, const Interval& x,
                                  const std::function<bool(const Rational&)>& has_partner) {
    if (!x.contains(result)) {
        return "leaves X";
    }
    for (const Rational& value : members(x)) {
        if (has_partner(value) && !result.contains(value)) {
            return "drops " + value.to_string();
        }
    }
    if (result.is_empty()) {
        return "";
    }
    const Rational step = tiny * tiny;
    const Rational low = !result.has_low()   ? -huge
                         : result.low_open() ? result.low() + step
                                             : result.low();
    const Rational high = !result.has_high()   ? huge
                          : result.high_open() ? result.high() - step
                                               : result.high();
    if (!has_partner(low) || !has_partner(high)) {
        return "has an end without a partner";
    }
    return "";
}

TEST_CASE("inverses are the exact hull of the members with a partner", "[interval][property]") {
    const auto intervals = all_intervals({Rational(-2), Rational(0), Rational(1)});
    for (const Inverse& inverse : inverses()) {
        std::vector<std::string> failures;
        for (const Interval& y : intervals) {
            for (const Interval& b : intervals) {
                for (const Interval& x : intervals) {
                    const Interval result = inverse.apply(y, b, x);
                    const std::string wrong = compare_with_partners(
                        result, x,
                        [&](const Rational& value) { return inverse.has_partner(value, y, b); });
                    if (!wrong.empty() && failures.size() < 20) {
                        failures.push_back(inverse.name + " " + y.to_string() + " " +
                                           b.to_string() + " " + x.to_string() + " = " +
                                           result.to_string() + ": " + wrong);
                    }
                }
            }
        }
        CHECK(failures == std::vector<std::string>{});
    }
}

TEST_CASE("no inverse drops a member with a sampled partner", "[interval][property]") {
    const auto intervals = all_intervals({Rational(-2), Rational(0), rational("1/2")});
    bool kept = true;
    for (const Interval& y : intervals) {
        for (const Interval& b : intervals) {
            const Interval sums = inverse_add(y, b, Interval());
            const Interval factors = inverse_multiply(y, b, Interval());
            const Interval numerators = inverse_divide_numerator(y, b, Interval());
            const Interval denominators = inverse_divide_denominator(y, b, Interval());
            for (const Rational& value : members(b)) {
                for (const Rational& x : members(Interval())) {
                    kept = kept && (!y.contains(x + value) || sums.contains(x)) &&
                           (!y.contains(x * value) || factors.contains(x)) &&
                           (value.is_zero() || !y.contains(x / value) || numerators.contains(x)) &&
                           (x.is_zero() || !y.contains(value / x) || denominators.contains(x));
                }
            }
            CAPTURE(y, b);
            REQUIRE(kept);
        }
    }
}

TEST_CASE("inverse powers and absolute values are the exact hull on exact roots",
          "[interval][property]") {
    const auto results = all_intervals({Rational(-64), Rational(0), rational("1/64"), Rational(1)});
    const auto operands = all_intervals({Rational(-3), Rational(0), Rational(1)});
    for (const Interval& y : results) {
        for (const Interval& x : operands) {
            CAPTURE(y, x);
            REQUIRE(compare_with_partners(inverse_abs(y, x), x, [&](const Rational& value) {
                        return y.contains(abs(value));
                    }) == "");
            for (const std::int64_t exponent : {-3, -2, -1, 0, 1, 2, 3, 6}) {
                CAPTURE(exponent);
                REQUIRE(compare_with_partners(inverse_power(y, exponent, x), x,
                                              [&](const Rational& value) {
                                                  return (exponent >= 0 || !value.is_zero()) &&
                                                         y.contains(power(value, exponent));
                                              }) == "");
            }
        }
    }
}

TEST_CASE("rounded roots of either sign are open and lie outside", "[interval]") {
    const Interval negative = inverse_power(interval("[-3, -2]"), 3, Interval());
    CHECK(negative.low_open());
    CHECK(negative.high_open());
    CHECK(power(negative.low(), 3) < Rational(-3));
    CHECK(power(negative.high(), 3) > Rational(-2));
    CHECK(power(negative.high() - power_of_ten(-35), 3) < Rational(-2));
    const Interval positive = inverse_power(interval("[2, 27]"), 3, Interval());
    CHECK(positive.low_open());
    CHECK_FALSE(positive.high_open());
    CHECK(power(positive.low(), 3) < Rational(2));
}

TEST_CASE("inverse powers with irrational roots keep every member", "[interval][property]") {
    const auto results = all_intervals({Rational(-5), Rational(2), Rational(3)});
    std::vector<Rational> values;
    for (int i = -300; i <= 300; ++i) {
        values.push_back(Rational(i) / Rational(100));
    }
    for (const Interval& y : results) {
        for (const std::int64_t exponent : {-3, -2, 2, 3, 5}) {
            const Interval roots = inverse_power(y, exponent, Interval());
            bool kept = true;
            for (const Rational& x : values) {
                const bool fits = (exponent >= 0 || !x.is_zero()) && y.contains(power(x, exponent));
                kept = kept && (!fits || roots.contains(x));
            }
            CAPTURE(y, exponent, roots);
            REQUIRE(kept);
        }
    }
}

}  // namespace
}  // namespace brcheck
