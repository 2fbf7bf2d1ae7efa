/// Which printed texts would restore a report, and which slip of the hand each of them explains.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <functional>
#include <vector>

namespace brcheck {

/// `allowed`, in base units, is where the true value of `figure` must lie for the rest of the report
/// to hold. A text would do when the interval that it stands for, read as the figure itself is (same
/// words, unit, rounding, options), meets `allowed`. In this order, no text twice:
///   1. the text as it stands, rounded to fewer digits than its last zeros show (`rounded_to`; the
///      finest that does);
///   2. at most six slips, in the order in which hands make them, at most two of a kind: those
///      nearest to the middle of `allowed`, or to the printed value where it has none;
///   3. without a slip, the nearest printed values at the figure's own precision: one, or the two
///      ends of a bounded `allowed`, nearest first. (Of "over 4,000" the precision is thousands if
///      that does.)
/// Where `allowed` is so wide that half of all wrong digits would do, only digits swapped, powers of
/// ten, signs and values of other periods count as slips. The last are taken of figures of unrelated
/// names only where `allowed` is narrower than that and has both ends.
///
/// A hull may have gaps, and a narrower look may know more: `is_possible`, if given, has the last word
/// on each interval (base units) that meets `allowed`.
///
/// Nothing when `allowed` is empty, or what is printed would do; nor for a figure without text. Of all
/// numbers: those for which `is_possible` speaks that are slips of digits, but for lost ones, and the
/// nearest on both sides of what is printed, the swapped ones alone where one of these is near;
/// without `is_possible` nothing.
/// Ranges ("3 to 5 percent") and ratio words ("a third") get values of other periods only, numbers of
/// more than 24 digits no change of digits but the nearest. Values of other periods are sought among the
/// 1,000 quantities before and after `figure`. Sizes get no minus. `fixed` is the caller's matter.
std::vector<Replacement> find_replacements(const Report& report, VariableIndex figure,
                                           const Interval& allowed,
                                           const std::function<bool(const Interval&)>& is_possible =
                                               nullptr);

}  // namespace brcheck
