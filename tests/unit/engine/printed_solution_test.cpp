#include "engine/printed_solution.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// Do all constraints hold with the figures as printed, but for those released?
bool holds_without(const std::string& text, const std::vector<std::string>& released) {
    const Report report = *read_report("report.json", text);
    const Network network(report);
    std::vector<ConstraintIndex> all(network.constraints().size());
    std::iota(all.begin(), all.end(), 0U);
    std::vector<VariableIndex> figures;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v)
        if (std::find(released.begin(), released.end(), report.names.name(v)) != released.end())
            figures.push_back(v);
    return PrintedSolution(network).exists(all, figures);
}

std::string one_relation(const std::string& relation) {
    return R"({"brcheck": 1, "figures": {"a": "12 EUR", "b": "3 EUR", "c": "80 EUR", "p": "7 %"},
               "relations": {"only": ")" +
           relation + R"("}})";
}

}  // namespace

TEST_CASE("a released figure takes the value that an equation gives it", "[sight]") {
    const auto a_or_b = [](const std::string& relation) {
        const std::string text = one_relation(relation);
        CHECK_FALSE(holds_without(text, {}));
        return holds_without(text, {"a"}) && holds_without(text, {"b"});
    };
    CHECK(a_or_b("c = a + b"));
    CHECK(a_or_b("c = sum(a, b)"));
    CHECK(a_or_b("c = mean(a, b)"));
    CHECK(a_or_b("c = a - b"));
    CHECK(a_or_b("c = change(a, b)"));
    CHECK(a_or_b("c = a * 2 - -b"));
    CHECK(a_or_b("p = a / b"));
    CHECK(a_or_b("p = share(a, b)"));
    CHECK(a_or_b("p = growth(a, b)"));
    CHECK(a_or_b("p * 1000 = index(a, b)"));
    CHECK(a_or_b("a * (1 + p) = b / 2"));
}

TEST_CASE("what is no solution at sight is left to others", "[sight]") {
    // Twice in the relation, an order, a root, nothing that gives the figure a value.
    CHECK_FALSE(holds_without(one_relation("c = a + a / b * b"), {"a"}));
    CHECK_FALSE(holds_without(one_relation("c < a"), {"a"}));
    CHECK_FALSE(holds_without(one_relation("c = sqrt(a * b)"), {"a"}));
    CHECK_FALSE(holds_without(one_relation("c = a + b"), {"a", "b"}));
    CHECK_FALSE(holds_without(one_relation("c = b"), {"a"}));
    // It divides by 0.
    CHECK_FALSE(holds_without(one_relation("p = a / (b - b)"), {"p"}));
    CHECK_FALSE(holds_without(one_relation("p = a / (b - b)"), {"a"}));
}

TEST_CASE("a whole figure takes whole values only", "[sight]") {
    const auto text = [](const std::string& total) {
        return R"({"brcheck": 1, "figures": {"n": {"stated": "5", "whole": true}, "total": ")" +
               total + R"("}, "relations": {"r": "total = 2 * n"}})";
    };
    CHECK(holds_without(text("8"), {"n"}));
    CHECK_FALSE(holds_without(text("9"), {"n"}));
}

TEST_CASE("derived quantities are computed, and what is in them found", "[sight]") {
    const std::string text = R"json({"brcheck": 1, "figures": {
        "exports": "22 EUR", "imports": "11 EUR", "trade": "36 EUR", "more": "10 %", "rise": "10 %"},
        "derived": {"exports_before": "exports / (1 + more)",
                    "before": "exports_before + imports"},
        "relations": {"growth": "rise = growth(trade, before)"}})json";
    CHECK_FALSE(holds_without(text, {}));
    for (const std::string figure : {"exports", "imports", "trade", "more", "rise"})
        CHECK(holds_without(text, {figure}));
}

TEST_CASE("numbers of more than double words are left to others", "[sight]") {
    const std::string long_number = "1234567890123456789";
    CHECK_FALSE(holds_without(R"({"brcheck": 1, "figures": {"a": ")" + long_number +
                                  R"(", "b": ")" + long_number + R"(", "c": ")" + long_number +
                                  R"("}, "relations": {"r": "c * c = a * b * b * c"}})",
                              {"a"}));
}
