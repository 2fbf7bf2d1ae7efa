/// Intervals drawn to scale under each other, one line each.
#pragma once

#include "brcheck/number/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace brcheck {

/// From where to where an interval is drawn, in columns from 0; a point has both in one.
struct DrawnSpan {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// All intervals share one linear scale from the smallest to the largest finite end. Where one has
/// no end, it reaches to the edge of the drawing, `arrow_columns` beyond all finite ends. Ends that differ never
/// share a column, however close they lie, so that what does not meet is never drawn as meeting.
/// Nothing for the empty interval.
/// REQUIRES: at least two columns a finite end, and room for an arrow on either side.
std::vector<std::optional<DrawnSpan>> place_intervals(std::span<const Interval> intervals,
                                                      std::size_t columns,
                                                      std::size_t arrow_columns);

/// One line an interval, each at most `columns` wide, without blanks at its end. Placed as
/// by place_intervals; where an interval has no end, an arrow points out of the drawing. The empty
/// interval is an empty line.
///   unicode  ├──┤ closed, (──) open, │ a point, ◀── ──▶ no end
///   ascii    [--] closed, (--) open, | a point, <-- --> no end
/// REQUIRES: columns >= 8 and at least two columns a finite end.
std::vector<std::string> draw_intervals(std::span<const Interval> intervals, std::size_t columns,
                                        bool ascii);

}  // namespace brcheck
