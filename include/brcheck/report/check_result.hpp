/// What the engine found out about one report.
#pragma once

#include "brcheck/report/finding.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace brcheck {

enum class RelationStatus : std::uint8_t {
    holds,              ///< the printed numbers, taken as exact, agree at the printed place
    holds_by_rounding,  ///< true values that round to what is printed agree
    fails,
    undecided,          ///< the work limit was reached
    defines,            ///< an unknown takes whatever is needed
    not_comparable,     ///< joins figures of different basis or vintage
    allowed,            ///< fails, and the author gave a reason
};
inline constexpr std::size_t relation_status_count = 7;
/// "holds", "holds_by_rounding", ... as in the JSON output.
std::string_view format_status(RelationStatus status);

/// One side of a comparison, recomputed. Base units.
struct SideResult {
    std::optional<Rational> value;  ///< from the printed numbers taken as exact; nothing if unprinted
    Interval interval;
};

struct RelationResult {
    RelationStatus status = RelationStatus::holds;
    std::vector<SideResult> sides;       ///< as many as the condition has
    std::size_t comparison = 0;          ///< the one that fails, else the first
    std::optional<Rational> gap;         ///< set when it fails: distance between its sides
};

struct QuantityResult {
    std::optional<Rational> value;  ///< printed, or recomputed from printed numbers
    Interval implied;               ///< what the report allows: all statements together
    bool checked = false;           ///< some relation rests on it
};

enum class Verdict : std::uint8_t { consistent, inconsistent, incomplete };
std::string_view format_verdict(Verdict verdict);

struct CheckResult {
    /// incomplete when nothing could be checked; inconsistent when a relation of severity error
    /// and strength must fails, alone or together with others, and is not allowed.
    Verdict verdict = Verdict::consistent;
    std::vector<QuantityResult> quantities;  ///< by VariableIndex
    std::vector<RelationResult> relations;   ///< by RelationIndex
    std::vector<Finding> findings;           ///< errors first, then warnings, notes; then by place
    bool propagation_complete = true;        ///< false when the work limit stopped it
    /// Every step that narrowed a quantity, in order; empty unless asked for in CheckOptions.
    std::vector<DerivationStep> derivation;

    [[nodiscard]] std::array<std::size_t, relation_status_count> status_counts() const;
};

}  // namespace brcheck
