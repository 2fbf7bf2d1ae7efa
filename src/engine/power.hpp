/// How much a relation is worth as a check: the share of slips that it would find.
#pragma once

#include "brcheck/report/report.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace brcheck {

enum class PowerQuestion : std::uint8_t {
    how_large,
    is_any,  ///< is it above 0? One slip that is found answers it, and no probability comes back
             ///< then
};

struct DetectionPower {
    Rational probability;
    /// False where the probability may be too low: in a chain, each comparison being looked at by
    /// itself; where a name occurs more than once in what is not a sum, its occurrences counting as
    /// different quantities; where a divisor may be 0.
    bool is_exact = true;
};

/// The probability that one wrong digit in one of the printed figures that the relation rests on
/// makes it fail by itself, all other figures being as printed. A slip puts another digit in the
/// place of one that was written; all such slips are equally likely. Numbers above 0 that are
/// written without a point in front ("4,000") do not begin with a 0 afterwards.
///
/// The altered figure keeps the shape of its interval: "about 50" gives "about 90" the reach of 50
/// (at 0, where a qualifier may turn round, that is only nearly so).
/// Nothing for a relation without digits (words and ranges have none to try), with an unknown that
/// is not whole, with more than 200 figures or 1,000 digits, or when `work_left`, in nodes
/// evaluated, does not suffice. Nothing either when only asked for any power, and there is some.
/// `box`: the printed intervals, unchanged at the end.
std::optional<DetectionPower> slip_detection_power(const Report& report, const Relation& relation,
                                                   std::vector<Interval>& box,
                                                   std::uint64_t& work_left,
                                                   PowerQuestion question =
                                                       PowerQuestion::how_large);

}  // namespace brcheck
