#include "engine/linear_rows.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <numeric>
#include <optional>
#include <string>
#include <vector>

using namespace brcheck;
using brcheck::testing::rational;

namespace {

/// Constraints are numbered as the relations are, or definitions come first.
struct Asked {
    explicit Asked(const std::string& text)
        : report(*read_report("report.json", text)), network(report), rows(network) {}

    /// "feasible", "unknown", or "infeasible: relations; figures".
    std::string ask(std::vector<ConstraintIndex> constraints,
                    const std::vector<std::string>& released = {}) {
        std::vector<VariableIndex> figures;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v)
            for (const std::string& name : released)
                if (report.names.name(v) == name) figures.push_back(v);
        std::uint64_t work_left = 1'000'000;
        LinearRows::Reason reason;
        switch (rows.ask(constraints, figures, work_left, reason)) {
            case LinearRows::Answer::feasible:
                return "feasible";
            case LinearRows::Answer::unknown:
                return "unknown";
            case LinearRows::Answer::infeasible:
                break;
        }
        std::string text = "infeasible:";
        for (const RelationIndex r : reason.relations) text += ' ' + report.relations[r].id;
        text += ';';
        for (const VariableIndex v : reason.figures)
            text += ' ' + std::string(report.names.name(v));
        return text;
    }
    std::optional<Interval> range(const std::vector<ConstraintIndex>& constraints,
                                  const std::string& released) {
        std::uint64_t work_left = 1'000'000;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v)
            if (report.names.name(v) == released)
                return rows.find_range(constraints, std::vector{v}, v, work_left);
        return std::nullopt;
    }
    std::string ask_all(const std::vector<std::string>& released = {}) {
        std::vector<ConstraintIndex> all(network.constraints().size());
        std::iota(all.begin(), all.end(), 0U);
        return ask(all, released);
    }

    Report report;
    Network network;
    LinearRows rows;
};

const char* const sums = R"json({"brcheck": 1, "figures": {
    "a": "10 million yuan", "b": "20 million yuan", "c": "30 million yuan",
    "total": "60 million yuan", "rest": "55 million yuan"},
    "relations": {"sum": "total = sum(a, b, c)", "part": "rest = total - a"}})json";

const char* const rates = R"json({"brcheck": 1, "figures": {
    "part": "30.0 million yuan", "whole": "60.0 million yuan", "rate": "50.0 %",
    "before": "40.0 million yuan", "risen": "25.0 %"},
    "relations": {"share": "rate = share(part, whole)", "rise": "risen = growth(whole, before)",
                  "order": "whole > 2 * part"}})json";

}  // namespace

TEST_CASE("sums are decided by rows, with the relations and figures it rests on", "[rows]") {
    Asked asked(sums);
    CHECK(asked.ask({0}) == "feasible");
    CHECK(asked.ask({1}) == "infeasible: part; a total rest");
    CHECK(asked.ask_all({"rest"}) == "feasible");
    CHECK(asked.ask_all({"b"}) == "infeasible: part; a total rest");
    CHECK(asked.ask_all({"a"}) == "infeasible: sum part; b c rest");
}

TEST_CASE("a rate of one relation needs no product", "[rows]") {
    Asked asked(rates);
    CHECK(asked.ask({0}) == "feasible");
    CHECK(asked.ask({0, 2}) == "feasible");
    CHECK(asked.ask({1}) == "infeasible: rise; whole before risen");
    CHECK(asked.ask({1}, {"risen"}) == "feasible");
    // What divides is released: its sign follows from the others.
    CHECK(asked.ask({1}, {"before"}) == "feasible");
    CHECK(asked.ask({0, 1}, {"whole"}) == "infeasible: share rise; part rate before risen");
    // Nothing says what it divides by: that may not be 0.
    CHECK(asked.ask({0}, {"whole", "rate"}) == "unknown");
}

TEST_CASE("open ends and ties are exact in rows", "[rows]") {
    const auto verdict = [](const std::string& rounding) {
        return Asked(R"({"brcheck": 1, "figures": {
            "a": {"stated": "12.3", "rounding": ")" +
                     rounding + R"("},
            "b": {"stated": "45.6", "rounding": ")" +
                     rounding + R"("},
            "c": {"stated": "7.8", "rounding": ")" +
                     rounding + R"("},
            "total": {"stated": "65.9", "rounding": ")" +
                     rounding + R"("}},
            "relations": {"sum": "total = a + b + c"}})")
            .ask({0});
    };
    CHECK(verdict("nearest") == "feasible");
    CHECK(verdict("half-up") == "infeasible: sum; a b c total");
}

