/// Expressions as quotients of polynomials.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/expr/polynomial.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace brcheck {

/// numerator / product of the denominators, none of which may be 0. No denominator is constant.
struct PolynomialFraction {
    Polynomial numerator;
    std::vector<Polynomial> denominators;
};

/// The part of `expression` below `node` in that form; the expression has a value if and only if no
/// denominator is 0. Nothing when an operation is no rational function (min, max, abs, sqrt,
/// weighted means, whose weights must not be below 0, exponents that are not whole or not literal)
/// or when a numerator or denominator would need more than `most_terms` terms.
std::optional<PolynomialFraction> to_fraction(const Expression& expression, NodeIndex node,
                                              std::size_t most_terms = 500);

/// The difference of two fractions, in the same form.
std::optional<PolynomialFraction> subtract(const PolynomialFraction& a, const PolynomialFraction& b,
                                           std::size_t most_terms = 500);

}  // namespace brcheck
