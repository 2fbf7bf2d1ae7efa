/// An exact ratio of two integers, always reduced, denominator positive.
/// Every verdict of brcheck rests on this type; nothing in it rounds unless its name says so.
#pragma once

#include "brcheck/number/integer.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace brcheck {

class Rational {
public:
    Rational() : denominator_(1) {}
    Rational(std::int64_t value) : numerator_(value), denominator_(1) {}  // NOLINT
    Rational(Integer value) : numerator_(std::move(value)), denominator_(1) {}  // NOLINT
    /// REQUIRES: denominator is not 0. Reduces.
    Rational(Integer numerator, Integer denominator);

    [[nodiscard]] const Integer& numerator() const noexcept { return numerator_; }
    [[nodiscard]] const Integer& denominator() const noexcept { return denominator_; }
    [[nodiscard]] int sign() const noexcept { return numerator_.sign(); }
    [[nodiscard]] bool is_zero() const noexcept { return numerator_.is_zero(); }
    [[nodiscard]] bool is_integer() const noexcept;
    /// Bits of numerator and denominator together: the size that arithmetic pays for.
    [[nodiscard]] std::size_t bit_length() const noexcept;

    [[nodiscard]] Integer floor() const;
    [[nodiscard]] Integer ceiling() const;

    /// "7", "-1/3": always p or p/q, reduced.
    [[nodiscard]] std::string to_string() const;
    /// The nearest double or one beside it. For drawing only, never for a verdict.
    [[nodiscard]] double to_double() const noexcept;

    Rational operator-() const;
    friend Rational operator+(const Rational& a, const Rational& b);
    friend Rational operator-(const Rational& a, const Rational& b);
    friend Rational operator*(const Rational& a, const Rational& b);
    /// REQUIRES: b is not 0.
    friend Rational operator/(const Rational& a, const Rational& b);
    Rational& operator+=(const Rational& b) { return *this = *this + b; }
    Rational& operator-=(const Rational& b) { return *this = *this - b; }
    Rational& operator*=(const Rational& b) { return *this = *this * b; }

    friend bool operator==(const Rational& a, const Rational& b) noexcept;
    friend std::strong_ordering operator<=>(const Rational& a, const Rational& b);
    friend Rational power(const Rational& base, std::int64_t exponent);

private:
    struct Reduced {};
    Rational(Integer numerator, Integer denominator, Reduced /*promise*/)
        : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {}

    Integer numerator_;
    Integer denominator_;
};

Rational abs(const Rational& a);

/// base^exponent, exact. REQUIRES: base is not 0 when exponent is negative. 0^0 = 1.
Rational power(const Rational& base, std::int64_t exponent);

/// 10^exponent, exact, for either sign of exponent.
Rational power_of_ten(std::int64_t exponent);

/// Which neighbour to take where a value has no short form.
enum class Toward { minus_infinity, plus_infinity, nearest };

/// The multiple of 10^place that lies nearest in the given direction; itself when it is one.
/// `nearest` takes ties away from zero.
Rational round_to_place(const Rational& value, std::int64_t place, Toward toward);

/// A ratio of few bits on the given side of `value`, with a relative distance below 2^-bits;
/// `value` itself when it is short enough. REQUIRES: toward is not nearest.
Rational shorten(const Rational& value, std::size_t bits, Toward toward);

/// The non-negative n-th root of `value`, rounded in the given direction to a relative distance
/// below 2^-bits; exact whenever the root is rational. `exact` (if given) says which.
/// REQUIRES: value >= 0, n >= 1, toward is not nearest.
Rational root(const Rational& value, std::uint64_t n, std::size_t bits, Toward toward,
              bool* exact = nullptr);

/// base^exponent, rounded and exact in the same way. What it costs hardly grows with the digits of
/// the exponent. REQUIRES: base >= 0, 0 < exponent, and numerator and denominator of the exponent
/// fit 62 bits; toward is not nearest.
Rational power(const Rational& base, const Rational& exponent, std::size_t bits, Toward toward,
               bool* exact = nullptr);

}  // namespace brcheck
