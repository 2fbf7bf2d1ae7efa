/// Text of the relation language to a tree. The grammar, loosest first:
///   condition  = sum (("=" | "==" | "<" | "<=" | ">" | ">=") sum)+
///   sum        = product (("+" | "-") product)*
///   product    = unary (("*" | "/") unary)*
///   unary      = "-" unary | power
///   power      = primary ("^" unary)?
///   primary    = number unit? | name | function "(" argument ("," argument)* ")" | "(" sum ")"
///   argument   = sum | pattern              (a pattern: identifier characters with "*")
/// A unit is %, pp, a scale word, a known unit or a noun: "50 %", "1 trillion yuan", "40 people".
/// U+2212 is a minus, × and · multiply, ÷ divides, ≤ and ≥ compare.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/expr/expression.hpp"
#include "brcheck/number/decimal.hpp"

#include <string_view>

namespace brcheck {

struct ExpressionOptions {
    NumberLimits limits;
    std::size_t max_characters = 4096;  ///< code points
    std::size_t max_depth = 64;         ///< nested parentheses, functions and signs
    /// Names that the patterns of all expressions of a report may stand for.
    static constexpr std::size_t most_expanded = 10'000'000;
    std::size_t max_expanded = most_expanded;  ///< those that are left for this one
};

/// An expression without comparisons (`is` of a derived quantity).
/// Errors (spans are bytes in `text`; all unknown names of the text are reported, otherwise the
/// first error): BR007 not understood; BR005 a name that `names` does not know, or a pattern that
/// fits fewer than two, with "did you mean"; BR012 beyond a limit.
Result<Expression> parse_expression(std::string_view text, const NameTable& names,
                                    const ExpressionOptions& options = {});

/// A comparison or a chain of them (`holds` of a relation). Errors as above; text without any
/// comparison is BR007.
Result<Expression> parse_condition(std::string_view text, const NameTable& names,
                                   const ExpressionOptions& options = {});

}  // namespace brcheck
