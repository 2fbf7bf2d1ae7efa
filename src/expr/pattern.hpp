/// Patterns like "exports_*" among the operands of a function: each stands for the names that fit.
#pragma once

#include "brcheck/expr/function.hpp"
#include "brcheck/expr/name_table.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace brcheck {

/// The end of the pattern that is the whole operand at `begin`, or 0. What can be read as a product
/// of known names and numbers is none.
std::size_t pattern_end(std::string_view text, std::size_t begin, const NameTable& names);

/// True for functions of any number of operands that are all alike.
bool takes_patterns(const OperationInfo& function);

/// A pattern that fits and was perhaps meant, as a hint, or "".
std::string pattern_hint(std::string_view pattern, const NameTable& names);

}  // namespace brcheck
