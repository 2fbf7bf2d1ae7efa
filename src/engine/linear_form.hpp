/// The two sides of a comparison as one sum of multiples of quantities, where they are that. For
/// totals of any length, which Polynomial would take quadratic time for.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <optional>
#include <span>
#include <vector>

namespace brcheck {

struct LinearForm {
    struct Term {
        VariableIndex variable = 0;
        Rational coefficient;
    };
    std::vector<Term> terms;  ///< by rising variable, each once, no coefficient 0
    Rational constant;
};

/// left - right in that form. Quantities whose interval in `numbers` (by VariableIndex, or empty) is
/// a point count as numbers, so that "share * total" is linear where the total is exact. Nothing
/// when the difference is not linear.
std::optional<LinearForm> linear_form(const Expression& expression, NodeIndex left,
                                      NodeIndex right, std::span<const Interval> numbers = {});

/// Nothing but terms added up: linear at sight.
bool is_sum(const Expression& expression);

}  // namespace brcheck
