/// Backward pass: what a condition allows of each of its parts.
#pragma once

#include "brcheck/expr/evaluate.hpp"

namespace brcheck {

/// Narrows both sides of `left comparison right` to the members that have a partner on the other
/// side. Both are empty afterwards if and only if no pair satisfies the comparison.
void narrow_comparison(Comparison comparison, Interval& left, Interval& right);

/// True when every pair of members satisfies the comparison.
bool holds_for_all(Comparison comparison, const Interval& left, const Interval& right);

/// Pushes the intervals of the nodes from the sides down to the leaves, in place. REQUIRES:
/// `values` come from evaluate() and have only been narrowed since. Returns the first node that
/// became empty, or nothing. No member that belongs to a solution is ever dropped.
std::optional<NodeIndex> narrow_to_leaves(const Expression& expression,
                                          std::vector<Interval>& values);

}  // namespace brcheck
