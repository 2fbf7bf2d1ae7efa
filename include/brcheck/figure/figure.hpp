/// A figure as a report prints it: what was written, and the interval of true values it allows.
#pragma once

#include "brcheck/base/source_text.hpp"
#include "brcheck/figure/qualifier.hpp"
#include "brcheck/number/decimal.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/unit/unit.hpp"

#include <memory>
#include <optional>
#include <string>

namespace brcheck {

struct FigureOptions;

/// `number` is in the written scale, `interval` in `unit` without scale word:
/// "over 23.6 trillion yuan" has number 23.6, scale_exponent 12, unit CNY and the interval
/// (23600000000000, inf). Spans are bytes in `text`; an empty span means that nothing was written.
/// For a range `number_span` reaches from the digits of A to those of B, and the scale is that of
/// B; for a margin it covers the number alone.
struct Figure {
    std::string text;                     ///< as printed
    Decimal number;                       ///< signed; the lower end A of a range
    std::optional<Decimal> second;        ///< the upper end B of a range, or the margin after ±
    /// Of a ratio word ("a third", "doubled", "half a million"), signed, in the written scale:
    /// `number` is then the same to at most four places, since 1/3 is no decimal.
    std::optional<Rational> ratio;
    std::string scale_name;               ///< canonical: "trillion", "万亿"; "" for none
    std::int64_t scale_exponent = 0;
    Unit unit;
    Qualifier qualifier = Qualifier::none;
    Rounding rounding = Rounding::nearest;
    bool is_exact = false;                ///< a plain integer that counts things, or "exactly"
    bool has_decimal_comma = false;       ///< "1.234,5"
    bool sign_from_verb = false;          ///< up, rose by, fell by: the figure is a change
    Interval interval;
    /// What the report file said beside the text, so that a changed text can be read the same way;
    /// set by Report::figure(), null for the defaults.
    std::shared_ptr<const FigureOptions> options;

    Span number_span;
    Span scale_span;
    Span unit_span;
    Span qualifier_span;

    /// The printed number in `unit`, taken as exact: 23600000000000. The middle for a range.
    [[nodiscard]] Rational value() const;
};

}  // namespace brcheck
