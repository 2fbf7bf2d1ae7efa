#include "engine/symmetries.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <numeric>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// The names of what can be shifted, scaled, and multiplied by whole numbers: "x y | z * n".
std::string moving(const std::string& body, const std::string& held = "") {
    auto report = read_report("test.json", "{\"brcheck\": 1, " + body + "}");
    if (!report.ok()) FAIL(report.errors().front().message << " in " << body);
    const Network network(*report);
    std::vector<ConstraintIndex> constraints(network.constraints().size());
    std::iota(constraints.begin(), constraints.end(), 0U);
    Symmetries symmetries(network, constraints);
    if (!held.empty()) symmetries.hold(*report->names.find(held));
    std::string shifted;
    std::string scaled;
    std::string multiplied;
    for (VariableIndex v = 0; v < report->quantities.size(); ++v) {
        const std::string name(report->names.name(v));
        if (symmetries.can_shift(v)) shifted += name + ' ';
        if (symmetries.can_scale(v)) scaled += ' ' + name;
        if (symmetries.can_grow(v)) multiplied += ' ' + name;
    }
    if (!multiplied.empty()) multiplied = " *" + multiplied;
    return shifted + '|' + scaled + multiplied;
}

std::string of_relation(const std::string& holds, const std::string& more = "") {
    return moving(R"j("figures": {"x": {"unknown": true}, "y": {"unknown": true},
        "n": {"unknown": true, "whole": true}, "a": "2.5", "p": "10 %"})j" + more +
                  R"j(, "relations": {"r": {"holds": ")j" + holds + R"j("}, "all": "x + y + n < x + y + n + 1"})j");
}

/// Of u, v and w in what is said of them.
std::string of_levels(const std::string& relations, const std::string& held = "") {
    return moving(R"j("figures": {"u": {"unit": "yuan"}, "v": {"unit": "yuan"}, "w": {"unit": "yuan"},
        "a": "3 yuan", "p": "10 %"}, "relations": {)j" + relations + "}",
                  held);
}

}  // namespace

TEST_CASE("what only differences are known of can be shifted", "[symmetries]") {
    CHECK(of_relation("x - y = a") == "x y n |");
    CHECK(of_relation("abs(x - y) = a") == "x y n |");
    CHECK(of_relation("max(x, y) - min(x, y) = a") == "x y n |");
    CHECK(of_relation("max(x, y, a) < 3") == "n |");
    CHECK(of_relation("x + y = a") == "x y n |");
    CHECK(of_relation("x + y = 2 * y + a") == "x y n |");
    CHECK(of_relation("x = a") == "y n |");
    CHECK(of_relation("x * y = a") == "n |");
    CHECK(of_relation("x / 2 - 3 * n = a") == "x y n |");
    CHECK(of_relation("x * 2 = -2 * n") == "x y n |");
    CHECK(of_relation("mean(x, y) = x") == "x y n |");
    CHECK(of_relation("a = sqrt(x)") == "y n |");
    CHECK(of_relation("x / 2 = 0 * y") == "y n |");
}

TEST_CASE("what only ratios are known of can be scaled", "[symmetries]") {
    CHECK(of_levels(R"j("r": "p = share(u, v)", "s": "w = a")j") == "| u v");
    CHECK(of_levels(R"j("r": "p = growth(u, v)", "s": "w > 0 yuan")j") == "| u v w");
    CHECK(of_levels(R"j("r": "p = growth(u, v)", "s": "w > a")j") == "| u v");
    CHECK(of_levels(R"j("r": "p = cagr(u, v, 3)", "s": "u = v + w")j") == "| u v w");
    CHECK(of_levels(R"j("r": "p = cagr(u, v, 3)", "s": "u = v + a", "t": "w = a")j") == "|");
    CHECK(of_levels(R"j("r": "p = weighted(3 %, u, 5 %, v)", "s": "max(u, v) >= abs(w)")j") == "| u v w");
    CHECK(of_levels(R"j("r": "ratio(u, v) * ratio(w, v) = 2")j") == "| u v w");
    CHECK(of_levels(R"j("r": "ratio(u, a) * ratio(w, v) = 2")j") == "| u v w");
    CHECK(of_levels(R"j("r": "index(u, v) = index(v, w)")j") == "| u v w");
    CHECK(of_levels(R"j("r": {"holds": "u = v", "tolerance": "1 yuan"}, "s": "w = a")j") == "u v |");
    CHECK(of_levels(R"j("r": {"holds": "u = v", "tolerance": "1 %"}, "s": "w = a")j") == "| u v");
    CHECK(of_levels(R"j("r": "sqrt(u * v) = w")j") == "| u v w");
    CHECK(of_levels(R"j("r": "u * u = v * w")j") == "| u v w");
}

TEST_CASE("whole numbers are shifted, or multiplied by whole numbers", "[symmetries]") {
    const std::string figures = R"j("figures": {"m": {"unknown": true, "whole": true},
        "n": {"unknown": true, "whole": true}, "t": "12"}, )j";
    CHECK(moving(figures + R"j("relations": {"r": "3 * m + 5 * n = t"})j") == "m n |");
    CHECK(moving(figures + R"j("relations": {"r": "m = 2 * n"})j") == "m n | * m n");
    CHECK(moving(figures + R"j("relations": {"r": "m / n = 2"})j") == "| * m n");
    CHECK(moving(figures + R"j("relations": {"r": "m = t * n"})j") == "| * m n");
    CHECK(moving(figures + R"j("relations": {"r": "m = t * n"})j", "n") == "|");
    CHECK(moving(figures + R"j("relations": {"r": "m * n = t"})j") == "|");
    CHECK(moving(figures + R"j("relations": {"r": "m = n * n * t"})j") == "|");
    CHECK(moving(figures + R"j("relations": {"r": "m = n * t + 1"})j") == "|");
    CHECK(moving(R"j("figures": {"m": {"unknown": true, "whole": true}, "t": "12",
        "x": {"unknown": true}, "y": {"unknown": true}, "n": {"stated": "12", "whole": true}},
        "relations": {"r": "m = t * x * y", "s": "x + y = y"})j") == "| * m");
}

TEST_CASE("one that is held holds what moves with it", "[symmetries]") {
    CHECK(of_levels(R"j("r": "p = share(u, v)", "s": "p = share(w, 3 yuan)")j", "u") == "|");
    CHECK(of_levels(R"j("r": "u - v = a", "s": "w > 0 yuan")j", "u") == "| w");
    CHECK(of_levels(R"j("r": "u - v = a", "s": "v - w = a")j", "w") == "|");
}

TEST_CASE("what is derived moves with what it is computed from", "[symmetries]") {
    CHECK(moving(R"j("figures": {"x": {"unit": "km"}, "y": {"unit": "km"}, "a": "3 km"},
        "derived": {"d": "x - y", "e": "x + y"}, "relations": {"r": "d = a"})j") == "x y e |");
    CHECK(moving(R"j("figures": {"x": {"unit": "km"}, "y": {"unit": "km"}, "a": "3 %"},
        "derived": {"d": "share(x, y)", "e": "x + y"}, "relations": {"r": "d = a"})j") == "| x y e");
}

TEST_CASE("without unknowns nothing moves", "[symmetries]") {
    CHECK(moving(R"j("figures": {"a": "3", "b": "4"}, "derived": {"c": "a + b"},
        "relations": {"r": "c > a"})j") == "|");
}
