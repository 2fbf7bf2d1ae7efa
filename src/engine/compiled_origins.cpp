// Figures of more digits than words have: they count from an origin of their own.
#include "engine/compiled_rows.hpp"

#include <algorithm>

namespace brcheck {

/// From the middle of the interval, in half widths. Whatever is not so is left as it is: to others.
void CompiledRows::choose_origin(const Interval& interval) {
    const auto variable = static_cast<RowVariable>(scale_of_.size());
    add_scale({1, 1});
    if (!interval.has_low() || !interval.has_high()) return;
    const Rational half = (interval.high() - interval.low()) * Rational(Integer(1), Integer(2));
    const bool is_single = half.sign() == 0;
    if (!half.numerator().fits_int64() || !half.denominator().fits_int64()) return;
    const Rational origin = is_single ? interval.low() : (interval.low() + half) / half;
    if (!origin.is_integer()) return;
    if (!is_single) {
        scale_of_.pop_back();
        add_scale(fraction_of(half));
    }
    origins_.emplace_back(variable, origin.numerator());
}

const Integer* CompiledRows::find_origin(RowVariable variable) const noexcept {
    const auto place = std::lower_bound(
        origins_.begin(), origins_.end(), variable,
        [](const auto& origin, RowVariable wanted) { return origin.first < wanted; });
    return place != origins_.end() && place->first == variable ? &place->second : nullptr;
}

Range CompiledRows::range_from_origin(RowVariable variable, const Interval& interval) const {
    if (interval.is_empty() || interval.is_all()) return brcheck::range_of(interval, {1, 1});
    const Rational factor = to_rational(scale(variable));
    const Rational origin(*find_origin(variable));
    Range range;
    if (interval.has_low()) {
        range.has_low = true;
        range.low = fraction_of(interval.low() / factor - origin);
        range.low_open = interval.low_open();
    }
    if (interval.has_high()) {
        range.has_high = true;
        range.high = fraction_of(interval.high() / factor - origin);
        range.high_open = interval.high_open();
    }
    return range;
}

Interval CompiledRows::interval_of(RowVariable variable, const Range& range) const {
    Interval interval = brcheck::interval_of(range, scale(variable));
    if (!has_origin(variable)) return interval;
    return interval + Interval(Rational(*find_origin(variable)) * to_rational(scale(variable)));
}

Rational CompiledRows::value_of(RowVariable variable, Fraction y) const {
    if (has_origin(variable)) return value_of(variable, to_rational(y));
    const Fraction factor = scale(variable);
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (__builtin_mul_overflow(y.numerator, factor.numerator, &numerator) ||
        __builtin_mul_overflow(y.denominator, factor.denominator, &denominator))
        return to_rational(y) * to_rational(factor);
    // Cheap where it is a power of two, as mostly.
    Fraction product{numerator, denominator};
    if (fraction_detail::is_power_of_two(denominator)) product = reduced(product);
    return product.denominator == 1
               ? Rational(product.numerator)
               : Rational(Integer(product.numerator), Integer(product.denominator));
}

Rational CompiledRows::value_of(RowVariable variable, const Rational& y) const {
    const Rational factor = to_rational(scale(variable));
    return has_origin(variable) ? (y + Rational(*find_origin(variable))) * factor : y * factor;
}

/// The row's constant takes in what its variables count from. REQUIRES: a sum, scaled.
void CompiledRows::move_to_origins(Row& row) const {
    const auto variables = this->variables(row);
    const auto coefficients = this->coefficients(row);
    Rational constant = to_rational(row.constant);
    for (std::size_t i = 0; i < variables.size(); ++i)
        if (const Integer* origin = find_origin(variables[i]))
            constant += Rational(*origin) * Rational(coefficients[i]);
    row.constant = fraction_of(constant);
}

}  // namespace brcheck
