#include "brcheck/unit/scale_word.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"

#include "support/catch.hpp"

#include <set>
#include <string>

using namespace brcheck;

TEST_CASE("scale words: the longest word at the start") {
    struct Row {
        const char* text;
        std::int64_t exponent;
        const char* name;
        std::size_t size_bytes;
    };
    const Row rows[] = {
        {"trillion yuan", 12, "trillion", 8},
        {"Trillion", 12, "trillion", 8},
        {"tn", 12, "trillion", 2},
        {"TRN.", 12, "trillion", 3},
        {"T", 12, "trillion", 1},
        {"bn)", 9, "billion", 2},
        {"B", 9, "billion", 1},
        {"milliard", 9, "billion", 8},
        {"m", 6, "million", 1},
        {"M yuan", 6, "million", 1},
        {"mln", 6, "million", 3},
        {"millions of", 6, "million", 8},
        {"k", 3, "thousand", 1},
        {"K", 3, "thousand", 1},
        {"thousand", 3, "thousand", 8},
        {"hundred", 2, "hundred", 7},
        {"hundred million yuan", 8, "hundred million", 15},
        {"hundred thousand", 5, "hundred thousand", 16},
        {"hundred millions", 2, "hundred", 7},
        {"thousand billion", 12, "thousand billion", 16},
        {"ten thousand tons", 4, "ten thousand", 12},
        {"quadrillion", 15, "quadrillion", 11},
        {"lakh", 5, "lakh", 4},
        {"lakh crore", 12, "lakh crore", 10},
        {"Crores", 7, "crore", 6},
        {"million-yuan", 6, "million", 7},
        {"万亿元", 12, "万亿", 6},
        {"亿元", 8, "亿", 3},
        {"百万", 6, "百万", 6},
        {"萬", 4, "万", 3},
        {"兆元", 12, "兆", 3},
        {"万千瓦时", 4, "万", 3},
        {"千人", 3, "千", 3},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const std::optional<ScaleMatch> match = match_scale_word(row.text);
        REQUIRE(match.has_value());
        CHECK(match->exponent == row.exponent);
        CHECK(match->name == row.name);
        CHECK(match->size_bytes == row.size_bytes);
    }
}

TEST_CASE("scale words: parts of words, other cases of single letters and units are none") {
    for (const char* text : {"", " million", "metres", "m2", "m²", "trilion", "t", "Mt", "bnx", "kg",
                             "5", "元", "兆瓦", "千瓦时", "千米", "thousandth", "é"}) {
        INFO(text);
        CHECK_FALSE(match_scale_word(text).has_value());
    }
}

TEST_CASE("scale words: names of exponents that people use") {
    CHECK(scale_name(0) == "");
    CHECK(scale_name(3) == "thousand");
    CHECK(scale_name(6) == "million");
    CHECK(scale_name(9) == "billion");
    CHECK(scale_name(12) == "trillion");
    for (const std::int64_t exponent : {-3, 1, 2, 4, 8, 15, 300}) {
        CHECK_FALSE(scale_name(exponent).has_value());
    }
}

TEST_CASE("scale words: another step of the same language and form") {
    struct Row {
        std::string word;
        std::int64_t exponent;
        std::string expected;
    };
    const Row rows[] = {
        {"million", 9, "billion"}, {"Millions", 12, "Trillions"}, {"m", 9, "b"}, {"M", 9, "B"},
        {"bn", 6, "mn"},           {"bn", 12, "tn"},              {"mln", 9, "bln"},
        {"k", 12, "trillion"},     {"K", 12, "T"},                {"万", 8, "亿"},
        {"萬", 8, "億"},           {"亿", 12, "万亿"},            {"lakh", 7, "crore"},
        {"hundred million", 9, "billion"},
        // No steps that people count in, another language, no words.
        {"million", 7, ""}, {"million", 8, ""}, {"million", 4, ""}, {"亿", 9, ""}, {"亿", 6, ""},
        {"million", 0, ""}, {"trilion", 9, ""}, {"", 9, ""}};
    for (const Row& row : rows) {
        INFO(row.word << ' ' << row.exponent);
        CHECK(scale_word_like(row.word, row.exponent).value_or("") == row.expected);
    }
}

TEST_CASE("scale words: every word of every row is found, alone, with its exponent") {
    const TableText table = TableText::parse(embedded::scale_words_tsv);
    std::set<std::string> seen;
    REQUIRE(table.rows() > 30);
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const std::string words(table.cell(row, table.column("words")));
        CHECK_FALSE(table.cell(row, table.column("source")).empty());
        for (std::size_t begin = 0; begin <= words.size();) {
            const std::size_t end = std::min(words.find('|', begin), words.size());
            const std::string word = words.substr(begin, end - begin);
            INFO(word);
            CHECK(seen.insert(word).second);
            const std::optional<ScaleMatch> match = match_scale_word(word);
            REQUIRE(match.has_value());
            CHECK(match->size_bytes == word.size());
            CHECK(match->name == table.cell(row, table.column("name")));
            CHECK(std::to_string(match->exponent) == table.cell(row, table.column("exponent")));
            begin = end + 1;
        }
    }
}

TEST_CASE("scale words: suggestions are scale words and no short ones") {
    const std::span<const std::string> names = scale_word_names();
    REQUIRE_FALSE(names.empty());
    for (const std::string& name : names) {
        CHECK(match_scale_word(name).has_value());
        CHECK(name.size() >= 7);
    }
    CHECK(std::find(names.begin(), names.end(), "trillion") != names.end());
}
