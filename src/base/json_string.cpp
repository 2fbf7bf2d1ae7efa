#include "base/json_string.hpp"

#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {

namespace {

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

/// Bytes that stand in a JSON string as they are. Of two # the first does not: CI systems that read
/// a log obey "##[name]" and "##vso[name]" wherever it stands.
constexpr std::array<bool, 256> is_plain = [] {
    std::array<bool, 256> out{};
    for (std::size_t c = 0x20; c < 0x7f; ++c) out[c] = c != '"' && c != '\\' && c != '#';
    return out;
}();

struct Anchor {
    std::uint32_t text_offset;
    std::uint32_t source_offset;
};

void append_escape(std::string& out, char32_t c) {
    if (c >= 0x10000) {
        const char32_t rest = c - 0x10000;
        append_escape(out, 0xD800 + (rest >> 10));
        append_escape(out, 0xDC00 + (rest & 0x3FF));
        return;
    }
    out += fmt::format("\\u{:04x}", static_cast<std::uint32_t>(c));
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    std::size_t plain_size = 0;
    while (plain_size < text.size() && is_plain[static_cast<unsigned char>(text[plain_size])])
        ++plain_size;
    out += text.substr(0, plain_size);
    text.remove_prefix(plain_size);
    while (!text.empty()) {
        const auto bad = find_invalid_utf8(text);
        const std::string_view valid = text.substr(0, bad.value_or(text.size()));
        for (std::size_t i = 0; i < valid.size();) {
            const CodePoint c = decode_code_point(valid, i);
            if (c.value == '"' || c.value == '\\')
                out.append("\\").append(1, static_cast<char>(c.value));
            else if (c.value == '\n')
                out += "\\n";
            else if (c.value == '\t')
                out += "\\t";
            else if (c.value < 0x20 || is_unsafe_for_terminal(c.value) ||
                     valid.substr(i).starts_with("##"))
                append_escape(out, c.value);
            else
                out += valid.substr(i, c.size_bytes);
            i += c.size_bytes;
        }
        if (bad) out += "\xEF\xBF\xBD";
        text.remove_prefix(bad ? *bad + 1 : text.size());
    }
    out += '"';
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
