/// Each relation by itself: can it hold for true values that round to what is printed?
#pragma once

#include "engine/network.hpp"
#include "engine/propagate.hpp"
#include "expr/tight_hull.hpp"
#include "brcheck/report/check_result.hpp"

#include <optional>
#include <vector>

namespace brcheck {

/// What the report's own figures say, before any relation is used.
struct PrintedValues {
    std::vector<Interval> box;      ///< true values by variable; derived ones computed
    std::vector<Interval> nominal;  ///< by variable: nominal_value(); nothing where none is derived
};

PrintedValues collect_printed_values(const Report& report);

/// A point for what is printed or follows from it, an interval for the rest.
Interval nominal_value(const Network& network, const PrintedValues& printed,
                       VariableIndex quantity);

/// The exact value of an interval that stands for a recomputed number: a point, or the middle of
/// the narrow interval round an irrational root. Nothing when the number is not known.
std::optional<Rational> point_value(const Interval& nominal);

/// The decision on one relation with everything a finding needs.
struct AloneDecision {
    RelationResult result;
    /// It holds only since a whole number lies in a range of less than 1: that checks its figures,
    /// though the number itself is unknown.
    bool finds_whole_number = false;
    /// Its revision narrowed nothing, and rested on nothing but printed figures.
    bool is_quiet = false;
    std::optional<RuleCode> broken;     ///< set when it fails
    std::vector<DerivationStep> steps;  ///< the step that found no whole number, if that is why
    Interval left;                      ///< the sides of result.comparison
    Interval right;
};

/// Status holds, holds_by_rounding, fails or not_comparable; who defines an unknown, and what is
/// allowed, is decided by the caller, who sees all relations. `tight_hull` works on printed.box.
AloneDecision decide_alone(const Network& network, RelationIndex relation,
                           const PrintedValues& printed, Reviser& reviser, TightHull& tight_hull);

/// Distance between two intervals without common member: 0 when they only touch at an open end.
/// Nothing when they meet.
std::optional<Rational> gap_between(Comparison comparison, const Interval& left,
                                    const Interval& right);

}  // namespace brcheck
