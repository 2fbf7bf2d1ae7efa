/// The values of expressions without intervals: over exact fractions (engine/wide_fraction.hpp), or
/// over enclosures in floating point that are rounded outward. For questions asked of very many
/// reports; what the engine decides otherwise it decides with expr/evaluate.hpp.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"
#include "engine/fraction.hpp"
#include "engine/range.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

namespace brcheck {

/// Ends that surely enclose an exact value. An operation in double is off by half a unit in the
/// last place at most, or by half the least number; each result is widened by twice that.
struct Enclosure {
    double low = 0;
    double high = 0;

    static Enclosure of(double low, double high) {
        constexpr double least = std::numeric_limits<double>::denorm_min();
        return {low - (std::abs(low) * 0x1p-52 + least), high + (std::abs(high) * 0x1p-52 + least)};
    }
    static Enclosure all() {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        return {-infinity, infinity};
    }
};

inline Enclosure operator-(Enclosure a) {
    return {-a.high, -a.low};
}
inline Enclosure operator+(Enclosure a, Enclosure b) {
    return Enclosure::of(a.low + b.low, a.high + b.high);
}
inline Enclosure operator-(Enclosure a, Enclosure b) {
    return a + -b;
}
inline Enclosure operator*(Enclosure a, Enclosure b) {
    const double products[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
    // 0 times infinity: anything encloses it.
    for (const double product : products)
        if (std::isnan(product)) return Enclosure::all();
    const auto [low, high] = std::minmax_element(std::begin(products), std::end(products));
    return Enclosure::of(*low, *high);
}
inline Enclosure divide(Enclosure a, Enclosure b) {
    if (b.low <= 0 && b.high >= 0) return Enclosure::all();
    return a * Enclosure::of(1 / b.high, 1 / b.low);
}
inline Enclosure enclose(Fraction value) {
    const auto numerator = static_cast<double>(value.numerator);
    const auto denominator = static_cast<double>(value.denominator);
    return divide(Enclosure::of(numerator, numerator), Enclosure::of(denominator, denominator));
}
inline Enclosure enclose(const Rational& value) {
    const bool is_short = value.numerator().fits_int64() && value.denominator().fits_int64();
    // A fraction has no use for the least of all words.
    if (is_short && value.numerator().to_int64() != INT64_MIN) return enclose(fraction_of(value));
    // It may be off by a unit and a half in the last place; each step outward is at least one.
    const double near = value.to_double();
    if (!std::isfinite(near)) return Enclosure::all();
    const Enclosure once = Enclosure::of(near, near);
    return Enclosure::of(once.low, once.high);
}
/// REQUIRES: it is not empty.
inline Enclosure enclose(const Interval& interval) {
    Enclosure out = Enclosure::all();
    if (interval.has_low()) out.low = enclose(interval.low()).low;
    if (interval.has_high()) out.high = enclose(interval.high()).high;
    return out;
}
inline Enclosure enclose(const Range& range) {
    Enclosure out = Enclosure::all();
    if (range.has_low) out.low = enclose(range.low).low;
    if (range.has_high) out.high = enclose(range.high).high;
    return out;
}

template <typename Number>
bool holds(Comparison comparison, const Number& left, const Number& right) {
    switch (comparison) {
        case Comparison::equal:
            return left == right;
        case Comparison::less:
            return left < right;
        case Comparison::less_equal:
            return left <= right;
        case Comparison::greater:
            return left > right;
        case Comparison::greater_equal:
            return left >= right;
    }
    return false;
}

/// False: no members of the two satisfy the comparison.
inline bool can_hold(Comparison comparison, Enclosure left, Enclosure right) {
    const bool can_be_less = !(left.low > right.high);
    const bool can_be_greater = !(left.high < right.low);
    switch (comparison) {
        case Comparison::equal:
            return can_be_less && can_be_greater;
        case Comparison::less:
        case Comparison::less_equal:
            return can_be_less;
        case Comparison::greater:
        case Comparison::greater_equal:
            return can_be_greater;
    }
    return true;
}

/// Sums, products, quotients and what the language has names for among them.
inline bool is_plain(const Expression& expression) {
    return std::all_of(expression.nodes().begin(), expression.nodes().end(), [](const Node& node) {
        switch (node.operation) {
            case Operation::power:
            case Operation::cagr:
            case Operation::weighted:
            case Operation::min:
            case Operation::max:
            case Operation::abs:
            case Operation::sqrt:
                return false;
            default:
                return true;
        }
    });
}

/// The value of each node in `values`. `from_fraction` makes a Number of a Fraction.
/// REQUIRES: is_plain(expression). Throws FractionOverflow for literals of more than words, and
/// what the operations of Number throw.
template <typename Number, typename FromFraction>
void evaluate_plainly(const Expression& expression, std::span<const Number> variables,
                      FromFraction from_fraction, std::vector<Number>& values) {
    const auto nodes = expression.nodes();
    values.resize(nodes.size());
    const auto whole = [&](std::int64_t number) { return from_fraction(Fraction{number, 1}); };
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        const auto arguments = expression.arguments(node);
        const auto argument = [&](std::size_t k) -> const Number& { return values[arguments[k]]; };
        const auto total = [&] {
            Number sum = argument(0);
            for (std::size_t k = 1; k < arguments.size(); ++k) sum = sum + argument(k);
            return sum;
        };
        switch (node.operation) {
            case Operation::literal:
                values[i] = from_fraction(fraction_of(expression.literal(node).value));
                break;
            case Operation::variable:
                values[i] = variables[node.payload];
                break;
            case Operation::negate:
                values[i] = -argument(0);
                break;
            case Operation::add:
                values[i] = argument(0) + argument(1);
                break;
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
                values[i] = argument(0) - argument(1);
                break;
            case Operation::multiply:
                values[i] = argument(0) * argument(1);
                break;
            case Operation::divide:
            case Operation::share:
            case Operation::ratio:
            case Operation::per:
                values[i] = divide(argument(0), argument(1));
                break;
            case Operation::growth:
                values[i] = divide(argument(0), argument(1)) - whole(1);
                break;
            case Operation::index:
                values[i] = whole(100) * divide(argument(0), argument(1));
                break;
            case Operation::sum:
                values[i] = total();
                break;
            case Operation::mean:
                values[i] = divide(total(), whole(static_cast<std::int64_t>(arguments.size())));
                break;
            default:
                throw FractionOverflow{};
        }
    }
}

}  // namespace brcheck
