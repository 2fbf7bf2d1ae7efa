#include "input/json_builder.hpp"

#include "brcheck/base/utf8.hpp"
#include "support/catch.hpp"
#include "support/in_memory.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <random>

namespace brcheck {
namespace {

using testing::describe_errors;
using testing::make_source;

Result<JsonDocument> parse(const std::string& text, std::size_t max_nesting = 64) {
    return parse_json(make_source(text), max_nesting);
}

// Every value in the order of the text as "pointer=kind raw".
std::string dump(const JsonDocument& document, JsonIndex value = 0) {
    std::string out = document.pointer(value) + '=' +
                      std::string(describe_kind(document.kind(value))) + ' ' +
                      std::string(document.raw(value)) + '\n';
    for (JsonIndex i = document.first_child(value); i != no_value; i = document.next_sibling(i)) {
        out += dump(document, i);
    }
    return out;
}

TEST_CASE("JSON values keep their bytes") {
    const auto document = parse("{\"a\": 50.0, /* c */ \"b/~\": [true, null, \"x\"] // end\n}");
    REQUIRE(document.ok());
    CHECK(dump(*document) ==
          "=an object {\"a\": 50.0, /* c */ \"b/~\": [true, null, \"x\"] // end\n}\n"
          "/a=a number 50.0\n"
          "/b~1~0=an array [true, null, \"x\"]\n"
          "/b~1~0/0=true or false true\n"
          "/b~1~0/1=null null\n"
          "/b~1~0/2=a string \"x\"\n");
}

TEST_CASE("JSON numerals stay as written, of any size") {
    const std::string long_numeral(1'000'000, '7');
    const std::vector<std::string> numerals{
        "0",      "-0",        "1.50",     "1e400",      "1E+999999", "-2.5e-999999999999999",
        "1e0007", "123456789012345678901234567890", "0.000", long_numeral};
    for (const std::string& numeral : numerals) {
        for (const auto& [before, after] :
             {std::pair{"", ""}, {"[", "]"}, {"[1,", ",2]"}, {"{\"a\":", "}"}, {" ", "\n"}}) {
            const auto document = parse(before + numeral + after);
            REQUIRE(document.ok());
            std::string found;
            for (JsonIndex i = document->first_child(0); i != no_value;
                 i = document->next_sibling(i)) {
                found += std::string(document->raw(i)) + ' ';
            }
            if (std::string_view(after).starts_with(",")) {
                CHECK(found == "1 " + numeral + " 2 ");
            } else if (document->kind(0) == JsonKind::number) {
                CHECK(document->raw(0) == numeral);
            } else {
                CHECK(found == numeral + ' ');
            }
        }
    }
}

TEST_CASE("JSON strings are decoded and keep the way back to the source") {
    struct Row {
        const char* json;
        const char* text;
        Span span;    // in the text
        Span source;  // in the source
    };
    const std::vector<Row> rows{
        {R"("plain")", "plain", {1, 3}, {2, 4}},
        {R"("tril\u0069on")", "trilion", {0, 7}, {1, 13}},
        {R"("tril\u0069on")", "trilion", {4, 5}, {5, 11}},
        {R"("tril\u0069on")", "trilion", {5, 7}, {11, 13}},
        {R"("a\n\t\"\\\/b")", "a\n\t\"\\/b", {6, 7}, {12, 13}},
        {R"("a\n\t\"\\\/b")", "a\n\t\"\\/b", {3, 4}, {6, 8}},
        {R"("\b\f\r")", "\b\f\r", {0, 3}, {1, 7}},
        {R"("\ud83d\ude00!")", "\U0001F600!", {0, 4}, {1, 13}},
        {R"("\ud83d\ude00!")", "\U0001F600!", {4, 5}, {13, 14}},
        {R"("\u4E07\u4e07")", "\u4e07\u4e07", {3, 6}, {7, 13}},
    };
    for (const Row& row : rows) {
        INFO(row.json);
        const auto document = parse(row.json);
        REQUIRE(document.ok());
        const DecodedText text = document->text(0);
        CHECK(text.text() == row.text);
        CHECK(text.to_source(row.span).begin == row.source.begin);
        CHECK(text.to_source(row.span).end == row.source.end);
    }
}

