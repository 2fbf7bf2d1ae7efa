#include "brcheck/figure/figure.hpp"

namespace brcheck {

Rational Figure::value() const {
    const Rational scale = power_of_ten(scale_exponent);
    if (ratio) return *ratio * scale;
    if (qualifier == Qualifier::range && second) {
        const Rational sum = number.value() + second->value();
        return sum * Rational(Integer(1), Integer(2)) * scale;
    }
    return number.value() * scale;
}

}  // namespace brcheck
