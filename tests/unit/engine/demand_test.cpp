#include "engine/demand.hpp"

#include "checked_report.hpp"
#include "engine/expand.hpp"
#include "engine/linear_form.hpp"
#include "support/interval_text.hpp"

#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

/// What the relation leaves of each figure: "[1, 2] -", a dash where nothing is known.
std::string demands_of(const CheckedReport& checked) {
    const Relation& relation = checked.report.relations.front();
    const ExpandedCondition expanded(checked.report, relation.condition);
    std::vector<Interval> box;
    for (const Quantity& quantity : checked.report.quantities) box.push_back(quantity.interval);
    const auto variables = expanded.get()->variables();
    std::string out;
    for (const auto& demand :
         demanded_values(*expanded.get(), 0, relation.tolerance, variables, box))
        out += (out.empty() ? "" : " ") + (demand ? demand->to_string() : "-");
    for (VariableIndex v = 0; v < box.size(); ++v)
        CHECK(box[v] == checked.report.quantities[v].interval);
    return out;
}

}  // namespace

TEST_CASE("what a comparison leaves of a figure does not depend on what that figure prints") {
    struct Row {
        std::string figures, relation, demands;
    };
    const Row rows[] = {
        {R"("a": "1 m", "b": "2 m", "c": "9 m")", R"("r": "c = a + b")",
         "[6, 8] [7, 9] [2, 4]"},
        {R"("a": "1 m", "b": "over 2 m", "c": "9 m")", R"("r": "c = a + b")",
         "(-inf, 7.5) [7, 9] (2.5, inf)"},
        {R"("a": "1 m", "c": "9 m")", R"("r": "a < c")", "(-inf, 9.5) (0.5, inf)"},
        {R"("a": "1 m", "c": "9 m")", R"("r": "2 * a >= c")", "[4.25, inf) (-inf, 3]"},
        {R"("a": "1 m", "c": "9 m")", R"("r": {"holds": "a = c", "tolerance": "2 m"})",
         "[6.5, 11.5] [-1.5, 3.5]"},
        {R"("a": "1 m", "b": "2 m")", R"("r": "a - a + b = 1 m")", "empty [1, 1]"},
        {R"("p": "1 m", "w": "2 m", "s": "25 %")", R"("r": "s = p / w")",
         "[0.3675, 0.6375] [100/51, 300/49] [0.2, 1]"},
        {R"("a": "1 m", "b": "3 m", "s": "25 %")", R"j("r": "s = a / (a + b)")j",
         "- [47/102, 551/98] [0.1, 0.5]"},
    };
    for (const Row& row : rows) {
        INFO(row.figures << "  " << row.relation);
        std::string demands = demands_of(check_parts(row.figures, row.relation));
        CHECK(demands == row.demands);
    }
}

TEST_CASE("a condition is expanded to printed figures, up to a limit") {
    const CheckedReport checked =
        check_parts(R"("a": "1 m", "b": "2 m")", R"("r": "d = a + b")",
                    R"("c": "a + b", "d": "c + c - b")");
    const Expression& condition = checked.report.relations.front().condition;
    const ExpandedCondition expanded(checked.report, condition);
    REQUIRE(expanded.get() != nullptr);
    CHECK(expanded.get()->has_repeated_variable());
    const auto form = linear_form(*expanded.get(), expanded.get()->sides()[0],
                                  expanded.get()->sides()[1]);
    // 2 (a + b) - b - (a + b) = a
    REQUIRE(form);
    REQUIRE(form->terms.size() == 1);
    CHECK(form->terms[0].variable == 0);
    CHECK(form->terms[0].coefficient == Rational(1));
    CHECK(ExpandedCondition(checked.report, condition, 5).get() == nullptr);
}

TEST_CASE("definitions that double at each step are not expanded") {
    std::string derived = R"("d0": "a + a")";
    for (int i = 1; i < 40; ++i) {
        const std::string before = "d" + std::to_string(i - 1);
        derived += ", \"d" + std::to_string(i) + "\": \"" + before + " + " + before + "\"";
    }
    const CheckedReport checked = check_parts(R"("a": "1 m")", R"("r": "d39 > a")", derived);
    CHECK(checked.result.relations.front().status == RelationStatus::holds);
    CHECK_FALSE(checked.result.relations.front().power);
}

TEST_CASE("a linear form has numbers where quantities are exact") {
    const CheckedReport checked = check_parts(
        R"("n": "40 people", "s": "12.5 %", "k": "5 people")", R"("r": "k = s * n + mean(k, k) / 2")");
    const Expression& condition = checked.report.relations.front().condition;
    const NodeIndex left = condition.sides()[0];
    const NodeIndex right = condition.sides()[1];
    CHECK_FALSE(linear_form(condition, left, right));
    std::vector<Interval> numbers(3);
    numbers[0] = Interval(Rational(40));
    const auto form = linear_form(condition, left, right, numbers);
    REQUIRE(form);
    REQUIRE(form->terms.size() == 2);
    CHECK(form->terms[0].coefficient == Rational(-40));
    CHECK(form->terms[1].coefficient == rational("1/2"));
}
