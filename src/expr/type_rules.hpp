/// Which units an operation takes and what unit its result has: the column `type_rule` of the table
/// in expr/function.cpp, with the contract of brcheck/expr/function.hpp.
#pragma once

#include "brcheck/expr/function.hpp"

#include <optional>
#include <span>

namespace brcheck {

using TypedArguments = std::span<const TypedArgument>;
using Clash = std::optional<DimensionClash>;

QuantityType type_of_leaf(TypedArguments arguments, Clash& clash);  ///< never called with a clash
QuantityType type_like_operand(TypedArguments arguments, Clash& clash);  ///< abs, negation
QuantityType type_of_sum(TypedArguments arguments, Clash& clash);  ///< all have one unit
QuantityType type_of_product(TypedArguments arguments, Clash& clash);
QuantityType type_of_quotient(TypedArguments arguments, Clash& clash);
QuantityType type_of_ratio(TypedArguments arguments, Clash& clash);
QuantityType type_of_power(TypedArguments arguments, Clash& clash);
QuantityType type_of_root(TypedArguments arguments, Clash& clash);
QuantityType type_of_share(TypedArguments arguments, Clash& clash);  ///< share, growth
QuantityType type_of_points(TypedArguments arguments, Clash& clash);
QuantityType type_of_cagr(TypedArguments arguments, Clash& clash);
QuantityType type_of_index(TypedArguments arguments, Clash& clash);
QuantityType type_of_weighted(TypedArguments arguments, Clash& clash);

}  // namespace brcheck
