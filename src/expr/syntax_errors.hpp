/// What to say where text of the relation language is not understood.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/expr/function.hpp"
#include "expr/lexer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace brcheck {

/// An error whose span counts in the expression.
Error make_expression_error(Span span, std::string message, std::string hint,
                            ErrorCode code = ErrorCode::unreadable_expression);

/// `token` stands where an operand has to begin.
Error describe_missing_operand(std::string_view text, const Token& token);

/// `token` stands behind a whole operand, whose last part is `before`, and cannot.
Error describe_unexpected_token(std::string_view text, Span before, const Token& token);

/// Nothing when the function takes that many operands. `call` is the place of the whole call.
std::optional<Error> check_count(const OperationInfo& function, std::size_t count, Span call);

/// "did you mean" among the functions.
std::string suggest_function(std::string_view name);

}  // namespace brcheck