TEST_CASE("JSON keys that stand twice are found, however they are written") {
    const auto document =
        parse(R"({"a": 1, "b": {"x": 1, "\u0078": 2, "x": 3}, "a": 4, "c": 5})");
    REQUIRE(document.ok());
    std::string found;
    for (const auto& [first, second] : document->duplicate_keys()) {
        found += document->pointer(second) + ' ' + std::string(document->raw(first)) + ' ' +
                 std::string(document->raw(second)) + '\n';
    }
    CHECK(found == "/b/x 1 2\n/b/x 1 3\n/a 1 4\n");
    std::string members;
    for (JsonIndex i = document->first_child(0); i != no_value; i = document->next_sibling(i)) {
        members += document->key(i) + ' ';
    }
    CHECK(members == "a b c ");
}

TEST_CASE("JSON nesting is limited at the bracket beyond the limit") {
    CHECK(parse(std::string(64, '[') + std::string(64, ']')).ok());
    CHECK(describe_errors(parse(std::string(65, '[') + std::string(65, ']'))) ==
          std::vector<std::string>{"BR012 1:65-66  nested more than 64 levels deep"});
    CHECK(describe_errors(parse("{\"a\": {\"b\": {}}}", 2)) ==
          std::vector<std::string>{"BR012 1:13-14  nested more than 2 levels deep"});
    CHECK(describe_errors(parse(std::string(5'000'000, '['))).size() == 1);
}

