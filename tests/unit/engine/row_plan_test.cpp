#include "engine/row_plan.hpp"

#include "engine/row_guess.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

struct Rows {
    explicit Rows(const std::string& body)
        : report(std::move(read_report("test.json", "{\"brcheck\": 1, " + body + "}")).value()),
          network(report) {
        compiled.compile(network);
        numbers.resize(compiled.rows().size());
        std::iota(numbers.begin(), numbers.end(), 0U);
        variables.resize(compiled.variable_count());
        std::iota(variables.begin(), variables.end(), RowVariable{0});
        box.reset(compiled);
        for (const RowVariable variable : variables)
            box.add(variable,
                    variable < report.quantities.size()
                        ? compiled.range_of(variable, report.quantities[variable].interval)
                        : compiled.part_range(variable),
                    false);
    }

    /// Every variable has one step, after those that it follows from; every row one step or check.
    void check(const RowPlan& plan) const {
        std::set<RowVariable> given;
        std::multiset<std::uint32_t> used(plan.checks.begin(), plan.checks.end());
        for (const RowPlan::Step& step : plan.steps) {
            CHECK(given.count(step.variable) == 0);
            if (step.row != RowPlan::Step::source) {
                const auto members = compiled.variables(compiled.rows()[step.row]);
                CHECK(members[step.place] == step.variable);
                for (const RowVariable member : members)
                    CHECK((member == step.variable) == (given.count(member) == 0));
                used.insert(step.row);
            }
            given.insert(step.variable);
        }
        CHECK(given.size() == variables.size());
        CHECK(std::equal(used.begin(), used.end(), numbers.begin(), numbers.end()));
    }

    Report report;
    Network network;
    CompiledRows compiled;
    RowBox box;
    std::vector<std::uint32_t> numbers;
    std::vector<RowVariable> variables;
};

}  // namespace

TEST_CASE("a plan leaves rows as checks only where they depend on each other", "[fast_lane]") {
    struct Case {
        std::string what, body;
        std::size_t checks;
    };
    const std::vector<Case> cases = {
        {"shares of a total", R"json("figures": {"a": {"unit": "yuan"}, "b": {"unit": "yuan"},
            "t": {"unit": "yuan"}, "p": "40.1 %", "q": "59.9 %"}, "relations": {
            "t": "t = a + b", "a": "a = p * t", "b": "b = q * t"})json", 0},
        {"a table", R"json("figures": {"a": "1.0", "b": "2.0", "c": "3.0", "d": "4.0", "r": "3.0",
            "s": "7.0", "x": "4.0", "y": "6.0", "g": "10.0"}, "relations": {"r": "r = a + b",
            "s": "s = c + d", "x": "x = a + c", "y": "y = b + d", "g": "g = r + s"})json", 0},
        {"the same total by rows and by columns",
            R"json("figures": {"a": "1.0", "b": "2.0", "c": "3.0", "d": "4.0", "r": "3.0",
            "s": "7.0", "x": "4.0", "y": "6.0", "g": "10.0"}, "relations": {"r": "r = a + b",
            "s": "s = c + d", "x": "x = a + c", "y": "y = b + d", "g": "g = r + s",
            "h": "g = x + y"})json", 1},
        {"no figure stands alone", R"json("figures": {"a": "1.0", "b": "2.0", "c": "3.0"},
            "relations": {"s": "c = a + b", "d": "b = 2 * a", "t": "c = 3 * a"})json", 1},
        {"a square", R"json("figures": {"a": "3.0", "b": "9.0", "c": "12.0"}, "relations": {
            "square": "a * a = b", "sum": "c = a + b"})json", 0},
    };
    for (const Case& c : cases) {
        const Rows rows(c.body);
        RowPlanner planner;
        CAPTURE(c.what);
        const RowPlan plan = planner.make(rows.compiled, rows.numbers, rows.variables, {});
        rows.check(plan);
        CHECK(plan.checks.size() == c.checks);
        // Whatever is given before all others.
        for (const RowVariable first : rows.variables) {
            rows.check(planner.make(rows.compiled, rows.numbers, rows.variables, {&first, 1}));
            CHECK(planner.plan().steps.front().variable == first);
        }
    }
}

TEST_CASE("a total follows from its parts, not one of them from it", "[fast_lane]") {
    const Rows rows(R"json("figures": {"t": "6.0", "a": "1.0", "b": "2.0", "c": "3.0"},
        "relations": {"t": "t = a + b + c"})json");
    RowPlanner planner;
    const RowPlan& plan = planner.make(rows.compiled, rows.numbers, rows.variables, {});
    CHECK(plan.steps.back().variable == *rows.report.names.find("t"));
    CHECK(plan.steps.back().row == 0);
}

TEST_CASE("values are guessed though they lie next to the end of a wide range", "[fast_lane]") {
    // b is 45.5 or hardly more: f - a is at most 45.515.
    const Rows rows(R"json("figures": {"a": "479.73 million yuan", "b": "46 million yuan",
            "f": "525.24 million yuan", "c": "655 million yuan", "d": "381 million yuan",
            "e": "1081.13 million yuan"},
        "relations": {"f": "f = a + b", "e": "e = c + d + b"})json");
    RowGuess guess;
    CHECK(guess.find(rows.compiled, rows.box, rows.variables, rows.numbers));
    const Rows none(R"json("figures": {"a": "479.73 million yuan", "b": "46 million yuan",
            "f": "525.20 million yuan"},
        "relations": {"f": "f = a + b"})json");
    CHECK_FALSE(guess.find(none.compiled, none.box, none.variables, none.numbers));
}
