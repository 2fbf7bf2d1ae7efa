#include "brcheck/expr/evaluate.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::parse_any;

namespace {

NameTable make_names() {
    NameTable names;
    for (const char* name : {"a", "b", "c", "zero", "x"}) {
        names.add(name);
    }
    return names;
}

const std::vector<Interval>& box() {
    static const std::vector<Interval> intervals = {
        Interval::closed(1, 2), Interval::between(3, true, 4, false), Interval::closed(-1, 1),
        Interval(Rational(0)), Interval::all()};
    return intervals;
}

}  // namespace

TEST_CASE("every node gets the hull of its values", "[evaluate]") {
    const NameTable names = make_names();
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"a", "[1, 2]"},
        {"50 %", "[0.5, 0.5]"},
        {"a + b", "(4, 6]"},
        {"a - b", "[-3, -1)"},
        {"b - 2 * a", "(-1, 2]"},
        {"(1 + a) * (b + c)", "(4, 15]"},
        {"b / a", "(1.5, 4]"},
        {"a / c", "(-inf, inf)"},
        {"a / zero", "empty"},
        {"1 + a / zero", "empty"},
        {"sum(a, b, c)", "(3, 7]"},
        {"sum(a, b + c, 1)", "(4, 8]"},
        {"x + a", "(-inf, inf)"},
        {"x * zero", "[0, 0]"},
        // A name that occurs twice counts as two.
        {"a - a", "[-1, 1]"},
    };
    std::vector<Interval> values;
    for (const auto& [text, expected] : cases) {
        INFO(text);
        const Expression expression = parse_expression(text, names).value();
        evaluate(expression, box(), values);
        REQUIRE(values.size() == expression.nodes().size());
        CHECK(values[expression.root()].to_string() == expected);
    }
}

TEST_CASE("both sides of a condition are evaluated", "[evaluate]") {
    const NameTable names = make_names();
    const Expression condition = parse_condition("a + 1 < b * 2", names).value();
    std::vector<Interval> values(100);
    evaluate(condition, box(), values);
    CHECK(values[condition.sides()[0]].to_string() == "[2, 3]");
    CHECK(values[condition.sides()[1]].to_string() == "(6, 8]");
}

TEST_CASE("at a point values are points, roots narrow, and nothing where undefined",
          "[evaluate]") {
    const NameTable names = make_names();
    const auto at = [&](const std::string& text) {
        const Expression expression = parse_expression(text, names).value();
        std::vector<Interval> points;
        for (VariableIndex v = 0; v < names.size(); ++v) points.emplace_back(Rational(v + 1));
        std::vector<Interval> values;
        evaluate(expression, points, values);
        return values.back();
    };
    CHECK(at("a / c + b") == Interval(Rational(7, 3)));
    CHECK(at("growth(b, c)") == Interval(Rational(-1, 3)));
    CHECK(at("1 / (b - 2)").is_empty());
    CHECK(at("sqrt(a - b)").is_empty());
    const Interval root = at("sqrt(b)");
    CHECK((root.has_low() && root.has_high()));
    CHECK(power(root, std::int64_t{2}).contains(Rational(2)));
    CHECK(root.high() - root.low() < power_of_ten(-30));
}

TEST_CASE("a sum of 100,000 names costs a step each", "[evaluate]") {
    NameTable names;
    std::vector<Interval> intervals;
    for (int i = 0; i < 100'000; ++i) {
        names.add("x_" + std::to_string(i));
        intervals.push_back(Interval::closed(Rational(i, 10), Rational(i + 1, 10)));
    }
    const Expression expression = parse_expression("sum(x_*)", names).value();
    REQUIRE(expression.nodes().size() == 100'001);
    std::vector<Interval> values;
    evaluate(expression, intervals, values);
    CHECK(values.back() ==
          Interval::closed(Rational(499'995'000), Rational(500'005'000)));
}

TEST_CASE("products that grow without end are rounded outward", "[evaluate]") {
    const NameTable names = make_names();
    std::vector<Interval> values;
    const auto evaluate_repeated = [&](const std::string& first, const std::string& next) {
        std::string text = first;
        while (text.size() + next.size() < 4096) {
            text += next;
        }
        evaluate(parse_expression(text, names).value(), box(), values);
        return values.back();
    };
    CHECK(evaluate_repeated("1e999", " * 1e999").contains(power_of_ten(400'000)));
    CHECK(evaluate_repeated("1e999", " * 1e999").is_positive());
    CHECK(evaluate_repeated("-1e999", " * 1e999").contains(-power_of_ten(400'000)));
    CHECK(evaluate_repeated("-1e999", " * 1e999").is_negative());
    CHECK(evaluate_repeated("1", " / 1e999").contains(power_of_ten(-400'000)));
    CHECK(evaluate_repeated("1", " / 1e999").is_positive());
    CHECK_FALSE(evaluate_repeated("1", " / 1e999").contains(Rational(1)));
    CHECK(evaluate_repeated("-1", " / 1e999").is_negative());
    CHECK(evaluate_repeated("b ^ 300", " * b ^ 300").contains(power_of_ten(60'000)));
    const Interval sum = evaluate_repeated("1 / 7 ^ 999", " + 1 / (7 ^ 999 + 3)");
    CHECK(sum.is_positive());
    CHECK(sum.high() < power_of_ten(-800));
}

TEST_CASE("towers of powers end soon", "[evaluate]") {
    const NameTable names = make_names();
    std::string text = "a";
    for (int i = 0; i < 60; ++i) {
        text += "^999";
    }
    std::vector<Interval> values;
    evaluate(parse_expression(text, names).value(), box(), values);
    CHECK_FALSE(values.back().is_empty());
    text = "b";
    for (int i = 0; i < 60; ++i) {
        text = "(" + text + ")^999";
    }
    evaluate(parse_expression(text, names).value(), box(), values);
    CHECK(values.back().is_positive());
}
