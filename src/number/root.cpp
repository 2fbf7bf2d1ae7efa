#include "brcheck/number/rational.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <optional>
#include <utility>

namespace brcheck {
namespace {

std::int64_t signed_length(const Integer& value) {
    return static_cast<std::int64_t>(value.bit_length());
}

/// mantissa * 2^exponent for a mantissa above 0.
struct Scientific {
    Integer mantissa;
    std::int64_t exponent = 0;
};

bool operator<=(const Scientific& a, const Scientific& b) {
    const std::int64_t a_size = signed_length(a.mantissa) + a.exponent;
    const std::int64_t b_size = signed_length(b.mantissa) + b.exponent;
    if (a_size != b_size) return a_size < b_size;
    const std::int64_t unit = std::min(a.exponent, b.exponent);
    return shift(a.mantissa, a.exponent - unit) <= shift(b.mantissa, b.exponent - unit);
}

/// Arithmetic with few bits in which every result lies on the given side of the exact one.
class Rounded {
public:
    Rounded(std::size_t bits, Toward toward)
        : bits_(static_cast<std::int64_t>(bits)), up_(toward == Toward::plus_infinity) {}

    [[nodiscard]] Scientific shorten(Scientific value) const {
        const std::int64_t excess = signed_length(value.mantissa) - bits_;
        if (excess <= 0) return value;
        return {shift(value.mantissa, -excess) + Integer(up_ ? 1 : 0), value.exponent + excess};
    }

    [[nodiscard]] Scientific from(const Rational& value) const {
        const Rounded other_way(static_cast<std::size_t>(bits_),
                                up_ ? Toward::minus_infinity : Toward::plus_infinity);
        const Scientific above = shorten(Scientific{value.numerator(), 0});
        const Scientific below = other_way.shorten(Scientific{value.denominator(), 0});
        const std::int64_t places =
            bits_ + 1 + signed_length(below.mantissa) - signed_length(above.mantissa);
        const Integer quotient = floor_divide(shift(above.mantissa, places), below.mantissa);
        return shorten(
            Scientific{quotient + Integer(up_ ? 1 : 0), above.exponent - below.exponent - places});
    }

    /// REQUIRES: times >= 1.
    [[nodiscard]] Scientific power(const Scientific& base, std::uint64_t times) const {
        Scientific result = base;
        for (int bit = static_cast<int>(std::bit_width(times)) - 2; bit >= 0; --bit) {
            result = multiply(result, result);
            if ((times >> bit & 1) != 0) result = multiply(result, base);
        }
        return result;
    }

private:
    [[nodiscard]] Scientific multiply(const Scientific& a, const Scientific& b) const {
        return shorten({a.mantissa * b.mantissa, a.exponent + b.exponent});
    }

