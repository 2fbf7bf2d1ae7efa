#include "brcheck/base/utf8.hpp"

#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace brcheck {
namespace {

using namespace std::string_literals;

TEST_CASE("the first malformed byte is found", "[utf8]") {
    struct Case {
        std::string text;
        std::optional<std::size_t> expected;
    };
    const std::vector<Case> table{
        {"", std::nullopt},
        {"plain ASCII longer than a block", std::nullopt},
        {"\0nul"s, std::nullopt},
        {"\u00e9\u20ac\U0001F600", std::nullopt},
        {"\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF\xC2\x80\xE0\xA0\x80\xF0\x90\x80\x80",
         std::nullopt},
        {"abcdefgh\xFF", 8},
        {"a\x80", 1},     // continuation alone
        {"\xC0\x80", 0},  // overlong, two bytes
        {"\xC1\xBF", 0},
        {"\xE0\x9F\xBF", 0},      // overlong, three bytes
        {"\xF0\x8F\xBF\xBF", 0},  // overlong, four bytes
        {"\xED\xA0\x80", 0},      // surrogate
        {"\xF4\x90\x80\x80", 0},  // above U+10FFFF
        {"\xF5\x80\x80\x80", 0},
        {"ab\xE2\x82", 2},  // cut off
        {"ab\xE2\x82q", 2},
        {"ab\xF0\x9F\x98", 2},
        {"\xC3", 0},
        {"\u00e9\xC3(", 2},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        CHECK(find_invalid_utf8(text) == expected);
    }
}

TEST_CASE("every scalar value survives encoding and decoding", "[utf8]") {
    bool same = true;
    for (char32_t c = 0; c <= 0x10FFFF; ++c) {
        if (c == 0xD800) {
            c = 0xE000;
        }
        std::string text = "x";
        append_utf8(text, c);
        const CodePoint decoded = decode_code_point(text, 1);
        same = same && decoded.value == c && decoded.size_bytes == text.size() - 1 &&
               !find_invalid_utf8(text) && count_code_points(text) == 2;
    }
    CHECK(same);
}

TEST_CASE("columns count wide characters twice and marks not at all", "[utf8]") {
    const std::vector<std::pair<std::string, std::size_t>> table{
        {"", 0},       {"abc", 3},    {"\u00e9", 1},     {"e\u0301", 1}, {"\u4e2d\u6587", 4},
        {"\uff11", 2}, {"\uac00", 2}, {"\U0001F600", 2}, {"\u200b", 0},  {"\u20ac", 1},
        {"\u2212", 1}, {"\ufe0f", 0}, {"\u3000", 2},     {"\u00ad", 1},  {"\U00020000", 2},
    };
    for (const auto& [text, expected] : table) {
        CAPTURE(text);
        CHECK(display_width(text) == expected);
    }
}

TEST_CASE("character classes know the marks of printed figures", "[utf8]") {
    struct Case {
        char32_t c;
        bool space, minus, dash;
        int digit;
    };
    const std::vector<Case> table{
        {U' ', true, false, false, -1},    {U'\t', true, false, false, -1},
        {0x00A0, true, false, false, -1},  {0x202F, true, false, false, -1},
        {0x2009, true, false, false, -1},  {0x3000, true, false, false, -1},
        {0x200B, false, false, false, -1}, {U'-', false, true, true, -1},
        {0x2212, false, true, true, -1},   {0xFF0D, false, true, true, -1},
        {0xFE63, false, true, true, -1},   {0x2010, false, false, true, -1},
        {0x2013, false, false, true, -1},  {0x2015, false, false, true, -1},
        {0x2016, false, false, false, -1}, {U'~', false, false, true, -1},
        {0xFF5E, false, false, true, -1},  {U'0', false, false, false, 0},
        {U'9', false, false, false, 9},    {U'/', false, false, false, -1},
        {U':', false, false, false, -1},   {0xFF10, false, false, false, 0},
        {0xFF19, false, false, false, 9},  {0xFF1A, false, false, false, -1},
        {0x0660, false, false, false, -1},
    };
    for (const Case& row : table) {
        CAPTURE(static_cast<std::uint32_t>(row.c));
        CHECK(is_space(row.c) == row.space);
        CHECK(is_minus(row.c) == row.minus);
        CHECK(is_range_dash(row.c) == row.dash);
        CHECK(decimal_digit(row.c) == row.digit);
    }
}

TEST_CASE("nothing that a terminal would obey is let through", "[utf8]") {
    CHECK(escape_unsafe("plain \u00e9 \u4e2d") == "plain \u00e9 \u4e2d");
    CHECK(escape_unsafe("a\x1b[31mb") == "a\\u{001B}[31mb");
    CHECK(escape_unsafe("\n\t\x7f") == "\\u{000A}\\u{0009}\\u{007F}");
    CHECK(escape_unsafe("\U000E0041") == "\\u{E0041}");
    CHECK(escape_unsafe("\u202e\u2066\u0085") == "\\u{202E}\\u{2066}\\u{0085}");
    CHECK(escape_unsafe("\0"s) == "\\u{0000}");
    CHECK(escape_unsafe("\xff") == "\ufffd");
    CHECK(escape_unsafe("a\x80\xc3\xa9\xe4\xb8") == "a\ufffd\u00e9\ufffd\ufffd");
    for (char32_t c = 0; c < 0x3000; ++c) {
        std::string text;
        append_utf8(text, c);
        CAPTURE(static_cast<std::uint32_t>(c));
        REQUIRE((escape_unsafe(text) == text) == !is_unsafe_for_terminal(c));
    }
}

}  // namespace
}  // namespace brcheck
