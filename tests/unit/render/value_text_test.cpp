#include "render/value_text.hpp"
#include "brcheck/render/message.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "support/catch.hpp"

#include <string>

using namespace brcheck;

namespace {

Rational number(const std::string& text) {
    const auto slash = text.find('/');
    const auto decimal = parse_decimal(text.substr(0, slash));
    REQUIRE(decimal);
    if (slash == std::string::npos) return decimal->value();
    return decimal->value() / parse_decimal(text.substr(slash + 1))->value();
}

/// "[1, 2)" in `unit`; an end "inf" or "-inf" is none.
Interval interval(const std::string& text, const Unit& unit) {
    const auto comma = text.find(',');
    const std::string low = text.substr(1, comma - 1);
    const std::string high = text.substr(comma + 2, text.size() - comma - 3);
    Interval result;
    if (low != "-inf")
        result = intersect(result, Interval::at_least(number(low) * unit.factor(), text[0] == '('));
    if (high != "inf")
        result = intersect(result,
                           Interval::at_most(number(high) * unit.factor(), text.back() == ')'));
    return result;
}

Unit unit(std::string_view text) {
    auto parsed = parse_unit(text);
    REQUIRE(parsed.ok());
    return parsed->unit;
}

}  // namespace

TEST_CASE("an interval is written in words with its unit") {
    struct Row {
        const char* interval;
        const char* unit;
        const char* words;
        bool exact = true;
    };
    const Row rows[] = {
        {"[3.7, 3.9]", "%", "3.7 to 3.9 %"},
        {"[2.45, 2.55]", "pp", "2.45 to 2.55 pp"},
        {"[-3.05, -2.95]", "%", "-3.05 to -2.95 %"},
        {"(50, inf)", "%", "over 50 %"},
        {"[50, inf)", "%", "at least 50 %"},
        {"(-inf, 5)", "%", "under 5 %"},
        {"(-inf, 5]", "%", "at most 5 %"},
        {"(-inf, inf)", "%", "no bound"},
        {"(0, inf)", "USD/project", "over 0 USD/project (no upper bound)"},
        {"[0, inf)", "USD/project", "at least 0 USD/project"},
        {"(50, 55]", "%", "more than 50 and at most 55 %"},
        {"[50, 55)", "%", "at least 50 and under 55 %"},
        {"(50, 55)", "%", "more than 50 and under 55 %"},
        {"[150, 150]", "countries", "150 countries"},
        {"[4000, 4000]", "", "4,000"},
        {"[999999, 999999]", "", "999,999"},
        {"[1234567, 1234567]", "visitors", "1.234567 million visitors"},
        {"(4000, inf)", "projects", "over 4,000 projects"},
        {"[23550000000000, 23650000000000]", "CNY", "23.55 to 23.65 trillion CNY"},
        {"[950000, 1050000]", "CNY", "0.95 to 1.05 million CNY"},
        {"[999.5, 1000.5]", "t", "999.5 to 1,000.5 t"},
        {"[2500000000, 3500000000]", "", "2.5 to 3.5 billion"},
        // No scale words for percentages: nobody says "2 million percent".
        {"[2000000, 2000000]", "%", "2,000,000 %"},
        // Rounded outward to six digits.
        {"[45332050000001.5, 45612343300001.5]", "CNY", "45.332 to 45.6124 trillion CNY", false},
        {"[1/3, 2/3]", "", "0.333333 to 0.666667", false},
        {"[-2/3, -1/3]", "", "-0.666667 to -0.333333", false},
        {"[1/3, 1/3]", "", "0.333333 to 0.333334", false},
        // More digits where the two ends need them.
        {"[1234566.5, 1234567.5]", "visitors", "1.2345665 to 1.2345675 million visitors"},
        {"[123456.5, 123457.5]", "visitors", "123,456.5 to 123,457.5 visitors"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.interval, row.unit);
        bool exact = !row.exact;
        const Unit own = unit(row.unit);
        CHECK(format_interval(interval(row.interval, own), own, &exact) == row.words);
        CHECK(exact == row.exact);
    }
    CHECK(format_interval(Interval::empty(), Unit()) == "no value");
}

TEST_CASE("numbers too long to read are written with an exponent") {
    CHECK(format_interval(Interval(power_of_ten(40)), Unit()) == "1e28 trillion");
    CHECK(format_interval(Interval(power_of_ten(-12) * Rational(25)), Unit()) == "2.5e-11");
    CHECK(format_value(power_of_ten(900), Unit()).size() < 20);
}

TEST_CASE("two sides that differ little stay apart in words") {
    const Interval left = Interval::closed(Rational(100), number("200.0000001"));
    const Interval right = Interval::closed(number("200.0000002"), Rational(300));
    const Rational gap = number("0.0000001");
    CHECK(format_interval_finely(left, Unit(), gap) == "100 to 200.0000001");
    CHECK(format_interval_finely(right, Unit(), gap) == "200.0000002 to 300");
}

TEST_CASE("a value is rounded to the nearest of six digits") {
    struct Row {
        const char* value;
        const char* unit;
        const char* words;
    };
    for (const Row& row : {Row{"23600000000000", "CNY", "23.6 trillion CNY"},
                           Row{"1/3", "", "0.333333"}, Row{"2/3", "", "0.666667"},
                           Row{"0", "%", "0 %"}, Row{"-4000", "projects", "-4,000 projects"}}) {
        CAPTURE(row.value);
        const Unit own = unit(row.unit);
        CHECK(format_value(number(row.value) * own.factor(), own) == row.words);
    }
}

TEST_CASE("a distance between percentages is in points") {
    CHECK(format_distance(number("0.3405"), unit("%")) == "34.05 pp");
    CHECK(format_distance(number("0.3405"), unit("pp")) == "34.05 pp");
    CHECK(format_distance(Rational(12), unit("t")).find(" t") != std::string::npos);
}

TEST_CASE("bounds are written as mathematics") {
    const Unit percent = unit("%");
    CHECK(format_bounds(interval("[15.85, 15.95]", percent), percent) == "[15.85, 15.95]");
    CHECK(format_bounds(interval("(50, inf)", percent), percent) == "(50, inf)");
}
