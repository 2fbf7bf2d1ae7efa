/// A report as the engine sees it: quantities are variables, every definition and every comparison
/// is a constraint, and each variable knows the constraints that touch it.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "brcheck/report/finding.hpp"
#include "brcheck/report/report.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

using ConstraintIndex = std::uint32_t;

struct Constraint {
    DerivationStep::Kind kind = DerivationStep::Kind::relation;
    std::uint32_t index = 0;       ///< derived quantity (VariableIndex) or RelationIndex
    std::uint32_t comparison = 0;  ///< of a relation: which one
};

/// The constraint as a proof names it.
ProofSource source_of(const Constraint& constraint);

/// REQUIRES: the report outlives the network.
class Network {
public:
    explicit Network(const Report& report);

    [[nodiscard]] const Report& report() const noexcept { return *report_; }
    /// Definitions in the order of derivation, then the comparisons of the relations as written.
    [[nodiscard]] std::span<const Constraint> constraints() const noexcept { return constraints_; }
    [[nodiscard]] const Expression& expression(const Constraint& constraint) const;
    /// The quantity is a whole number in its own unit. Asked for each of a million figures, this is
    /// not a thing to look up in the report; nor is its kind.
    [[nodiscard]] bool is_whole(VariableIndex variable) const { return is_whole_[variable]; }
    [[nodiscard]] QuantityKind kind(VariableIndex variable) const { return kinds_[variable]; }
    /// Some figure has a basis or a vintage.
    [[nodiscard]] bool has_grounds() const noexcept { return has_grounds_; }
    /// With every figure as printed the constraint is known to narrow nothing, and takes no more than
    /// Reviser::ordinary_work: false until it is found so.
    [[nodiscard]] bool is_quiet(ConstraintIndex constraint) const { return is_quiet_[constraint]; }
    void set_quiet(ConstraintIndex constraint) { is_quiet_[constraint] = true; }
    /// What a quantity may be as printed, ends of whole ones moved to whole numbers; of unknown and
    /// derived ones all numbers.
    [[nodiscard]] Interval given_interval(VariableIndex variable) const;
    [[nodiscard]] Interval round_if_whole(VariableIndex variable, Interval interval) const;
    /// Rising.
    [[nodiscard]] std::span<const ConstraintIndex> constraints_of(VariableIndex variable) const;

    /// The constraints in parts that share no quantity but such as have one value as printed: what
    /// one part says of its quantities does not depend on the others. All in one where there are
    /// very many.
    [[nodiscard]] std::vector<std::vector<ConstraintIndex>> independent_parts(
        const std::vector<ConstraintIndex>& constraints) const;

    /// The printed figures behind some variables: derived ones are followed to what they are
    /// computed from. Rising, each once.
    [[nodiscard]] std::vector<VariableIndex> printed_sources(
        std::span<const VariableIndex> variables) const;

private:
    const Report* report_;
    std::vector<Constraint> constraints_;
    std::vector<bool> is_whole_;                 ///< by variable
    std::vector<QuantityKind> kinds_;            ///< by variable
    bool has_grounds_ = false;
    std::vector<bool> is_quiet_;                 ///< by constraint
    std::vector<std::uint32_t> touching_begin_;  ///< by variable, into touching_; one more at the end
    std::vector<ConstraintIndex> touching_;
    mutable std::vector<std::uint32_t> seen_;  ///< by variable: the last walk that came by
    mutable std::uint32_t walk_ = 0;
    mutable std::vector<VariableIndex> todo_;  ///< of a walk
};

}  // namespace brcheck
