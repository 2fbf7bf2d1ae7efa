#include "brcheck/number/rational.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace brcheck {

namespace {

__extension__ using Wide = __int128;

// Numerator and denominator that fit machine words; the smallest word is left out, so that signs
// can be changed at will.
struct Words {
    std::int64_t numerator;
    std::int64_t denominator;
};

constexpr std::int64_t word_limit = std::numeric_limits<std::int64_t>::max();

std::optional<Words> words_of(const Rational& a) noexcept {
    if (!a.numerator().fits_int64() || !a.denominator().fits_int64()) {
        return std::nullopt;
    }
    const Words words{a.numerator().to_int64(), a.denominator().to_int64()};
    if (words.numerator < -word_limit) {
        return std::nullopt;
    }
    return words;
}

bool fits_word(Wide value) noexcept {
    return -Wide{word_limit} <= value && value <= word_limit;
}

std::int64_t gcd_words(std::int64_t first, std::int64_t second) noexcept {
    auto a = static_cast<std::uint64_t>(first < 0 ? -first : first);
    auto b = static_cast<std::uint64_t>(second < 0 ? -second : second);
    if (a == 0 || b == 0) {
        return static_cast<std::int64_t>(a | b);
    }
    const int shift = std::countr_zero(a | b);
    a >>= std::countr_zero(a);
    b >>= std::countr_zero(b);
    // Which of them is larger cannot be foreseen: nothing branches on it.
    while (a != b) {
        const std::uint64_t smaller = std::min(a, b);
        b = a < b ? b - a : a - b;
        b >>= std::countr_zero(b);
        a = smaller;
        if (a == 1) break;
    }
    return static_cast<std::int64_t>(a << shift);
}

// The product of two reduced ratios without a common factor left; nothing when it needs more than
// words. Denominators may be negative.
std::optional<Words> multiply_words(Words a, Words b) noexcept {
    const std::int64_t across = b.denominator == 1 ? 1 : gcd_words(a.numerator, b.denominator);
    const std::int64_t back = a.denominator == 1 ? 1 : gcd_words(b.numerator, a.denominator);
    const Wide numerator = Wide{a.numerator / across} * (b.numerator / back);
    const Wide denominator = Wide{a.denominator / back} * (b.denominator / across);
    if (!fits_word(numerator) || !fits_word(denominator)) {
        return std::nullopt;
    }
    const Words product{static_cast<std::int64_t>(numerator),
                        static_cast<std::int64_t>(denominator)};
    return product.denominator < 0 ? Words{-product.numerator, -product.denominator} : product;
}

// Knuth, The Art of Computer Programming, volume 2, section 4.5.1.
std::optional<Words> add_words(Words a, Words b) noexcept {
    const std::int64_t common = a.denominator == b.denominator ? a.denominator
                                : a.denominator == 1 || b.denominator == 1
                                    ? 1
                                    : gcd_words(a.denominator, b.denominator);
    const std::int64_t a_rest = common == 1 ? a.denominator : a.denominator / common;
    const std::int64_t b_rest = common == 1 ? b.denominator : b.denominator / common;
    Wide numerator = Wide{a.numerator} * b_rest + Wide{b.numerator} * a_rest;
    std::int64_t shared = 1;
    if (common != 1) {
        const std::int64_t rest = fits_word(numerator)
                                      ? static_cast<std::int64_t>(numerator) % common
                                      : static_cast<std::int64_t>(numerator % common);
        shared = rest == 1 || rest == -1 ? 1 : gcd_words(rest, common);
        numerator = fits_word(numerator) ? static_cast<std::int64_t>(numerator) / shared
                                         : numerator / shared;
    }
    const Wide denominator = Wide{a_rest} * (b.denominator / shared);
    if (!fits_word(numerator) || !fits_word(denominator)) {
        return std::nullopt;
    }
    return Words{static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

// value * 2^shift, exact.
Rational shift_by(const Rational& value, std::int64_t shift) {
    return value * power(Rational(2), shift);
}

std::int64_t to_signed(std::size_t value) {
    return static_cast<std::int64_t>(value);
}

}  // namespace

Rational::Rational(Integer numerator, Integer denominator)
    : numerator_(std::move(numerator)), denominator_(std::move(denominator)) {
    assert(!denominator_.is_zero());
    if (denominator_.sign() < 0) {
        numerator_ = -numerator_;
        denominator_ = -denominator_;
    }
    const Integer one(1);
    if (denominator_ == one) {
        return;
    }
    const Integer common = gcd(numerator_, denominator_);
    if (common != one) {
        numerator_ = divide_exact(numerator_, common);
        denominator_ = divide_exact(denominator_, common);
    }
}

bool Rational::is_integer() const noexcept {
    return denominator_ == Integer(1);
}

std::size_t Rational::bit_length() const noexcept {
    return numerator_.bit_length() + denominator_.bit_length();
}

Integer Rational::floor() const {
    return is_integer() ? numerator_ : floor_divide(numerator_, denominator_);
}

Integer Rational::ceiling() const {
    return is_integer() ? numerator_ : -floor_divide(-numerator_, denominator_);
}

std::string Rational::to_string() const {
    return is_integer() ? numerator_.to_string()
                        : numerator_.to_string() + "/" + denominator_.to_string();
}

double Rational::to_double() const noexcept {
    constexpr std::size_t double_digits = 53;
    if (numerator_.bit_length() <= double_digits && denominator_.bit_length() <= double_digits) {
        return numerator_.to_double() / denominator_.to_double();
    }
    // Parts may lie beyond the range of double where their ratio does not: divide as integers, with
    // 64 bits or more of quotient.
    constexpr std::int64_t quotient_bits = 66;
    const std::int64_t shift =
        quotient_bits - to_signed(numerator_.bit_length()) + to_signed(denominator_.bit_length());
    const Rational scaled = shift_by(brcheck::abs(*this), shift);
    const double quotient = scaled.floor().to_double();
    constexpr std::int64_t far_beyond_double = 10000;
    const std::int64_t exponent =
        std::clamp<std::int64_t>(-shift, -far_beyond_double, far_beyond_double);
    const double result = std::ldexp(quotient, static_cast<int>(exponent));
    return sign() < 0 ? -result : result;
}

Rational Rational::operator-() const {
    return {-numerator_, denominator_, Reduced{}};
}

Rational operator+(const Rational& a, const Rational& b) {
    const auto a_words = words_of(a);
    const auto b_words = words_of(b);
    if (a_words && b_words) {
        if (const auto sum = add_words(*a_words, *b_words)) {
            return {Integer(sum->numerator), Integer(sum->denominator), Rational::Reduced{}};
        }
    }
    if (a.is_integer() && b.is_integer()) {
        return Rational(a.numerator_ + b.numerator_);
    }
    const Integer common = gcd(a.denominator_, b.denominator_);
    const Integer a_rest = divide_exact(a.denominator_, common);
    const Integer b_rest = divide_exact(b.denominator_, common);
    const Integer numerator = a.numerator_ * b_rest + b.numerator_ * a_rest;
    const Integer shared = gcd(numerator, common);
    return {divide_exact(numerator, shared), a_rest * divide_exact(b.denominator_, shared),
            Rational::Reduced{}};
}

Rational operator-(const Rational& a, const Rational& b) {
    const auto a_words = words_of(a);
    const auto b_words = words_of(b);
    if (a_words && b_words) {
        if (const auto sum = add_words(*a_words, {-b_words->numerator, b_words->denominator})) {
            return {Integer(sum->numerator), Integer(sum->denominator), Rational::Reduced{}};
        }
    }
    return a + -b;
}

Rational operator*(const Rational& a, const Rational& b) {
    const auto a_words = words_of(a);
    const auto b_words = words_of(b);
    if (a_words && b_words) {
        if (const auto product = multiply_words(*a_words, *b_words)) {
            return {Integer(product->numerator), Integer(product->denominator),
                    Rational::Reduced{}};
        }
    }
    if (a.is_integer() && b.is_integer()) {
        return Rational(a.numerator_ * b.numerator_);
    }
    const Integer across = gcd(a.numerator_, b.denominator_);
    const Integer back = gcd(b.numerator_, a.denominator_);
    return {divide_exact(a.numerator_, across) * divide_exact(b.numerator_, back),
            divide_exact(a.denominator_, back) * divide_exact(b.denominator_, across),
            Rational::Reduced{}};
}

Rational operator/(const Rational& a, const Rational& b) {
    assert(!b.is_zero());
    const auto a_words = words_of(a);
    const auto b_words = words_of(b);
    if (a_words && b_words) {
        const Words inverse{b_words->denominator, b_words->numerator};
        if (const auto quotient = multiply_words(*a_words, inverse)) {
            return {Integer(quotient->numerator), Integer(quotient->denominator),
                    Rational::Reduced{}};
        }
    }
    const bool negative = b.sign() < 0;
    return a * Rational(negative ? -b.denominator_ : b.denominator_,
                        negative ? -b.numerator_ : b.numerator_, Rational::Reduced{});
}

bool operator==(const Rational& a, const Rational& b) noexcept {
    return a.numerator_ == b.numerator_ && a.denominator_ == b.denominator_;
}

std::strong_ordering operator<=>(const Rational& a, const Rational& b) {
    if (a.denominator_ == b.denominator_) {
        return a.numerator_ <=> b.numerator_;
    }
    if (a.sign() != b.sign()) {
        return a.sign() <=> b.sign();
    }
    const auto a_words = words_of(a);
    const auto b_words = words_of(b);
    if (a_words && b_words) {
        const Wide left = Wide{a_words->numerator} * b_words->denominator;
        const Wide right = Wide{b_words->numerator} * a_words->denominator;
        return left <=> right;
    }
    return a.numerator_ * b.denominator_ <=> b.numerator_ * a.denominator_;
}

Rational abs(const Rational& a) {
    return a.sign() < 0 ? -a : a;
}

Rational power(const Rational& base, std::int64_t exponent) {
    const auto bits = static_cast<std::uint64_t>(exponent);
    const std::uint64_t times = exponent < 0 ? 0 - bits : bits;
    Integer numerator = power(base.numerator_, times);
    Integer denominator = power(base.denominator_, times);
    if (exponent < 0) {
        assert(!base.is_zero());
        std::swap(numerator, denominator);
        if (denominator.sign() < 0) {
            numerator = -numerator;
            denominator = -denominator;
        }
    }
    return {std::move(numerator), std::move(denominator), Rational::Reduced{}};
}

Rational power_of_ten(std::int64_t exponent) {
    return exponent >= 0 ? Rational(Integer::power_of_ten(exponent))
                         : Rational(Integer(1), Integer::power_of_ten(-exponent));
}

Rational round_to_place(const Rational& value, std::int64_t place, Toward toward) {
    const Rational unit = power_of_ten(place);
    const Rational scaled = value / unit;
    if (scaled.is_integer()) {
        return value;
    }
    Integer whole;
    switch (toward) {
        case Toward::minus_infinity:
            whole = scaled.floor();
            break;
        case Toward::plus_infinity:
            whole = scaled.ceiling();
            break;
        case Toward::nearest: {
            const Integer size = (abs(scaled) + Rational(Integer(1), Integer(2))).floor();
            whole = value.sign() < 0 ? -size : size;
            break;
        }
    }
    return Rational(std::move(whole)) * unit;
}

Rational shorten(const Rational& value, std::size_t bits, Toward toward) {
    assert(toward != Toward::nearest);
    if (value.bit_length() <= bits || value.is_zero()) {
        return value;
    }
    // |value| > 2^(exponent - 1), so that the unit 2^-shift is below 2^-bits of it.
    const std::int64_t exponent =
        to_signed(value.numerator().bit_length()) - to_signed(value.denominator().bit_length());
    const std::int64_t shift = to_signed(bits) + 1 - exponent;
    const Rational scaled = shift_by(value, shift);
    const Rational result = shift_by(
        Rational(toward == Toward::minus_infinity ? scaled.floor() : scaled.ceiling()), -shift);
    return result.bit_length() < value.bit_length() ? result : value;
}

}  // namespace brcheck
