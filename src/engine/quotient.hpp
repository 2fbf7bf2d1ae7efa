/// What was eliminated from the rows of a core, as quotients of polynomials in what is left.
#pragma once

#include "engine/fact_pool.hpp"

#include <optional>
#include <span>
#include <utility>

namespace brcheck {

/// A quantity that was put into all other facts from an equality.
struct Elimination {
    VariableIndex variable = 0;
    Polynomial rest;  ///< rest + coefficient * variable = 0
    Polynomial coefficient;
};

/// Numerator / denominator.
using Quotient = std::pair<Polynomial, Polynomial>;

/// False, with nothing changed, when the denominator's sign is not known.
bool make_denominator_positive(const FactPool& pool, Quotient& quotient);

/// The quotient with variable = -rest / coefficient put in, its denominator positive. False when
/// that is not known of it, or when one of them would be unwieldy.
bool put_into_quotient(const FactPool& pool, const Elimination& elimination, Quotient& quotient);

/// A quantity that was eliminated, in terms of those that are left, the denominator positive.
/// Nothing when its sign is not known, or when that would be a long sum.
std::optional<Quotient> quotient_of(const FactPool& pool, std::span<const Elimination> eliminations,
                                    VariableIndex variable);

}  // namespace brcheck