TEST_CASE("text that is no JSON is explained at its place") {
    struct Row {
        std::string json;
        std::string error;
    };
    const std::string quotes = "strings stand in straight double quotes: \"...\"";
    const std::vector<Row> rows{
        {"", "1:1-1  the file is empty (\"brcheck init\" writes a report to start from)"},
        {" \n// only a comment\n",
         "3:1-1  the file is empty (\"brcheck init\" writes a report to start from)"},
        {"{", "1:2-2  the file ends where a key in double quotes or \"}\" is expected "
              "(is a \"}\" missing?)"},
        {"{\"a\"", "1:5-5  the file ends where \":\" after the key is expected "
                   "(is a \"}\" missing?)"},
        {"{\"a\":", "1:6-6  the file ends where a value is expected (is a \"}\" missing?)"},
        {"{\"a\": 1", "1:8-8  the file ends where \",\" or \"}\" is expected "
                      "(is a \"}\" missing?)"},
        {"[1, [2\n", "2:1-1  the file ends where \",\" or \"]\" is expected "
                     "(is a \"]\" missing?)"},
        {"{\"a\": 1,}", "1:8-9  a comma after the last entry, before \"}\" (remove the comma)"},
        {"[1, 2, /* x */ ]",
         "1:6-7  a comma after the last entry, before \"]\" (remove the comma)"},
        {"{'a': 1}",
         "1:2-5  expected a key in double quotes or \"}\", found 'a' (" + quotes + ")"},
        {"{\"a\": 'x'}", "1:7-10  expected a value, found 'x' (" + quotes + ")"},
        {"{\"a\": \u201cx\u201d}", "1:7-8  expected a value, found \"\u201c\" (" + quotes + ")"},
        {"{a: 1}", "1:2-3  expected a key in double quotes or \"}\", found a (write \"a\")"},
        {"{\"a\": 1, b: 2}", "1:10-11  expected a key in double quotes, found b (write \"b\")"},
        {"{\"a\": 1\n \"b\": 2}",
         "2:2-5  expected \",\" or \"}\", found \"b\" (is a comma missing before it?)"},
        {"[1 2]", "1:4-5  expected \",\" or \"]\", found 2 (is a comma missing before it?)"},
        {"{\"a\" 1}", "1:6-7  expected \":\" after the key, found 1"},
        {"{\"a\" = 1}", "1:6-7  expected \":\" after the key, found \"=\""},
        {"{\"a\":: 1}", "1:6-7  expected a value, found \":\""},
        {"{\"a\": 1]", "1:8-9  expected \",\" or \"}\", found \"]\""},
        {"{,\"a\": 1}", "1:2-3  expected a key in double quotes or \"}\", found \",\""},
        {"[1,,2]", "1:4-5  expected a value, found \",\""},
        {"{} x", "1:4-5  expected the end of the file, found x "
                 "(a report is one JSON object with nothing after it)"},
        {"{}{}", "1:3-4  expected the end of the file, found \"{\" "
                 "(a report is one JSON object with nothing after it)"},
        {"{},", "1:3-4  expected the end of the file, found \",\" "
                "(a report is one JSON object with nothing after it)"},
        {"NaN", "1:1-4  expected a JSON object, found NaN "
                "(a figure that is not known has no \"stated\")"},
        {"[-Infinity]",
         "1:2-11  -Infinity is no JSON number (a figure that is not known has no \"stated\")"},
        {"[True]", "1:2-6  expected a value or \"]\", found True (write true)"},
        {"[none]", "1:2-6  expected a value or \"]\", found none (text stands in double quotes)"},
        {"[01]", "1:2-4  01 is no JSON number (a JSON number has no leading zeros)"},
        {"[+1]", "1:2-4  +1 is no JSON number (leave out the plus sign)"},
        {"[.5]", "1:2-4  .5 is no JSON number "
                 "(a JSON number has digits on both sides of its point)"},
        {"[5.]", "1:2-4  5. is no JSON number "
                 "(a JSON number has digits on both sides of its point)"},
        {"[1.2.3]", "1:2-7  1.2.3 is no JSON number "
                    "(write it in double quotes, as the report prints it)"},
        {"[1e5e]", "1:2-6  1e5e is no JSON number "
                   "(write it in double quotes, as the report prints it)"},
        {"[12kg]", "1:2-6  12kg is no JSON number "
                   "(write it in double quotes, as the report prints it)"},
        {"[\"a\nb\"]", "1:2-4  a string that is not closed in its line "
                       "(close it with a double quote; a line break inside is \\n)"},
        {"[\"abc", "1:2-3  a string that is never closed (close it with a double quote)"},
        {"[\"abc\\", "1:2-3  a string that is never closed (close it with a double quote)"},
        {"[\"a\tb\"]", "1:4-5  a control character (U+0009) in a string (write it as \\t)"},
        {"[\"a\x01\"]", "1:4-5  a control character (U+0001) in a string (remove it)"},
        {"[\"C:\\data\"]", "1:5-7  \"\\d\" is no JSON escape (a backslash is written \\\\)"},
        {"[\"\\u12g4\"]",
         "1:3-7  \"\\u12\" is no JSON escape (after \\u stand four hexadecimal digits)"},
        {"[\"\\ud83d\"]", "1:3-9  \"\\ud83d\" is half of a pair and stands for no character "
                          "alone (write the character itself)"},
        {"[\"\\ud83d\\u0041\"]", "1:3-9  \"\\ud83d\" is half of a pair and stands for no "
                                 "character alone (write the character itself)"},
        {"[\"\u4e07\\ude00\"]", "1:4-10  \"\\ude00\" is half of a pair and stands for no "
                                "character alone (write the character itself)"},
        {"[\"\\ud83d\\ude00\" 1]",
         "1:17-18  expected \",\" or \"]\", found 1 (is a comma missing before it?)"},
        {"{} /* open", "1:4-6  a comment that is never closed (close it with */)"},
        {"[1, # note\n2]", "1:5-6  expected a value, found \"#\""},
        {"[1, / 2]", "1:5-6  a slash that begins no comment "
                     "(comments are // to the end of the line or /* */)"},
        {std::string("{}\0x", 4),
         "1:3-4  a zero byte in the text (save the file as plain text in UTF-8)"},
        {"\xef\xbb\xbf{}", "1:1-2  a second byte-order mark (remove it)"},
        {"{\r\n\t\"a\": 1,\r\n\t\"\u00e4\u00f6\": x\r\n}",
         "3:8-9  expected a value, found x (text stands in double quotes)"},
    };
    for (const Row& row : rows) {
        INFO(row.json);
        CHECK(describe_errors(parse(row.json)) == std::vector<std::string>{"BR002 " + row.error});
    }
}

