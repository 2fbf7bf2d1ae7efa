#include "engine/free_unknowns.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <numeric>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// Are all constraints of the report satisfied at sight, but the ones left out?
bool satisfies(const std::string& body, const std::vector<ConstraintIndex>& left_out = {}) {
    auto report = read_report("test.json", "{\"brcheck\": 1, " + body + "}");
    if (!report.ok()) FAIL(report.errors().front().message << " in " << body);
    const Network network(*report);
    std::vector<ConstraintIndex> constraints(network.constraints().size());
    std::iota(constraints.begin(), constraints.end(), 0U);
    for (const ConstraintIndex c : left_out) std::erase(constraints, c);
    FreeUnknowns unknowns(network);
    const bool result = unknowns.satisfy(constraints);
    CHECK(unknowns.satisfy(constraints) == result);
    return result;
}

const std::string three = R"("figures": {"x": {"unit": "km"}, "y": {"unit": "km"},
    "z": {"unit": "km"}, "n": {"unit": "km", "whole": true}, "a": "12.5 km"})";

}  // namespace

TEST_CASE("rules of which each has an unknown of its own are satisfied at sight",
          "[free_unknowns]") {
    CHECK(satisfies(three + R"(, "relations": {"r": "x <= y", "s": "y < z"})"));
    CHECK(satisfies(three + R"(, "relations": {"r": "x = a", "s": "x + y = a - 3 km", "t": "z = y"})"));
    CHECK(satisfies(three + R"(, "derived": {"d": "x + y"}, "relations": {"r": "d = a"})"));
}

TEST_CASE("a ring of rules is not, unless any one is left out", "[free_unknowns]") {
    const std::string ring =
        three + R"(, "relations": {"r": "x <= y", "s": "y <= z", "t": "z < x"})";
    CHECK_FALSE(satisfies(ring));
    for (const ConstraintIndex c : {0U, 1U, 2U}) CHECK(satisfies(ring, {c}));
}

TEST_CASE("what else may be in the way is left to others", "[free_unknowns]") {
    // A printed figure, a whole number, a name that occurs twice, a quotient, two comparisons.
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "a = 12.5 km"})"));
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "n = 0.5 km"})"));
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "x + y - x = y + 1 km"})"));
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "x / y = 2"})"));
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "1 km < x < 0 km"})"));
    // The same unknown for two of them.
    CHECK_FALSE(satisfies(three + R"(, "relations": {"r": "x = a", "s": "x = a + 3 km"})"));
}
