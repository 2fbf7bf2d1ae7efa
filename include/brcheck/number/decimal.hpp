/// A decimal number as it was written: 50.0 is not 50.
#pragma once

#include "brcheck/number/rational.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// The largest size of a written number: digits kept, and how far the exponent may lie from 0.
struct NumberLimits {
    std::size_t max_digits = 1000;
    std::int64_t max_exponent = 1000;
    friend bool operator==(const NumberLimits&, const NumberLimits&) = default;
};

/// value = digits * 10^place. `place` is the power of ten of the last written digit, so that
/// "50.0" is {500, -1}, "4,000" is {4000, 0} and "1.2e6" is {12, 5}.
struct Decimal {
    Integer digits;
    std::int64_t place = 0;

    [[nodiscard]] Rational value() const;
    /// Place of the last digit that is not zero ("4,000" -> 3, "50.0" -> 1); `place` itself for 0.
    [[nodiscard]] std::int64_t last_nonzero_place() const;
    /// Plain decimal notation with every written digit kept and no exponent: "50.0", "-0.25",
    /// "1200000". Digits left of the place are filled with zeros.
    [[nodiscard]] std::string to_string() const;

    Decimal operator-() const { return {-digits, place}; }
    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// Reads [+-]digits[.digits][(e|E)[+-]digits], all of `text`; nothing when it is anything else or
/// exceeds the limits. No blanks, no grouping: those belong to figures (figure/parse_figure.hpp).
std::optional<Decimal> parse_decimal(std::string_view text, const NumberLimits& limits = {});

/// `value` as a plain decimal string, exact when it ends within `max_places` places after the
/// point (or is an integer), else rounded in the given direction at that place. No trailing zeros
/// after the point, no exponent, "-" only for values below 0.
std::string format_decimal(const Rational& value, std::int64_t max_places, Toward toward);

/// As format_decimal, with at least `significant` significant digits kept: the place follows from
/// the size of the value. All digits before the point are always written.
std::string format_significant(const Rational& value, int significant, Toward toward);

/// Power of ten of the leading digit: 3 for 4000, -2 for 0.05; nothing for 0.
std::optional<std::int64_t> leading_place(const Rational& value);

}  // namespace brcheck
