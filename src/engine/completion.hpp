/// From true values of some quantities to true values of all, checked by substitution.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "engine/core.hpp"
#include "engine/network.hpp"
#include "engine/propagate.hpp"
#include "engine/root_search.hpp"
#include "engine/work.hpp"

#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// A value inside a non-empty interval: the printed one if it lies there, else a short one near the
/// middle. Whole multiples of `step` where one is given; nothing if there is none.
std::optional<Rational> choose_value(const Interval& interval,
                                     const std::optional<Rational>& printed,
                                     const std::optional<Rational>& step);

class Completion {
public:
    /// REQUIRES: the work outlives it.
    Completion(const Network& network, Work& work);

    /// Gives every quantity of the constraints a value, in `box` as a point, so that all constraints
    /// hold exactly: quantities that are points already keep theirs, `core` says how the others
    /// follow. False when that fails; the box is then meaningless. What has no rational value is
    /// added to `enclosed`, with its narrow interval in the box.
    bool run(std::span<const ConstraintIndex> constraints, const Core& core,
             std::vector<Interval>& box, std::vector<Witness::Enclosed>& enclosed);

    /// Gives the quantities that equalities leave no choice of a value, since they are the only ones
    /// there without: not all of what propagation leaves of a root solves its equality. As run() else.
    bool complete_fixed(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
                        std::vector<Witness::Enclosed>& enclosed);

    /// Do points (and narrow intervals of enclosed quantities) satisfy the constraint?
    bool holds(ConstraintIndex constraint, const std::vector<Interval>& box);

    /// What one constraint allows of a quantity, given the box.
    Interval demand(ConstraintIndex constraint, VariableIndex quantity,
                    const std::vector<Interval>& box);

    /// As choose_value; of what stands under a square root a square, so that the root is a number, too.
    [[nodiscard]] std::optional<Rational> value_for(VariableIndex quantity,
                                                    const Interval& interval) const;

private:
    void count(const Expression& expression);
    const std::vector<Reviser::Narrowing>& revise(ConstraintIndex constraint,
                                                  const std::vector<Interval>& box);
    bool recover(const Elimination& elimination, std::vector<Interval>& box);
    /// Not yet points, nor enclosed.
    [[nodiscard]] std::vector<VariableIndex> open_quantities(
        const Constraint& constraint, const std::vector<Interval>& box,
        const std::vector<Witness::Enclosed>& enclosed) const;
    bool complete(ConstraintIndex constraint, std::vector<Interval>& box,
                  std::vector<Witness::Enclosed>& enclosed);
    bool assign_in_order(ConstraintIndex constraint, std::span<const VariableIndex> order,
                         std::vector<Interval>& box);
    /// Values for these, each inside what the constraint leaves for it; as run() else.
    bool assign(ConstraintIndex constraint, std::span<const VariableIndex> order,
                std::vector<Interval>& box);
    /// The quantity that is all of a side.
    [[nodiscard]] std::optional<VariableIndex> lone_subject(const Constraint& constraint) const;

    const Network& network_;
    Work& work_;
    std::uint64_t own_steps_ = 0;  ///< since the last run began
    Reviser reviser_;
    RootSearch root_search_;
    std::vector<Interval> values_;
    std::vector<VariableIndex> under_roots_;  ///< rising
};

}  // namespace brcheck
