#include "base/table_text.hpp"

#include "support/catch.hpp"

namespace brcheck {
namespace {

TEST_CASE("tables skip comments and blank lines and fill missing cells", "[table_text]") {
    const TableText table = TableText::parse(
        "# a comment\ttabs do not matter\n"
        "\n"
        "name\tfactor\tnote\n"
        "metre\t1\tSI\n"
        "# between\n"
        "foot\t0.3048\n"
        "\n"
        "\t2\t\n"
        "last#\t\tno # comment inside");
    REQUIRE(table.rows() == 4);
    CHECK(table.column("name") == 0);
    CHECK(table.column("note") == 2);
    CHECK(table.column("Name") == -1);
    CHECK(table.column("metre") == -1);
    CHECK(table.cell(0, 0) == "metre");
    CHECK(table.cell(0, 2) == "SI");
    CHECK(table.cell(1, 1) == "0.3048");
    CHECK(table.cell(1, 2).empty());
    CHECK(table.cell(2, 0).empty());
    CHECK(table.cell(2, 1) == "2");
    CHECK(table.cell(2, 2).empty());
    CHECK(table.cell(3, 0) == "last#");
    CHECK(table.cell(3, 2) == "no # comment inside");
}

TEST_CASE("a table may have a header only", "[table_text]") {
    CHECK(TableText::parse("name").rows() == 0);
    CHECK(TableText::parse("name\tx\n").column("x") == 1);
}

TEST_CASE("cells are views into the text", "[table_text]") {
    static constexpr std::string_view text = "a\tb\nc\td\n";
    const TableText table = TableText::parse(text);
    CHECK(table.cell(0, 1).data() == text.data() + 6);
}

}  // namespace
}  // namespace brcheck