TEST_CASE("every truncation of a JSON text is an error") {
    const std::string text =
        "{\"a\": [1.5, \"x\\u0041\\ud83d\\ude00\", true, /* c */ {}], \"b\": null // c\n}";
    REQUIRE(parse(text).ok());
    for (std::size_t size = 0; size < text.size(); ++size) {
        INFO(text.substr(0, size));
        const auto errors = describe_errors(parse(text.substr(0, size)));
        REQUIRE(errors.size() == 1);
        CHECK(errors[0].starts_with("BR002 "));
        CHECK(errors[0].find("no JSON from here") == std::string::npos);
    }
}

TEST_CASE("every change of one byte of a JSON text is read or explained") {
    const std::string text =
        "{\"a\": [1.5, \"x\\u0041\\ud83d\\ude00\", true, /* c */ {}], \"b\": null // c\n}";
    const std::string bytes = "\"'\\/*{}[]:,.-+eE0179 atn\n\x01u";
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : bytes) {
            std::string changed = text;
            changed[i] = c;
            const auto document = parse(changed);
            if (document.ok()) {
                CHECK(document->span(0).end <= changed.size());
                continue;
            }
            const Error& error = document.errors().front();
            INFO(changed << '\n' << testing::describe(error));
            CHECK(error.message.find("no JSON from here") == std::string::npos);
            CHECK(error.location.span.begin <= error.location.span.end);
            CHECK(error.location.span.end <= changed.size());
        }
    }
}

// Writes a random document and notes where it puts each token.
class DocumentWriter {
public:
    struct Token {
        Span value;
        Span key;
        JsonKind kind;
    };

    explicit DocumentWriter(std::uint32_t seed) : random_(seed) {
        write_gap();
        write_value({}, 0);
        write_gap();
    }

    std::string text;
    std::vector<Token> tokens;

private:
    std::size_t below(std::size_t bound) { return random_() % bound; }

    [[nodiscard]] std::uint32_t offset() const { return static_cast<std::uint32_t>(text.size()); }

    void write_gap() {
        static const std::vector<std::string> gaps{
            "", "", "", " ", "\n", "\t", "\r\n", "  ", "/**/", "/* 1, \"x\": [ */", "// {5\n",
            "//\r\n", "/* * // \u4e07 */"};
        for (std::size_t i = below(3); i > 0; --i) {
            text += gaps[below(gaps.size())];
        }
    }

    std::string make_string() {
        static const std::vector<std::string> parts{
            "a", "5", "-", " ", ",", ":", "{", "]", "//", "/*", "\\\"", "\\\\", "\\n", "\\u00e4",
            "\\ud83d\\ude00", "\u4e07", "\U0001F600", "\x7f"};
        std::string out = "\"";
        for (std::size_t i = below(8); i > 0; --i) {
            out += parts[below(parts.size())];
        }
        return out + '"';
    }

    void write_value(Span key, int depth) {
        static const std::vector<std::string> numerals{"0", "-7", "50.0", "1e5", "-0.5E-12",
                                                       "12345678901234567890123"};
        const std::size_t index = tokens.size();
        tokens.push_back({{offset(), 0}, key, JsonKind::null});
        const std::size_t choice = below(depth < 5 ? 10 : 5);
        if (choice == 0) {
            text += "null";
        } else if (choice == 1) {
            tokens[index].kind = JsonKind::boolean;
            text += below(2) == 0 ? "true" : "false";
        } else if (choice < 4) {
            tokens[index].kind = JsonKind::number;
            text += numerals[below(numerals.size())];
        } else if (choice == 4) {
            tokens[index].kind = JsonKind::string;
            text += make_string();
        } else {
            write_container(index, choice % 2 == 0, depth);
        }
        tokens[index].value.end = offset();
    }

