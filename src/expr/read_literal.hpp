/// A number with its unit: "50 %", "1 trillion yuan", "$5 million", "7 yuan per tonne".
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/expr/expression.hpp"
#include "brcheck/number/decimal.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace brcheck {

struct LiteralReading {
    Literal literal;
    std::size_t end = 0;  ///< offset of the first byte after number and unit
};

/// The literal whose number token stands at [number.begin, number.end) of `text`. `before` is the
/// unit that stood before it, if any. A word that `names` knows is no unit, nor is a function's
/// name before a parenthesis; a slash belongs to the unit only without blanks and before a known
/// unit.
/// Errors: BR012 for a number beyond the limits; BR008 for a unit that is not understood.
Result<LiteralReading> read_literal(std::string_view text, Span number,
                                    const std::optional<Unit>& before, const NameTable& names,
                                    const NumberLimits& limits);

}  // namespace brcheck
