#include "brcheck/unit/parse_unit.hpp"
#include "brcheck/unit/unit_table.hpp"

#include "support/catch.hpp"

#include <string>
#include <utility>

using namespace brcheck;

namespace {

std::string dump(const ScaledUnit& scaled) {
    std::string out = scaled.scale_exponent == 0
                          ? std::string()
                          : "10^" + std::to_string(scaled.scale_exponent) + " " +
                                scaled.scale_name + " ";
    static constexpr const char* kinds[] = {"level", "number", "percent", "points"};
    return out + "[" + scaled.unit.symbol() + "] " + scaled.unit.factor().to_string() + " " +
           scaled.unit.dimension().to_string() + " " +
           kinds[static_cast<std::size_t>(scaled.unit.kind())];
}

std::string dump(const Error& error) {
    return format_code(static_cast<std::uint16_t>(error.code)) + " " +
           std::to_string(error.location.span.begin) + ".." +
           std::to_string(error.location.span.end) + " " + error.message +
           (error.hint.empty() ? "" : "; ") + error.hint;
}

std::string dump(const Result<ScaledUnit>& result) {
    return result ? dump(*result) : dump(result.errors().front());
}

struct Row {
    const char* text;
    const char* expected;
};

}  // namespace

TEST_CASE("parse_unit: known units with and without scale words") {
    const Row rows[] = {
        {"", "[] 1 1 number"},
        {" ", "[] 1 1 number"},
        {"1", "[] 1 1 number"},
        {"yuan", "[CNY] 1 CNY level"},
        {"  yuan ", "[CNY] 1 CNY level"},
        {"%", "[%] 1/100 1 percent"},
        {"percentage points", "[pp] 1/100 1 points"},
        {"trillion yuan", "10^12 trillion [CNY] 1 CNY level"},
        {"trillion", "10^12 trillion [] 1 1 number"},
        {"万亿元", "10^12 万亿 [CNY] 1 CNY level"},
        {"亿美元", "10^8 亿 [USD] 1 USD level"},
        {"万千瓦时", "10^4 万 [kWh] 3600000 length^2.mass/time^2 level"},
        {"百万千瓦", "10^6 百万 [kW] 1000 length^2.mass/time^3 level"},
        {"100 million yuan", "BR008 0..3 \"100\" is no part of a unit"},
        {"hundred million yuan", "10^8 hundred million [CNY] 1 CNY level"},
        {"ten thousand tons", "10^4 ten thousand [t] 1000 mass level"},
        {"million-yuan", "10^6 million [CNY] 1 CNY level"},
        {"millions of dollars", "10^6 million [USD] 1 USD level"},
        {"m", "[m] 1 length level"},
        {"m yuan", "10^6 million [CNY] 1 CNY level"},
        {"mn USD", "10^6 million [USD] 1 USD level"},
        {"m people", "10^6 million [person] 1 #person level"},
        {"bn m3", "10^9 billion [m3] 1 length^3 level"},
        {"TWh", "[TWh] 3600000000000000 length^2.mass/time^2 level"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(parse_unit(row.text)) == row.expected);
    }
}

