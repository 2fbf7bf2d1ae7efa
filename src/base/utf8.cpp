#include "brcheck/base/utf8.hpp"

#include "base/character_width.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <iterator>
#include <span>

namespace brcheck {

namespace {

std::uint8_t byte_at(std::string_view text, std::size_t i) noexcept {
    return static_cast<std::uint8_t>(text[i]);
}

bool is_continuation(std::uint8_t byte) noexcept {
    return (byte & 0xC0U) == 0x80U;
}

// Length of the character that `lead` starts; 0 for a byte that starts none.
std::size_t sequence_size(std::uint8_t lead) noexcept {
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// The second byte rules out overlong forms, surrogates and what lies above U+10FFFF (Unicode
// Standard, table 3-7).
bool is_second_byte(std::uint8_t lead, std::uint8_t byte) noexcept {
    switch (lead) {
        case 0xE0:
            return 0xA0 <= byte && byte <= 0xBF;
        case 0xED:
            return 0x80 <= byte && byte <= 0x9F;
        case 0xF0:
            return 0x90 <= byte && byte <= 0xBF;
        case 0xF4:
            return 0x80 <= byte && byte <= 0x8F;
        default:
            return is_continuation(byte);
    }
}

bool contains(std::span<const CharacterRange> ranges, char32_t c) noexcept {
    const auto range =
        std::lower_bound(ranges.begin(), ranges.end(), c,
                         [](const CharacterRange& r, char32_t value) { return r.last < value; });
    return range != ranges.end() && range->first <= c;
}

std::size_t width_of(char32_t c) noexcept {
    constexpr char32_t first_not_narrow = 0x300;
    if (c < first_not_narrow) {
        return 1;
    }
    if (contains(zero_width_characters, c)) {
        return 0;
    }
    return contains(wide_characters, c) ? 2 : 1;
}

}  // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) noexcept {
    constexpr std::uint64_t high_bits = 0x8080808080808080U;
    std::size_t i = 0;
    while (i < text.size()) {
        std::uint64_t block = 0;
        if (text.size() - i >= sizeof(block)) {
            std::memcpy(&block, text.data() + i, sizeof(block));
            if ((block & high_bits) == 0) {
                i += sizeof(block);
                continue;
            }
        }
        const std::uint8_t lead = byte_at(text, i);
        const std::size_t size = sequence_size(lead);
        if (size == 0 || size > text.size() - i) {
            return i;
        }
        for (std::size_t k = 1; k < size; ++k) {
            const std::uint8_t byte = byte_at(text, i + k);
            if (k == 1 ? !is_second_byte(lead, byte) : !is_continuation(byte)) {
                return i;
            }
        }
        i += size;
    }
    return std::nullopt;
}

CodePoint decode_code_point(std::string_view text, std::size_t offset_bytes) noexcept {
    assert(offset_bytes < text.size());
    const std::uint8_t lead = byte_at(text, offset_bytes);
    const std::size_t size = sequence_size(lead);
    assert(size != 0 && size <= text.size() - offset_bytes);
    if (size == 1) {
        return {lead, 1};
    }
    char32_t value = lead & (0x7FU >> size);
    for (std::size_t k = 1; k < size; ++k) {
        value = (value << 6U) | (byte_at(text, offset_bytes + k) & 0x3FU);
    }
    return {value, size};
}

void append_utf8(std::string& out, char32_t value) {
    assert(value <= 0x10FFFF && (value < 0xD800 || value > 0xDFFF));
    const auto tail = [&](unsigned shift) {
        return static_cast<char>(0x80U | ((value >> shift) & 0x3FU));
    };
    if (value < 0x80) {
        out += static_cast<char>(value);
    } else if (value < 0x800) {
        out += static_cast<char>(0xC0U | (value >> 6U));
        out += tail(0);
    } else if (value < 0x10000) {
        out += static_cast<char>(0xE0U | (value >> 12U));
        out += tail(6);
        out += tail(0);
    } else {
        out += static_cast<char>(0xF0U | (value >> 18U));
        out += tail(12);
        out += tail(6);
        out += tail(0);
    }
}

std::size_t count_code_points(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return !is_continuation(static_cast<std::uint8_t>(c));
    }));
}

std::size_t display_width(std::string_view text) noexcept {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = decode_code_point(text, i);
        width += width_of(c.value);
        i += c.size_bytes;
    }
    return width;
}

bool is_space(char32_t c) noexcept {
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000;
}

bool is_minus(char32_t c) noexcept {
    return c == U'-' || c == 0x2212 || c == 0xFF0D || c == 0xFE63;
}

bool is_range_dash(char32_t c) noexcept {
    return is_minus(c) || (c >= 0x2010 && c <= 0x2015) || c == U'~' || c == 0xFF5E;
}

int decimal_digit(char32_t c) noexcept {
    constexpr char32_t full_width_zero = 0xFF10;
    const char32_t zero = c >= full_width_zero ? full_width_zero : U'0';
    return c >= zero && c - zero <= 9 ? static_cast<int>(c - zero) : -1;
}

bool is_unsafe_for_terminal(char32_t c) noexcept {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x061C || c == 0x200E || c == 0x200F ||
           c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || (c >= 0xE0000 && c <= 0xE007F);
}

std::string escape_unsafe(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    std::size_t valid_end = find_invalid_utf8(text).value_or(text.size());
    for (std::size_t i = 0; i < text.size();) {
        if (i == valid_end) {
            append_utf8(out, 0xFFFD);
            ++i;
            valid_end = i + find_invalid_utf8(text.substr(i)).value_or(text.size() - i);
            continue;
        }
        const CodePoint c = decode_code_point(text, i);
        if (is_unsafe_for_terminal(c.value)) {
            fmt::format_to(std::back_inserter(out), "\\u{{{:04X}}}",
                           static_cast<std::uint32_t>(c.value));
        } else {
            out.append(text, i, c.size_bytes);
        }
        i += c.size_bytes;
    }
    return out;
}

}  // namespace brcheck
