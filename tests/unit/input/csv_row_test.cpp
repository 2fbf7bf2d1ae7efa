#include "input/csv_row.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace brcheck;

namespace {

std::vector<std::string> texts_of(const std::string& row, char separator = ',') {
    std::vector<CsvCell> cells;
    REQUIRE_FALSE(split_csv(row, separator, cells));
    std::vector<std::string> texts;
    for (const CsvCell& cell : cells) texts.push_back(csv_text(row, cell));
    return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a row of CSV is split into its cells") {
    CHECK(texts_of("") == Texts{""});
    CHECK(texts_of("a") == Texts{"a"});
    CHECK(texts_of("a,b c,") == Texts{"a", "b c", ""});
    CHECK(texts_of(",,") == Texts{"", "", ""});
    CHECK(texts_of(" a , b ") == Texts{"a", "b"});
    CHECK(texts_of(R"("1,234" , "","say ""no""","""")") == Texts{"1,234", "", "say \"no\"", "\""});
    CHECK(texts_of("1,5;2 %;x", ';') == Texts{"1,5", "2 %", "x"});
    CHECK(texts_of("a\tb", '\t') == Texts{"a", "b"});
    CHECK(texts_of("in\"side") == Texts{"in\"side"});
}

TEST_CASE("a cell knows its place, with its quotes") {
    std::vector<CsvCell> cells;
    const std::string row = "a, \"b\" ,  c ";
    REQUIRE_FALSE(split_csv(row, ',', cells));
    REQUIRE(cells.size() == 3);
    CHECK(cells[1].span == Span{3, 6});
    CHECK(cells[1].is_quoted);
    CHECK(cells[2].span == Span{10, 11});
    CHECK_FALSE(cells[2].is_quoted);
}

TEST_CASE("a quote that does not end a cell is refused where it stands") {
    std::vector<CsvCell> cells;
    CHECK(split_csv("a,\"b", ',', cells) == 2U);
    CHECK(split_csv("\"a\"b,c", ',', cells) == 2U);
    CHECK(split_csv("\"", ',', cells) == 0U);
    CHECK(split_csv("\"\"\"", ',', cells) == 0U);
}
