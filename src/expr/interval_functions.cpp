#include "expr/interval_functions.hpp"

#include "number/rational_sum.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace brcheck {
namespace {

void empty_all(NarrowedOperands x) {
    for (Interval& operand : x) {
        operand = Interval::empty();
    }
}

bool any_empty(Operands x) {
    return std::any_of(x.begin(), x.end(), [](const Interval& a) { return a.is_empty(); });
}

/// Narrows two operands, the second with what is left of the first.
template <typename First, typename Second>
void narrow_pair(NarrowedOperands x, First narrow_first, Second narrow_second) {
    x[0] = narrow_first(x[0], x[1]);
    x[1] = narrow_second(x[0], x[1]);
    if (x[1].is_empty()) {
        x[0] = Interval::empty();
    }
}

Interval count_of(Operands x) {
    return Interval(Rational(static_cast<std::int64_t>(x.size())));
}

const Interval& one() {
    static const Interval value{Rational(1)};
    return value;
}

const Interval& hundred() {
    static const Interval value{Rational(100)};
    return value;
}

}  // namespace

IntervalTotal::IntervalTotal(Operands members) {
    RationalSum low;
    RationalSum high;
    const auto add = [](RationalSum& sum, End& end, bool is_finite, const Rational& value,
                        bool is_open) {
        if (is_finite) {
            sum.add(value);
            end.open += is_open ? 1 : 0;
        } else {
            ++end.infinite;
        }
    };
    for (const Interval& member : members) {
        if (member.is_empty()) {
            has_empty_ = true;
            return;
        }
        add(low, low_, member.has_low(), member.low(), member.low_open());
        add(high, high_, member.has_high(), member.high(), member.high_open());
    }
    low_.finite = low.value();
    high_.finite = high.value();
}

Interval IntervalTotal::between(const End& low, const End& high) {
    if (low.infinite > 0 && high.infinite > 0) {
        return Interval::all();
    }
    if (low.infinite > 0) {
        return Interval::at_most(high.finite, high.open > 0);
    }
    if (high.infinite > 0) {
        return Interval::at_least(low.finite, low.open > 0);
    }
    return Interval::between(low.finite, low.open > 0, high.finite, high.open > 0);
}

Interval IntervalTotal::interval() const {
    return has_empty_ ? Interval::empty() : between(low_, high_);
}

Interval IntervalTotal::without(const Interval& member) const {
    const auto subtract = [](End end, bool is_finite, const Rational& value, bool is_open) {
        if (is_finite) {
            end.finite -= value;
            end.open -= is_open ? 1 : 0;
        } else {
            --end.infinite;
        }
        return end;
    };
    return between(subtract(low_, member.has_low(), member.low(), member.low_open()),
                   subtract(high_, member.has_high(), member.high(), member.high_open()));
}

Interval forward_negate(Operands x) { return -x[0]; }

Interval forward_sum(Operands x) {
    if (x.size() == 2) {
        return x[0] + x[1];
    }
    return IntervalTotal(x).interval();
}

Interval forward_difference(Operands x) { return x[0] - x[1]; }

Interval forward_product(Operands x) { return x[0] * x[1]; }

Interval forward_quotient(Operands x) { return x[0] / x[1]; }

Interval forward_growth(Operands x) { return x[0] / x[1] - one(); }

Interval forward_index(Operands x) { return hundred() * (x[0] / x[1]); }

Interval forward_mean(Operands x) { return forward_sum(x) / count_of(x); }

Interval forward_min(Operands x) {
    Interval out = x[0];
    for (const Interval& operand : x.subspan(1)) {
        out = min(out, operand);
    }
    return out;
}

Interval forward_max(Operands x) {
    Interval out = x[0];
    for (const Interval& operand : x.subspan(1)) {
        out = max(out, operand);
    }
    return out;
}

Interval forward_abs(Operands x) { return abs(x[0]); }

void inverse_negate(const Interval& y, NarrowedOperands x) { x[0] = intersect(-y, x[0]); }

void inverse_sum(const Interval& y, NarrowedOperands x) {
    const IntervalTotal total(x);
    if (total.has_empty_member() || y.is_empty()) {
        empty_all(x);
        return;
    }
    const Interval sum = total.interval();
    if (y.contains(sum)) {
        return;
    }
    // An operand can move by what the sum may lose at either end: one that is narrower than that
    // stays as it is.
    std::optional<Rational> room;
    if (sum.has_low() && sum.has_high()) {
        if (y.has_low()) {
            room = sum.high() - y.low();
        }
        if (y.has_high()) {
            const Rational above = y.high() - sum.low();
            room = room ? std::min(*room, above) : above;
        }
    }
    for (Interval& operand : x) {
        if (!room || !is_narrower(operand.low(), operand.high(), *room)) {
            operand = inverse_add(y, total.without(operand), operand);
        }
    }
}

void inverse_difference(const Interval& y, NarrowedOperands x) {
    narrow_pair(
        x, [&](const Interval& a, const Interval& b) { return inverse_add(y, -b, a); },
        [&](const Interval& a, const Interval& b) { return intersect(a - y, b); });
}

void inverse_product(const Interval& y, NarrowedOperands x) {
    narrow_pair(
        x, [&](const Interval& a, const Interval& b) { return inverse_multiply(y, b, a); },
        [&](const Interval& a, const Interval& b) { return inverse_multiply(y, a, b); });
}

void inverse_quotient(const Interval& y, NarrowedOperands x) {
    narrow_pair(
        x,
        [&](const Interval& a, const Interval& b) { return inverse_divide_numerator(y, b, a); },
        [&](const Interval& a, const Interval& b) {
            return inverse_divide_denominator(y, a, b);
        });
}

void inverse_growth(const Interval& y, NarrowedOperands x) { inverse_quotient(y + one(), x); }

void inverse_index(const Interval& y, NarrowedOperands x) { inverse_quotient(y / hundred(), x); }

void inverse_mean(const Interval& y, NarrowedOperands x) { inverse_sum(y * count_of(x), x); }

void inverse_min(const Interval& y, NarrowedOperands x) {
    for (Interval& operand : x) {
        operand = -operand;
    }
    inverse_max(-y, x);
    for (Interval& operand : x) {
        operand = -operand;
    }
}

void inverse_max(const Interval& y, NarrowedOperands x) {
    if (y.is_empty()) {
        empty_all(x);
        return;
    }
    const Interval below =
        y.has_high() ? Interval::at_most(y.high(), y.high_open()) : Interval::all();
    const Interval above =
        y.has_low() ? Interval::at_least(y.low(), y.low_open()) : Interval::all();
    Interval* only = nullptr;
    std::size_t reaching = 0;
    for (Interval& operand : x) {
        operand = intersect(operand, below);
        if (!intersect(operand, above).is_empty()) {
            only = &operand;
            ++reaching;
        }
    }
    if (reaching == 0 || any_empty(x)) {
        empty_all(x);
    } else if (reaching == 1) {
        *only = intersect(*only, above);
    }
}

void inverse_abs(const Interval& y, NarrowedOperands x) { x[0] = inverse_abs(y, x[0]); }

}  // namespace brcheck
