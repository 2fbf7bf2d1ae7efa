#include "brcheck/expr/parse_expression.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "expr/lexer.hpp"
#include "expr/pattern.hpp"
#include "expr/read_literal.hpp"
#include "expr/syntax_errors.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

/// A part of the text as a node. `extent` has the parentheses round it, too.
struct Operand {
    NodeIndex node = 0;
    Span extent;
};

class Parser {
public:
    Parser(std::string_view text, const NameTable& names, const ExpressionOptions& options)
        : text_(text), names_(names), options_(options), builder_(std::string(text)) {}

    Result<Expression> parse(bool is_condition) {
        if (check_text()) {
            advance();
            parse_all(is_condition);
        }
        if (failure_) {
            unknown_.push_back(*std::move(failure_));
        }
        if (!unknown_.empty()) {
            return std::move(unknown_);
        }
        return std::move(builder_).build();
    }

private:
    using Parsed = std::optional<Operand>;

    bool check_text() {
        const Span whole{0, static_cast<std::uint32_t>(text_.size())};
        if (find_invalid_utf8(text_)) {
            fail(whole, "an expression has to be UTF-8");
        } else if (text_.size() > options_.max_characters &&
                   count_code_points(text_) > options_.max_characters) {
            fail(whole, fmt::format("an expression of more than {} characters",
                                    options_.max_characters),
                 "", ErrorCode::limit_exceeded);
        }
        return !failure_;
    }

    void parse_all(bool is_condition) {
        Parsed side = parse_sum();
        while (side) {
            builder_.add_side(side->node);
            if (token_.kind != TokenKind::comparison) {
                break;
            }
            if (!is_condition) {
                fail(token_.span, "a value is expected here, not a comparison",
                     "a comparison belongs into the \"holds\" of a relation");
                return;
            }
            builder_.add_comparison(token_.comparison);
            ++comparisons_;
            advance();
            side = parse_sum();
        }
        if (!side) {
            return;
        }
        if (token_.kind != TokenKind::end) {
            fail(describe_unexpected_token(text_, last_, token_));
        } else if (is_condition && comparisons_ == 0) {
            fail(side->extent, "this compares nothing", "say what it has to be, as in \"a = b\"");
        }
    }

    Parsed parse_sum() {
        Parsed left = parse_product();
        while (left && (token_.kind == TokenKind::plus || token_.kind == TokenKind::minus)) {
            const Operation operation =
                token_.kind == TokenKind::plus ? Operation::add : Operation::subtract;
            advance();
            left = join(operation, *left, parse_product());
        }
        return left;
    }

    Parsed parse_product() {
        Parsed left = parse_unary();
        while (left && (token_.kind == TokenKind::times || token_.kind == TokenKind::divide)) {
            const Operation operation =
                token_.kind == TokenKind::times ? Operation::multiply : Operation::divide;
            advance();
            left = join(operation, *left, parse_unary());
        }
        return left;
    }

    Parsed parse_unary() {
        if (token_.kind != TokenKind::minus) {
            return parse_power();
        }
        const Span sign = token_.span;
        if (!enter(sign)) {
            return std::nullopt;
        }
        advance();
        const Parsed operand = parse_unary();
        --depth_;
        if (!operand) {
            return std::nullopt;
        }
        const NodeIndex arguments[] = {operand->node};
        const Span span{sign.begin, operand->extent.end};
        return Operand{builder_.add_operation(Operation::negate, arguments, span), span};
    }

    Parsed parse_power() {
        Parsed base = parse_primary();
        if (!base || token_.kind != TokenKind::power) {
            return base;
        }
        if (!enter(token_.span)) {
            return std::nullopt;
        }
        advance();
        const Parsed exponent = parse_unary();
        --depth_;
        return join(Operation::power, *base, exponent);
    }

    Parsed parse_primary() {
        switch (token_.kind) {
            case TokenKind::number: return parse_literal(std::nullopt);
            case TokenKind::open: return parse_parentheses();
            case TokenKind::name:
            case TokenKind::other:
                if (const Parsed literal = parse_unit_first(); literal || failure_) {
                    return literal;
                }
                if (token_.kind == TokenKind::name) {
                    return parse_name();
                }
                break;
            default: break;
        }
        fail(describe_missing_operand(text_, token_));
        return std::nullopt;
    }

