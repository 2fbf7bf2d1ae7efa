/// Forward pass: from intervals of the variables to intervals of every node.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <span>
#include <vector>

namespace brcheck {

/// Fills `values` with one interval a node. Each holds every value that the node can take; it is
/// exactly the set's hull where no variable occurs twice below the node. `box` is indexed by
/// VariableIndex. An undefined operation (a divisor that can only be 0) gives the empty interval.
/// Only ends that would take more than 65,536 bits are rounded, outward; no report needs them.
void evaluate(const Expression& expression, std::span<const Interval> box,
              std::vector<Interval>& values);

}  // namespace brcheck
