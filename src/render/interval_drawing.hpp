/// Intervals drawn to scale under each other, one line each.
#pragma once

#include "brcheck/number/interval.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace brcheck {

/// One line an interval, each at most `columns` wide, without blanks at its end. All share one
/// linear scale from the smallest to the largest finite end; where an interval has no end, an arrow
/// points out of the drawing. Ends that differ never share a column, however close they lie, so
/// that what does not meet is never drawn as meeting. The empty interval is an empty line.
///   unicode  ├──┤ closed, (──) open, │ a point, ◀── ──▶ no end
///   ascii    [--] closed, (--) open, | a point, <-- --> no end
/// REQUIRES: columns >= 8 and at least two columns a finite end.
std::vector<std::string> draw_intervals(std::span<const Interval> intervals, std::size_t columns,
                                        bool ascii);

}  // namespace brcheck
