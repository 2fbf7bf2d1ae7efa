#include "engine/power_equation.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <string>

using namespace brcheck;

namespace {

/// "(a + 1)^2 (b + 0)^-1 = 3" of the only relation; "none" where it is no such equation.
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
    return text + "= " + found->constant.to_string();
}

std::string of_relation(const std::string& holds) { return equation("\"" + holds + "\""); }

}  // namespace

TEST_CASE("products, quotients and rates are equations between powers", "[power equation]") {
    CHECK(of_relation("a = b * c") == "(a + 0)^1 (b + 0)^-1 (c + 0)^-1 = 1");
    CHECK(of_relation("v = u * (1 + p)") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-1 = 1");
    CHECK(of_relation("u = v / (1 - p)") == "(u + 0)^1 (v + 0)^-1 (p + -1)^1 = -1");
    CHECK(of_relation("p = growth(v, u)") == "(u + 0)^1 (v + 0)^-1 (p + 1)^1 = 1");
    CHECK(of_relation("v / u - 1 = p") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-1 = 1");
    CHECK(of_relation("p = cagr(v, u, 3)") == "(u + 0)^1/3 (v + 0)^-1/3 (p + 1)^1 = 1");
    CHECK(of_relation("v = u * (1 + p) ^ 3") == "(u + 0)^-1 (v + 0)^1 (p + 1)^-3 = 1");
    CHECK(of_relation("a = sqrt(b * c)") == "(a + 0)^1 (b + 0)^-1/2 (c + 0)^-1/2 = 1");
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
    CHECK(of_relation("a * b / a = c") == "(b + 0)^1 (c + 0)^-1 = 1");
    CHECK(of_relation("a = 5") == "(a + 0)^1 = 5");
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
