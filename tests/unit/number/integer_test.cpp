#include "brcheck/number/integer.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

__extension__ using Wide = __int128;

std::string to_text(Wide value) {
    std::string text;
    const bool negative = value < 0;
    do {
        const int digit = static_cast<int>(value % 10);
        text += static_cast<char>('0' + (digit < 0 ? -digit : digit));
        value /= 10;
    } while (value != 0);
    if (negative) {
        text += '-';
    }
    std::reverse(text.begin(), text.end());
    return text;
}

// The integer of a decimal numeral, with a sign.
Integer parse(std::string_view text) {
    return text.starts_with('-') ? -Integer::from_digits(text.substr(1))
                                 : Integer::from_digits(text);
}

// Both sides of the places where a value changes its form: 2^61 (own words) and 2^63 (int64).
std::vector<std::int64_t> words() {
    std::vector<std::int64_t> values{0, 1, 2, 3, 10, 1'000'000'007};
    for (const int bits : {31, 32, 60, 61, 62}) {
        for (const std::int64_t step : {-1, 0, 1}) {
            values.push_back((std::int64_t{1} << bits) + step);
        }
    }
    values.push_back(std::numeric_limits<std::int64_t>::max());
    const std::size_t count = values.size();
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(-values[i]);
    }
    values.push_back(std::numeric_limits<std::int64_t>::min());
    std::mt19937_64 random(20261124);
    for (int i = 0; i < 40; ++i) {
        const auto word = static_cast<std::int64_t>(random());
        values.push_back(word >> (random() % 60));
    }
    return values;
}

