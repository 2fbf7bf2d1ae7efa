#include "expr/syntax_errors.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

std::string quote(std::string_view text) { return '"' + escape_unsafe(text) + '"'; }

Error describe_bad_token(const Token& token) {
    return make_expression_error(token.span,
                                 fmt::format("{} {}", quote(token.text), token.problem),
                                 std::string(token.hint));
}

Error describe_unknown_sign(const Token& token) {
    return make_expression_error(token.span, quote(token.text) + " is not understood",
                                 token.text == "%" ? "only a number takes a unit" : "");
}

/// "1,234" is either a number with a separator or two operands; only a function has those. In "0,1" it
/// is a decimal comma.
Error describe_comma(std::string_view text, Span before, const Token& comma) {
    const Token next = read_token(text, comma.span.end);
    const std::string_view start = text.substr(before.begin, before.end - before.begin);
    const bool is_grouped = next.kind == TokenKind::number &&
                            next.span.begin == comma.span.end && before.end == comma.span.begin &&
                            start.find_first_not_of("0123456789") == std::string_view::npos;
    constexpr std::string_view rule = "a comma can only stand between the operands of a function";
    if (!is_grouped) {
        return make_expression_error(comma.span, std::string(rule), "");
    }
    return make_expression_error({before.begin, next.span.end}, std::string(rule),
                                 fmt::format("write {}{}{}", start,
                                             next.text.size() == 3 ? "" : ".", next.text));
}

}  // namespace

Error make_expression_error(Span span, std::string message, std::string hint, ErrorCode code) {
    Error error;
    error.code = code;
    error.message = std::move(message);
    error.hint = std::move(hint);
    error.location.span = span;
    return error;
}

Error describe_missing_operand(std::string_view text, const Token& token) {
    switch (token.kind) {
        case TokenKind::bad: return describe_bad_token(token);
        case TokenKind::other: return describe_unknown_sign(token);
        case TokenKind::end: {
            const bool is_blank = skip_blanks(text, 0) == text.size();
            return make_expression_error(
                token.span,
                is_blank ? "the expression is empty"
                         : "the expression ends where a number or a name should follow",
                "");
        }
        default:
            return make_expression_error(
                token.span,
                fmt::format("a number or a name is missing before {}", quote(token.text)), "");
    }
}

Error describe_unexpected_token(std::string_view text, Span before, const Token& token) {
    switch (token.kind) {
        case TokenKind::bad: return describe_bad_token(token);
        case TokenKind::comma: return describe_comma(text, before, token);
        case TokenKind::close:
            return make_expression_error(token.span, "this parenthesis was never opened", "");
        case TokenKind::comparison:
            return make_expression_error(token.span, "a comparison cannot stand in parentheses",
                                         "");
        case TokenKind::other:
            if (!match_unit_before(text.substr(token.span.begin))) {
                return describe_unknown_sign(token);
            }
            break;
        default: break;
    }
    const std::string_view start = text.substr(before.begin, before.end - before.begin);
    std::string hint;
    if (token.text == "of") {
        hint = "write \"*\" for \"of\"";
    } else if (token.text == "and") {
        hint = "write two relations, or a chain a < b < c";
    } else if (token.kind == TokenKind::name && !start.empty() && is_ascii_digit(start.front())) {
        hint = fmt::format("write {}; a unit cannot have the name of a figure",
                           quote(fmt::format("{} * {}", start, token.text)));
    }
    return make_expression_error(token.span,
                                 fmt::format("an operator is missing between {} and {}",
                                             quote(start), quote(token.text)),
                                 std::move(hint));
}

std::optional<Error> check_count(const OperationInfo& function, std::size_t count, Span call) {
    const bool is_paired = function.operation == Operation::weighted;
    std::string expected;
    if (count < function.min_arguments || count > function.max_arguments) {
        expected = function.min_arguments == function.max_arguments
                       ? std::to_string(function.min_arguments)
                       : fmt::format("at least {}", function.min_arguments);
    } else if (is_paired && count % 2 != 0) {
        expected = "an even number of";
    } else {
        return std::nullopt;
    }
    const bool is_one = expected == "1" || expected == "at least 1";
    return make_expression_error(call,
                                 fmt::format("{}() takes {} operand{}, not {}", function.name,
                                             expected, is_one ? "" : "s", count),
                                 fmt::format("write {}", function.signature));
}

std::string suggest_function(std::string_view name) {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> out;
        for (const OperationInfo& info : all_operations()) {
            if (info.is_function) {
                out.emplace_back(info.name);
            }
        }
        return out;
    }();
    return did_you_mean(name, names);
}

}  // namespace brcheck
