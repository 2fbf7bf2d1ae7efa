#include "brcheck/expr/evaluate.hpp"

#include "expr/evaluate_nodes.hpp"

#include <cstddef>
#include <cstdint>

namespace brcheck {
namespace {

constexpr std::size_t longest_end_bits = std::size_t{1} << 16;
constexpr std::size_t bits_of_an_end = std::size_t{1} << 12;
// Where the size itself is out of reach: 2^largest_size and 2^-largest_size stand in for it.
constexpr std::int64_t largest_size = std::int64_t{1} << 14;

bool is_long(const Rational& value) {
    return !(value.numerator().fits_int64() && value.denominator().fits_int64()) &&
           value.bit_length() > longest_end_bits;
}

/// At least all numbers from `low` up.
Interval round_low(const Rational& low) {
    const Rational shorter = shorten(low, bits_of_an_end, Toward::minus_infinity);
    if (!is_long(shorter)) {
        return Interval::at_least(shorter, true);
    }
    const bool is_large = abs(low) > Rational(1);
    if (low.sign() > 0) {
        return Interval::at_least(is_large ? power(Rational(2), largest_size) : Rational(0), true);
    }
    return is_large ? Interval::all()
                    : Interval::at_least(-power(Rational(2), -largest_size), true);
}

}  // namespace

void limit_long_ends(Interval& value) {
    const bool low_long = value.has_low() && is_long(value.low());
    const bool high_long = value.has_high() && is_long(value.high());
    if (!low_long && !high_long) {
        return;
    }
    const Interval from_low = low_long ? round_low(value.low())
                              : value.has_low()
                                  ? Interval::at_least(value.low(), value.low_open())
                                  : Interval::all();
    const Interval to_high = high_long ? -round_low(-value.high())
                             : value.has_high()
                                 ? Interval::at_most(value.high(), value.high_open())
                                 : Interval::all();
    value = intersect(from_low, to_high);
}

void evaluate(const Expression& expression, std::span<const Interval> box,
              std::vector<Interval>& values) {
    evaluate_nodes(
        expression, [&](VariableIndex v) -> const Interval& { return box[v]; },
        [&](VariableIndex v) { return &box[v]; }, values);
}

}  // namespace brcheck
