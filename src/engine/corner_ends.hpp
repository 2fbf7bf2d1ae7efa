/// Ends of quantities that are said to equal something: margins of error, standard deviations, index
/// numbers, weighted means.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "engine/expand.hpp"
#include "engine/located_end.hpp"
#include "engine/network.hpp"
#include "expr/tight_hull.hpp"

#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// Where a formula rises or falls in each of its figures all over the box, its extremes lie at
/// corners of the box.
class CornerEnds {
public:
    /// REQUIRES: network and box outlive it; `constraints` and `quantities` are rising, and these are
    /// all that those say something of. The box is the same after each call but for narrow().
    CornerEnds(const Network& network, std::span<const ConstraintIndex> constraints,
               std::span<const VariableIndex> quantities, std::vector<Interval>& box);

    /// Narrows those of the quantities that have a formula to its extremes, where these are numbers
    /// and rest on nothing but what is printed.
    void narrow(std::span<const VariableIndex> quantities);

    /// The end that a formula leaves, as long as there is a solution at the corner; nothing where the
    /// box says more, or this cannot tell.
    std::optional<LocatedEnd> find(VariableIndex quantity, bool is_low);

private:
    /// What a quantity equals, with what is derived put in.
    struct Formula {
        VariableIndex of = 0;
        std::unique_ptr<ExpandedCondition> condition;
        NodeIndex node = 0;
    };

    /// Between the corner and the other one, where the end is nearer that the box has.
    std::optional<LocatedEnd> on_the_way(const Formula& formula, const TightHull::Corner& corner,
                                         bool is_low);
    /// An end of what is printed, not one that follows from other figures.
    [[nodiscard]] bool is_given_end(VariableIndex quantity, const Rational& value) const;
    Interval value_at(const Formula& formula,
                      std::span<const std::pair<VariableIndex, Interval>> point);
    void add_formula(const Constraint& constraint, VariableIndex quantity);

    const Network& network_;
    std::vector<Interval>& box_;
    std::vector<Formula> formulas_;
    std::vector<Interval> values_;  ///< by node
};

}  // namespace brcheck
