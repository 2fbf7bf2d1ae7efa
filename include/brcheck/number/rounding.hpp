/// From a written decimal and the rule by which it was rounded to the interval of true values.
#pragma once

#include "brcheck/number/decimal.hpp"
#include "brcheck/number/interval.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace brcheck {

/// How the writer rounded. u is the weight of the last written digit, v the written value:
///   nearest     [v-u/2, v+u/2]: any rule for ties, so both ends are closed
///   half_up     ties away from zero; half_down ties toward zero: the end that a tie would leave
///               is open (half_up at 0: both open; half_down at 0: both closed)
///   half_even   both ends closed for an even last digit, both open for an odd one
///   truncated   [v, v+u) toward zero: (v-u, v] for v < 0, (-u, u) for 0
///   up          (v-u, v] away from zero, mirrored for v < 0, {0} for 0
///   floor       [v, v+u); ceiling (v-u, v], for either sign
///   exact       {v}
///   unknown     (v-u, v+u)
enum class Rounding : std::uint8_t {
    nearest, half_up, half_down, half_even, truncated, up, floor, ceiling, exact, unknown,
};

/// The names of the file format: "nearest", "half-up", ...; nothing for any other.
std::optional<Rounding> parse_rounding(std::string_view name);
std::string_view format_rounding(Rounding rounding);

/// The interval of true values of `written`. `unit` is the weight u: that of the last digit, or a
/// coarser one that the writer named. REQUIRES: unit > 0. For half_even the parity is that of
/// v / u; when v is no multiple of u both ends are closed.
Interval rounding_interval(const Rational& written, const Rational& unit, Rounding rounding);

}  // namespace brcheck
