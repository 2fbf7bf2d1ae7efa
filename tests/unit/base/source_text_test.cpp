#include "brcheck/base/source_text.hpp"

#include "brcheck/base/utf8.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace brcheck {
namespace {

Span span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

TEST_CASE("positions count lines of any kind and columns in code points", "[source_text]") {
    const SourceText source("a.json", "ab\ncd\r\n\u00e9f\rg\n");
    struct Case {
        std::size_t offset, line, column;
        std::string line_text;
    };
    const std::vector<Case> table{
        {0, 1, 1, "ab"},       {1, 1, 2, "ab"}, {2, 1, 3, "ab"},      {3, 2, 1, "cd"},
        {5, 2, 3, "cd"},       {6, 2, 4, "cd"}, {7, 3, 1, "\u00e9f"}, {9, 3, 2, "\u00e9f"},
        {10, 3, 3, "\u00e9f"}, {11, 4, 1, "g"}, {12, 4, 2, "g"},      {13, 5, 1, ""},
        {99, 5, 1, ""},
    };
    for (const auto& [offset, line, column, line_text] : table) {
        CAPTURE(offset);
        const Position position = source.position(offset);
        CHECK(position.line == line);
        CHECK(position.column == column);
        CHECK(source.line_at(offset) == line_text);
    }
    CHECK(source.name() == "a.json");
}

TEST_CASE("an empty text and a text without a last line end have lines", "[source_text]") {
    const SourceText empty("e", "");
    CHECK(empty.position(0) == Position{1, 1});
    CHECK(empty.line_at(0).empty());
    const SourceText open("o", "x\ny");
    CHECK(open.position(3) == Position{2, 2});
    CHECK(open.line_at(3) == "y");
    const SourceText carriage("c", "x\r");
    CHECK(carriage.position(2) == Position{2, 1});
    CHECK(carriage.line_begin(2) == 2);
}

TEST_CASE("a snippet puts carets under the span", "[source_text]") {
    struct Case {
        std::string text;
        Span marked;
        std::string line, carets;
    };
    const std::vector<Case> table{
        {"one two three", span(4, 7), "one two three", "    ^^^"},
        {"first\nsecond line\nthird", span(13, 17), "second line", "       ^^^^"},
        {"ab", span(1, 1), "ab", " ^"},       // empty span
        {"ab", span(2, 2), "ab", "  ^"},      // at the end
        {"ab\ncd", span(2, 3), "ab", "  ^"},  // on the line end
        {"ab\ncd", span(1, 5), "ab", " ^"},   // goes on in the next line
        {"\tx=1", span(1, 2), " x=1", " ^"},  // tab
        {"a\x1b[b", span(3, 4), "a\\u{001B}[b", "          ^"},
        {"a\x1b[b", span(1, 2), "a\\u{001B}[b", " ^^^^^^^^"},
        {"\u4e2d\u6587x", span(3, 6), "\u4e2d\u6587x", "  ^^"},  // wide
        {"e\u0301x", span(3, 4), "e\u0301x", " ^"},              // combining
        {"", span(0, 0), "", "^"},
    };
    for (const auto& [text, marked, line, carets] : table) {
        CAPTURE(text, marked.begin);
        const Snippet snippet = make_snippet(SourceText("t", text), marked, 80);
        CHECK(snippet.line == line);
        CHECK(snippet.carets == carets);
    }
}

TEST_CASE("a long line is cut round the span", "[source_text]") {
    const std::string text = "0123456789abcdefghijklmnopqrstuvwxyz";
    const SourceText source("t", text);
    const Snippet middle = make_snippet(source, span(15, 18), 13);
    CHECK(middle.line == "…bcdefghijkl…");
    CHECK(middle.carets == "     ^^^");
    const Snippet front = make_snippet(source, span(1, 3), 10);
    CHECK(front.line == "012345678…");
    CHECK(front.carets == " ^^");
    const Snippet back = make_snippet(source, span(35, 36), 10);
    CHECK(back.line == "…rstuvwxyz");
    CHECK(back.carets == "         ^");
    const Snippet ascii = make_snippet(source, span(15, 18), 13, true);
    CHECK(ascii.line == "...defghij...");
    CHECK(ascii.carets == "     ^^^");
    const Snippet wide_span = make_snippet(source, span(5, 30), 10);
    CHECK(wide_span.line == "…56789abc…");
    CHECK(wide_span.carets == " ^^^^^^^^");
}

TEST_CASE("snippets keep to the width and show the first marked character", "[source_text]") {
    const std::string unit = "a\u00e9\u4e2d\te\u0301\x1b";
    std::string text;
    for (int i = 0; i < 30; ++i) {
        text += unit;
    }
    const SourceText source("t", text);
    for (std::size_t width = 14; width <= 60; width += 3) {
        for (std::uint32_t begin = 0; begin < text.size(); ++begin) {
            if ((static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U) {
                continue;
            }
            for (const bool ascii : {false, true}) {
                const Snippet snippet = make_snippet(source, {begin, begin + 1}, width, ascii);
                CAPTURE(width, begin, snippet.line, snippet.carets);
                REQUIRE(display_width(snippet.line) <= width);
                REQUIRE(snippet.carets.size() <= display_width(snippet.line));
                REQUIRE(snippet.carets.find('^') != std::string::npos);
                REQUIRE_FALSE(find_invalid_utf8(snippet.line));
            }
        }
    }
}

TEST_CASE("a line as long as a file costs no more than the part shown", "[source_text]") {
    const SourceText source("t", std::string(5'000'000, 'x') + "\u00e9" + std::string(1000, 'y'));
    const Snippet snippet = make_snippet(source, span(5'000'000, 5'000'002), 21);
    CHECK(snippet.line == "…xxxxxxxxx\u00e9yyyyyyyyy…");
    CHECK(snippet.carets == std::string(10, ' ') + "^");
}

TEST_CASE("decoded text leads back to the bytes it was written with", "[source_text]") {
    // Source, from byte 10 on: a\u00e9b\"c  ->  text: a é b " c
    DecodedText text("a\u00e9b\"c", 10);
    text.add_anchor(1, 11);  // the escape
    text.add_anchor(3, 17);  // behind it
    text.add_anchor(4, 18);
    text.add_anchor(5, 20);
    struct Case {
        Span text, source;
    };
    const std::vector<Case> table{
        {span(0, 1), span(10, 11)}, {span(1, 3), span(11, 17)}, {span(3, 4), span(17, 18)},
        {span(4, 5), span(18, 20)}, {span(5, 6), span(20, 21)}, {span(0, 6), span(10, 21)},
        {span(1, 1), span(11, 11)}, {span(6, 6), span(21, 21)},
    };
    for (const auto& [in_text, in_source] : table) {
        CAPTURE(in_text.begin, in_text.end);
        CHECK(text.to_source(in_text) == in_source);
    }
    CHECK(DecodedText("plain", 7).to_source(span(1, 3)) == span(8, 10));
    CHECK(DecodedText().to_source(span(0, 0)) == span(0, 0));
}

}  // namespace
}  // namespace brcheck
