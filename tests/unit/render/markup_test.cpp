#include "render/markup.hpp"
#include "brcheck/base/utf8.hpp"
#include "support/catch.hpp"

#include <sstream>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

Markup make_markup(std::size_t width, bool color = false, bool ascii = false) {
    RenderOptions options;
    options.width_columns = width;
    options.color = color;
    options.ascii = ascii;
    return Markup(options);
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::string without_blanks(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\n') out += c;
    return out;
}

}  // namespace

TEST_CASE("lines are wrapped at blanks, by display width") {
    struct Row {
        Message message;
        Indent indent;
        std::vector<std::string> lines;
    };
    const std::vector<Row> rows = {
        {{{Role::text, "short"}}, {2, 4}, {"  short"}},
        {{{Role::text, "one two three four five six seven eight nine ten"}},
         {0, 4},
         {"one two three four five six seven eight", "    nine ten"}},
        // A value is not torn from its unit.
        {{{Role::text, "the sum of all these small parts is "}, {Role::value, "15.85 to 15.95 %"}},
         {0, 0},
         {"the sum of all these small parts is", "15.85 to 15.95 %"}},
        // Parts without a blank between them are one word.
        {{{Role::text, "abcdefghij abcdefghij abcdefghij "},
          {Role::name, "abcdef"},
          {Role::text, ":"}},
         {0, 0},
         {"abcdefghij abcdefghij abcdefghij abcdef:"}},
        {{{Role::text, "abcdefghij abcdefghij abcdefghij a"},
          {Role::name, "abcdef"},
          {Role::text, ":"}},
         {0, 0},
         {"abcdefghij abcdefghij abcdefghij", "aabcdef:"}},
        {{}, {2, 2}, {""}},
    };
    for (const Row& row : rows) {
        std::string out;
        make_markup(40).add_lines(out, row.message, row.indent);
        CHECK(lines_of(out) == row.lines);
    }
}

TEST_CASE("nothing is lost and nothing is wider than the page") {
    const std::string id(150, 'x');
    std::string joined;
    for (int i = 0; i < 20; ++i) joined += "part_" + std::to_string(i) + "_";
    std::string chinese;
    for (int i = 0; i < 70; ++i) chinese += "亿";
    const std::vector<Message> messages = {
        {{Role::name, id}},
        {{Role::name, joined}, {Role::text, " is "}, {Role::value, "1 to 2 %"}},
        {{Role::quote, chinese}, {Role::text, " and more"}},
        {{Role::value, "1,234,567,890,123 to 9,999,999,999,999,999 CNY/project"}},
    };
    for (const std::size_t width : {40u, 48u, 80u, 100u}) {
        for (const Message& message : messages) {
            std::string out;
            const Markup markup = make_markup(width);
            markup.add_lines(out, message, {2, 6});
            markup.add_lines_with_tail(out, message, {0, 2}, {Role::code, "BR301"});
            std::string plain = to_plain_text(message);
            for (const std::string& line : lines_of(out)) {
                CHECK(display_width(line) <= width);
                CHECK_FALSE(line.ends_with(' '));
            }
            std::string expected = without_blanks(plain) + without_blanks(plain);
            std::string got = without_blanks(out);
            const auto code = got.find("BR301");
            REQUIRE(code != std::string::npos);
            got.erase(code, 5);
            CHECK(got == expected);
        }
    }
}

TEST_CASE("long ids break after an underscore") {
    std::string out;
    make_markup(40).add_lines(
        out, {{Role::name, "partner_trade_with_all_countries_of_the_list_2025"}});
    CHECK(lines_of(out) == std::vector<std::string>{"partner_trade_with_all_countries_of_the_",
                                                    "list_2025"});
}

TEST_CASE("a tail stands at the right end of the first line") {
    std::string out;
    make_markup(40).add_lines_with_tail(
        out, {{Role::text, "a message that takes more than a line of this width"}}, {0, 2},
        {Role::code, "BR105"});
    CHECK(lines_of(out) == std::vector<std::string>{"a message that takes more than a   BR105",
                                                    "  line of this width"});
}

