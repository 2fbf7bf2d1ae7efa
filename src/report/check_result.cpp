#include "brcheck/report/check_result.hpp"

#include <algorithm>
#include <tuple>

namespace brcheck {
namespace {

/// Null where there is none.
template <typename T>
const T* find_in(const std::vector<std::pair<VariableIndex, T>>& list, VariableIndex quantity) {
    const auto place = std::ranges::lower_bound(list, quantity, {}, [](const auto& entry) {
        return entry.first;
    });
    return place != list.end() && place->first == quantity ? &place->second : nullptr;
}

}  // namespace

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

const Interval& CheckResult::implied(const Report& report, VariableIndex quantity) const {
    const Interval* own = find_in(narrowed, quantity);
    return own != nullptr ? *own : report.quantities[quantity].interval;
}

std::optional<Rational> CheckResult::value(const Report& report, VariableIndex quantity) const {
    if (auto stated = report.quantities[quantity].stated_value()) return stated;
    const Rational* own = find_in(recomputed, quantity);
    return own != nullptr ? std::optional(*own) : std::nullopt;
}

bool CheckResult::is_anything_decided(const Report& report) const {
    for (std::size_t r = 0; r < relations.size(); ++r) {
        const RelationStatus status = relations[r].status;
        const bool is_decided = status != RelationStatus::defines &&
                                status != RelationStatus::not_comparable &&
                                status != RelationStatus::undecided;
        if (is_decided && !report.relations[r].condition.variables().empty()) return true;
    }
    return false;
}

std::array<std::size_t, relation_status_count> CheckResult::status_counts() const {
    std::array<std::size_t, relation_status_count> counts{};
    for (const RelationResult& relation : relations)
        ++counts[static_cast<std::size_t>(relation.status)];
    return counts;
}

}  // namespace brcheck