Wide floor_of(Wide a, Wide b) {
    const Wide quotient = a / b;
    return quotient * b != a && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

Wide gcd_of(Wide a, Wide b) {
    while (b != 0) {
        a = std::exchange(b, a % b);
    }
    return a < 0 ? -a : a;
}

std::string random_digits(std::mt19937_64& random, std::size_t count) {
    std::string digits(1, static_cast<char>('1' + random() % 9));
    while (digits.size() < count) {
        digits += static_cast<char>('0' + random() % 10);
    }
    return digits;
}

TEST_CASE("integers agree with 128-bit arithmetic round their limits", "[integer]") {
    const std::vector<std::int64_t> values = words();
    for (const std::int64_t a : values) {
        for (const std::int64_t b : values) {
            CAPTURE(a, b);
            const Integer x(a);
            const Integer y(b);
            REQUIRE((x + y).to_string() == to_text(Wide{a} + b));
            REQUIRE((x - y).to_string() == to_text(Wide{a} - b));
            REQUIRE((x * y).to_string() == to_text(Wide{a} * b));
            REQUIRE(gcd(x, y).to_string() == to_text(gcd_of(a, b)));
            REQUIRE((x == y) == (a == b));
            REQUIRE((x <=> y) == (a <=> b));
            REQUIRE((x * y <=> y + y) == (Wide{a} * b <=> Wide{b} + b));
            if (b != 0) {
                REQUIRE(floor_divide(x, y).to_string() == to_text(floor_of(a, b)));
                REQUIRE(divide_exact(x * y, y) == x);
            }
        }
    }
}

TEST_CASE("words come back as they went in", "[integer]") {
    for (const std::int64_t a : words()) {
        CAPTURE(a);
        const Integer x(a);
        REQUIRE(x.fits_int64());
        REQUIRE(x.to_int64() == a);
        REQUIRE(x.to_string() == std::to_string(a));
        REQUIRE(parse(std::to_string(a)) == x);
        REQUIRE(x.sign() == (a > 0) - (a < 0));
        REQUIRE(x.is_even() == (a % 2 == 0));
        REQUIRE((-x).to_string() == to_text(-Wide{a}));
        REQUIRE(abs(x).to_string() == to_text(a < 0 ? -Wide{a} : Wide{a}));
        REQUIRE(x.to_double() == static_cast<double>(a));
    }
}

TEST_CASE("values just beyond a word do not fit", "[integer]") {
    const Integer max(std::numeric_limits<std::int64_t>::max());
    const Integer min(std::numeric_limits<std::int64_t>::min());
    CHECK_FALSE((max + Integer(1)).fits_int64());
    CHECK_FALSE((min - Integer(1)).fits_int64());
    CHECK_FALSE((max * max).fits_int64());
    CHECK((max + Integer(1) - Integer(1)).to_int64() == std::numeric_limits<std::int64_t>::max());
    CHECK((min - Integer(1) + Integer(1)).to_int64() == std::numeric_limits<std::int64_t>::min());
}

TEST_CASE("bit lengths count the magnitude", "[integer]") {
    CHECK(Integer(0).bit_length() == 0);
    CHECK(Integer(1).bit_length() == 1);
    CHECK(Integer(-8).bit_length() == 4);
    CHECK(Integer(std::numeric_limits<std::int64_t>::min()).bit_length() == 64);
    CHECK(power(Integer(2), 1000).bit_length() == 1001);
}

TEST_CASE("long integers keep every digit through a string", "[integer]") {
    std::mt19937_64 random(1);
    for (const std::size_t digits : {1U, 17U, 18U, 19U, 20U, 38U, 39U, 100U, 2000U}) {
        const std::string text = random_digits(random, digits);
        CAPTURE(text);
        CHECK(parse(text).to_string() == text);
        CHECK(parse("-" + text).to_string() == "-" + text);
    }
    CHECK(Integer::from_digits("000").is_zero());
    CHECK(Integer::from_digits(std::string(50, '0') + "12").to_int64() == 12);
}

TEST_CASE("identities hold for integers of 2000 digits", "[integer]") {
    std::mt19937_64 random(2);
    for (int i = 0; i < 30; ++i) {
        const Integer a = parse(random_digits(random, 1 + random() % 2000));
        const Integer b = -parse(random_digits(random, 1 + random() % 2000));
        const Integer c = parse(random_digits(random, 1 + random() % 40));
        CHECK(divide_exact(a * b, b) == a);
        CHECK(a + b - b == a);
        CHECK((a + b) * c == a * c + b * c);
        CHECK(a - a == Integer(0));
        CHECK((a - a).fits_int64());
        CHECK((a <=> b) == std::strong_ordering::greater);
        CHECK((a < c) == ((a - c).sign() < 0));
        const Integer quotient = floor_divide(b, c);
        CHECK(quotient * c <= b);
        CHECK(b < (quotient + Integer(1)) * c);
        const Integer common = gcd(a * c, b * c);
        CHECK(common.sign() > 0);
        CHECK(divide_exact(common, c) * c == common);
        CHECK(gcd(divide_exact(a * c, common), divide_exact(b * c, common)) == Integer(1));
    }
}

TEST_CASE("copies and moves leave each value its own", "[integer]") {
    const Integer small(7);
    const Integer big = power(Integer(10), 50);
    for (const Integer& from : {small, big}) {
        for (const Integer& to : {small, big}) {
            Integer target = to;
            target = from;
            CHECK(target == from);
            Integer moved = std::move(target);
            CHECK(moved == from);
            target = to;
            target = std::move(moved);
            CHECK(target == from);
            Integer& self = target;
            target = self;
            CHECK(target == from);
        }
    }
    CHECK(big.to_string() == "1" + std::string(50, '0'));
}

TEST_CASE("powers of whole numbers, also of 0 and 1", "[integer]") {
    struct Case {
        std::int64_t base;
        std::uint64_t exponent;
        std::string expected;
    };
    const std::vector<Case> table{
        {0, 0, "1"},
        {0, 5, "0"},
        {1, 1'000'000'000, "1"},
        {-1, 3, "-1"},
        {-1, 4, "1"},
        {-2, 3, "-8"},
        {7, 1, "7"},
        {2, 61, "2305843009213693952"},
        {3, 0, "1"},
        {2, 60, "1152921504606846976"},
        {-10, 19, "-10000000000000000000"},
        {99, 10, "90438207500880449001"},
    };
    for (const auto& [base, exponent, expected] : table) {
        CAPTURE(base, exponent);
        CHECK(power(Integer(base), exponent).to_string() == expected);
    }
    for (const std::int64_t exponent : {0, 1, 17, 18, 19, 20, 1000}) {
        CHECK(Integer::power_of_ten(exponent).to_string() ==
              "1" + std::string(static_cast<std::size_t>(exponent), '0'));
    }
}

TEST_CASE("roots are the largest whole number whose power fits", "[integer]") {
    std::mt19937_64 random(3);
    for (const std::uint64_t n : {1U, 2U, 3U, 7U, 61U, 62U, 64U, 200U}) {
        for (const std::size_t digits : {1U, 2U, 18U, 19U, 40U, 300U}) {
            const Integer a = parse(random_digits(random, digits));
            const Integer r = root_floor(a, n);
            CAPTURE(a, n, r);
            CHECK(power(r, n) <= a);
            CHECK(a < power(r + Integer(1), n));
        }
    }
    CHECK(root_floor(Integer(0), 5) == Integer(0));
    CHECK(root_floor(power(Integer(12345678901), 9), 9) == Integer(12345678901));
    CHECK(root_floor(power(Integer(12345678901), 9) - Integer(1), 9) == Integer(12345678900));
    CHECK(root_floor(Integer(4), 2) == Integer(2));
    CHECK(root_floor(Integer(8), 3) == Integer(2));
    CHECK(root_floor(Integer(3), 2) == Integer(1));
}

TEST_CASE("shifts multiply and divide by powers of two", "[integer]") {
    for (const std::int64_t word : words()) {
        for (const Integer& value : {Integer(word), Integer(word) * power(Integer(10), 40)}) {
            for (const std::int64_t bits : {0, 1, 3, 61, 64, 200}) {
                const Integer factor = power(Integer(2), static_cast<std::uint64_t>(bits));
                CAPTURE(value, bits);
                REQUIRE(shift(value, bits) == value * factor);
                REQUIRE(shift(value, -bits) == floor_divide(value, factor));
            }
        }
    }
}

TEST_CASE("a word is divided by what is longer than a word", "[integer]") {
    const Integer large = power(Integer(2), 70);
    CHECK(floor_divide(Integer(5), large) == Integer(0));
    CHECK(floor_divide(Integer(-5), large) == Integer(-1));
    CHECK(floor_divide(Integer(5), -large) == Integer(-1));
    CHECK(floor_divide(Integer(-5), -large) == Integer(0));
    CHECK(floor_divide(Integer(0), -large) == Integer(0));
    CHECK(divide_exact(Integer(0), -large) == Integer(0));
    CHECK(gcd(Integer(12), -large) == Integer(4));
}

TEST_CASE("the nearest double, ties to even, infinite beyond the range", "[integer]") {
    const Integer one(1);
    const Integer unit = power(Integer(2), 80);
    CHECK((unit * Integer(9007199254740993)).to_double() == std::ldexp(9007199254740992.0, 80));
    CHECK((unit * Integer(9007199254740993) + one).to_double() ==
          std::ldexp(9007199254740994.0, 80));
    CHECK((unit * Integer(9007199254740995)).to_double() == std::ldexp(9007199254740996.0, 80));
    CHECK((-power(Integer(2), 1023)).to_double() == -std::ldexp(1.0, 1023));
    CHECK(power(Integer(2), 1024).to_double() == HUGE_VAL);
    CHECK((-power(Integer(10), 5000)).to_double() == -HUGE_VAL);
    CHECK((power(Integer(2), 1024) - one).to_double() == HUGE_VAL);
    CHECK(power(Integer(10), 25).to_double() == 1e25);
    CHECK(power(Integer(10), 300).to_double() == 1e300);
}

}  // namespace
}  // namespace brcheck