TEST_CASE("control characters never come through") {
    for (const bool color : {false, true}) {
        std::string out;
        const Markup markup = make_markup(80, color);
        const std::string evil = "a\x1b[2Jb\rc\xC2\x9B" "d\xE2\x80\xAE" "e\xFF" "f";
        markup.add_lines(out, {{Role::quote, evil}});
        markup.add_table(out, {{{{Role::quote, evil}}, {{Role::name, evil}}}}, 2);
        CHECK(out.find("\x1b[2J") == std::string::npos);
        CHECK(out.find('\r') == std::string::npos);
        CHECK(out.find("\xC2\x9B") == std::string::npos);
        CHECK(out.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(out.find('\xFF') == std::string::npos);
        CHECK_FALSE(find_invalid_utf8(out).has_value());
    }
}

TEST_CASE("colour is only added, and ends where it began") {
    const Message message{{Role::error, "error"}, {Role::text, " in "}, {Role::warning, "this"}};
    std::string plain;
    std::string colored;
    make_markup(80).add_lines(plain, message);
    make_markup(80, true).add_lines(colored, message);
    CHECK(plain == "error in this\n");
    CHECK(colored == "\x1b[1;31merror\x1b[0m in \x1b[33mthis\x1b[0m\n");
}

TEST_CASE("a table is aligned where it fits and stacked where it does not") {
    const std::vector<std::vector<Message>> rows = {
        {{{Role::name, "share"}}, {{Role::value, "1 to 2 %"}}, {{Role::quote, "\"1.5 %\""}}},
        {{{Role::text, "  "}, {Role::name, "trade"}}, {{Role::value, "over 50 %"}}, {}},
    };
    std::string wide;
    make_markup(80).add_table(wide, rows, 2);
    CHECK(lines_of(wide) == std::vector<std::string>{"  share     1 to 2 %    \"1.5 %\"",
                                                     "    trade   over 50 %"});
    std::vector<std::vector<Message>> long_rows = rows;
    long_rows[0][2] = {{Role::quote, "\"more than one and a half percent\""}};
    std::string narrow;
    make_markup(40).add_table(narrow, long_rows, 2);
    CHECK(lines_of(narrow) == std::vector<std::string>{"  share     1 to 2 %",
                                                       "    \"more than one and a half percent\"",
                                                       "    trade   over 50 %"});
    long_rows[1][1] = {{Role::value, "more than 1,234.5 and under 1,234.6 CNY"}};
    narrow.clear();
    make_markup(40).add_table(narrow, long_rows, 2);
    CHECK(lines_of(narrow) ==
          std::vector<std::string>{"  share", "    1 to 2 %",
                                   "    \"more than one and a half percent\"", "    trade",
                                   "      more than 1,234.5 and under", "        1,234.6 CNY"});
}

TEST_CASE("a snippet looks the same however long its line is") {
    struct Row {
        std::string before, marked, after;
    };
    const std::string chinese = [] {
        std::string text;
        for (int i = 0; i < 3000; ++i) text += "亿";
        return text;
    }();
    const std::vector<Row> rows = {
        {"", "a", ""},
        {"\"x\": ", "\"5 %\"", ",\n"},
        {std::string(5000, 'x'), "here", std::string(5000, 'y')},
        {"ab\r\n" + chinese, "here", chinese + "\rcd"},
        {"x", std::string(9000, '='), "y"},
        {"first\n\n", "", "\nlast"},
    };
    for (const Row& row : rows) {
        const SourceText source("t", row.before + row.marked + row.after);
        const Span span{static_cast<std::uint32_t>(row.before.size()),
                        static_cast<std::uint32_t>(row.before.size() + row.marked.size())};
        std::string out;
        make_markup(60).add_snippet(out, source, span, 7, Role::error, 4);
        const Snippet whole = make_snippet(source, span, 60 - 4 - 1 - 3);
        const auto trimmed = [](std::string line) {
            line.erase(line.find_last_not_of(' ') + 1);
            return line;
        };
        const std::vector<std::string> lines = lines_of(out);
        REQUIRE(lines.size() == 2);
        CHECK(trimmed(lines[0]) == trimmed("    7 | " + whole.line));
        CHECK(trimmed(lines[1]) == trimmed("      | " + whole.carets));
    }
}

TEST_CASE("GitHub's runner finds no command in text") {
    CHECK(without_commands("::error::x") == "\\u{003A}:error::x");
    CHECK(without_commands("a\n  ::error::x") == "a\n  \\u{003A}:error::x");
    CHECK(without_commands("a std::b ::c") == "a std::b ::c");
    CHECK(without_commands("a ##[error]b") == "a \\u{0023}#[error]b");
    CHECK(without_commands("") == "");
}
