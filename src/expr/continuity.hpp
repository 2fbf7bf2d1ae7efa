/// What the operations of an expression do all over a box: for proofs that a value exists though it
/// is no rational number.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <span>
#include <vector>

namespace brcheck {

/// Whether every part has a value, and varies continuously, all over the closed box that `values`
/// come from: some good cases may be refused, no bad one passes. REQUIRES: evaluate() filled
/// `values`.
bool is_continuous(const Expression& expression, std::span<const Interval> values);

/// By node: how often the variable occurs below it. Of the nodes up to `side`.
std::vector<std::size_t> count_below(const Expression& expression, NodeIndex side,
                                     VariableIndex variable);

/// Whether the variable occurs once below `side`, under nothing but sums, differences, products and
/// quotients, so that different values of it give different values of the side, whatever the others
/// are. REQUIRES: the expression is continuous over the box that `values` come from.
bool is_one_to_one(const Expression& expression, NodeIndex side, VariableIndex variable,
                   std::span<const Interval> values);

}  // namespace brcheck
