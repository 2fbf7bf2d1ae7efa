/// Numbers with an infinitesimal part, so that strict bounds need no epsilon.
#pragma once

#include "brcheck/number/rational.hpp"
#include "engine/fraction.hpp"

#include <compare>

namespace brcheck {

inline bool is_zero(const Rational& a) noexcept {
    return a.is_zero();
}
inline bool is_zero(const Fraction& a) noexcept {
    return a.numerator == 0;
}

/// value + infinitesimal * d for a d > 0 that is smaller than every number. `Number` is Rational,
/// or Fraction, which throws FractionOverflow where words are too short.
template <typename Number>
struct Near {
    Number value;
    Number infinitesimal;

    friend Near operator+(const Near& a, const Near& b) {
        return {a.value + b.value, is_zero(b.infinitesimal)   ? a.infinitesimal
                                   : is_zero(a.infinitesimal) ? b.infinitesimal
                                                              : a.infinitesimal + b.infinitesimal};
    }
    friend Near operator-(const Near& a, const Near& b) {
        return {a.value - b.value,
                is_zero(b.infinitesimal) ? a.infinitesimal : a.infinitesimal - b.infinitesimal};
    }
    friend Near operator*(const Number& a, const Near& b) {
        return {a * b.value, is_zero(b.infinitesimal) ? Number() : a * b.infinitesimal};
    }
    friend bool operator==(const Near&, const Near&) = default;
    friend std::strong_ordering operator<=>(const Near& a, const Near& b) {
        const auto order = a.value <=> b.value;
        return order != 0 ? order : a.infinitesimal <=> b.infinitesimal;
    }
};

using NearRational = Near<Rational>;

}  // namespace brcheck
