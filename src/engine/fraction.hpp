/// An exact fraction of machine words, for the fast lane. It is reduced only where it would not fit
/// otherwise, so that most operations are one or two multiplications.
#pragma once

#include "brcheck/number/rational.hpp"

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>

namespace brcheck {

/// Thrown where a result needs more than words: the fast lane then leaves the case to others.
struct FractionOverflow {};

struct Fraction {
    std::int64_t numerator = 0;
    std::int64_t denominator = 1;  ///< > 0

    [[nodiscard]] int sign() const noexcept { return (numerator > 0) - (numerator < 0); }
    [[nodiscard]] bool is_integer() const noexcept { return numerator % denominator == 0; }
};

namespace fraction_detail {

__extension__ using Wide = __int128;

inline bool fits(Wide value) noexcept {
    return value == static_cast<std::int64_t>(value) && value != INT64_MIN;
}

inline bool is_power_of_two(std::int64_t value) noexcept { return (value & (value - 1)) == 0; }

inline int log2(std::int64_t power_of_two) noexcept {
    return std::countr_zero(static_cast<std::uint64_t>(power_of_two));
}

/// In lowest terms.
Fraction reduce_words(Fraction value) noexcept;
/// REQUIRES: denominator > 0. Throws FractionOverflow.
Fraction reduce(Wide numerator, Wide denominator);

inline Fraction make(Wide numerator, Wide denominator) {
    if (fits(numerator) && fits(denominator)) [[likely]]
        return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
    return reduce(numerator, denominator);
}

/// a + b. Throws FractionOverflow.
Fraction add_unlike(Fraction a, Fraction b);

}  // namespace fraction_detail

inline Fraction operator-(Fraction a) { return {-a.numerator, a.denominator}; }

inline Fraction operator+(Fraction a, Fraction b) {
    using fraction_detail::Wide;
    if (a.denominator == b.denominator)
        return fraction_detail::make(Wide{a.numerator} + b.numerator, a.denominator);
    return fraction_detail::add_unlike(a, b);
}

inline Fraction operator-(Fraction a, Fraction b) { return a + -b; }

inline Fraction operator*(Fraction a, Fraction b) {
    using fraction_detail::Wide;
    return fraction_detail::make(Wide{a.numerator} * b.numerator,
                                 Wide{a.denominator} * b.denominator);
}

inline Fraction times(Fraction a, std::int64_t factor) { return a * Fraction{factor, 1}; }

/// REQUIRES: b is not 0.
inline Fraction operator/(Fraction a, Fraction b) {
    using fraction_detail::Wide;
    const Wide numerator = Wide{a.numerator} * b.denominator;
    const Wide denominator = Wide{a.denominator} * b.numerator;
    return denominator < 0 ? fraction_detail::make(-numerator, -denominator)
                           : fraction_detail::make(numerator, denominator);
}

inline std::strong_ordering operator<=>(Fraction a, Fraction b) noexcept {
    using fraction_detail::Wide;
    if (a.denominator == b.denominator) return a.numerator <=> b.numerator;
    return Wide{a.numerator} * b.denominator <=> Wide{b.numerator} * a.denominator;
}

inline bool operator==(Fraction a, Fraction b) noexcept { return (a <=> b) == 0; }

/// a * b. Throws FractionOverflow.
inline std::int64_t checked_product(std::int64_t a, std::int64_t b) {
    std::int64_t product = 0;
    if (__builtin_mul_overflow(a, b, &product) || product == INT64_MIN) throw FractionOverflow{};
    return product;
}

/// A sum in the making. All members may throw FractionOverflow.
class FractionSum {
public:
    explicit FractionSum(Fraction start)
        : numerator_(start.numerator), denominator_(start.denominator) {}

    void add(Fraction value, std::int64_t factor) {
        if (value.denominator == denominator_)
            add(fraction_detail::Wide{value.numerator} * factor);
        else
            add_unlike(value, factor);
    }
    [[nodiscard]] bool is_zero() const noexcept { return numerator_ == 0; }
    [[nodiscard]] Fraction value() const { return fraction_detail::make(numerator_, denominator_); }

private:
    void add(fraction_detail::Wide part) {
        if (__builtin_add_overflow(numerator_, part, &numerator_)) throw FractionOverflow{};
    }
    void add_unlike(Fraction value, std::int64_t factor);

    fraction_detail::Wide numerator_;
    std::int64_t denominator_;
};

/// In lowest terms.
inline Fraction reduced(Fraction value) noexcept {
    if (value.denominator == 1) return value;
    if (value.numerator == 0) return {0, 1};
    if (!fraction_detail::is_power_of_two(value.denominator))
        return fraction_detail::reduce_words(value);
    const int shift = std::min(std::countr_zero(static_cast<std::uint64_t>(value.numerator)),
                               fraction_detail::log2(value.denominator));
    return {value.numerator >> shift, value.denominator >> shift};
}

/// Throws FractionOverflow when it needs more than words.
inline Fraction fraction_of(const Rational& value) {
    if (!value.numerator().fits_int64() || !value.denominator().fits_int64())
        throw FractionOverflow{};
    return fraction_detail::make(value.numerator().to_int64(), value.denominator().to_int64());
}

inline Rational to_rational(Fraction value) {
    if (value.denominator == 1) return Rational(value.numerator);
    return {Integer(value.numerator), Integer(value.denominator)};
}

}  // namespace brcheck