TEST_CASE("parse_unit: products, quotients and powers") {
    const Row rows[] = {
        {"USD/project", "[USD/project] 1 USD/#project level"},
        {"yuan per tonne", "[CNY/t] 1/1000 CNY/mass level"},
        {"元/吨", "[CNY/t] 1/1000 CNY/mass level"},
        {"元每吨", "[CNY/t] 1/1000 CNY/mass level"},
        {"USD /tonne", "[USD/t] 1/1000 USD/mass level"},
        {"million yuan per project", "10^6 million [CNY/project] 1 CNY/#project level"},
        {"people per square kilometre", "[person/km2] 1/1000000 #person/length^2 level"},
        {"kg/m^2", "[kg/m2] 1 mass/length^2 level"},
        {"kg/m²", "[kg/m2] 1 mass/length^2 level"},
        {"km²", "[km2] 1000000 length^2 level"},
        {"square inches", "[inch2] 16129/25000000 length^2 level"},
        {"dm^2", "[dm^2] 1 #dm^2 level"},
        {"kg2", "[kg2] 1 mass^2 level"},
        {"kg·m/s^2", "[kg·m/s2] 1 length.mass/time^2 level"},
        {"kg * m", "[kg·m] 1 length.mass level"},
        {"s^-1", "[1/s] 1 1/time level"},
        {"m/s", "[m/s] 1 length/time level"},
        {"m·kg", "[m·kg] 1 length.mass level"},
        {"CNY/USD", "[CNY/USD] 1 CNY/USD level"},
        {"CNY/kW·h", "[CNY/kWh] 1/3600000 CNY.time^2/length^2/mass level"},
        {"per year", "[1/year] 1 1/calendar level"},
        {"bn per year", "10^9 billion [1/year] 1 1/calendar level"},
        {"1/kg", "[1/kg] 1 1/mass level"},
        {"kg/person/year", "[kg/person/year] 1 mass/#person/calendar level"},
        {"yuan per capita", "[CNY/person] 1 CNY/#person level"},
        {"deaths per 100,000 people", "[deaths/100,000 person] 1/100000 #death/#person level"},
        {"deaths/100,000", "[deaths/100,000] 1/100000 #death level"},
        {"cases per million people", "[cases/million person] 1/1000000 #case/#person level"},
        {"L per 100 km", "[L/100 km] 1/100000000 length^2 level"},
        {"per 1,000", "[per 1,000] 1/1000 1 percent"},
        {"g/k/g", "[1/k] 1/1000 1 percent"},
        {"g/k/g/yr", "[1/k] 1/1000 1 percent"},
        {"1/k/yr", "[1/k] 1/1000 1 percent"},
        {"per 1,000 people", "[1/1,000 person] 1/1000 1/#person level"},
        {"每百万人", "[1/百万 person] 1/1000000 1/#person level"},
        {"per 500", "[1/500] 1/500 1 percent"},
        {"kg/m/s", "[kg/m/s] 1 mass/length/time level"},
        {"kg per 100 m", "[kg/100 m] 1/100 mass/length level"},
        {"kg per million", "[kg/million] 1/1000000 mass level"},
        {"kg per m/s", "[kg·s/m] 1 mass.time/length level"},
        {"yuan per 1", "[CNY] 1 CNY level"},
        {"kg/01", "[kg] 1 mass level"},
        {"per cent", "[%] 1/100 1 percent"},
        {"per cent per year", "[%] 1/100 1 percent"},
        {"% per month", "[%/month] 3/25 1/calendar level"},
        {"tonne-hours", "[t·h] 3600000 mass.time level"},
        {"man-hours", "[man·h] 3600 #man.time level"},
        {"passenger-kilometres", "[pkm] 1000 #passenger.length level"},
        {"USD/seat-km", "[USD/skm] 1/1000 USD/#seat/length level"},
        {"g CO2/kWh", "[gCO2/kWh] 1/3600000000 time^2/length^2 level"},
        {"kg CO2e per person", "[kgCO2e/person] 1 mass/#person level"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        const std::string result = dump(parse_unit(row.text));
        CHECK(result.substr(0, std::string_view(row.expected).size()) == row.expected);
    }
}

TEST_CASE("parse_unit: a unit with what it measures") {
    const Row rows[] = {
        {"percent of GDP", "[%] 1/100 1 percent"},
        {"% of total trade", "[%] 1/100 1 percent"},
        {"per cent of GDP", "[%] 1/100 1 percent"},
        {"million tonnes of coal", "10^6 million [t] 1000 mass level"},
        {"hours worked", "[h] 3600 time level"},
        {"万吨钢", "10^4 万 [t] 1000 mass level"},
        {"second homes", "[second homes] 1 #second home level"},
        {"天然气", "[天然气] 1 #天然气 level"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(parse_unit(row.text)) == row.expected);
    }
}

TEST_CASE("parse_unit: a word that is no known unit counts things") {
    const Row rows[] = {
        {"projects", "[projects] 1 #project level"},
        {"international organizations",
         "[international organizations] 1 #international organization level"},
        {"个国家", "[个国家] 1 #国家 level"},
        {"thousand km of railways", "10^3 thousand [km] 1000 length level"},
        {"China-Europe trains", "[China-Europe trains] 1 #china-europe train level"},
        {"rounds", "[rounds] 1 #round level"},
        {"lakes", "[lakes] 1 #lake level"},
        {"cores", "[cores] 1 #core level"},
        {"Afghans", "[Afghans] 1 #afghan level"},
        {"bullion bars", "[bullion bars] 1 #bullion bar level"},
        {"écoles", "[écoles] 1 #école level"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(parse_unit(row.text)) == row.expected);
    }
}

TEST_CASE("parse_unit: what is no unit is refused at its place") {
    const Row rows[] = {
        {"trilion yuan",
         "BR008 0..7 \"trilion\" is neither a scale word nor a unit; did you mean \"trillion\"?"},
        {"USD/milion people",
         "BR008 4..10 \"milion\" is neither a scale word nor a unit; did you mean \"million\"?"},
        {"percnet", "BR008 0..7 \"percnet\" is neither a scale word nor a unit; did you mean "
                    "\"percent\"?"},
        {"precentage points",
         "BR008 0..17 \"precentage points\" is neither a scale word nor a unit; did you mean "
         "\"percentage points\"?"},
        {"billion dolars", "BR008 8..14 \"dolars\" is neither a scale word nor a unit; did you "
                           "mean \"dollars\"?"},
        {"gazillion yuan", "BR008 0..9 \"gazillion\" is neither a scale word nor a unit; did you "
                           "mean \"billion\"?"},
        {"some yuan", "BR008 0..4 \"some\" is neither a scale word nor a unit"},
        {"yuan more", "BR008 5..9 \"more\" after \"yuan\" is not understood"},
        {"percent higher", "BR008 8..14 \"higher\" after \"percent\" is not understood"},
        {"5", "BR008 0..1 \"5\" is no part of a unit"},
        {"123 kg", "BR008 0..3 \"123\" is no part of a unit"},
        {"!", "BR008 0..1 \"!\" is no part of a unit"},
        {"pro\x01jects", "BR008 3..4 \"\x01\" is no part of a unit"},
        {"¥", "BR008 0..2 \"¥\" names several units; say CNY or JPY"},
        {"million pesos", "BR008 8..13 \"pesos\" names several units; say MXN, PHP, ARS, CLP or "
                          "COP"},
        {"kg\xff", "BR008 2..3 the unit is not valid UTF-8"},
        {"kg/", "BR008 2..3 \"/\" has no unit after it"},
        {"*kg", "BR008 0..1 \"*\" has no unit before it"},
        {"每per", "BR008 3..6 \"per\" has no unit after it"},
        {"franc-hours", "BR008 0..5 \"franc\" names several units; say CHF, XOF or XAF"},
        {"kg/k十万分之", "BR008 4..16 \"十万分之\" cannot be counted; write the number in front of the "
                      "whole unit"},
        {"m/十万分之/s", "BR008 2..14 \"十万分之\" cannot follow another unit; write the number that "
                       "is meant: per 100,000"},
        {"kg//m", "BR008 2..3 \"/\" has no unit after it"},
        {"kg per", "BR008 3..6 \"per\" has no unit after it"},
        {"m^0", "BR008 2..3 an exponent in a unit is a whole number from 1 to 9"},
        {"m^99", "BR008 2..4 an exponent in a unit is a whole number from 1 to 9"},
        {"m^", "BR008 2..2 an exponent in a unit is a whole number from 1 to 9"},
        {"kmh^2", "BR008 0..5 \"kmh\" cannot be raised to a power; write an exponent behind each unit: \"km^2/h^2\""},
        {"kg-kmh^2", "BR008 0..8 \"kg-kmh\" cannot be raised to a power; write an exponent behind each unit: \"km^2/h^2\""},
        {"kg per 100 km^-2", "BR008 11..16 \"km^-2\" cannot be counted; write the number in front of the whole unit"},
        {"$3^-5", "BR008 0..5 \"$3\" cannot be raised to a power; write an exponent behind each unit: \"km^2/h^2\""},
        {"m s⁻¹", "BR008 0..8 \"m s\" cannot be raised to a power; write an exponent behind each unit: \"km^2/h^2\""},
        {"m s^-1", "BR008 0..6 \"m s\" cannot be raised to a power; write an exponent behind each unit: \"km^2/h^2\""},
        {"^2", "BR008 0..2 \"^2\" has no unit before the exponent"},
        {"million thousand yuan", "BR008 8..16 the scale word \"thousand\" is not understood here"},
        {"kg*per h", "BR008 2..3 \"*\" has no unit after it"},
        {"m⁻ ²", "BR008 1..4 \"⁻\" is no part of a unit"},
        {"(kg)", "BR008 0..1 \"(\" is no part of a unit"},
        {"%%", "BR008 0..1 \"%\" is no part of a unit"},
        {"--", "BR008 0..1 \"-\" is no part of a unit"},
        {"kg/0", "BR008 3..4 \"0\" is no part of a unit"},
        {"a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a", "BR008 32..35 a unit has too many factors"},
    };
    for (const Row& row : rows) {
        INFO(row.text);
        CHECK(dump(parse_unit(row.text)) == row.expected);
    }
}

TEST_CASE("display_unit: the shortest usual symbol") {
    struct DisplayRow {
        const char* unit;  ///< of which the dimension is taken
        const char* symbol;
    };
    const DisplayRow rows[] = {
        {"yuan", "CNY"},       {"USD/projects", "USD/project"}, {"tonnes", "kg"},
        {"km", "m"},           {"hectares", "m2"},              {"barrels", "m3"},
        {"kWh", "J"},          {"GW", "W"},                     {"weeks", "s"},
        {"years", "year"},    {"°C", "°C"},                    {"GB", "bit"},
        {"countries", "country"}, {"people", "person"},         {"TEUs", "TEU"},
        {"CNY/USD", "CNY/USD"}, {"yuan per kWh", "CNY/J"},      {"kg/m3", "kg/m3"},
        {"km/h", "m/s"},       {"kWh per capita", "J/person"},  {"people/km2", "person/m2"},
        {"tonne-km", "m·kg"},  {"1/year", "1/year"},           {"passenger-km", "passenger·m"},
        {"CNY^2", "CNY^2"},    {"project^2", "project^2"},      {"dams", "dam"},
        {"bars", "bars"},      {"M9", "m9s"}, {"个兆瓦", "个兆瓦"},      {"CNY/projects/year", "CNY/project/year"},
    };
    for (const DisplayRow& row : rows) {
        INFO(row.unit);
        const Result<ScaledUnit> parsed = parse_unit(row.unit);
        REQUIRE(parsed.ok());
        const Dimension& dimension = parsed->unit.dimension();
        const Unit shown = display_unit(dimension, UnitKind::level);
        CHECK(shown.symbol() == row.symbol);
        CHECK(shown.factor() == Rational(1));
        CHECK(shown.dimension() == dimension);
        const Result<ScaledUnit> again = parse_unit(shown.symbol());
        REQUIRE(again.ok());
        CHECK(again->unit.dimension() == dimension);
        CHECK(again->scale_exponent == 0);
    }
    CHECK(display_unit({}, UnitKind::percent) == percent_unit());
    CHECK(display_unit({}, UnitKind::points) == points_unit());
    CHECK(display_unit({}, UnitKind::number) == Unit());
}

TEST_CASE("parse_unit: a product has no empty part") {
    for (const char* text : {"-Wh", "-m^2", "^2", "-^2"}) {
        INFO(text);
        CHECK_FALSE(parse_unit(text).ok());
    }
}

TEST_CASE("parse_unit: an exponent belongs to the last part of a product") {
    const std::pair<const char*, const char*> same[] = {
        {"kg-m²", "kg·m^2"}, {"kg-m^-1", "kg·m^-1"},   {"kW-h^2", "kW·h^2"},
        {"man-km²", "man·km^2"}, {"wagon-t³", "wagon·t^3"}, {"kg2-mm^2", "kg^2·mm^2"}, {"s2^-1", "s^-2"}};
    for (const auto& [hyphened, plain] : same) {
        INFO(hyphened);
        const Result<ScaledUnit> read = parse_unit(hyphened);
        const Result<ScaledUnit> expected = parse_unit(plain);
        REQUIRE(read.ok());
        REQUIRE(expected.ok());
        CHECK(read->unit == expected->unit);
    }
}

TEST_CASE("parse_unit: a symbol reads back as the same unit") {
    for (const char* text :
         {"%", "pp", "per 1,000", "‰", "bp", "yuan", "USD/project", "people per square kilometre",
          "kg/m^2", "kg·m/s^2", "deaths per 100,000 people", "cases per million people",
          "L per 100 km", "per 1,000 people", "per 500", "square inches", "% per month",
          "man-hours", "CNY/kW·h", "inch^3", "projects^2", "tonnes CO2", "short tons", "s^-1",
          "megatonnes of CO2", "US gallons", "°F/m"}) {
        INFO(text);
        const Result<ScaledUnit> first = parse_unit(text);
        REQUIRE(first.ok());
        const Result<ScaledUnit> again = parse_unit(first->unit.symbol());
        INFO(first->unit.symbol());
        REQUIRE(again.ok());
        CHECK(again->unit == first->unit);
    }
}
