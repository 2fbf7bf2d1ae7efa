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
    // Powers of two are lined up, not multiplied: these would need 2^80 otherwise.
    const Fraction fine{(std::int64_t{1} << 40) + 1, std::int64_t{1} << 40};
    const Fraction finer{3, std::int64_t{1} << 41};
    CHECK((fine + finer).denominator == finer.denominator);
    CHECK(reduced({-24, 16}).denominator == 2);
    CHECK(reduced({0, 16}).denominator == 1);
    CHECK_THROWS_AS(fraction_of(rational("123456789012345678901")), FractionOverflow);
}

TEST_CASE("a sum of fractions with factors is exact", "[fast_lane]") {
    const std::vector<Fraction> values = {
        {0, 1}, {3, 8}, {-5, 1024}, {7, 3}, {-22, 7}, {1'000'001, 2}, {9, 1 << 20},
    };
    for (const Fraction start : values)
        for (const Fraction a : values)
            for (const Fraction b : values) {
                FractionSum sum(start);
                sum.add(a, -3);
                sum.add(b, 1'000);
                const Rational expected = to_rational(start) + to_rational(a) * Rational(-3) +
                                          to_rational(b) * Rational(1'000);
                CHECK(to_rational(sum.value()) == expected);
                CHECK(sum.is_zero() == expected.is_zero());
            }
    FractionSum large({1, 1});
    large.add({INT64_MAX, 1}, INT64_MAX);
    CHECK_THROWS_AS(large.value(), FractionOverflow);
    large.add({-INT64_MAX, 1}, INT64_MAX);
    CHECK(to_rational(large.value()) == Rational(1));
    large.add({1, 2}, 1);
    large.add({-3, 2}, 1);
    CHECK(large.is_zero());
}
