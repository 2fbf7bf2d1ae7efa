/// The intervals of an operation's operands, side by side, and how long their ends may get.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace brcheck {

/// Do the operands lie one after the other, as leaves do? Then no copy is needed.
inline bool are_adjacent(std::span<const NodeIndex> arguments) noexcept {
    return std::adjacent_find(arguments.begin(), arguments.end(),
                              [](NodeIndex a, NodeIndex b) { return b != a + 1; }) ==
           arguments.end();
}

/// Their place in `values`, or copies in `buffer`. REQUIRES: `arguments` is not empty.
inline std::span<Interval> operands_of(std::span<const NodeIndex> arguments,
                                       std::vector<Interval>& values,
                                       std::vector<Interval>& buffer) {
    if (are_adjacent(arguments)) {
        return std::span(values).subspan(arguments.front(), arguments.size());
    }
    buffer.resize(std::max(buffer.size(), arguments.size()));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        buffer[i] = values[arguments[i]];
    }
    return std::span(buffer).first(arguments.size());
}

/// limit_ends() for ends that are not words.
void limit_long_ends(Interval& value);

/// Rounds ends of more bits than any report needs outward, so that time and memory stay bounded
/// whatever is multiplied; the rounded end is open or infinite.
inline void limit_ends(Interval& value) {
    const auto is_words = [](const Rational& end) {
        return end.numerator().fits_int64() && end.denominator().fits_int64();
    };
    // An end that is not there is 0.
    if (!is_words(value.low()) || !is_words(value.high())) limit_long_ends(value);
}

}  // namespace brcheck
