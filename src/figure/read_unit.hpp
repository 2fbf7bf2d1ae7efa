/// What stands behind a number: a unit, a compound unit or a noun.
/// Offsets count in the folded text.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/unit/unit.hpp"
#include "figure/figure_parts.hpp"
#include "figure/phrase.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace brcheck {

std::size_t skip_blank(std::string_view text, std::size_t offset) noexcept;

/// The end of the piece at `offset` that a message names: a word, a number, or one character.
std::size_t piece_end(std::string_view text, std::size_t offset);

/// The range-joiner or margin at `offset` that has a number after it, or null.
/// `opened`: a word like "between" stood before, so that "and" joins, too.
const Phrase* match_joiner(std::string_view text, std::size_t offset, bool opened);

/// True where no unit or noun goes on: the end, a parenthesis, a joiner, or a word that stands
/// after figures ("or more", "以上", "+").
bool is_tail_stop(std::string_view text, std::size_t offset, bool opened);

/// REQUIRES: starts_number(text, offset).
Error second_number_error(std::string_view text, std::size_t offset);

struct UnitReading {
    std::optional<Unit> unit;
    std::size_t end = 0;
    std::optional<Error> error;
};

/// For a word or sign that names several units (¥, kr): the given unit where it is one of them,
/// else the error (BR006) that lists them. Nothing for any other word.
std::optional<UnitReading> read_ambiguous_unit(std::string_view text, std::size_t begin,
                                               std::size_t end, const GivenUnit& given);

/// The unit at `offset`, up to the next stop; nothing when there is none. `before` is the currency
/// that stood before the number: "$5 per tonne" is in USD/t.
/// Errors: BR006 for words that are no unit and no noun, or are nearly a known word.
UnitReading read_unit(std::string_view text, std::size_t offset, bool opened,
                      const GivenUnit& given, const Unit* before);

}  // namespace brcheck
