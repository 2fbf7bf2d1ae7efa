/// Linear equations in whole numbers.
#pragma once

#include "brcheck/number/rational.hpp"

#include <optional>
#include <vector>

namespace brcheck {

/// The sum of coefficients[i] * x[i], and `constant`, is 0.
struct WholeEquation {
    std::vector<Integer> coefficients;
    Integer constant;
};

/// Why no whole numbers, of any size and sign, satisfy the equations: a multiplier for each, with
/// which they add up to whole coefficients and a constant that is none. Nothing when there are such
/// numbers, or when there are not even fractions. REQUIRES: all have the same number of
/// coefficients.
std::optional<std::vector<Rational>> find_whole_contradiction(
    const std::vector<WholeEquation>& equations);

}  // namespace brcheck
