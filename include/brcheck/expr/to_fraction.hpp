/// Expressions as quotients of polynomials.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/expr/polynomial.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace brcheck {

/// numerator / product of the denominators, none of which may be 0. No denominator is constant.
struct PolynomialFraction {
    Polynomial numerator;
    std::vector<Polynomial> denominators;
};

/// What is known of a polynomial: 1, nowhere below 0; -1, nowhere above 0; 0, neither.
using SignOf = std::function<int(const Polynomial&)>;

/// The part of `expression` below `node` in that form; the expression has a value if and only if no
/// denominator is 0. Nothing when an operation is no rational function (roots, exponents that are
/// not whole or not literal) or when a numerator or denominator would need more than `most_terms`
/// terms. Min, max, abs and weighted means are one where `sign_of` tells which of the values it is
/// and that no weight is below 0: it is asked for the differences of the values and for the
/// weights, until one is not known.
std::optional<PolynomialFraction> to_fraction(const Expression& expression, NodeIndex node,
                                              std::size_t most_terms = 500,
                                              const SignOf& sign_of = {});

/// The difference of two fractions, in the same form.
std::optional<PolynomialFraction> subtract(const PolynomialFraction& a, const PolynomialFraction& b,
                                           std::size_t most_terms = 500);

}  // namespace brcheck
