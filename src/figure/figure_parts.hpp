/// What stands in the text of a figure, before it is put together to an interval.
/// Spans count in the folded text.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/figure/qualifier.hpp"
#include "brcheck/number/decimal.hpp"
#include "brcheck/unit/unit.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// One number with what hangs on it.
struct NumberPart {
    Decimal number;                    ///< without its sign
    std::optional<Rational> ratio;     ///< of a ratio word, without its sign
    bool is_negative = false;          ///< by a sign of its own, not by a verb
    bool is_plain_integer = false;
    bool has_decimal_comma = false;
    std::int64_t scale_exponent = 0;
    std::string scale_name;
    std::optional<Unit> unit;
    bool unit_is_before = false;       ///< "$5": it holds for both ends of a range
    bool is_bare_m = false;            ///< "5m" read as metres, which a range may yet correct

    Span number_span;
    Span scale_span;
    Span unit_span;
};

enum class PartsKind : std::uint8_t { single, range, margin };

struct FigureParts {
    PartsKind kind = PartsKind::single;
    NumberPart first;
    NumberPart second;                 ///< of a range or a margin
    Qualifier qualifier = Qualifier::none;
    Span qualifier_span;
    int direction = 0;                 ///< -1 down, 1 up, 0 no verb
    bool is_exactly = false;
};

/// The file's "unit", read.
struct GivenUnit {
    std::string_view text;             ///< empty: none
    Unit unit;
    std::int64_t scale_exponent = 0;
    std::string scale_name;
};

/// Reads all of the folded `text` or returns the error (BR006, BR008, BR011, BR012) in `error`.
bool read_parts(std::string_view text, const FigureOptions& options, const GivenUnit& given,
                FigureParts& parts, Error& error);

/// The same dimension, kind and factor, whatever the symbol.
bool is_same_unit(const Unit& a, const Unit& b);

Error figure_error(ErrorCode code, Span span, std::string message, std::string hint = "");

/// `text` in quotes, cut after 40 bytes or a little less.
std::string quote_piece(std::string_view text);

}  // namespace brcheck
