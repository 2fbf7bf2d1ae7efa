#include "expr/interval_functions.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace brcheck {
namespace {

const Interval& nonnegative() {
    static const Interval value = Interval::at_least(Rational(0));
    return value;
}

const Interval& exactly_one() {
    static const Interval value{Rational(1)};
    return value;
}

/// Bits of the longer end.
Rational bit_length(const Interval& a) {
    const std::size_t bits = std::max(a.has_low() ? a.low().bit_length() : 0,
                                      a.has_high() ? a.high().bit_length() : 0);
    return Rational(static_cast<std::int64_t>(bits));
}

// A power step by step keeps this many bits, and stops where its size needs more than these.
constexpr std::size_t kept_bits = 512;
constexpr std::size_t largest_size_bits = std::size_t{1} << 17;

/// One end of a power.
struct PowerEnd {
    std::optional<Rational> value;  ///< nothing: no bound
    bool is_exact = false;
};

/// x^e for x > 1 and e >= 0, rounded in the given direction at every step of the squaring; upward
/// nothing where it is out of reach, downward then what it exceeds at least.
PowerEnd power_stepwise(const Rational& x, const Rational& exponent, Toward toward) {
    const bool up = toward == Toward::plus_infinity;
    const Integer whole = up ? exponent.ceiling() : exponent.floor();
    const Integer most = power(Integer(2), 40);
    if (up && whole > most) return {};
    bool is_exact = exponent.is_integer() && whole <= most;
    const auto shortened = [&](const Rational& value) {
        Rational shorter = shorten(value, kept_bits, toward);
        is_exact = is_exact && shorter == value;
        return shorter;
    };
    Rational result(1);
    Rational square = x;
    for (std::int64_t n = std::min(whole, most).to_int64(); n > 0; n /= 2) {
        if (n % 2 != 0) result = shortened(result * square);
        if (n > 1) square = shortened(square * square);
        const Rational& reached = std::max(result, square);
        if (n > 1 && reached.numerator().bit_length() > largest_size_bits) {
            return up ? PowerEnd{} : PowerEnd{reached, false};
        }
    }
    return {std::move(result), is_exact};
}

/// x^e for x >= 0 and e > 0, which rises with its base.
PowerEnd power_end(const Rational& x, const Rational& exponent, Toward toward) {
    if (x.is_zero() || x == Rational(1)) return {x, true};
    if (x > Rational(1)) return power_stepwise(x, exponent, toward);
    const bool up = toward == Toward::plus_infinity;
    const PowerEnd inverse = power_stepwise(Rational(1) / x, exponent,
                                            up ? Toward::minus_infinity : Toward::plus_infinity);
    if (!inverse.value) return {Rational(0), false};
    return {Rational(1) / *inverse.value, inverse.is_exact};
}

/// B^e for a non-negative B, where the power has too many digits to be worked out exactly.
Interval power_roughly(const Interval& base, const Rational& exponent) {
    if (exponent.sign() < 0) {
        return exactly_one() / power_roughly(base, -exponent);
    }
    const PowerEnd low = power_end(base.low(), exponent, Toward::minus_infinity);
    Interval out = Interval::at_least(*low.value, base.low_open() || !low.is_exact);
    if (!base.has_high()) {
        return out;
    }
    const PowerEnd high = power_end(base.high(), exponent, Toward::plus_infinity);
    if (high.value) {
        out = intersect(out, Interval::at_most(*high.value, base.high_open() || !high.is_exact));
    }
    return out;
}

/// B^e for a non-negative B.
Interval power_of_size(const Interval& base, const Rational& exponent) {
    // Exact powers of more digits would cost more than they tell.
    const Rational longest_bits(std::int64_t{1} << 16);
    if (base.is_empty()) {
        return base;
    }
    const Rational work = abs(exponent) * bit_length(base);
    if (work > longest_bits) {
        return power_roughly(base, exponent);
    }
    return exponent.is_integer() ? power(base, exponent.numerator().to_int64())
                                 : power(base, exponent);
}

/// B^e. Members below 0 have whole powers only.
Interval power_fixed(const Interval& base, const Rational& exponent) {
    Interval above = power_of_size(intersect(base, nonnegative()), exponent);
    const Interval below = intersect(base, Interval::at_most(Rational(0), true));
    if (!exponent.is_integer() || below.is_empty()) {
        return above;
    }
    const Interval size = power_of_size(-below, exponent);
    return hull(above, exponent.numerator().is_even() ? size : -size);
}

/// B^E for a B within [0, 1] or within [1, inf) and a non-negative E: it falls with the exponent in
/// the first case and rises in the second, so that the ends lie at opposite ends of E.
Interval power_one_sided(const Interval& base, const Interval& exponent, bool above_one) {
    if (base.is_empty() || exponent.is_empty()) {
        return Interval::empty();
    }
    const Rational zero(0);
    const Rational unit(1);
    if (exponent.is_point()) {
        return power_fixed(base, exponent.low());
    }
    if (base.is_point() && base.low() == unit) {
        return exactly_one();
    }
    if (base.is_point() && base.low().is_zero()) {
        return exponent.contains_zero() ? Interval::closed(zero, unit) : base;
    }
    // Powers of 1, and those of 0, are the same for every exponent, so that an end which they
    // reach does not depend on the exponent's end.
    const auto is_free = [&](const Rational& value) {
        return (value == unit || value.is_zero()) && base.contains(value);
    };
    const Interval least = power_fixed(base, exponent.low());
    std::optional<Interval> most;
    if (exponent.has_high()) {
        most = power_fixed(base, exponent.high());
    }
    Interval out = Interval::all();
    const Interval* low_source = above_one ? &least : (most ? &*most : nullptr);
    if (low_source == nullptr) {
        out = Interval::at_least(zero, !base.contains(zero));
    } else {
        const bool end_open = above_one ? exponent.low_open() : exponent.high_open();
        const Rational& low = low_source->low();
        out = Interval::at_least(low, low_source->low_open() || (end_open && !is_free(low)));
    }
    const Interval* high_source = above_one ? (most ? &*most : nullptr) : &least;
    if (high_source != nullptr && high_source->has_high()) {
        const bool end_open = above_one ? exponent.high_open() : exponent.low_open();
        const Rational& high = high_source->high();
        out = intersect(out, Interval::at_most(high, high_source->high_open() ||
                                                         (end_open && !is_free(high))));
    }
    return out;
}

/// B^E for B >= 0 and any E, hull of the values that are defined.
Interval power_nonnegative(const Interval& base, const Interval& exponent) {
    const Interval small = intersect(base, Interval::closed(Rational(0), Rational(1)));
    const Interval large = intersect(base, Interval::at_least(Rational(1)));
    const auto over_base = [&](const Interval& part) {
        return hull(power_one_sided(small, part, false), power_one_sided(large, part, true));
    };
    const Interval rising = over_base(intersect(exponent, nonnegative()));
    const Interval falling = over_base(intersect(-exponent, nonnegative()));
    return hull(rising, exactly_one() / falling);
}

Interval power_of(const Interval& base, const Interval& exponent) {
    if (base.is_empty() || exponent.is_empty()) {
        return Interval::empty();
    }
    if (exponent.is_point()) {
        return power_fixed(base, exponent.low());
    }
    Interval out = power_nonnegative(intersect(base, nonnegative()), exponent);
    const Interval below = intersect(base, Interval::at_most(Rational(0), true));
    const Interval whole = round_to_whole(exponent);
    if (!below.is_empty() && !whole.is_empty()) {
        if (whole.is_point()) {
            return hull(out, power_fixed(below, whole.low()));
        }
        const Interval size = power_nonnegative(-below, whole);
        out = hull(out, hull(size, -size));
    }
    return out;
}

Interval narrow_base(const Interval& y, const Interval& base, const Interval& exponent) {
    constexpr std::int64_t largest_root = 1000;
    const Interval positive_y = intersect(y, nonnegative());
    if (exponent.is_point()) {
        const Rational& e = exponent.low();
        if (e.is_integer()) {
            return abs(e) <= Rational(largest_root)
                       ? inverse_power(y, e.numerator().to_int64(), base)
                       : base;
        }
        return intersect(intersect(base, nonnegative()),
                         power_fixed(positive_y, Rational(1) / e));
    }
    const bool any_base = exponent.contains_zero() && y.contains(Rational(1));
    if (!base.is_nonnegative() || any_base) {
        return base;
    }
    return intersect(base, power_nonnegative(positive_y, exactly_one() / exponent));
}

Interval rate_exponent(const Interval& years) { return exactly_one() / years; }

}  // namespace

