#include "engine/power_equation.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// "(a + 1)^2 (b + 0)^-1 = 3, b + 0 > 0, c + 0 not 0" of the only relation; "none" where it is no
/// such equation.
std::string equation(const std::string& relation) {
    const auto report = read_report("test.json", R"j({"brcheck": 1, "figures": {
        "a": {"unknown": true}, "b": {"unknown": true}, "c": {"unknown": true},
        "u": {"unit": "yuan"}, "v": {"unit": "yuan"}, "p": "10 %", "q": "20 %"},
        "relations": {"r": )j" + relation + "}}");
    if (!report.ok()) FAIL(report.errors().front().message << " in " << relation);
    const Network network(*report);
    const auto found = power_equation(network, network.constraints().back());
    if (!found) return "none";
    std::string text;
    for (const auto& [factor, exponent] : found->exponents)
        text += "(" + std::string(report->names.name(factor.variable)) + " + " +
                factor.shift.to_string() + ")^" + exponent.to_string() + " ";
    text += "= " + found->constant.to_string();
    const auto add = [&](const std::set<PowerFactor>& factors, const std::string& what) {
        for (const PowerFactor& factor : factors)
            text += ", " + std::string(report->names.name(factor.variable)) + " + " +
                    factor.shift.to_string() + what;
    };
    add(found->positive, " > 0");
    add(found->nonzero, " not 0");
    return text;
}

/// Products, quotients, roots and rates of a, b and c, and numbers added to them.
std::string random_expression(std::mt19937& random, int depth) {
    static const std::vector<std::string> leaves = {"a", "b", "c", "2", "a", "b"};
    const auto part = [&] { return random_expression(random, depth - 1); };
    if (depth == 0) return leaves[random() % leaves.size()];
    switch (random() % 10) {
        case 0: return "(" + part() + ") / (" + part() + ")";
        case 1: return "(" + part() + " + 1)";
        case 2: return "(" + part() + " - 2)";
        case 3: return "(" + part() + ") ^ " + std::to_string(1 + random() % 3);
        case 4: return "sqrt((" + part() + ") ^ 2)";
        case 5: return "growth(" + part() + ", " + part() + ")";
        case 6: return "cagr((" + part() + ") ^ 2, (" + part() + ") ^ 2, 2)";
        case 7: return "-(" + part() + ")";
        default: return "(" + part() + ") * (" + part() + ")";
    }
}

/// Does the equation hold of these values? Roots are taken out by a power of both sides.
bool holds(const PowerEquation& equation, const std::vector<Rational>& values) {
    std::int64_t degree = 1;
    for (const auto& entry : equation.exponents)
        degree = std::lcm(degree, entry.second.denominator().to_int64());
    Rational product(1);
    for (const auto& [factor, exponent] : equation.exponents)
        product *= power(values[factor.variable] + factor.shift,
                         (exponent * Rational(degree)).numerator().to_int64());
    return product == power(equation.constant, degree);
}

/// The values are ones of which the equation is said.
bool are_covered(const PowerEquation& equation, const std::vector<Rational>& values) {
    const auto value = [&](const PowerFactor& f) { return values[f.variable] + f.shift; };
    return std::ranges::all_of(equation.positive,
                               [&](const auto& f) { return value(f).sign() > 0; }) &&
           std::ranges::none_of(equation.nonzero,
                                [&](const auto& f) { return value(f).is_zero(); }) &&
           std::ranges::none_of(equation.exponents,
                                [&](const auto& e) { return value(e.first).is_zero(); });
}

std::string of_relation(const std::string& holds) { return equation("\"" + holds + "\""); }

}  // namespace

