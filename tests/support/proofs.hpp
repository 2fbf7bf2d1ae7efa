// Small reports and hand-written proofs about them, for tests.
#pragma once

#include "brcheck/expr/parse_expression.hpp"
#include "brcheck/expr/to_fraction.hpp"
#include "brcheck/input/read_report.hpp"
#include "brcheck/report/certificate.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace brcheck::testing {

inline Report report_of(const std::string& figures, const std::string& derived,
                        const std::string& relations) {
    auto report = read_report("report.json", "{\"brcheck\": 1, \"figures\": {" + figures +
                                                 "}, \"derived\": {" + derived +
                                                 "}, \"relations\": {" + relations + "}}");
    if (!report) throw std::invalid_argument(report.errors().front().message);
    return std::move(report).value();
}

// A bare number between two ends: "x": [low, high].
inline std::string range(std::string_view id, std::string_view low, std::string_view high,
                         std::string_view more = "") {
    return "\"" + std::string(id) + R"(": {"range": {"low": ")" + std::string(low) +
           R"(", "high": ")" + std::string(high) + "\"}" + std::string(more) + "}";
}

// Names instead of indices.
struct Prover {
    const Report& report;

    VariableIndex quantity(std::string_view id) const { return report.names.find(id).value(); }
    Polynomial polynomial(std::string_view text) const {
        const auto expression = parse_expression(text, report.names);
        if (!expression) throw std::invalid_argument(expression.errors().front().message);
        const auto fraction = to_fraction(*expression, expression->root());
        if (!fraction || !fraction->denominators.empty())
            throw std::invalid_argument("no polynomial: " + std::string(text));
        return fraction->numerator;
    }
    ProofSource relation(std::string_view id, std::uint32_t comparison = 0) const {
        return {ProofSource::Kind::relation, report.find_relation(id).value(), comparison};
    }
    ProofSource upper_slack(std::string_view id) const {
        return {ProofSource::Kind::upper_slack, report.find_relation(id).value(), 0};
    }
    ProofSource lower_slack(std::string_view id) const {
        return {ProofSource::Kind::lower_slack, report.find_relation(id).value(), 0};
    }
    ProofSource definition(std::string_view id) const {
        return {ProofSource::Kind::definition, quantity(id), 0};
    }
    ProofSource low(std::string_view id) const { return {ProofSource::Kind::low, quantity(id), 0}; }
    ProofSource high(std::string_view id) const {
        return {ProofSource::Kind::high, quantity(id), 0};
    }
    static ProofSource fact(std::uint32_t number) { return {ProofSource::Kind::fact, number, 0}; }

    ProofStep narrow(const ProofSource& source, std::string_view id, std::string_view to) const {
        ProofStep step;
        step.source = source;
        step.quantity = quantity(id);
        step.interval = interval(to);
        return step;
    }
    using Terms = std::vector<std::pair<ProofSource, std::string>>;
    ProofStep conclude(std::string_view text, Sign sign, const Terms& terms,
                       std::string_view factor = "1") const {
        ProofStep step;
        step.kind = ProofStep::Kind::fact;
        step.fact = {polynomial(text), sign};
        step.factor = polynomial(factor);
        for (const auto& [source, multiplier] : terms)
            step.terms.push_back({source, polynomial(multiplier)});
        return step;
    }
    ProofStep round(std::string_view text, Sign sign, const ProofSource& source,
                    std::string_view multiplier) const {
        ProofStep step = conclude(text, sign, {{source, std::string(multiplier)}});
        step.kind = ProofStep::Kind::round;
        return step;
    }
    ProofStep split(std::string_view id, std::string_view at, std::vector<ProofStep> below,
                    std::vector<ProofStep> above) const {
        ProofStep step;
        step.kind = ProofStep::Kind::split;
        step.quantity = quantity(id);
        step.at = rational(at);
        step.below = std::move(below);
        step.above = std::move(above);
        return step;
    }
    ProofStep cases(std::string_view text, std::vector<ProofStep> below,
                    std::vector<ProofStep> above) const {
        ProofStep step;
        step.kind = ProofStep::Kind::cases;
        step.fact.polynomial = polynomial(text);
        step.below = std::move(below);
        step.above = std::move(above);
        return step;
    }
    // With all relations and figures that the report has.
    Refutation refutation(std::vector<ProofStep> steps) const {
        Refutation out;
        for (RelationIndex r = 0; r < report.relations.size(); ++r) out.relations.push_back(r);
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) out.figures.push_back(v);
        out.steps = std::move(steps);
        return out;
    }
};

// One report and one valid refutation of each kind of step; no number in a proof could be another.
struct Refuted {
    std::string name;
    Report report;
    Refutation refutation;
};

inline std::vector<Refuted> refuted_reports() {
    std::vector<Refuted> out;
    const auto add = [&](std::string name, Report report, const auto& prove) {
        Refutation refutation = Prover{report}.refutation(prove(Prover{report}));
        out.push_back({std::move(name), std::move(report), std::move(refutation)});
    };
    using Steps = std::vector<ProofStep>;
    add("narrow", report_of(range("x", "1", "2") + "," + range("y", "4", "5"),
                            R"("d": "x + 1")", R"("same": "y = d")"),
        [](const Prover& p) {
            return Steps{p.narrow(p.definition("d"), "d", "[2, 3]"),
                         p.narrow(p.relation("same"), "y", "empty")};
        });
    add("sum of two sums",
        report_of(R"("a": {"unknown": true}, "b": {"unknown": true})", "",
                  R"("first": "a + b = 10", "second": "a + b = 10.4")"),
        [](const Prover& p) {
            return Steps{p.conclude("0.4", Sign::zero,
                                    {{p.relation("first"), "1"}, {p.relation("second"), "-1"}})};
        });
    add("inequalities", report_of(range("x", "1", "2") + "," + range("y", "3", "4"), "",
                                  R"("limit": "2 * x + y < 4.5")"),
        [](const Prover& p) {
            return Steps{p.conclude(
                "-0.5", Sign::positive,
                {{p.relation("limit"), "1"}, {p.low("x"), "2"}, {p.low("y"), "1"}})};
        });
    add("divisor", report_of(R"("x": {"unknown": true}, "y": {"unknown": true})", "",
                             R"("two": "x / y = 2", "three": "x / y = 3")"),
        [](const Prover& p) {
            return Steps{p.conclude("1", Sign::zero,
                                    {{p.relation("two"), "1"}, {p.relation("three"), "-1"}}, "y")};
        });
    add("split", report_of(range("x", "0", "1") + "," + range("y", "0.3", "0.4"), "",
                           R"r("square": "y = x * (1 - x)")r"),
        [](const Prover& p) {
            return Steps{p.split("x", "0.5",
                                 {p.narrow(p.relation("square"), "x", "[0.3, 0.4]"),
                                  p.narrow(p.relation("square"), "y", "empty")},
                                 {p.narrow(p.relation("square"), "x", "(0.6, 0.7]"),
                                  p.narrow(p.relation("square"), "y", "empty")})};
        });
    add("greatest common divisor",
        report_of(R"("a": {"unknown": true, "whole": true}, "b": {"unknown": true, "whole": true})",
                  "", R"("count": "6 * a + 9 * b = 1000")"),
        [](const Prover& p) {
            return Steps{p.round("-1", Sign::nonnegative, p.relation("count"), "1/3")};
        });
    add("sums of whole numbers",
        report_of(R"("a": {"unknown": true, "whole": true}, "b": {"unknown": true, "whole": true})",
                  "", R"("low": "2 * a + 4 * b > 5", "high": "a + 2 * b < 3.5 - 0.75")"),
        [](const Prover& p) {
            return Steps{p.round("a + 2 * b - 3", Sign::nonnegative, p.relation("low"), "1/2"),
                         p.round("2 - a - 2 * b", Sign::nonnegative, p.relation("high"), "1"),
                         p.conclude("-1", Sign::nonnegative,
                                    {{Prover::fact(0), "1"}, {Prover::fact(1), "1"}})};
        });
    add("tolerance", report_of(range("x", "0", "1") + "," + range("y", "2", "3"), "",
                               R"("near": {"holds": "x = y", "tolerance": "0.5"})"),
        [](const Prover& p) {
            return Steps{p.conclude(
                "-0.5", Sign::nonnegative,
                {{p.lower_slack("near"), "1"}, {p.high("x"), "1"}, {p.low("y"), "1"}})};
        });
    add("cases",
        report_of(R"("a": {"unknown": true}, "b": {"unknown": true})", "",
                  R"r("three": "abs(a - b) = 3", "two": "abs(b - a) = 2")r"),
        [](const Prover& p) {
            const ProofSource two = p.relation("two");
            const ProofSource three = p.relation("three");
            return Steps{p.cases("2 * b - 2 * a",
                                 {p.conclude("1", Sign::zero, {{two, "1"}, {three, "-1"}})},
                                 {p.conclude("1", Sign::zero, {{two, "1"}, {three, "-1"}})})};
        });
    add("facts before a split",
        report_of(range("x", "-3", "3") + R"(, "y": {"unknown": true}, "z": {"unknown": true})", "",
                  R"("first": "y = x + z", "second": "y = z - x", "outside": "x * x >= 1")"),
        [](const Prover& p) {
            return Steps{p.conclude("x", Sign::zero,
                                    {{p.relation("first"), "-1"}, {p.relation("second"), "1"}}, "2"),
                         p.split("x", "0",
                                 {p.narrow(p.relation("outside"), "x", "[-3, -1/3]"),
                                  p.conclude("-1/3", Sign::nonnegative,
                                             {{p.high("x"), "1"}, {Prover::fact(0), "1"}})},
                                 {p.narrow(p.relation("outside"), "x", "[1/3, 3]"),
                                  p.conclude("-1/3", Sign::nonnegative,
                                             {{p.low("x"), "1"}, {Prover::fact(0), "-1"}})})};
        });
    return out;
}

}  // namespace brcheck::testing
