#include "cli/judge.hpp"

#include <algorithm>

namespace brcheck::cli {

std::optional<Error> nothing_checked(const Report& report, const CheckResult& result) {
    const bool has_undecided =
        result.status_counts()[static_cast<std::size_t>(RelationStatus::undecided)] > 0;
    const bool has_relations = !report.relations.empty();
    const bool touches_figures = std::any_of(
        report.relations.begin(), report.relations.end(),
        [](const Relation& relation) { return !relation.condition.variables().empty(); });
    const bool holds_by_itself = result.verdict == Verdict::consistent && !touches_figures;
    if (!holds_by_itself && (result.verdict != Verdict::incomplete || has_undecided))
        return std::nullopt;
    return Error{
        ErrorCode::nothing_checked,
        holds_by_itself ? "no relation is about a figure, so none of them was checked"
        : has_relations
            ? "no relation checks anything: each one only gives an unknown its value or "
              "joins figures that cannot be compared"
            : "the report has no relations, so nothing was checked",
        {report.source_text, has_relations ? "/relations" : "", {}},
        "say how the figures hang together, for example \"relations\": {\"total\": \"all = "
        "part_one + part_two\"}"};
}

bool has_failure(const CheckResult& result, Severity fail_on) {
    return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
        return finding.severity >= fail_on && !finding.allowed_by;
    });
}

}  // namespace brcheck::cli
