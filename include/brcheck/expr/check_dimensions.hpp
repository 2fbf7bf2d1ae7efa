/// Do the units of an expression fit together, and what does it stand for?
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/expr/expression.hpp"

#include <functional>
#include <vector>

namespace brcheck {

/// The unit of a variable, or null for an unknown quantity without one.
using UnitOf = std::function<const Unit*(VariableIndex)>;

/// The type of each side, left to right (of the whole, for an expression without comparisons).
/// Errors: BR008 at the operand or operation that clashes (span in the expression's text), with
/// both units named and, where there is one, the likely meant fix. All clashes that do not follow
/// from another are reported.
Result<std::vector<QuantityType>> check_dimensions(const Expression& expression,
                                                   const UnitOf& unit_of);

}  // namespace brcheck
