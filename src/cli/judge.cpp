#include "cli/judge.hpp"

#include <algorithm>

namespace brcheck::cli {

std::optional<Error> nothing_checked(const Report& report, const CheckResult& result) {
    if (result.verdict != Verdict::incomplete || result.is_anything_decided(report))
        return std::nullopt;
    const bool has_undecided =
        result.status_counts()[static_cast<std::size_t>(RelationStatus::undecided)] > 0;
    const bool has_relations = !report.relations.empty();
    const bool touches_figures = std::any_of(
        report.relations.begin(), report.relations.end(),
        [](const Relation& relation) { return !relation.condition.variables().empty(); });
    const Location place{report.source_text, has_relations ? "/relations" : "", {}};
    if (has_undecided && touches_figures)
        return Error{ErrorCode::nothing_checked,
                     "no relation could be decided before the work limit was reached", place,
                     "write what is meant in simpler relations, or in a report of its own"};
    return Error{
        ErrorCode::nothing_checked,
        has_relations && !touches_figures
            ? "no relation is about a figure, so none of them was checked"
        : has_relations
            ? "no relation checks anything: each one only gives an unknown its value or "
              "joins figures that cannot be compared"
            : "the report has no relations, so nothing was checked",
        place,
        "say how the figures hang together, for example \"relations\": {\"total\": \"all = "
        "part_one + part_two\"}"};
}

bool has_failure(const CheckResult& result, Severity fail_on) {
    return std::any_of(result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
        return finding.severity >= fail_on && !finding.allowed_by;
    });
}

}  // namespace brcheck::cli
