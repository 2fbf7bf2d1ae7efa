#include "brcheck/unit/unit.hpp"
#include "brcheck/unit/unit_table.hpp"

#include "support/catch.hpp"

#include <string>

using namespace brcheck;

namespace {

Unit known(std::string_view name) {
    const std::optional<Unit> unit = find_unit(name);
    INFO(name);
    REQUIRE(unit.has_value());
    return *unit;
}

}  // namespace

TEST_CASE("unit: the bare number") {
    const Unit bare;
    CHECK(bare.symbol().empty());
    CHECK(bare.factor() == Rational(1));
    CHECK(bare.dimension().is_none());
    CHECK(bare.kind() == UnitKind::number);
    CHECK(bare.can_be_negative());
    CHECK(bare == Unit());
}

TEST_CASE("unit: products and quotients put symbols and factors together") {
    const Unit yuan = known("yuan");
    const Unit tonne = known("tonne");
    const Unit km = known("km");
    const Unit hour = known("hour");
    struct Row {
        Unit unit;
        const char* symbol;
        Rational factor;
        const char* dimension;
    };
    const Row rows[] = {
        {yuan / tonne, "CNY/t", Rational(1, 1000), "CNY/mass"},
        {tonne * km, "t·km", 1000000, "length.mass"},
        {km / hour, "km/h", Rational(5, 18), "length/time"},
        {yuan / tonne / km, "CNY/t/km", Rational(1, 1000000), "CNY/length/mass"},
        {yuan / (tonne * km), "CNY/t/km", Rational(1, 1000000), "CNY/length/mass"},
        {yuan / (tonne / km), "CNY·km/t", 1, "CNY.length/mass"},
        {yuan / tonne * tonne, "CNY", 1, "CNY"},
        {Unit() / km, "1/km", Rational(1, 1000), "1/length"},
        {Unit() / km * km, "", 1, "1"},
        {km / Unit(), "km", 1000, "length"},
        {yuan / known("USD"), "CNY/USD", 1, "CNY/USD"},
        {yuan / count_unit("projects"), "CNY/projects", 1, "CNY/#project"},
    };
    for (const Row& row : rows) {
        INFO(row.symbol);
        CHECK(row.unit.symbol() == row.symbol);
        CHECK(row.unit.factor() == row.factor);
        CHECK(row.unit.dimension().to_string() == row.dimension);
    }
}

TEST_CASE("unit: a bare number changes neither kind nor unit") {
    CHECK(percent_unit() * Unit() == percent_unit());
    CHECK(Unit() * points_unit() == points_unit());
    CHECK(percent_unit() / Unit() == percent_unit());
    CHECK((percent_unit() / percent_unit()) == Unit());
    CHECK((known("yuan") / known("yuan")).kind() == UnitKind::number);
    CHECK((percent_unit() * known("yuan")).kind() == UnitKind::level);
}

TEST_CASE("unit: a quotient of sizes is a size, one of money is not") {
    CHECK_FALSE((known("t") / known("ha")).can_be_negative());
    CHECK((known("yuan") / known("t")).can_be_negative());
    CHECK((known("t") * known("%")).can_be_negative());
}
