/// Figures of a report whose printed value may stand in the place of another's: the neighbouring
/// column or year.
#pragma once

#include "brcheck/report/report.hpp"

#include <vector>

namespace brcheck {

/// Printed figures, but `figure` and those of the same text, of its dimension and kind of unit, whose
/// interval meets `allowed`. Those of related ids or labels first (one number in them differs:
/// "trade_2024" beside "trade_2025"; or what follows the last "_": "exports_may" beside
/// "exports_june"), then by the distance of their value from `target`.
/// `related_only` leaves the others out. All in base units.
/// Looks at the 1,000 quantities before and after `figure`, so that a call costs the same in a table
/// of a million.
std::vector<VariableIndex> other_periods(const Report& report, VariableIndex figure,
                                         const Interval& allowed, const Rational& target,
                                         bool related_only);

}  // namespace brcheck
