/// A tree as text; parsing it again gives the same tree.
#pragma once

#include "brcheck/expr/expression.hpp"

#include <string>

namespace brcheck {

/// With the fewest parentheses, blanks round operators, "=" for "==". Literals as exact decimals in
/// their own unit; a literal that has none (it never comes from text) is written as a quotient.
std::string format_expression(const Expression& expression, const NameTable& names);
/// The part below one node.
std::string format_expression(const Expression& expression, NodeIndex node,
                              const NameTable& names);

}  // namespace brcheck
