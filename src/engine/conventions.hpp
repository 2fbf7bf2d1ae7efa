/// Where a relation fails as written: the readings that people mix up, and which of them reproduces
/// the printed figures.
#pragma once

#include "brcheck/report/finding.hpp"
#include "engine/rough_check.hpp"
#include "expr/tight_hull.hpp"

#include <vector>

namespace brcheck {

/// At most three, the likeliest first; none for an order, for a condition of many parts that is not
/// a sum, or where a side is unbounded ("over 50 %"), since much would fit that. Every one fits: its
/// units agree, the comparison can hold with it, and where names occur more than once that is
/// proved, too. A share of another whole is left out where more than three quantities of
/// the report would do, since that says nothing.
/// `finding`: of a relation that fails by itself. `box`: the printed intervals, on which
/// `tight_hull` works; unchanged at the end.
std::vector<ConventionHint> find_readings(const Report& report, const Finding& finding,
                                          std::vector<Interval>& box, TightHull& tight_hull,
                                          RoughCheck& rough_check);

}  // namespace brcheck
