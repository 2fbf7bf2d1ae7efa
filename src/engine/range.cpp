#include "engine/range.hpp"

#include <utility>

namespace brcheck {
namespace {

constexpr Fraction zero{0, 1};
constexpr Fraction one{1, 1};

void swap_ends(Range& range) {
    std::swap(range.low, range.high);
    std::swap(range.has_low, range.has_high);
    std::swap(range.low_open, range.high_open);
}

Range turned(const Range& range) {
    return {-range.high,   -range.low,      range.has_high,
            range.has_low, range.high_open, range.low_open};
}

/// The lower end of {x d : d in D}, D positive, x from an end that is `low` up.
void lower_product(bool has_low, Fraction low, bool low_open, const Range& d, Range& result) {
    if (!has_low) return;
    if (low.sign() == 0) {
        result.has_low = true;
        result.low = zero;
        result.low_open = low_open;
    } else if (low.sign() > 0) {
        result.has_low = true;
        result.low = low * d.low;
        result.low_open = low_open || d.low_open;
    } else if (d.has_high) {
        result.has_low = true;
        result.low = low * d.high;
        result.low_open = low_open || d.high_open;
    }
}

/// The lower end of {x / d : d in D}, D positive.
void lower_quotient(bool has_low, Fraction low, bool low_open, const Range& d, Range& result) {
    if (!has_low) return;
    if (low.sign() == 0) {
        result.has_low = true;
        result.low = zero;
        result.low_open = low_open;
    } else if (low.sign() > 0) {
        result.has_low = true;
        result.low = d.has_high ? low / d.high : zero;
        result.low_open = !d.has_high || low_open || d.high_open;
    } else if (d.low.sign() > 0) {
        result.has_low = true;
        result.low = low / d.low;
        result.low_open = low_open || d.low_open;
    }
}

template <typename LowerEnd>
Range both_ends(const Range& x, const Range& d, LowerEnd lower_end) {
    Range result;
    lower_end(x.has_low, x.low, x.low_open, d, result);
    Range mirrored;
    lower_end(x.has_high, -x.high, x.high_open, d, mirrored);
    result.has_high = mirrored.has_low;
    result.high = -mirrored.low;
    result.high_open = mirrored.low_open;
    return result;
}

/// Leaves the positive d with x * d <= limit (< when strict).
void limit_divisor(Fraction x, Fraction limit, bool strict, Range& d) {
    if (x.sign() == 0) {
        if (limit.sign() < 0 || (limit.sign() == 0 && strict))
            d.narrow({one, zero, true, true, false, false});
        return;
    }
    Range bound;
    if (x.sign() > 0) {
        bound.has_high = true;
        bound.high = limit / x;
        bound.high_open = strict;
    } else {
        bound.has_low = true;
        bound.low = limit / x;
        bound.low_open = strict;
    }
    d.narrow(bound);
}

/// A number below or equal, of few digits.
Fraction round_down(Fraction a) {
    constexpr std::int64_t long_numerator = std::int64_t{1} << 36;
    constexpr std::int64_t long_denominator = std::int64_t{1} << 24;
    constexpr std::int64_t kept_denominator = std::int64_t{1} << 16;
    constexpr std::int64_t largest = std::int64_t{1} << 46;
    if (a.denominator < long_denominator && -long_numerator < a.numerator &&
        a.numerator < long_numerator)
        return a;
    const Fraction whole = floor_of(a);
    if (whole.numerator > largest || whole.numerator < -largest) return whole;
    const Fraction rest = floor_of((a - whole) * Fraction{kept_denominator, 1});
    return whole + rest * Fraction{1, kept_denominator};
}

}  // namespace

bool Range::is_empty() const noexcept {
    if (!has_low || !has_high) return false;
    const auto order = low <=> high;
    return order > 0 || (order == 0 && (low_open || high_open));
}

bool Range::contains(Fraction value) const noexcept {
    if (has_low) {
        const auto order = value <=> low;
        if (order < 0 || (order == 0 && low_open)) return false;
    }
    if (has_high) {
        const auto order = value <=> high;
        if (order > 0 || (order == 0 && high_open)) return false;
    }
    return true;
}

bool Range::cuts(const Range& other) const noexcept {
    if (has_low) {
        if (!other.has_low) return true;
        const auto order = low <=> other.low;
        if (order > 0 || (order == 0 && low_open && !other.low_open)) return true;
    }
    if (has_high) {
        if (!other.has_high) return true;
        const auto order = high <=> other.high;
        if (order < 0 || (order == 0 && high_open && !other.high_open)) return true;
    }
    return false;
}

void Range::narrow(const Range& other) noexcept {
    if (other.has_low) {
        const auto order = has_low ? other.low <=> low : std::strong_ordering::greater;
        if (order > 0) {
            has_low = true;
            low = other.low;
            low_open = other.low_open;
        } else if (order == 0) {
            low_open = low_open || other.low_open;
        }
    }
    if (other.has_high) {
        const auto order = has_high ? other.high <=> high : std::strong_ordering::less;
        if (order < 0) {
            has_high = true;
            high = other.high;
            high_open = other.high_open;
        } else if (order == 0) {
            high_open = high_open || other.high_open;
        }
    }
}

void Range::widen(const Range& other) noexcept {
    const auto lower = low <=> other.low;
    if (!other.has_low || (has_low && lower > 0)) {
        has_low = other.has_low;
        low = other.low;
        low_open = other.low_open;
    } else if (has_low && lower == 0) {
        low_open = low_open && other.low_open;
    }
    const auto higher = high <=> other.high;
    if (!other.has_high || (has_high && higher < 0)) {
        has_high = other.has_high;
        high = other.high;
        high_open = other.high_open;
    } else if (has_high && higher == 0) {
        high_open = high_open && other.high_open;
    }
}

bool operator==(const Range& a, const Range& b) noexcept {
    return a.has_low == b.has_low && a.has_high == b.has_high &&
           (!a.has_low || (a.low == b.low && a.low_open == b.low_open)) &&
           (!a.has_high || (a.high == b.high && a.high_open == b.high_open));
}

namespace {

/// A computed end may only fit once it is scaled.
Fraction scaled_end(const Rational& end, Fraction scale) {
    if (end.numerator().fits_int64() && end.denominator().fits_int64())
        return scaled_down({end.numerator().to_int64(), end.denominator().to_int64()}, scale);
    return fraction_of(end / to_rational(scale));
}

}  // namespace

Range range_of(const Interval& interval, Fraction scale) {
    Range range;
    if (interval.is_empty()) {
        range = {Fraction{1, 1}, Fraction{0, 1}, true, true, false, false};
        return range;
    }
    if (interval.has_low()) {
        range.has_low = true;
        range.low = scaled_end(interval.low(), scale);
        range.low_open = interval.low_open();
    }
    if (interval.has_high()) {
        range.has_high = true;
        range.high = scaled_end(interval.high(), scale);
        range.high_open = interval.high_open();
    }
    return range;
}

Interval interval_of(const Range& range, Fraction scale) {
    // One product after the other in Rational: words need not be enough for it.
    const auto end = [&](Fraction y) { return to_rational(y) * to_rational(scale); };
    if (range.has_low && range.has_high)
        return Interval::between(end(range.low), range.low_open, end(range.high), range.high_open);
    if (range.has_low) return Interval::at_least(end(range.low), range.low_open);
    if (range.has_high) return Interval::at_most(end(range.high), range.high_open);
    return Interval::all();
}

Fraction scaled_down(Fraction a, Fraction scale) {
    std::int64_t numerator = 0;
    std::int64_t denominator = 0;
    if (__builtin_mul_overflow(a.numerator, scale.denominator, &numerator) ||
        __builtin_mul_overflow(a.denominator, scale.numerator, &denominator) ||
        numerator == INT64_MIN)
        return a / scale;
    const std::int64_t quotient = numerator / denominator;
    if (quotient * denominator == numerator) return {quotient, 1};
    return {numerator, denominator};
}

Fraction floor_of(Fraction a) {
    const std::int64_t quotient = a.numerator / a.denominator;
    return {quotient - (a.numerator % a.denominator < 0 ? 1 : 0), 1};
}

Range scaled(const Range& x, std::int64_t factor) {
    if (factor == 1) return x;
    if (factor == -1) return turned(x);
    Range result = x;
    result.low = x.low * Fraction{factor, 1};
    result.high = x.high * Fraction{factor, 1};
    if (factor < 0) swap_ends(result);
    return result;
}

Range unscaled(const Range& range, std::int64_t factor) {
    if (factor == 1) return range;
    if (factor == -1) return turned(range);
    Range result = range;
    result.low = range.low / Fraction{factor, 1};
    result.high = range.high / Fraction{factor, 1};
    if (factor < 0) swap_ends(result);
    return result;
}

Range affine(const Range& x, Fraction rate, Fraction constant) {
    Range result = x;
    if (result.has_low) result.low = result.low * rate + constant;
    if (result.has_high) result.high = result.high * rate + constant;
    if (rate.sign() < 0) swap_ends(result);
    return result;
}

Range affine_inverse(const Range& range, Fraction rate, Fraction constant) {
    Range result = range;
    if (result.has_low) result.low = (result.low - constant) / rate;
    if (result.has_high) result.high = (result.high - constant) / rate;
    if (rate.sign() < 0) swap_ends(result);
    return result;
}

Range product(const Range& x, const Range& d) { return both_ends(x, d, lower_product); }

Range quotient(const Range& x, const Range& d) { return both_ends(x, d, lower_quotient); }

Range divisors(const Range& x, const Range& result) {
    Range d;
    d.has_low = true;
    d.low_open = true;
    // Some x * d lies in `result` if and only if the lowest is not above its high end, nor the
    // highest below its low end.
    if (x.has_low && result.has_high)
        limit_divisor(x.low, result.high, x.low_open || result.high_open, d);
    if (x.has_high && result.has_low)
        limit_divisor(-x.high, -result.low, x.high_open || result.low_open, d);
    return d;
}

void round_outward(Range& range) {
    if (range.has_low) range.low = round_down(range.low);
    if (range.has_high) range.high = -round_down(-range.high);
}

}  // namespace brcheck
