#include "brcheck/number/rational.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace brcheck {
namespace {

using testing::rational;

constexpr std::int64_t word_max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t word_min = std::numeric_limits<std::int64_t>::min();

Rational ratio(std::int64_t a, std::int64_t b) {
    return {Integer(a), Integer(b)};
}

std::vector<Rational> samples() {
    std::vector<Rational> values{
        Rational(0),
        Rational(1),
        Rational(-1),
        ratio(1, 2),
        ratio(-1, 3),
        ratio(5, 6),
        ratio(-7, 10),
        ratio(1, 1000),
        Rational(word_max),
        Rational(word_min),
        ratio(1, word_max),
        ratio(1, word_min),
        ratio(word_max, 2),
        ratio(word_min, 3),
        ratio(word_max - 1, word_max),
        ratio(1, 1LL << 61),
        Rational(1LL << 61),
        ratio((1LL << 61) - 1, 1LL << 60),
        power_of_ten(30),
        power_of_ten(-30),
        Rational(power(Integer(7), 90), power(Integer(3), 90)),
    };
    std::mt19937_64 random(20261124);
    for (int i = 0; i < 30; ++i) {
        const auto a = static_cast<std::int64_t>(random()) >> (random() % 62);
        const auto b = static_cast<std::int64_t>(random() >> (1 + random() % 60));
        values.push_back(ratio(a, b == 0 ? 1 : b));
    }
    return values;
}

// Against the definitions, in integers without any reduction.
TEST_CASE("rational arithmetic agrees with cross multiplication", "[rational]") {
    const std::vector<Rational> values = samples();
    for (const Rational& a : values) {
        for (const Rational& b : values) {
            CAPTURE(a, b);
            const Integer &an = a.numerator(), &ad = a.denominator();
            const Integer &bn = b.numerator(), &bd = b.denominator();
            const auto equals = [](const Rational& result, const Integer& n, const Integer& d) {
                return result.numerator() * d == n * result.denominator() &&
                       result.denominator().sign() > 0 &&
                       gcd(result.numerator(), result.denominator()) == Integer(1);
            };
            REQUIRE(equals(a + b, an * bd + bn * ad, ad * bd));
            REQUIRE(equals(a - b, an * bd - bn * ad, ad * bd));
            REQUIRE(equals(a * b, an * bn, ad * bd));
            if (!b.is_zero()) {
                REQUIRE(equals(a / b, an * bd, ad * bn));
            }
            REQUIRE((a <=> b) == (an * bd <=> bn * ad));
            REQUIRE((a == b) == (an * bd == bn * ad));
        }
        REQUIRE(a - a == Rational(0));
        REQUIRE(-(-a) == a);
        REQUIRE((abs(a).sign() >= 0 && (abs(a) == a || abs(a) == -a)));
    }
}

TEST_CASE("ratios are reduced with a positive denominator", "[rational]") {
    CHECK(ratio(6, -4).to_string() == "-3/2");
    CHECK(ratio(-6, -3).to_string() == "2");
    CHECK(ratio(0, -5).to_string() == "0");
    CHECK(ratio(word_min, word_min).to_string() == "1");
    CHECK(ratio(1, word_min).to_string() == "-1/9223372036854775808");
    CHECK(Rational(0).denominator() == Integer(1));
    CHECK(ratio(4, 2).is_integer());
    CHECK(ratio(3, 2).bit_length() == 4);
}

TEST_CASE("floor and ceiling look toward minus and plus infinity", "[rational]") {
    struct Case {
        std::string value;
        std::int64_t floor, ceiling;
    };
    const std::vector<Case> table{
        {"3.5", 3, 4},  {"-3.5", -4, -3}, {"3", 3, 3},
        {"-3", -3, -3}, {"1/3", 0, 1},    {"-1/3", -1, 0},
    };
    for (const auto& [value, floor, ceiling] : table) {
        CAPTURE(value);
        CHECK(rational(value).floor() == Integer(floor));
        CHECK(rational(value).ceiling() == Integer(ceiling));
    }
}

TEST_CASE("powers of ratios take negative exponents", "[rational]") {
    CHECK(power(rational("-2/3"), 3) == rational("-8/27"));
    CHECK(power(rational("-2/3"), -3) == rational("-27/8"));
    CHECK(power(rational("-2/3"), -2) == rational("9/4"));
    CHECK(power(Rational(0), 0) == Rational(1));
    CHECK(power_of_ten(-3) == ratio(1, 1000));
    CHECK(power_of_ten(25) == Rational(power(Integer(10), 25)));
}

TEST_CASE("rounding to a place takes the neighbour in the direction asked", "[rational]") {
    struct Case {
        std::string value;
        std::int64_t place;
        std::string down, up, nearest;
    };
    const std::vector<Case> table{
        {"2.34", -1, "2.3", "2.4", "2.3"},   {"-2.34", -1, "-2.4", "-2.3", "-2.3"},
        {"2.35", -1, "2.3", "2.4", "2.4"},   {"-2.35", -1, "-2.4", "-2.3", "-2.4"},
        {"2.3", -1, "2.3", "2.3", "2.3"},    {"1250", 2, "1200", "1300", "1300"},
        {"1/3", -2, "0.33", "0.34", "0.33"}, {"-0.4", 0, "-1", "0", "0"},
        {"4999", 4, "0", "10000", "0"},      {"0", 3, "0", "0", "0"},
        {"1200", 2, "1200", "1200", "1200"},
    };
    for (const auto& [value, place, down, up, nearest] : table) {
        CAPTURE(value, place);
        CHECK(round_to_place(rational(value), place, Toward::minus_infinity) == rational(down));
        CHECK(round_to_place(rational(value), place, Toward::plus_infinity) == rational(up));
        CHECK(round_to_place(rational(value), place, Toward::nearest) == rational(nearest));
    }
}

TEST_CASE("shortened ratios are short, near and on the side asked", "[rational]") {
    std::vector<Rational> values = samples();
    values.push_back(Rational(power(Integer(3), 400), power(Integer(7), 300)));
    values.push_back(-Rational(power(Integer(7), 300), power(Integer(3), 400)));
    for (const Rational& value : values) {
        for (const std::size_t bits : {8U, 53U, 128U}) {
            const Rational below = shorten(value, bits, Toward::minus_infinity);
            const Rational above = shorten(value, bits, Toward::plus_infinity);
            const Rational reach = abs(value) * power(Rational(2), -static_cast<int>(bits));
            CAPTURE(value, bits, below, above);
            REQUIRE(below <= value);
            REQUIRE(above >= value);
            REQUIRE((below == value || value - below < reach));
            REQUIRE((above == value || above - value < reach));
            REQUIRE(below.bit_length() <= value.bit_length());
            REQUIRE(above.bit_length() <= value.bit_length());
        }
    }
    CHECK(shorten(values.back(), 53, Toward::minus_infinity).bit_length() < 350);
    CHECK(shorten(ratio(1, 3), 53, Toward::plus_infinity) == ratio(1, 3));
}

TEST_CASE("roots are exact when rational, else near and on the side asked", "[rational]") {
    bool exact = false;
    CHECK(root(ratio(4, 9), 2, 53, Toward::minus_infinity, &exact) == ratio(2, 3));
    CHECK(exact);
    CHECK(root(ratio(8, 27), 3, 53, Toward::plus_infinity, &exact) == ratio(2, 3));
    CHECK(exact);
    CHECK(root(Rational(0), 4, 53, Toward::plus_infinity, &exact) == Rational(0));
    CHECK(exact);
    CHECK(root(ratio(7, 5), 1, 53, Toward::plus_infinity, &exact) == ratio(7, 5));
    CHECK(exact);
    for (const Rational& sample : samples()) {
        if (sample.is_zero()) {
            continue;
        }
        const Rational value = abs(sample);
        for (const std::uint64_t n : {2U, 3U, 10U, 97U}) {
            for (const std::size_t bits : {8U, 128U}) {
                bool below_exact = true;
                const Rational below = root(value, n, bits, Toward::minus_infinity, &below_exact);
                const Rational above = root(value, n, bits, Toward::plus_infinity, &exact);
                CAPTURE(value, n, bits, below, above);
                REQUIRE(below_exact == exact);
                const auto times = static_cast<std::int64_t>(n);
                if (exact) {
                    REQUIRE(below == above);
                    REQUIRE(power(below, times) == value);
                } else {
                    REQUIRE(below.sign() > 0);
                    REQUIRE(power(below, times) < value);
                    REQUIRE(power(above, times) > value);
                    const Rational reach = below * power(Rational(2), -static_cast<int>(bits));
                    REQUIRE(power(below + reach, times) > value);
                    REQUIRE(power(above - reach, times) < value);
                }
            }
        }
    }
}

TEST_CASE("powers with long exponents lie next to the power, on the side asked", "[rational]") {
    struct Sample {
        const char* base;
        int base_exponent;
        std::int64_t times;
        std::int64_t n;
        const char* digits;  // of the power: 51, cut off, by Python's decimal.ln and exp
        int exponent;        // of their last
    };
    const auto number = [](const char* digits, int exponent) {
        return Rational(Integer::from_digits(digits)) * power_of_ten(exponent);
    };
    // clang-format off
    const Sample samples[] = {
        {"2355", -3, 333, 1000, "133006533122222242129734654137357379209862447747212", -50},
        {"2357", -1, 667, 1000, "382264388702163509664301790727253188059046373052434", -49},
        {"421", -4, 123457, 1000000, "676328976590165122603960890052459930920042504132595", -51},
        {"100001", -5, 999999999, 1000000000, "100000999999998999995000016671583333833288317107222", -50},
        {"7", 40, 1, 999, "109871735366565445009878191080020545380606737062109", -50},
        {"37", -1, 102301, 100, "188819019360693774542258528790611297059627514670616", 531},
        {"1", -3, 7, 600, "922571427154763160030738022677666886436521760411068", -51},
    };
    // clang-format on
    for (const Sample& sample : samples) {
        const Rational base = number(sample.base, sample.base_exponent);
        const Rational exponent = ratio(sample.times, sample.n);
        const Rational digits = number(sample.digits, sample.exponent);
        const Rational next = digits + power_of_ten(sample.exponent);
        CAPTURE(base, exponent);
        bool exact = true;
        const Rational below = power(base, exponent, 128, Toward::minus_infinity, &exact);
        CHECK_FALSE(exact);
        const Rational above = power(base, exponent, 128, Toward::plus_infinity, &exact);
        CHECK_FALSE(exact);
        const Rational distance = power(Rational(2), -128) * next;
        CHECK(below < next);
        CHECK(below > digits - distance);
        CHECK(above > digits);
        CHECK(above < next + distance);
    }
}

TEST_CASE("powers with fractions agree with the whole powers of both sides", "[rational]") {
    for (const Rational& sample : samples()) {
        if (sample.is_zero()) continue;
        const Rational base = abs(sample);
        for (const std::int64_t n : {3, 50, 211}) {
            for (const std::int64_t times : {1, 2, 49, 508}) {
                const Rational exponent = ratio(times, n);
                bool exact = false;
                const Rational below = power(base, exponent, 40, Toward::minus_infinity, &exact);
                const Rational above = power(base, exponent, 40, Toward::plus_infinity);
                const Rational raised = power(base, times);
                CAPTURE(base, exponent, below, above);
                if (exact) {
                    REQUIRE(below == above);
                    REQUIRE(power(below, n) == raised);
                    continue;
                }
                REQUIRE(power(below, n) < raised);
                REQUIRE(power(above, n) > raised);
                const Rational reach = below * power(Rational(2), -40);
                REQUIRE(power(below + reach, n) > raised);
                REQUIRE(power(above - reach, n) < raised);
            }
        }
    }
}

TEST_CASE("powers of powers are exact, whatever the exponent's digits", "[rational]") {
    bool exact = false;
    const Rational base = power(ratio(3, 7), 1000);
    CHECK(power(base, ratio(333, 1000), 128, Toward::plus_infinity, &exact) ==
          power(ratio(3, 7), 333));
    CHECK(exact);
    CHECK(power(Rational(1), ratio(1, 999999937), 128, Toward::plus_infinity, &exact) ==
          Rational(1));
    CHECK(exact);
    CHECK(power(base * ratio(2, 1), ratio(333, 1000), 128, Toward::plus_infinity, &exact) >
          power(ratio(3, 7), 333));
    CHECK_FALSE(exact);
}

TEST_CASE("doubles for drawing, also where the parts exceed their range", "[rational]") {
    CHECK(ratio(1, 4).to_double() == 0.25);
    CHECK(rational("-2.5").to_double() == -2.5);
    CHECK(Rational(0).to_double() == 0.0);
    const Rational third(power(Integer(10), 500), power(Integer(10), 500) * Integer(3));
    CHECK(third.to_double() == 1.0 / 3.0);
    const Rational big(power(Integer(7), 500), power(Integer(7), 499) * Integer(3) + Integer(1));
    CHECK(std::fabs(big.to_double() - 7.0 / 3.0) < 1e-15);
    CHECK(power_of_ten(2000).to_double() == HUGE_VAL);
    CHECK(power_of_ten(-2000).to_double() == 0.0);
}

}  // namespace
}  // namespace brcheck
