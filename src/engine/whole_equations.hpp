/// Linear equations in whole numbers.
#pragma once

#include "brcheck/number/rational.hpp"

#include <cstddef>
#include <optional>
#include <span>
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

/// Whole numbers, of any size and sign, that satisfy the equations, not far from the solution in
/// fractions that is given: what the equations leave open is rounded from it. Nothing when there are
/// none. REQUIRES: the same; `near` has as many numbers as an equation has coefficients.
std::optional<std::vector<Integer>> find_whole_solution(
    const std::vector<WholeEquation>& equations, std::span<const Rational> near);

/// All of them: `one`, and what whole multiples of the moves make of it. Moves are short, so that
/// bounds for the unknowns leave few multiples.
struct WholeSolutions {
    std::vector<Integer> one;
    std::vector<std::vector<Integer>> moves;
};
/// Nothing, too, where more moves are needed.
std::optional<WholeSolutions> find_whole_solutions(const std::vector<WholeEquation>& equations,
                                                   std::span<const Rational> near,
                                                   std::size_t most_moves);

}  // namespace brcheck
