#include "engine/fraction.hpp"

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
    while (a != 1 && a != b) {
        if (a > b) std::swap(a, b);
        b -= a;
        b >>= std::countr_zero(b);
    }
    return a << shift;
}

WideBits wide_gcd(WideBits a, WideBits b) noexcept {
    while (b > UINT64_MAX) a = std::exchange(b, a % b);
    if (b == 0) return a;
    return gcd(static_cast<std::uint64_t>(a % b), static_cast<std::uint64_t>(b));
}

}  // namespace

Fraction fraction_detail::reduce(Wide numerator, Wide denominator) {
    const WideBits size = numerator < 0 ? 0 - static_cast<WideBits>(numerator)
                                        : static_cast<WideBits>(numerator);
    const auto common = static_cast<Wide>(wide_gcd(static_cast<WideBits>(denominator), size));
    numerator /= common;
    denominator /= common;
    if (!fits(numerator) || !fits(denominator)) throw FractionOverflow{};
    return {static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator)};
}

Fraction reduced(Fraction value) {
    if (value.denominator == 1) return value;
    const auto size = static_cast<std::uint64_t>(value.numerator < 0 ? -value.numerator
                                                                     : value.numerator);
    const auto common = static_cast<std::int64_t>(
        gcd(size, static_cast<std::uint64_t>(value.denominator)));
    return {value.numerator / common, value.denominator / common};
}

}  // namespace brcheck
