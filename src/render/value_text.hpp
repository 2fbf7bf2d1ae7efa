/// Numbers and intervals as words for people. The public part is format_interval and format_value
/// (brcheck/render/message.hpp); this is what messages and drawings need beyond it.
#pragma once

#include "brcheck/number/decimal.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/unit/unit.hpp"

#include <optional>
#include <string>

namespace brcheck {

/// As format_interval, with as many digits more as it takes to see differences of `resolution`
/// (base units, > 0): two intervals that lie so far apart stay apart in words.
std::string format_interval_finely(const Interval& base_interval, const Unit& unit,
                                   const std::optional<Rational>& resolution,
                                   bool* exact = nullptr);

/// As format_value, with "~" before a value that is shortened.
std::string format_example(const Rational& base_value, const Unit& unit);

/// A distance between two values: "34.05 pp" between percentages, else as a value.
std::string format_distance(const Rational& base_distance, const Unit& unit);

/// A written number with its digits in groups: "4,000", "-0.50".
std::string format_written(const Decimal& number);

/// Interval notation for those who want it: "(4000, inf)", "[15.85, 15.95]", in `unit`.
std::string format_bounds(const Interval& base_interval, const Unit& unit);

}  // namespace brcheck
