/// Words and signs that multiply a number by a power of ten: thousand, m, bn, 万, 亿, lakh.
/// Data: data/scale_words.tsv, compiled in.
#pragma once

#include "brcheck/number/rational.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace brcheck {

struct ScaleMatch {
    std::int64_t exponent = 0;    ///< the factor is 10^exponent
    std::string_view name;        ///< the canonical word: "trillion" for "tn", "trn", "trillion"
    std::size_t size_bytes = 0;   ///< how much of the text the match took
};

/// The longest scale word at the start of `text`. Words of letters match in any case and only as a
/// whole word ("m" does not match in "metres"): "5m" and "5 m"
/// both match, and it is the caller who knows that "5 m" with no unit after it may be metres).
std::optional<ScaleMatch> match_scale_word(std::string_view text);

/// The English word for 10^exponent when there is one that people use ("thousand", "million",
/// "billion", "trillion"; "" for 0), nothing otherwise.
std::optional<std::string_view> scale_name(std::int64_t exponent);

/// The word for 10^exponent that could stand where `word` is printed ("bn", "Millions", "亿"): of the
/// same language and, where there is one, of the same form. Only words that are steps of their own
/// in it: thousand, million, ...; lakh, crore; 万, 亿, 万亿.
std::optional<std::string> scale_word_like(std::string_view word, std::int64_t exponent);

/// Names to suggest from.
std::span<const std::string> scale_word_names();

}  // namespace brcheck
