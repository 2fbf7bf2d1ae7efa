/// One factor of a unit: known units, their powers, nouns. parse_unit joins the factors.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/unit/unit.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace brcheck {

/// A part of the text of a unit, and where in it the part begins, in bytes.
struct UnitPiece {
    std::string_view text;
    std::size_t begin = 0;

    /// Without the first bytes, and without blanks around. REQUIRES: size_bytes <= text.size().
    [[nodiscard]] UnitPiece from(std::size_t size_bytes) const {
        return sub(size_bytes, text.size());
    }
    /// [first, last) without blanks around. REQUIRES: first <= last <= text.size().
    [[nodiscard]] UnitPiece sub(std::size_t first, std::size_t last) const;
};

/// BR008 at `piece`.
Error unit_error(const UnitPiece& piece, std::string message, std::string hint = {});

/// `text` between double quotes.
std::string quote(std::string_view text);

/// True when `text` begins with `word` in any case and the word ends there.
bool starts_with_word(std::string_view text, std::string_view word);

/// A factor without operators: "kg", "km²", "square metres", "% of GDP", "projects".
/// Errors: BR008 at what is not understood.
Result<Unit> parse_unit_words(const UnitPiece& piece);

}  // namespace brcheck
