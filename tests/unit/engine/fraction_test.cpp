#include "engine/fraction.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <vector>

using namespace brcheck;
using brcheck::testing::rational;

TEST_CASE("fractions compute like rationals, or say that words are not enough", "[fast_lane]") {
    const std::vector<Fraction> values = {
        {0, 1}, {0, 7}, {1, 1}, {-1, 2}, {6, 4}, {-355, 113}, {1, INT64_MAX}, {INT64_MAX, 1},
        {-INT64_MAX, 3}, {4'000'000'007, 6'000'000'011}, {std::int64_t{1} << 62, 1'000'000'007},
    };
    int overflows = 0;
    const auto check = [&](auto compute, const Rational& expected) {
        try {
            const Fraction result = compute();
            CHECK(result.denominator > 0);
            CHECK(to_rational(result) == expected);
        } catch (const FractionOverflow&) {
            ++overflows;
            CHECK(expected.bit_length() > 63);
        }
    };
    for (const Fraction a : values) {
        CHECK(to_rational(reduced(a)) == to_rational(a));
        for (const Fraction b : values) {
            CAPTURE(a.numerator, a.denominator, b.numerator, b.denominator);
            const Rational x = to_rational(a);
            const Rational y = to_rational(b);
            check([&] { return a + b; }, x + y);
            check([&] { return a - b; }, x - y);
            check([&] { return a * b; }, x * y);
            if (b.sign() != 0) check([&] { return a / b; }, x / y);
            CHECK((a <=> b) == (x <=> y));
            CHECK((a == b) == (x == y));
        }
    }
    CHECK(overflows > 20);
    CHECK_THROWS_AS(fraction_of(rational("123456789012345678901")), FractionOverflow);
}