Interval forward_power(Operands x) { return power_of(x[0], x[1]); }

void inverse_power(const Interval& y, NarrowedOperands x) {
    if (y.is_empty() || x[1].is_empty()) {
        x[0] = Interval::empty();
        return;
    }
    x[0] = narrow_base(y, x[0], x[1]);
}

Interval forward_sqrt(Operands x) { return power(x[0], Rational(1, 2)); }

void inverse_sqrt(const Interval& y, NarrowedOperands x) {
    const Interval size = intersect(y, nonnegative());
    x[0] = intersect(intersect(x[0], nonnegative()), power(size, std::int64_t{2}));
}

Interval forward_cagr(Operands x) {
    const Interval ratio = intersect(x[0] / x[1], nonnegative());
    const Interval exponent = rate_exponent(x[2]);
    return power_of(ratio, exponent) - exactly_one();
}

void inverse_cagr(const Interval& y, NarrowedOperands x) {
    const Interval factor = intersect(y + exactly_one(), nonnegative());
    Interval ratio = intersect(x[0] / x[1], nonnegative());
    ratio = intersect(ratio, power_of(factor, x[2]));
    x[0] = inverse_divide_numerator(ratio, x[1], x[0]);
    x[1] = inverse_divide_denominator(ratio, x[0], x[1]);
}

}  // namespace brcheck
