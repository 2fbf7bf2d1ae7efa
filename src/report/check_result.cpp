#include "brcheck/report/check_result.hpp"

#include <algorithm>
#include <tuple>

namespace brcheck {

void sort_findings(std::vector<Finding>& findings, const Report& report) {
    const auto place = [&](const Finding& finding) {
        return finding.relation ? report.relations[*finding.relation].value.begin : UINT32_MAX;
    };
    std::stable_sort(findings.begin(), findings.end(), [&](const Finding& a, const Finding& b) {
        return std::tuple(b.severity, place(a), a.code) < std::tuple(a.severity, place(b), b.code);
    });
}

std::string_view format_status(RelationStatus status) {
    switch (status) {
        case RelationStatus::holds: return "holds";
        case RelationStatus::holds_by_rounding: return "holds_by_rounding";
        case RelationStatus::fails: return "fails";
        case RelationStatus::undecided: return "undecided";
        case RelationStatus::defines: return "defines";
        case RelationStatus::not_comparable: return "not_comparable";
        case RelationStatus::allowed: return "allowed";
    }
    return "";
}

std::string_view format_verdict(Verdict verdict) {
    switch (verdict) {
        case Verdict::consistent: return "consistent";
        case Verdict::inconsistent: return "inconsistent";
        case Verdict::incomplete: return "incomplete";
    }
    return "";
}

std::array<std::size_t, relation_status_count> CheckResult::status_counts() const {
    std::array<std::size_t, relation_status_count> counts{};
    for (const RelationResult& relation : relations)
        ++counts[static_cast<std::size_t>(relation.status)];
    return counts;
}

}  // namespace brcheck
