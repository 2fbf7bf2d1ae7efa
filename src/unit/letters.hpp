/// Letters and the ends of words, as the tables of units and scale words see them.
#pragma once

#include "brcheck/base/utf8.hpp"

#include <cstddef>
#include <string_view>

namespace brcheck {

constexpr bool is_ascii_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

constexpr bool is_ascii_digit(char c) noexcept { return c >= '0' && c <= '9'; }

constexpr char to_lower_ascii(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A letter of a script that parts words by blanks (Latin, Greek, Cyrillic, Arabic, ...).
inline bool is_alphabetic(char32_t c) noexcept {
    if (c < 0x80) {
        return is_ascii_letter(static_cast<char>(c));
    }
    return c == 0xAA || c == 0xB5 || c == 0xBA ||
           (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7);
}

/// A character of a script that writes words without blanks (Chinese, Japanese, Korean).
inline bool is_ideographic(char32_t c) noexcept {
    return (c >= 0x2E80 && c < 0x3000) || (c >= 0x3005 && c <= 0x3007) ||
           (c >= 0x3040 && c < 0xD7B0) || (c >= 0xF900 && c < 0xFB00) ||
           (c >= 0x20000 && c < 0x32000);
}

/// ¹ ² ³ ⁰ ⁴..⁹: 0..9, -1 for anything else.
inline int superscript_digit(char32_t c) noexcept {
    if (c == 0xB9 || c == 0xB2 || c == 0xB3) {
        return c == 0xB9 ? 1 : static_cast<int>(c) - 0xB0;
    }
    return c == 0x2070 || (c >= 0x2074 && c <= 0x2079) ? static_cast<int>(c) - 0x2070 : -1;
}

/// May a word of letters end at `offset`? Not where letters go on, and, unless `before_number`, not
/// where a digit goes on either: the m of "m2" is no word. After a character that is neither letter
/// nor digit every place will do.
/// REQUIRES: 0 < offset <= text.size(), at the start of a character or at the end.
inline bool is_word_end(std::string_view text, std::size_t offset, bool before_number) noexcept {
    const char last = text[offset - 1];
    const bool after_digit = is_ascii_digit(last);
    if (!after_digit && !is_ascii_letter(last)) {
        return true;
    }
    if (offset == text.size()) {
        return true;
    }
    const char next = text[offset];
    if (after_digit && (next == ',' || next == '.')) {
        return offset + 1 == text.size() || !is_ascii_digit(text[offset + 1]);
    }
    const char32_t c = decode_code_point(text, offset).value;
    return !is_alphabetic(c) && (before_number || (!is_ascii_digit(next) &&
                                                   superscript_digit(c) < 0));
}

}  // namespace brcheck
