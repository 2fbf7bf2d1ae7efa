/// Numbers of the simplex method in the types in which it puts its questions.
#pragma once

#include "brcheck/number/rational.hpp"
#include "engine/near_number.hpp"

#include <type_traits>

namespace brcheck {

template <typename Number>
Number number_from(const Rational& value) {
    if constexpr (std::is_same_v<Number, Fraction>)
        return fraction_of(value);
    else
        return value;
}

template <typename Number>
Near<Number> near_from(const NearRational& near) {
    return {number_from<Number>(near.value), number_from<Number>(near.infinitesimal)};
}

inline const Rational& rational_from(const Rational& value) {
    return value;
}
inline Rational rational_from(Fraction value) {
    return to_rational(value);
}

template <typename Number>
NearRational rational_from(const Near<Number>& near) {
    return {rational_from(near.value), rational_from(near.infinitesimal)};
}

inline double to_double(const Rational& value) {
    return value.to_double();
}
inline double to_double(Fraction value) {
    return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
}

}  // namespace brcheck
