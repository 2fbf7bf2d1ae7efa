/// What a comparison leaves of one figure, whatever the figure itself prints.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/report/report.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// For each of `figures` the values with which comparison number `comparison` can hold while all
/// other quantities lie in `box`; their hull, where they are no interval. A figure whose printed
/// values have one sign keeps it, unless the comparison is linear. Nothing for a figure that occurs
/// more than once in a comparison that is not linear.
/// Takes time linear in the condition for a linear comparison, otherwise for each figure.
/// `box` is changed on the way, and as before at the end. REQUIRES: `figures` rise.
std::vector<std::optional<Interval>> demanded_values(const Expression& condition,
                                                     std::size_t comparison,
                                                     const std::optional<Tolerance>& tolerance,
                                                     std::span<const VariableIndex> figures,
                                                     std::vector<Interval>& box);

}  // namespace brcheck
