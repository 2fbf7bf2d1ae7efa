#include "render/json_value.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "support/catch.hpp"

#include <nlohmann/json.hpp>

#include <string>

using namespace brcheck;

TEST_CASE("strings come back as they were and hold nothing that a terminal obeys") {
    const std::string texts[] = {"",        "plain",       "\"quoted\" \\ back", "tab\tline\nend\r",
                                 "\x1b[31m", "\xC2\x9B" "31m", "\xE2\x80\xAE" "gnp.exe", "亿元", "😀",
                                 std::string("nul\0!", 5)};
    for (const std::string& text : texts) {
        CAPTURE(text);
        const std::string json = json_string(text);
        CHECK(nlohmann::json::parse(json).get<std::string>() == text);
        CHECK(json.find('\x1b') == std::string::npos);
        CHECK(json.find("\xC2\x9B") == std::string::npos);
        CHECK(json.find("\xE2\x80\xAE") == std::string::npos);
        CHECK(json.find('\n') == std::string::npos);
    }
    CHECK(nlohmann::json::parse(json_string("a\xFFz")) == "a\xEF\xBF\xBDz");
    CHECK(json_string_or_null("") == "null");
}

TEST_CASE("decimals are exact where they end, else rounded as said") {
    const Rational third(Integer(1), Integer(3));
    struct Row {
        Rational value;
        Toward toward;
        const char* json;
    };
    const Row rows[] = {
        {Rational(23550000000000), Toward::nearest, "\"23550000000000\""},
        {Rational(Integer(1), Integer(8)), Toward::minus_infinity, "\"0.125\""},
        {power_of_ten(-30), Toward::nearest, "\"0.000000000000000000000000000001\""},
        {third, Toward::minus_infinity, "\"0.333333333333333\""},
        {third, Toward::plus_infinity, "\"0.333333333333334\""},
        {-third, Toward::minus_infinity, "\"-0.333333333333334\""},
        {third, Toward::nearest, "\"0.333333333333333\""},
        {Rational(0), Toward::nearest, "\"0\""},
    };
    for (const Row& row : rows) CHECK(json_decimal(row.value, row.toward) == row.json);
}

TEST_CASE("an interval is written in its unit, infinite ends as null") {
    const Unit& percent = percent_unit();
    struct Row {
        Interval interval;
        const char* json;
    };
    const Row rows[] = {
        {Interval::closed(Rational(Integer(1), Integer(16)), Rational(1)),
         R"({"low": "6.25", "high": "100", "low_open": false, "high_open": false})"},
        {Interval::at_least(Rational(Integer(1), Integer(2)), true),
         R"({"low": "50", "high": null, "low_open": true, "high_open": true})"},
        {Interval::empty(),
         R"({"low": null, "high": null, "low_open": true, "high_open": true, "empty": true})"},
    };
    for (const Row& row : rows)
        CHECK(JsonObject().add_interval(row.interval, percent).str() == row.json);
}