    void write_container(std::size_t index, bool is_object, int depth) {
        tokens[index].kind = is_object ? JsonKind::object : JsonKind::array;
        text += is_object ? '{' : '[';
        write_gap();
        const std::size_t count = below(5);
        for (std::size_t i = 0; i < count; ++i) {
            Span key;
            if (is_object) {
                key.begin = offset();
                // The number keeps keys apart: a second one of a name would be left out.
                text += make_string();
                text.insert(text.size() - 1, std::to_string(i) + "k");
                key.end = offset();
                write_gap();
                text += ':';
                write_gap();
            }
            write_value(key, depth + 1);
            write_gap();
            if (i + 1 < count) {
                text += ',';
                write_gap();
            }
        }
        text += is_object ? '}' : ']';
    }

    std::mt19937 random_;
};

void collect(const JsonDocument& document, JsonIndex value, bool has_key,
             std::vector<DocumentWriter::Token>& out) {
    out.push_back({document.span(value), has_key ? document.key_span(value) : Span{},
                   document.kind(value)});
    for (JsonIndex i = document.first_child(value); i != no_value; i = document.next_sibling(i)) {
        collect(document, i, document.kind(value) == JsonKind::object, out);
    }
}

/// All that a document tells, with places.
std::string describe(const JsonDocument& document, JsonIndex value) {
    const Span span = document.span(value);
    std::string decoded;
    std::string text = fmt::format("{} {}..{} {} ", describe_kind(document.kind(value)), span.begin,
                                   span.end, document.pointer(value));
    if (document.kind(value) < JsonKind::array)
        return text + document.text(value).text() + "|" +
               std::string(document.text_view(value, decoded)) + ";";
    for (JsonIndex child = document.first_child(value); child != no_value;
         child = document.next_sibling(child)) {
        if (document.kind(value) == JsonKind::object)
            text += fmt::format("{}..{} {} ", document.key_span(child).begin,
                                document.key_span(child).end, document.key_view(child, decoded));
        text += describe(document, child);
    }
    return text + std::to_string(value == 0 ? document.duplicate_keys().size() : 0);
}