    std::int64_t bits_;
    bool up_;
};

/// Near the n-th root, in floating point, with `bits` bits.
Scientific guess_root(const Scientific& value, std::uint64_t n, std::int64_t bits) {
    const auto degree = static_cast<std::int64_t>(n);
    const std::int64_t size = signed_length(value.mantissa) + value.exponent;
    const std::int64_t whole = floor_divide(Integer(size), Integer(degree)).to_int64();
    // From 1 to 2, as close to the value's size as that is a multiple of n.
    const double fraction = std::log2(value.mantissa.to_double()) -
                            static_cast<double>(signed_length(value.mantissa)) +
                            static_cast<double>(size - whole * degree);
    constexpr int word = 52;
    const double mantissa = std::exp2(fraction / static_cast<double>(n) + word);
    return {shift(Integer(static_cast<std::int64_t>(mantissa)), bits - word), whole - bits};
}

/// A step of Newton's method for the n-th root, in place. To how many bits it is right then.
std::int64_t improve_root(Scientific& root, const Scientific& value, std::uint64_t n,
                          const Rounded& arithmetic, std::int64_t bits) {
    const Scientific reached = arithmetic.power(root, n);
    const std::int64_t unit = std::min(reached.exponent, value.exponent);
    const Integer have = shift(reached.mantissa, reached.exponent - unit);
    const Integer want = shift(value.mantissa, value.exponent - unit);
    const Integer excess = floor_divide(shift(want - have, bits), have);  // in units of 2^-bits
    const Integer degree(static_cast<std::int64_t>(n));
    root.mantissa = root.mantissa + shift(floor_divide(root.mantissa * excess, degree), -bits);
    // With a relative error of e before it is about n / 2 * e^2, and the excess was n * e.
    return 2 * (bits - signed_length(excess)) + signed_length(degree);
}

constexpr std::uint64_t largest_guessed_root = std::uint64_t{1} << 30;
constexpr std::uint64_t largest_guessed_power = 1024;

/// value^(times/n) on one side, by way of a root that is only near: its n-th power shows that a
/// little less is below and a little more above. Nothing where it does not.
/// REQUIRES: value > 0, n <= largest_guessed_root, times / n <= largest_guessed_power.
std::optional<Rational> root_by_guess(const Rational& value, std::uint64_t times, std::uint64_t n,
                                      std::size_t bits, Toward toward) {
    // A power's last bits are wrong by its exponent: what of that the root keeps is lost here.
    constexpr std::size_t spare = 64;
    constexpr std::size_t slack_bits = 8;
    constexpr int most_steps = 8;
    const std::size_t precision = bits + spare;
    const auto length = static_cast<std::int64_t>(precision);
    const auto wanted = static_cast<std::int64_t>(bits + 2 * slack_bits);
    const Rounded down(precision, Toward::minus_infinity);
    const Rounded up(precision, Toward::plus_infinity);
    const Scientific low = down.power(down.from(value), times);
    Scientific near = guess_root(low, n, length);
    for (int step = 0; step < most_steps; ++step)
        if (improve_root(near, low, n, down, length) > wanted) break;
    const Integer slack = power(Integer(2), spare - slack_bits);
    bool is_beyond = false;
    if (toward == Toward::plus_infinity) {
        near.mantissa = near.mantissa + slack;
        is_beyond = up.power(up.from(value), times) <= down.power(near, n);
    } else {
        near.mantissa = near.mantissa - slack;
        is_beyond = up.power(near, n) <= low;
    }
    if (!is_beyond) return std::nullopt;
    const Scientific result = Rounded(bits + 2, toward).shorten(near);
    return Rational(result.mantissa) * power(Rational(2), result.exponent);
}

std::optional<Integer> whole_root(const Integer& value, std::uint64_t n) {
    Integer result = root_floor(value, n);
    if (power(result, n) != value) return std::nullopt;
    return result;
}

std::optional<Rational> rational_root(const Rational& value, std::uint64_t n) {
    const auto numerator = whole_root(value.numerator(), n);
    const auto denominator = numerator ? whole_root(value.denominator(), n) : std::nullopt;
    if (!denominator) return std::nullopt;
    return Rational(*numerator, *denominator);
}

/// From the root of the number that is to be cut off in whole.
Rational root_by_digits(const Rational& value, std::uint64_t n, std::size_t bits, Toward toward) {
    // root(value) > 2^floor((e - 1) / n) for value > 2^(e - 1): the root times 2^places has more
    // than `bits` bits before the point, and cutting off the rest costs less than 2^-bits of it.
    const std::int64_t exponent =
        signed_length(value.numerator()) - signed_length(value.denominator());
    const auto degree = static_cast<std::int64_t>(n);
    const std::int64_t root_exponent =
        floor_divide(Integer(exponent - 1), Integer(degree)).to_int64();
    const std::int64_t places = static_cast<std::int64_t>(bits) + 1 - root_exponent;
    Integer whole = root_floor((value * power(Rational(2), places * degree)).floor(), n);
    if (toward == Toward::plus_infinity) whole = whole + Integer(1);
    return Rational(std::move(whole)) * power(Rational(2), -places);
}

/// value^(times/n). REQUIRES: the fraction is reduced.
Rational root_of_power(const Rational& value, std::uint64_t times, std::uint64_t n,
                       std::size_t bits, Toward toward, bool* exact) {
    assert(value.sign() >= 0 && n >= 1 && toward != Toward::nearest);
    // As times and n have no common factor, it is rational only where that root is.
    const auto base = rational_root(value, n);
    if (exact != nullptr) *exact = base.has_value();
    if (base) return power(*base, static_cast<std::int64_t>(times));
    // Measured: beyond this many bits the guess is quicker.
    constexpr std::uint64_t long_bits = 6'000;
    const bool is_long = n > long_bits / bits || times > long_bits / value.bit_length();
    if (is_long && n <= largest_guessed_root && times / n <= largest_guessed_power)
        if (auto result = root_by_guess(value, times, n, bits, toward)) return *std::move(result);
    return root_by_digits(power(value, static_cast<std::int64_t>(times)), n, bits, toward);
}

}  // namespace

Rational root(const Rational& value, std::uint64_t n, std::size_t bits, Toward toward,
              bool* exact) {
    return root_of_power(value, 1, n, bits, toward, exact);
}

Rational power(const Rational& base, const Rational& exponent, std::size_t bits, Toward toward,
               bool* exact) {
    return root_of_power(base, static_cast<std::uint64_t>(exponent.numerator().to_int64()),
                         static_cast<std::uint64_t>(exponent.denominator().to_int64()), bits,
                         toward, exact);
}

}  // namespace brcheck
