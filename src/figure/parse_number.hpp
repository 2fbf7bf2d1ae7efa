/// Digits with their grouping and decimal mark to a Decimal.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/number/decimal.hpp"

#include <cstddef>
#include <string_view>

namespace brcheck {

struct WrittenNumber {
    Decimal decimal;                ///< never negative: signs belong to the figure
    std::size_t size_bytes = 0;
    bool is_plain_integer = false;  ///< no decimal mark, no exponent
    bool has_decimal_comma = false;
};

/// True where digits begin, or a decimal mark with a digit after it.
bool starts_number(std::string_view text, std::size_t offset) noexcept;

/// The number at `offset`: digits, grouped (1,234,567; 1 234 567; 1'234'567; 12,34,567; with a
/// decimal comma 1.234.567) or not, a decimal mark, an exponent (e6). `decimal_mark` is '.', ',' or
/// 0 where the text has to tell: then "1,234" is grouped and "1.234" is not.
/// Errors, with spans in `text`: BR006 for wrong grouping or two marks; BR011 where only a decimal
/// comma could be meant but nothing says so ("23,6"); BR012 beyond `limits`.
/// REQUIRES: starts_number(text, offset); `text` is folded (folded_text.hpp).
Result<WrittenNumber> parse_number(std::string_view text, std::size_t offset, char decimal_mark,
                                   const NumberLimits& limits);

}  // namespace brcheck