    /// "$5": a unit and then a number. Nothing, without a failure, when it is something else.
    Parsed parse_unit_first() {
        if (token_.kind == TokenKind::name && (names_.find(token_.text) || is_plain_call())) {
            return std::nullopt;
        }
        const std::optional<UnitMatch> unit = match_unit_before(text_.substr(token_.span.begin));
        if (!unit) {
            return std::nullopt;
        }
        const Token number = read_token(text_, token_.span.begin + unit->size_bytes);
        if (number.kind != TokenKind::number) {
            return std::nullopt;
        }
        return parse_literal(unit->unit, number.span);
    }

    /// A name without digits and its parenthesis: no number can follow a unit there.
    bool is_plain_call() const {
        const std::size_t next = skip_blanks(text_, token_.span.end);
        return next < text_.size() && text_[next] == '(' &&
               std::none_of(token_.text.begin(), token_.text.end(), is_ascii_digit);
    }

    Parsed parse_literal(const std::optional<Unit>& before, std::optional<Span> number = {}) {
        Result<LiteralReading> reading =
            read_literal(text_, number.value_or(token_.span), before, names_, options_.limits);
        if (!reading) {
            failure_ = std::move(reading.errors().front());
            return std::nullopt;
        }
        const Span span{token_.span.begin, static_cast<std::uint32_t>(reading->end)};
        const NodeIndex node = builder_.add_literal(std::move(reading->literal), span);
        last_ = span;
        token_ = read_token(text_, span.end);
        return Operand{node, span};
    }

    Parsed parse_parentheses() {
        const Span open = token_.span;
        if (!enter(open)) {
            return std::nullopt;
        }
        advance();
        Parsed inner = parse_sum();
        --depth_;
        if (!inner || !close(open)) {
            return std::nullopt;
        }
        inner->extent = {open.begin, last_.end};
        return inner;
    }

    /// Steps over the ")" that belongs to `open`.
    bool close(Span open) {
        if (token_.kind == TokenKind::close) {
            advance();
            return true;
        }
        if (token_.kind == TokenKind::end) {
            fail(open, "this parenthesis is not closed");
        } else {
            fail(describe_unexpected_token(text_, last_, token_));
        }
        return false;
    }

    Parsed parse_name() {
        const Token name = token_;
        advance();
        const bool is_called = token_.kind == TokenKind::open;
        // Even where a figure has its name: that is an error of its own, and one is enough.
        const OperationInfo* const called = is_called ? find_function(name.text) : nullptr;
        if (called != nullptr) {
            return parse_call(name, called);
        }
        if (const std::optional<VariableIndex> variable = names_.find(name.text)) {
            return Operand{builder_.add_variable(*variable, name.span), name.span};
        }
        if (is_called) {
            return parse_call(name, nullptr);
        }
        if (const OperationInfo* const function = find_function(name.text)) {
            fail(name.span, fmt::format("\"{}\" is a function without its operands", name.text),
                 fmt::format("write {}", function->signature));
            return std::nullopt;
        }
        add_unknown(name, fmt::format("there is no figure or derived quantity \"{}\"", name.text),
                    unknown_name_hint(name));
        return placeholder(name.span);
    }

    std::string unknown_name_hint(const Token& name) const {
        std::string hint = names_.did_you_mean(name.text);
        if (hint.empty() && find_unit(name.text)) {
            hint = fmt::format("a unit stands behind a number, as in \"1 {}\"", name.text);
        }
        return hint;
    }

    /// Stands for a part that is in error; no expression with one is ever handed out.
    Operand placeholder(Span span) { return {builder_.add_literal({}, span), span}; }

    Parsed parse_call(const Token& name, const OperationInfo* function) {
        const Span open = token_.span;
        if (function == nullptr) {
            add_unknown(name, fmt::format("there is no function \"{}\"", name.text),
                        suggest_function(name.text));
        }
        if (!enter(open)) {
            return std::nullopt;
        }
        std::vector<NodeIndex> arguments;
        bool has_unknown = function == nullptr;
        advance();
        while (token_.kind != TokenKind::close || !arguments.empty()) {
            if (const std::size_t end = pattern_end(text_, token_.span.begin, names_)) {
                has_unknown = !parse_pattern(end, function, arguments) || has_unknown;
            } else if (const Parsed argument = parse_sum()) {
                arguments.push_back(argument->node);
            }
            if (failure_ || token_.kind != TokenKind::comma) {
                break;
            }
            advance();
        }
        --depth_;
        if (failure_ || !close(open)) {
            return std::nullopt;
        }
        const Span span{name.span.begin, last_.end};
        if (has_unknown) {
            return placeholder(span);
        }
        if (std::optional<Error> error = check_count(*function, arguments.size(), span)) {
            fail(*std::move(error));
            return std::nullopt;
        }
        return Operand{builder_.add_operation(function->operation, arguments, span), span};
    }

