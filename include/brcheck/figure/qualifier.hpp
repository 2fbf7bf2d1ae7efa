/// "about", "over", "nearly", "at least": which true values each leaves possible.
/// The words are data (data/qualifiers.tsv); the meanings, one for each enumerator, are here.
#pragma once

#include "brcheck/number/interval.hpp"
#include "brcheck/number/rounding.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace brcheck {

/// With v the written value, u the weight of its last written digit, g that of its last digit that
/// is not 0, w1 = min(g/2, |v|/10), w2 = min(|v|/5, max(u/2, w1)):
enum class Qualifier : std::uint8_t {
    none,        ///< the rounding interval of v
    over,        ///< (v, inf)
    just_over,   ///< (v, v + w1]
    at_least,    ///< [v, inf)
    under,       ///< (-inf, v), from 0 for sizes
    at_most,     ///< (-inf, v], from 0 for sizes
    nearly,      ///< [v - w1, v)
    about,       ///< [v - w2, v + w2], never narrower than the rounding interval
    range,       ///< from A's lower to B's upper rounding end
    margin,      ///< "62.3 ± 0.4": [v - m, v + m]
    ratio_word,  ///< half, a third, doubled, X-fold: [0.95 v, 1.05 v]
};

/// The name in data/qualifiers.tsv and in output: "over", "at-least", "just-over", ...; "" for none.
std::string_view format_qualifier(Qualifier qualifier);
std::optional<Qualifier> parse_qualifier_name(std::string_view name);

/// A written value and what is known of how it was rounded, all in one unit.
struct WrittenValue {
    Rational value;                              ///< v, with its sign
    Rational last_digit_weight;                  ///< u > 0
    Rational last_nonzero_weight;                ///< g > 0
    Rounding rounding = Rounding::nearest;
    bool is_exact = false;                       ///< it counts things: rounding does not apply
};

/// The interval of one value. For values below 0 the meaning is mirrored: "fell by over 3 %" is
/// (-inf, -3). (A value with a written minus sign is not: parse_figure reads "over -3" as
/// (-3, inf) by asking for the opposite qualifier.)
/// `from_zero`: the quantity is a size, so what `under` and `at_most` leave ends at 0, closed; the
/// other meanings do not change, as "0 tonnes" may be a difference. Then "under 0" is empty.
/// At v = 0 w1 is g/2, or "just over 0" would be empty, and nearly is the rounding interval.
/// A ratio word's own qualifier takes u = v/10 and g = v/5, which makes about +-10 % and nearly
/// [0.9 v, v).
/// REQUIRES: qualifier is neither range nor margin.
Interval qualified_interval(Qualifier qualifier, const WrittenValue& written, bool from_zero);

}  // namespace brcheck
