#include "engine/fraction.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace brcheck {
namespace {

__extension__ using WideBits = unsigned __int128;

std::uint64_t gcd(std::uint64_t a, std::uint64_t b) noexcept {
    if (a == 0 || b == 0) return a | b;
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
    return a << shift;
}

WideBits wide_gcd(WideBits a, WideBits b) noexcept {
    while (b > UINT64_MAX) a = std::exchange(b, a % b);
    if (b == 0) return a;
    return gcd(static_cast<std::uint64_t>(a % b), static_cast<std::uint64_t>(b));
}

}  // namespace

// Values are chosen with powers of two as denominators; those of sums of many would grow long if
// they were multiplied.
Fraction fraction_detail::add_unlike(Fraction a, Fraction b) {
    if (is_power_of_two(a.denominator) && is_power_of_two(b.denominator)) {
        if (a.denominator < b.denominator) std::swap(a, b);
        const int shift = log2(a.denominator) - log2(b.denominator);
        return make(a.numerator + Wide{b.numerator} * (std::int64_t{1} << shift), a.denominator);
    }
    return make(Wide{a.numerator} * b.denominator + Wide{b.numerator} * a.denominator,
                Wide{a.denominator} * b.denominator);
}

void FractionSum::add_unlike(Fraction value, std::int64_t factor) {
    using fraction_detail::Wide;
    if (value.numerator == 0) return;
    if (fraction_detail::is_power_of_two(value.denominator) &&
        fraction_detail::is_power_of_two(denominator_)) {
        const int shift = fraction_detail::log2(value.denominator) -
                          fraction_detail::log2(denominator_);
        const std::int64_t times = std::int64_t{1} << (shift < 0 ? -shift : shift);
        const Wide part = Wide{value.numerator} * factor;
        Wide scaled = 0;
        if (__builtin_mul_overflow(shift < 0 ? part : numerator_, times, &scaled))
            throw FractionOverflow{};
        if (shift > 0) {
            numerator_ = scaled;
            denominator_ = value.denominator;
        }
        return add(shift < 0 ? scaled : part);
    }
    const Fraction sum = fraction_detail::add_unlike(
        this->value(), fraction_detail::make(Wide{value.numerator} * factor, value.denominator));
    numerator_ = sum.numerator;
    denominator_ = sum.denominator;
}

Fraction fraction_detail::reduce(Wide numerator, Wide denominator) {
    const WideBits size = numerator < 0 ? 0 - static_cast<WideBits>(numerator)
                                        : static_cast<WideBits>(numerator);
    const auto common = static_cast<Wide>(wide_gcd(static_cast<WideBits>(denominator), size));
    numerator /= common;
    denominator /= common;
    if (!fits(numerator) || !fits(denominator)) throw FractionOverflow{};
    return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

Fraction fraction_detail::reduce_words(Fraction value) noexcept {
    const auto size = static_cast<std::uint64_t>(value.numerator < 0 ? -value.numerator
                                                                     : value.numerator);
    const auto common = static_cast<std::int64_t>(
        gcd(size, static_cast<std::uint64_t>(value.denominator)));
    return {value.numerator / common, value.denominator / common};
}

}  // namespace brcheck
