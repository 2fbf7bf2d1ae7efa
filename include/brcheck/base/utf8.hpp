/// UTF-8 decoding and the few character classes that figures need.
/// Everything here takes valid UTF-8, except `find_invalid_utf8`, which decides whether it is, and
/// `escape_unsafe`, which shows whatever it is given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// One decoded character: its value and how many bytes it took (1..4).
struct CodePoint {
    char32_t value = 0;
    std::size_t size_bytes = 0;
};

/// The offset of the first byte that is not part of well-formed UTF-8 (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF), or nothing when all of `text` is well-formed.
std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept;

/// The character that starts at `offset_bytes`.
/// REQUIRES: `text` is valid UTF-8 and `offset_bytes` is the start of a character inside it.
CodePoint decode_code_point(std::string_view text, std::size_t offset_bytes) noexcept;

/// Appends `value` to `out` as UTF-8. REQUIRES: `value` is a Unicode scalar value.
void append_utf8(std::string& out, char32_t value);

/// Number of code points.
std::size_t count_code_points(std::string_view text) noexcept;

/// Terminal columns: wide East Asian characters count 2, combining and zero-width marks 0.
std::size_t display_width(std::string_view text) noexcept;

/// White space of any script: ASCII blanks, no-break spaces, thin spaces, ideographic space.
bool is_space(char32_t c) noexcept;

/// A sign that stands for minus: - (U+002D), U+2212, full-width U+FF0D, small U+FE63.
bool is_minus(char32_t c) noexcept;

/// A dash that may join the two ends of a range: minus signs, U+2010..U+2015, ~ and full-width ~.
bool is_range_dash(char32_t c) noexcept;

/// 0..9 for an ASCII or full-width digit, -1 for anything else.
int decimal_digit(char32_t c) noexcept;

/// True for characters that must not reach a terminal: C0 and C1 controls, DEL, line and
/// paragraph separators, bidirectional overrides and isolates, and the tag characters, in which text
/// can be hidden.
bool is_unsafe_for_terminal(char32_t c) noexcept;

/// `text` with every character that is unsafe for a terminal replaced by a visible \u{XXXX}, and
/// every byte that is not part of well-formed UTF-8 by U+FFFD.
std::string escape_unsafe(std::string_view text);

}  // namespace brcheck