TEST_CASE("rows leave what is not linear, or whole, to others", "[rows]") {
    CHECK(Asked(R"({"brcheck": 1, "figures": {"a": "3", "b": "4", "c": "12"},
                    "relations": {"product": "c = a * b", "again": "a < b"}})")
              .ask_all() == "unknown");
    CHECK(Asked(R"({"brcheck": 1, "figures": {"a": {"stated": "3", "whole": true}, "b": "3"},
                    "relations": {"same": "a = b"}})")
              .ask_all() == "unknown");
    CHECK(Asked(R"json({"brcheck": 1, "figures": {"a": "3", "b": "9"},
                    "relations": {"root": "a = sqrt(b)"}})json")
              .ask_all() == "unknown");
}

TEST_CASE("definitions count as rows, but are no relations", "[rows]") {
    Asked asked(R"json({"brcheck": 1, "figures": {
        "exports": "26.99 trillion yuan", "risen": "6.1 %", "before": "20.00 trillion yuan"},
        "derived": {"exports_before": "exports / (1 + risen)"},
        "relations": {"same": "before = exports_before"}})json");
    CHECK(asked.ask_all() == "infeasible: same; exports risen before");
    CHECK(asked.ask_all({"before"}) == "feasible");
    // Nothing here says that what is derived is not 0.
    CHECK(asked.ask_all({"exports"}) == "unknown");
}

TEST_CASE("the sign of what is derived follows from what it is computed from", "[rows]") {
    Asked asked(R"json({"brcheck": 1, "figures": {
        "exports": "22.0 trillion yuan", "imports": "11.0 trillion yuan",
        "trade": "34.0 trillion yuan", "more": "10.0 %", "more_too": "10.0 %", "rise": "10.0 %"},
        "derived": {"exports_before": "exports / (1 + more)",
                    "imports_before": "imports / (1 + more_too)",
                    "trade_before": "exports_before + imports_before"},
        "relations": {"growth": "rise = growth(trade, trade_before)"}})json");
    CHECK(asked.ask_all() == "infeasible: growth; exports imports trade more more_too rise");
    CHECK(asked.ask_all({"rise"}) == "feasible");
    CHECK(asked.ask_all({"trade"}) == "feasible");
    CHECK(asked.ask_all({"exports"}) == "unknown");
    const Rational before = Rational(21'950'000'000'000) / rational("1.1005") +
                            Rational(10'950'000'000'000) / rational("1.1005");
    const auto trade = asked.range({0, 1, 2, 3}, "trade");
    REQUIRE(trade);
    CHECK(trade->low() == before * rational("1.0995"));
}

TEST_CASE("what a released figure may be is exact by rows", "[rows]") {
    Asked asked(rates);
    // part / rate, each at its end.
    // part / rate, each at its end.
    const Interval whole = Interval::between(Rational(29'950'000) / rational("0.5005"), false,
                                             Rational(30'050'000) / rational("0.4995"), false);
    CHECK(asked.range({0}, "whole") == whole);
    // A rate that is left out of the rows: whole / before - 1.
    const Interval risen = Interval::between(Rational(59'950'000, 40'050'000) - Rational(1), false,
                                             Rational(60'050'000, 39'950'000) - Rational(1), false);
    CHECK(asked.range({1}, "risen") == risen);
    CHECK(asked.range({0, 1}, "risen") ==
          intersect(risen,
                    Interval::between(Rational(59'950'000, 40'050'000) - Rational(1), false,
                                      whole.high() / Rational(39'950'000) - Rational(1), false)));
    // Open, and without an end on one side.
    CHECK(asked.range({2}, "part") == Interval::at_most(Rational(30'025'000), true));
    CHECK(Asked(R"({"brcheck": 1, "figures": {"a": "3", "b": "4", "c": "12"},
                    "relations": {"product": "c = a * b", "again": "a < b"}})")
              .range({0, 1}, "c") == std::nullopt);
}