    /// Adds an argument for each name that fits. False when fewer than two do.
    bool parse_pattern(std::size_t end, const OperationInfo* function,
                       std::vector<NodeIndex>& arguments) {
        Token pattern = token_;
        pattern.span.end = static_cast<std::uint32_t>(end);
        pattern.text = text_.substr(pattern.span.begin, end - pattern.span.begin);
        last_ = pattern.span;
        token_ = read_token(text_, end);
        if (function != nullptr && !takes_patterns(*function)) {
            fail(pattern.span,
                 fmt::format("{}() takes no pattern like \"{}\"", function->name, pattern.text),
                 fmt::format("write {}; for a product leave blanks round \"*\"",
                             function->signature));
            return false;
        }
        const std::vector<VariableIndex> matches = names_.match(pattern.text);
        expanded_ += matches.size();
        if (expanded_ > options_.max_expanded) {
            fail(pattern.span,
                 fmt::format("patterns that stand for more than {} names in all",
                             ExpressionOptions::most_expanded),
                 "state the sum once, as a derived quantity, and name that",
                 ErrorCode::limit_exceeded);
            return false;
        }
        if (matches.size() < 2) {
            add_unknown(pattern,
                        matches.empty()
                            ? fmt::format("no name fits \"{}\"", pattern.text)
                            : fmt::format("only \"{}\" fits \"{}\"", names_.name(matches.front()),
                                          pattern.text),
                        pattern_hint(pattern.text, names_));
            return false;
        }
        for (const VariableIndex variable : matches) {
            arguments.push_back(builder_.add_variable(variable, pattern.span));
        }
        return true;
    }

    Parsed join(Operation operation, const Operand& left, const Parsed& right) {
        if (!right) {
            return std::nullopt;
        }
        const NodeIndex arguments[] = {left.node, right->node};
        const Span span{left.extent.begin, right->extent.end};
        return Operand{builder_.add_operation(operation, arguments, span), span};
    }

    void advance() {
        last_ = token_.span;
        token_ = read_token(text_, token_.span.end);
    }

    bool enter(Span span) {
        if (++depth_ <= options_.max_depth) {
            return true;
        }
        fail(span,
             fmt::format("more than {} parentheses, functions, powers and signs inside each other",
                         options_.max_depth),
             "", ErrorCode::limit_exceeded);
        return false;
    }

    void fail(Span span, std::string message, std::string hint = "",
              ErrorCode code = ErrorCode::unreadable_expression) {
        fail(make_expression_error(span, std::move(message), std::move(hint), code));
    }

    void fail(Error error) {
        if (!failure_) {
            failure_ = std::move(error);
        }
    }

    /// Each unknown name is reported where it stands first.
    void add_unknown(const Token& name, std::string message, std::string hint) {
        if (known_unknown_.insert(name.text).second) {
            unknown_.push_back(make_expression_error(name.span, std::move(message),
                                                     std::move(hint), ErrorCode::unknown_name));
        }
    }

    std::string_view text_;
    const NameTable& names_;
    const ExpressionOptions& options_;
    ExpressionBuilder builder_;
    Token token_;
    Span last_;  ///< what was read before the token: a literal with its unit, or the last token
    std::size_t depth_ = 0;
    std::size_t comparisons_ = 0;
    std::size_t expanded_ = 0;
    std::optional<Error> failure_;
    std::vector<Error> unknown_;
    std::set<std::string_view> known_unknown_;
};

}  // namespace

Result<Expression> parse_expression(std::string_view text, const NameTable& names,
                                    const ExpressionOptions& options) {
    return Parser(text, names, options).parse(false);
}

Result<Expression> parse_condition(std::string_view text, const NameTable& names,
                                   const ExpressionOptions& options) {
    return Parser(text, names, options).parse(true);
}

}  // namespace brcheck
