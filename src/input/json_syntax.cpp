#include "input/json_syntax.hpp"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace brcheck {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

constexpr std::size_t nowhere = std::string_view::npos;

/// The end of a comment that begins at `offset`; `nowhere` when there is no (closed) comment.
std::size_t find_comment_end(std::string_view text, std::size_t offset) {
    if (text.substr(offset).starts_with("//")) {
        return std::min(text.find_first_of("\r\n", offset), text.size());
    }
    if (text.substr(offset).starts_with("/*")) {
        const std::size_t close = text.find("*/", offset + 2);
        return close == nowhere ? nowhere : close + 2;
    }
    return nowhere;
}

std::size_t skip(std::string_view text, std::size_t offset, std::string_view separators) {
    while (offset < text.size()) {
        const char c = text[offset];
        if (is_blank(c) || separators.find(c) != nowhere) {
            ++offset;
            continue;
        }
        const std::size_t end = c == '/' ? find_comment_end(text, offset) : nowhere;
        if (end == nowhere) {
            break;
        }
        offset = end;
    }
    return offset;
}

}  // namespace

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_key_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t skip_blanks_and_comments(std::string_view text, std::size_t offset) {
    return skip(text, offset, "");
}

std::size_t skip_to_token(std::string_view text, std::size_t offset) {
    return skip(text, offset, ",:");
}

std::size_t find_string_stop(std::string_view text, std::size_t offset, bool& is_ascii) {
    // Eight bytes at a time (Sean Anderson, Bit Twiddling Hacks, "Determine if a word has a byte less
    // than n"): the lowest byte that is marked is right, higher ones may be wrong.
    constexpr std::uint64_t ones = ~std::uint64_t{0} / 0xff;
    constexpr std::uint64_t high_bits = ones * 0x80;
    constexpr std::uint64_t first_printable = 0x20;
    const auto below = [](std::uint64_t word, std::uint64_t limit) {
        return (word - ones * limit) & ~word & high_bits;
    };
    if constexpr (std::endian::native == std::endian::little) {
        for (std::uint64_t word = 0; offset + sizeof word <= text.size(); offset += sizeof word) {
            std::memcpy(&word, text.data() + offset, sizeof word);
            is_ascii = is_ascii && (word & high_bits) == 0;
            const std::uint64_t stops = below(word, first_printable) |
                                        below(word ^ (ones * '"'), 1) |
                                        below(word ^ (ones * '\\'), 1);
            if (stops != 0) return offset + static_cast<std::size_t>(std::countr_zero(stops)) / 8;
        }
    }
    for (; offset < text.size(); ++offset) {
        const auto byte = static_cast<unsigned char>(text[offset]);
        if (byte < first_printable || byte == '"' || byte == '\\') break;
        is_ascii = is_ascii && byte < 0x80;
    }
    return offset;
}

std::size_t find_numeral_end(std::string_view text, std::size_t offset) {
    return std::min(text.find_first_not_of("0123456789+-.eE", offset), text.size());
}

bool is_json_numeral(std::string_view text) {
    std::size_t i = 0;
    const auto skip_digits = [&] {
        const std::size_t begin = i;
        while (i < text.size() && is_digit(text[i])) {
            ++i;
        }
        return i > begin;
    };
    if (text.starts_with('-')) {
        ++i;
    }
    if (i < text.size() && text[i] == '0') {
        ++i;
    } else if (!skip_digits()) {
        return false;
    }
    if (i < text.size() && text[i] == '.') {
        ++i;
        if (!skip_digits()) {
            return false;
        }
    }
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '+' || text[i] == '-')) {
            ++i;
        }
        if (!skip_digits()) {
            return false;
        }
    }
    return i == text.size();
}

}  // namespace brcheck
