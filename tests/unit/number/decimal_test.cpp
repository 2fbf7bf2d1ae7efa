#include "brcheck/number/decimal.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <random>
#include <string>
#include <vector>

namespace brcheck {
namespace {

using testing::rational;

TEST_CASE("decimals keep what was written", "[decimal]") {
    struct Case {
        std::string text, digits;
        std::int64_t place, last_nonzero_place;
        std::string written;
    };
    const std::vector<Case> table{
        {"50.0", "500", -1, 1, "50.0"},
        {"4000", "4000", 0, 3, "4000"},
        {"1.2e6", "12", 5, 5, "1200000"},
        {"-0.25", "-25", -2, -2, "-0.25"},
        {"+7", "7", 0, 0, "7"},
        {"0.0", "0", -1, -1, "0.0"},
        {"-0", "0", 0, 0, "0"},
        {"0e3", "0", 3, 3, "0"},
        {"007.50", "750", -2, -1, "7.50"},
        {"1E-3", "1", -3, -3, "0.001"},
        {"1e+2", "1", 2, 2, "100"},
        {"12.5e-0", "125", -1, -1, "12.5"},
        {"-100e1", "-100", 1, 3, "-1000"},
        {"0.00010", "10", -5, -4, "0.00010"},
        {"9223372036854775808.5", "92233720368547758085", -1, -1, "9223372036854775808.5"},
    };
    for (const auto& row : table) {
        CAPTURE(row.text);
        const auto decimal = parse_decimal(row.text);
        REQUIRE(decimal);
        CHECK(decimal->digits.to_string() == row.digits);
        CHECK(decimal->place == row.place);
        CHECK(decimal->last_nonzero_place() == row.last_nonzero_place);
        CHECK(decimal->to_string() == row.written);
        CHECK(decimal->value() == rational(row.digits) * power_of_ten(row.place));
        CHECK((-*decimal).value() == -decimal->value());
    }
}

TEST_CASE("decimals are equal as written, not by value", "[decimal]") {
    CHECK(*parse_decimal("50.0") == *parse_decimal("050.0"));
    CHECK_FALSE(*parse_decimal("50.0") == *parse_decimal("50"));
}

TEST_CASE("anything but a plain numeral is refused", "[decimal]") {
    for (const std::string text : {"",
                                   "+",
                                   "-",
                                   ".",
                                   ".5",
                                   "5.",
                                   "--5",
                                   "+-5",
                                   "1,000",
                                   " 1",
                                   "1 ",
                                   "1e",
                                   "1e+",
                                   "1e1.5",
                                   "0x10",
                                   "1.2.3",
                                   "NaN",
                                   "inf",
                                   "1e99999999999999999999",
                                   "5%",
                                   "1_000",
                                   "1e--2"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_decimal(text));
    }
}

TEST_CASE("numbers up to the limits are read, none beyond", "[decimal]") {
    const NumberLimits limits{5, 20};
    CHECK(parse_decimal("12345", limits));
    CHECK(parse_decimal("123.45", limits));
    CHECK_FALSE(parse_decimal("123456", limits));
    CHECK_FALSE(parse_decimal("123.456", limits));
    CHECK(parse_decimal("1e20", limits));
    CHECK(parse_decimal("1e-20", limits));
    CHECK(parse_decimal("1e0020", limits));
    CHECK_FALSE(parse_decimal("1e21", limits));
    CHECK_FALSE(parse_decimal("1e-21", limits));
    CHECK(parse_decimal(std::string(1000, '7')));
    CHECK_FALSE(parse_decimal(std::string(1001, '7')));
    CHECK(parse_decimal("1e1000"));
    CHECK_FALSE(parse_decimal("1e1001"));
}

TEST_CASE("decimals written out are read back the same", "[decimal]") {
    std::mt19937_64 random(4);
    for (int i = 0; i < 500; ++i) {
        const auto digits = static_cast<std::int64_t>(random()) >> (random() % 63);
        const auto place = static_cast<std::int64_t>(random() % 30) - 30;
        const Decimal decimal{Integer(digits), place};
        CAPTURE(decimal);
        CHECK(*parse_decimal(decimal.to_string()) == decimal);
    }
}

TEST_CASE("ratios are written exactly when they end, else rounded as asked", "[decimal]") {
    struct Case {
        std::string value;
        std::int64_t max_places;
        std::string down, up, nearest;
    };
    const std::vector<Case> table{
        {"0.25", 2, "0.25", "0.25", "0.25"},
        {"0.25", 1, "0.2", "0.3", "0.3"},
        {"-0.25", 1, "-0.3", "-0.2", "-0.3"},
        {"1/3", 3, "0.333", "0.334", "0.333"},
        {"-1/3", 0, "-1", "0", "0"},
        {"2/3", 0, "0", "1", "1"},
        {"12.50", 5, "12.5", "12.5", "12.5"},
        {"1200", 0, "1200", "1200", "1200"},
        {"1200", 3, "1200", "1200", "1200"},
        {"0", 3, "0", "0", "0"},
        {"-0.001", 2, "-0.01", "0", "0"},
        {"2.999", 2, "2.99", "3", "3"},
        {"1e30", 2, "1000000000000000000000000000000", "1000000000000000000000000000000",
         "1000000000000000000000000000000"},
    };
    for (const auto& [value, places, down, up, nearest] : table) {
        CAPTURE(value, places);
        CHECK(format_decimal(rational(value), places, Toward::minus_infinity) == down);
        CHECK(format_decimal(rational(value), places, Toward::plus_infinity) == up);
        CHECK(format_decimal(rational(value), places, Toward::nearest) == nearest);
    }
}

TEST_CASE("significant digits follow the size of the value", "[decimal]") {
    struct Case {
        std::string value;
        int significant;
        std::string expected;
    };
    const std::vector<Case> table{
        {"1/3", 3, "0.333"},
        {"100/3", 3, "33.3"},
        {"100000/3", 3, "33333"},
        {"1/3000", 2, "0.00033"},
        {"123456", 2, "123456"},
        {"-2/3", 2, "-0.67"},
        {"0", 3, "0"},
        {"0.00049999", 1, "0.0005"},
        {"0.5", 3, "0.5"},
    };
    for (const auto& [value, significant, expected] : table) {
        CAPTURE(value, significant);
        CHECK(format_significant(rational(value), significant, Toward::nearest) == expected);
    }
}

TEST_CASE("the leading place is the power of ten of the first digit", "[decimal]") {
    CHECK(leading_place(rational("4000")) == 3);
    CHECK(leading_place(rational("0.05")) == -2);
    CHECK(leading_place(rational("-9.99")) == 0);
    CHECK(leading_place(rational("1/3")) == -1);
    CHECK_FALSE(leading_place(Rational(0)));
    const Rational step = power_of_ten(-2000);
    for (const std::int64_t place : {-1000, -301, -30, -1, 0, 1, 15, 30, 301, 1000}) {
        CAPTURE(place);
        CHECK(leading_place(power_of_ten(place)) == place);
        CHECK(leading_place(power_of_ten(place) - step) == place - 1);
        CHECK(leading_place(Rational(9) * power_of_ten(place)) == place);
    }
}

}  // namespace
}  // namespace brcheck
