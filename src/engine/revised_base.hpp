/// A growth rate that does not agree with the printed levels, but would with an old level that was
/// revised a little. Statistical offices compute growth on such bases and rarely print them.
#pragma once

#include "brcheck/report/finding.hpp"

#include <optional>
#include <vector>

namespace brcheck {

/// The first base in the failing comparison that may move, within 5 % of what is printed, so that
/// the comparison can hold. A base is the old level in growth(new, old), new / old - 1,
/// (new - old) / old, old * (1 + growth) = new and new / (1 + growth) = old; it is printed and not
/// fixed. `finding`: of a relation that fails by itself; `box`: the printed intervals, unchanged at
/// the end.
std::optional<RevisedBase> find_revised_base(const Report& report, const Finding& finding,
                                             std::vector<Interval>& box);

}  // namespace brcheck
