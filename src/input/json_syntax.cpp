#include "input/json_syntax.hpp"

#include "brcheck/base/utf8.hpp"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr std::size_t none = std::string_view::npos;

/// The end of a comment that begins at `offset`; `none` when there is no (closed) comment.
std::size_t find_comment_end(std::string_view text, std::size_t offset) {
    if (text.substr(offset).starts_with("//")) {
        return std::min(text.find_first_of("\r\n", offset), text.size());
    }
    if (text.substr(offset).starts_with("/*")) {
        const std::size_t close = text.find("*/", offset + 2);
        return close == none ? none : close + 2;
    }
    return none;
}

std::size_t skip(std::string_view text, std::size_t offset, std::string_view separators) {
    while (offset < text.size()) {
        const char c = text[offset];
        if (is_blank(c) || separators.find(c) != none) {
            ++offset;
            continue;
        }
        const std::size_t end = c == '/' ? find_comment_end(text, offset) : none;
        if (end == none) {
            break;
        }
        offset = end;
    }
    return offset;
}

char32_t read_hex(std::string_view text, std::size_t offset) {
    std::uint32_t value = 0;
    std::from_chars(text.data() + offset, text.data() + offset + 4, value, 16);
    return value;
}

/// Decodes the escape at `offset` of a well-formed string. Returns the offset after it.
std::size_t append_escape(std::string_view raw, std::size_t offset, std::string& out) {
    const char c = raw[offset + 1];
    constexpr std::string_view letters = "bfnrt";
    constexpr std::string_view meanings = "\b\f\n\r\t";
    if (c != 'u') {
        const std::size_t index = letters.find(c);
        out.push_back(index == std::string_view::npos ? c : meanings[index]);
        return offset + 2;
    }
    char32_t value = read_hex(raw, offset + 2);
    offset += 6;
    if (value >= 0xd800 && value < 0xdc00) {
        value = 0x10000 + ((value - 0xd800) << 10) + (read_hex(raw, offset + 2) - 0xdc00);
        offset += 6;
    }
    append_utf8(out, value);
    return offset;
}

struct Anchor {
    std::uint32_t text_offset;
    std::uint32_t source_offset;
};

}  // namespace

bool is_key_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t skip_blanks_and_comments(std::string_view text, std::size_t offset) {
    return skip(text, offset, "");
}

std::size_t skip_to_token(std::string_view text, std::size_t offset) {
    return skip(text, offset, ",:");
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

DecodedText decode_json_string(std::string_view raw, std::uint32_t begin) {
    const std::string_view inner = raw.substr(1, raw.size() - 2);
    if (inner.find('\\') == std::string_view::npos) {
        return {std::string(inner), begin + 1};
    }
    std::string out;
    std::vector<Anchor> anchors;
    const auto add_anchor = [&](std::size_t offset) {
        anchors.push_back({static_cast<std::uint32_t>(out.size()),
                           begin + 1 + static_cast<std::uint32_t>(offset)});
    };
    for (std::size_t i = 0; i < inner.size();) {
        const std::size_t escape = std::min(inner.find('\\', i), inner.size());
        out.append(inner.substr(i, escape - i));
        i = escape;
        if (i < inner.size()) {
            add_anchor(i);
            i = append_escape(inner, i, out);
            add_anchor(i);
        }
    }
    DecodedText text(std::move(out), begin + 1);
    for (const Anchor& anchor : anchors) {
        text.add_anchor(anchor.text_offset, anchor.source_offset);
    }
    return text;
}

}  // namespace brcheck
