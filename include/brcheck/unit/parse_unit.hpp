/// Text of a unit to a Unit: "yuan", "%", "trillion yuan", "USD/project", "kg/m^2",
/// "people per square kilometre", "CNY/USD".
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/unit/unit.hpp"

#include <string>
#include <string_view>

namespace brcheck {

/// A unit with the scale word that stood before it ("trillion yuan": exponent 12).
struct ScaledUnit {
    Unit unit;
    std::int64_t scale_exponent = 0;
    std::string scale_name;  ///< "" where there is none
};

/// All of `text` must be understood: products ("*", "·", blank between symbols is not one),
/// quotients ("/", "per"), powers ("^2", "²", "m2", "square", "cubic"). A word that is no known unit
/// counts things of that name. "" and "1" are the bare number.
/// Errors: BR008 with the span of the part that is no unit, and "did you mean".
Result<ScaledUnit> parse_unit(std::string_view text);

/// The unit in which a result of this dimension and kind is best shown: % for percent, pp for
/// points, the ISO code for money, base units' symbols otherwise ("CNY/project", "kg", "").
Unit display_unit(const Dimension& dimension, UnitKind kind);

}  // namespace brcheck