TEST_CASE("both readers find the same document, or none, and so does another parser") {
    const std::vector<std::string> pieces{"{",
                                          "}",
                                          "[",
                                          "]",
                                          ",",
                                          ":",
                                          "\"a\"",
                                          "\"b\\n\"",
                                          "\"\\u",
                                          "00e9\"",
                                          "d83d",
                                          "\\ude00\"",
                                          "\"",
                                          "\\",
                                          "\\/",
                                          "\\x",
                                          "true",
                                          "false",
                                          "null",
                                          "nul",
                                          "0",
                                          "-",
                                          "-1.5",
                                          "01",
                                          "1.",
                                          "2e5",
                                          "1E",
                                          "+1",
                                          " ",
                                          "\t",
                                          "\n",
                                          "\r",
                                          "//x",
                                          "/* y */",
                                          "/*",
                                          "/",
                                          "long and plain text",
                                          "\x01",
                                          "\x7f",
                                          "é"};
    std::mt19937 random(5);
    std::size_t read = 0, refused = 0, quickly = 0;
    const auto compare = [&](const std::string& text) {
        const bool is_read = parse(text).ok();
        bool is_json = true;
        try {
            const auto tree = nlohmann::json::parse(text, nullptr, true, true);
            is_json = !tree.is_discarded();
        } catch (const nlohmann::json::parse_error&) {
            is_json = false;
        } catch (const nlohmann::json::out_of_range&) {
            return;  // of numerals that are no double
        }
        INFO(text);
        CHECK(is_read == is_json);
        (is_json ? read : refused) += 1;
        const auto source = make_source(text);
        const auto quick = read_json_quickly(source, 64);
        if (!quick) return;
        const auto precise = parse_json_precisely(source, 64);
        REQUIRE(precise.ok());
        CHECK(describe(*quick, 0) == describe(*precise, 0));
        ++quickly;
    };
    // Well-formed at first, then with pieces put in, and bytes taken out or said twice.
    const std::string whole =
        "{\"a\": [1, -2.5e3, \"x\\u00e9\\ud83d\\ude00 \\\"\\\\ long enough\"], // c\n"
        "\"b\": {\"c\": {}, \"d\": []}, /* e */ \"f\": [[true, false], null, \"\"]}";
    const std::string plain =
        "{\"a\" : [1, -2.5e3 , \"x\\u00e9\\ud83d\\ude00 \\\"\\\\ long enough\"],\n"
        "\t\"b\":{\"c\":{ }, \"d\":[ ]}, \"a\": [[true,false], null, \"\"] }\r\n";
    compare(whole);
    compare(plain);
    for (int i = 0; i < 60'000; ++i) {
        std::string text = i % 3 == 0 ? "" : i % 3 == 1 ? whole : plain;
        const std::size_t changes = 1 + random() % (text.empty() ? 8 : 3);
        for (std::size_t k = 0; k < changes; ++k) {
            const std::size_t at = text.empty() ? 0 : random() % (text.size() + 1);
            switch (random() % 4) {
                case 0:
                    text.erase(at, 1);
                    break;
                case 1:
                    if (at < text.size()) text.insert(at, 1, text[at]);
                    break;
                default:
                    text.insert(i % 3 == 0 ? text.size() : at, pieces[random() % pieces.size()]);
            }
        }
        // Of bytes that are no UTF-8 a source text has none.
        if (find_invalid_utf8(text)) continue;
        compare(text);
    }
    CHECK(read > 3000);
    CHECK(refused > 10'000);
    CHECK(quickly > 1000);
}

TEST_CASE("a text that ends too soon is refused, whatever was read before") {
    const std::string whole =
        "{\"a\": [1, -2.5e3 , \"x\\u00e9 long\", [[true], false], null, \"\", {}, [ ]], \"b\": {\"c\": {\"d\": "
        "[null]}, \"e\": 0}}";
    const std::string brackets = std::string(60, '[') + std::string(60, ']');
    for (const std::string& text : {whole, "[" + whole + "]", brackets, "[null, " + whole + "]"}) {
        REQUIRE(parse(text).ok());
        for (std::size_t size = 0; size < text.size(); ++size) {
            // Brackets of a longer text, which may still lie in memory beyond the end of this one.
            const std::string earlier = text.substr(0, size) + std::string(80, text.back());
            CHECK_FALSE(parse(earlier).ok());
            INFO(text.substr(0, size));
            CHECK_FALSE(parse(text.substr(0, size)).ok());
            CHECK_FALSE(parse(text.substr(0, size) + "\n").ok());
        }
    }
}

TEST_CASE("spans of all tokens of random documents are exact") {
    std::size_t token_count = 0;
    for (std::uint32_t seed = 1; seed <= 500; ++seed) {
        const DocumentWriter writer(seed);
        const auto document = parse(writer.text);
        INFO(seed << '\n' << writer.text);
        REQUIRE(document.ok());
        REQUIRE(document->duplicate_keys().empty());
        std::vector<DocumentWriter::Token> found;
        collect(*document, 0, false, found);
        REQUIRE(found.size() == writer.tokens.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            CHECK(found[i].value == writer.tokens[i].value);
            CHECK(found[i].key == writer.tokens[i].key);
            CHECK(found[i].kind == writer.tokens[i].kind);
        }
        token_count += found.size();
    }
    CHECK(token_count > 2000);
}

}  // namespace
}  // namespace brcheck
