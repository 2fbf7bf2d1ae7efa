/// An exact fraction of double words that is never reduced: for short computations with printed
/// numbers, whose products soon need more than a word.
#pragma once

#include "engine/range.hpp"

#include <bit>
#include <compare>
#include <cstdint>

namespace brcheck {

struct WideFraction {
    fraction_detail::Wide numerator = 0;
    fraction_detail::Wide denominator = 1;  ///< > 0

    WideFraction() = default;
    WideFraction(fraction_detail::Wide over, fraction_detail::Wide under)
        : numerator(over), denominator(under) {}
    WideFraction(Fraction value) : numerator(value.numerator), denominator(value.denominator) {}

    [[nodiscard]] int sign() const noexcept { return (numerator > 0) - (numerator < 0); }
    [[nodiscard]] bool is_integer() const noexcept { return numerator % denominator == 0; }
};

namespace fraction_detail {

inline int bits_of(Wide value) noexcept {
    __extension__ using UnsignedWide = unsigned __int128;
    const auto size =
        value < 0 ? -static_cast<UnsignedWide>(value) : static_cast<UnsignedWide>(value);
    const auto high = static_cast<std::uint64_t>(size >> 64);
    return high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                     : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(size)));
}

/// Throws FractionOverflow where the product may need more than 126 bits, so that two of them can
/// be added.
inline Wide product(Wide a, Wide b) {
    if (bits_of(a) + bits_of(b) > 126) throw FractionOverflow{};
    return a * b;
}

}  // namespace fraction_detail

// All of these may throw FractionOverflow.

inline WideFraction operator-(WideFraction a) {
    return {-a.numerator, a.denominator};
}

inline WideFraction operator+(WideFraction a, WideFraction b) {
    using fraction_detail::bits_of;
    using fraction_detail::product;
    if (a.denominator == b.denominator) {
        if (bits_of(a.numerator) > 126 || bits_of(b.numerator) > 126) throw FractionOverflow{};
        return {a.numerator + b.numerator, a.denominator};
    }
    return {product(a.numerator, b.denominator) + product(b.numerator, a.denominator),
            product(a.denominator, b.denominator)};
}

inline WideFraction operator-(WideFraction a, WideFraction b) {
    return a + -b;
}

inline WideFraction operator*(WideFraction a, WideFraction b) {
    using fraction_detail::product;
    return {product(a.numerator, b.numerator), product(a.denominator, b.denominator)};
}

/// Throws FractionOverflow for a division by 0, too: it is for others to decide.
inline WideFraction divide(WideFraction a, WideFraction b) {
    using fraction_detail::product;
    if (b.sign() == 0) throw FractionOverflow{};
    const auto over = product(a.numerator, b.denominator);
    const auto under = product(a.denominator, b.numerator);
    return under < 0 ? WideFraction{-over, -under} : WideFraction{over, under};
}

inline std::strong_ordering operator<=>(WideFraction a, WideFraction b) {
    using fraction_detail::product;
    return product(a.numerator, b.denominator) <=> product(b.numerator, a.denominator);
}

inline bool operator==(WideFraction a, WideFraction b) {
    return (a <=> b) == 0;
}

inline bool lies_in(WideFraction value, const Range& range) {
    if (range.has_low) {
        const auto order = value <=> WideFraction(range.low);
        if (order < 0 || (order == 0 && range.low_open)) return false;
    }
    if (range.has_high) {
        const auto order = value <=> WideFraction(range.high);
        if (order > 0 || (order == 0 && range.high_open)) return false;
    }
    return true;
}

}  // namespace brcheck