TEST_CASE("products, quotients and rates are equations between powers", "[power equation]") {
    CHECK(of_relation("a = b * c") == "(a + 0)^1 (b + 0)^-1 (c + 0)^-1 = 1");
    CHECK(of_relation("v = u * (1 + p)") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-1 = 1");
    CHECK(of_relation("u = v / (1 - p)") == "(u + 0)^1 (v + 0)^-1 (p + -1)^1 = -1");
    CHECK(of_relation("p = growth(v, u)") == "(u + 0)^1 (v + 0)^-1 (p + 1)^1 = 1");
    CHECK(of_relation("v / u - 1 = p") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-1 = 1");
    CHECK(of_relation("p = cagr(v, u, 3)") == "(u + 0)^1/3 (v + 0)^-1/3 (p + 1)^1 = 1, u + 0 > 0, v + 0 > 0");
    CHECK(of_relation("v = u * (1 + p) ^ 3") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-3 = 1");
    CHECK(of_relation("a = sqrt(b * c)") == "(a + 0)^1 (b + 0)^-1/2 (c + 0)^-1/2 = 1, b + 0 > 0, c + 0 > 0");
    CHECK(of_relation("a = index(v, u)") == "(a + 0)^1 (u + 0)^1 (v + 0)^-1 = 100");
    CHECK(of_relation("3 * a = 2 - b") == "(a + 0)^1 (b + -2)^-1 = -1/3");
    CHECK(of_relation("a + 1 = 2 * b") == "(a + 1)^1 (b + 0)^-1 = 2");
    CHECK(of_relation("2 * b = a + 1") == "(a + 1)^-1 (b + 0)^1 = 1/2");
    CHECK(of_relation("a * b = 6") == "(a + 0)^1 (b + 0)^1 = 6");
    CHECK(of_relation("6 = a * b") == "(a + 0)^-1 (b + 0)^-1 = 1/6");
    CHECK(of_relation("a * b + 2 = 6 + c") == "(a + 0)^1 (b + 0)^1 (c + 4)^-1 = 1");
    CHECK(of_relation("6 + c = a * b + 2") == "(a + 0)^-1 (b + 0)^-1 (c + 4)^1 = 1");
    CHECK(of_relation("a + a = 3 * b") == "(a + 0)^1 (b + 0)^-1 = 3/2");
    CHECK(of_relation("b = points(3 * a, a)") == "(a + 0)^-1 (b + 0)^1 = 2");
    CHECK(of_relation("-a = b") == "(a + 0)^1 (b + 0)^-1 = -1");
    CHECK(of_relation("sum(a, 1) = b * b") == "(a + 1)^1 (b + 0)^-2 = 1");
    CHECK(of_relation("a * b / a = c") == "(b + 0)^1 (c + 0)^-1 = 1, a + 0 not 0");
    CHECK(of_relation("a = 5") == "(a + 0)^1 = 5");
}

TEST_CASE("what drops out still has to be as it was where the equation was said", "[power equation]") {
    CHECK(of_relation("a * b = a * c") == "(b + 0)^1 (c + 0)^-1 = 1, a + 0 not 0");
    CHECK(of_relation("(1 + a) * b / (a + 1) = c") == "(b + 0)^1 (c + 0)^-1 = 1, a + 1 not 0");
    CHECK(of_relation("sqrt(a ^ 2) = b") == "(a + 0)^1 (b + 0)^-1 = 1, a + 0 > 0");
    CHECK(of_relation("(sqrt(a ^ 2) + 3) * b = c") ==
          "(a + 3)^1 (b + 0)^1 (c + 0)^-1 = 1, a + 0 > 0");
    CHECK(of_relation("sqrt(a ^ 2) / a + b = c") == "(b + 1)^1 (c + 0)^-1 = 1, a + 0 > 0, a + 0 not 0");
    CHECK(of_relation("cagr(a * a, 1, 2) = b") == "(a + -1)^1 (b + 0)^-1 = 1, a + 0 > 0");
}

TEST_CASE("sums of different things are none", "[power equation]") {
    CHECK(of_relation("a = b + c") == "none");
    CHECK(of_relation("a = b * c + 1 + b") == "none");
    CHECK(of_relation("a = (b * c + 1) * c") == "none");
    CHECK(of_relation("a * b = c * a + 1") == "none");
    CHECK(of_relation("a = max(b, c)") == "none");
    CHECK(of_relation("a = b ^ 300") == "none");
    CHECK(of_relation("a = sqrt(2 * b)") == "none");
    CHECK(of_relation("a = b / (c - c)") == "none");
    CHECK(of_relation("a * b = 0") == "none");
    CHECK(of_relation("a / a = 1") == "none");
    CHECK(of_relation("a < b * c") == "none");
    CHECK(equation(R"j({"holds": "a = b * c", "tolerance": "1 %"})j") == "none");
}

TEST_CASE("every equation holds of the values of which it is said", "[power equation]") {
    std::mt19937 random(1);
    int held = 0;
    for (int i = 0; i < 3000; ++i) {
        const std::string left = random_expression(random, 2);
        const std::string right = random_expression(random, 2);
        const std::string relation = "y * (" + left + ") = (" + left + ") * (" + right + ")";
        const auto report = read_report("test.json", R"j({"brcheck": 1, "figures": {
            "a": {"unknown": true}, "b": {"unknown": true}, "c": {"unknown": true},
            "y": {"unknown": true}, "r": "1.0"}, "relations": {"r1": ")j" + relation +
            R"j(", "r2": "r = )j" + right + "\"}}");
        if (!report.ok()) FAIL(report.errors().front().message << " in " << relation);
        const Network network(*report);
        const auto equation = power_equation(network, network.constraints()[0]);
        if (!equation) continue;
        for (int k = 0; k < 20; ++k) {
            std::vector<Interval> box(report->quantities.size());
            std::vector<Rational> values(box.size());
            for (VariableIndex v = 0; v < 3; ++v)
                values[v] = Rational(Integer(static_cast<int>(random() % 9) - 4), Integer(2));
            for (VariableIndex v = 0; v < 3; ++v) box[v] = Interval(values[v]);
            std::vector<Interval> sides;
            const Expression& other = network.expression(network.constraints()[1]);
            evaluate(other, box, sides);
            const Interval usual = sides[other.sides()[1]];
            if (!usual.is_point()) continue;
            // Where the left side's factor is 0, any other y does, too.
            for (const Rational& y : {usual.low(), usual.low() + Rational(1)}) {
                values[3] = y;
                box[3] = Interval(y);
                const Expression& condition = network.expression(network.constraints()[0]);
                evaluate(condition, box, sides);
                const Interval& one = sides[condition.sides()[0]];
                const bool have_values = one.is_point() && one == sides[condition.sides()[1]];
                if (!have_values || !are_covered(*equation, values)) continue;
                ++held;
                INFO(relation << " of " << values[0].to_string() << ' ' << values[1].to_string()
                              << ' ' << values[2].to_string() << ' ' << y.to_string());
                CHECK(holds(*equation, values));
            }
        }
    }
    CHECK(held > 1000);
}
