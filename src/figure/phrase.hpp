/// The words round a number: data/qualifiers.tsv, compiled in.
#pragma once

#include "brcheck/figure/qualifier.hpp"
#include "brcheck/number/rational.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace brcheck {

/// The column `meaning`; every word of a qualifier has `qualifier` and says which.
enum class PhraseMeaning : std::uint8_t {
    qualifier, direction_up, direction_down, level, bare, filler, exactly, minus, ratio, number,
    fold, range_opener, range_joiner, margin, unit, unreadable,
};

enum class PhrasePlace : std::uint8_t { before, inside, after };

struct Phrase {
    std::string words;              ///< lower case, single blanks
    PhraseMeaning meaning = PhraseMeaning::filler;
    PhrasePlace place = PhrasePlace::before;
    Qualifier qualifier = Qualifier::none;
    std::string value_text;         ///< the column `value`
    Rational value;                 ///< of ratio and number
};

/// The longest phrase of that place at the start of `text`, or null. Letter case counts nothing; a
/// phrase that ends in a letter matches whole words only. The match is `words.size()` bytes long.
/// REQUIRES: `text` is folded (folded_text.hpp).
const Phrase* match_phrase(std::string_view text, PhrasePlace place);

/// The whole table, in its order.
std::span<const Phrase> all_phrases();

/// Words of letters that may stand before a number: names to suggest from.
std::span<const std::string> phrase_names();

}  // namespace brcheck
