/// Could rounding really have gone so far? A total of many rounded parts may hold only if nearly
/// every part was rounded in the same direction; the chance of that is computed here, exactly.
///
/// Each rounding error is taken as uniform over its interval and independent of the others. Their
/// weighted sum then has the distribution of Irwin and Hall (J. O. Irwin, Biometrika 19, 1927,
/// p. 225; P. Hall, ibid., p. 240), for unequal widths as given by S. K. Mitra, SIAM Journal on
/// Applied Mathematics 20, 1971, p. 195.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// P(|w1 U1 + ... + wn Un| >= distance) for independent Ui, uniform over [-1, 1]; exact. Equal widths
/// are taken together, so that many of one width cost little. Nothing when it would take more than
/// `work_left` products, which what is done is taken off from.
/// REQUIRES: all half widths > 0, distance >= 0.
std::optional<Rational> uniform_sum_tail(std::span<const Rational> half_widths,
                                         const Rational& distance, std::uint64_t& work_left);

struct ImplausibleRounding {
    std::size_t comparison = 0;
    Rational probability;  ///< above 0, below 10^-6
};

/// The equality of the relation that rounding brings about with a chance below one in a million;
/// the least likely, if there are several. Speaks only of linear relations without tolerance whose
/// inexact figures are all rounded ones, not "about" or "over" something. One that can hold only at
/// the very ends of all intervals has the chance 0 and is not reported: it is a matter of ties.
/// `outcome`: of the relation, whose status is holds_by_rounding; `box`: the printed intervals.
std::optional<ImplausibleRounding> find_implausible_rounding(const Report& report,
                                                             RelationIndex relation,
                                                             const RelationResult& outcome,
                                                             std::span<const Interval> box,
                                                             std::uint64_t& work_left);

}  // namespace brcheck
