#include "brcheck/report/check_result.hpp"

namespace brcheck {

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
