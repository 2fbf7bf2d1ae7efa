/// Expressions and conditions of the relation language: immutable trees with the place of each
/// part, kept as an array in which operands stand before the operations that use them. Walking a
/// tree, up or down, is a loop; no depth of nesting can exhaust the stack.
#pragma once

#include "brcheck/base/source_text.hpp"
#include "brcheck/expr/function.hpp"
#include "brcheck/expr/name_table.hpp"
#include "brcheck/unit/unit.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

using NodeIndex = std::uint32_t;

struct Node {
    Operation operation = Operation::literal;
    std::uint32_t payload = 0;        ///< literal: index of the literal; variable: VariableIndex
    std::uint32_t first_argument = 0;
    std::uint32_t argument_count = 0;
    Span span;                        ///< bytes in the text
};

/// A number in an expression: exact, in base units (50 % is 1/2, 1 trillion yuan is 10^12 CNY).
struct Literal {
    Rational value;
    Unit unit;
};

enum class Comparison : std::uint8_t { equal, less, less_equal, greater, greater_equal };

std::string_view format_comparison(Comparison comparison);  ///< "=", "<", "<=", ">", ">="

class Expression {
public:
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// Operands before their operations. Never empty once parsed.
    [[nodiscard]] std::span<const Node> nodes() const noexcept { return nodes_; }
    [[nodiscard]] std::span<const NodeIndex> arguments(const Node& node) const noexcept {
        return {arguments_.data() + node.first_argument, node.argument_count};
    }
    [[nodiscard]] const Literal& literal(const Node& node) const {
        return literals_[node.payload];
    }
    /// The variables that occur, each once, rising.
    [[nodiscard]] std::span<const VariableIndex> variables() const noexcept { return variables_; }
    /// True when some variable occurs more than once, so that interval evaluation may be too wide.
    [[nodiscard]] bool has_repeated_variable() const noexcept { return repeats_; }

    /// The sides of a condition, left to right; the whole tree alone for an expression.
    [[nodiscard]] std::span<const NodeIndex> sides() const noexcept { return sides_; }
    /// comparisons()[i] stands between sides()[i] and sides()[i+1]. Empty for an expression.
    [[nodiscard]] std::span<const Comparison> comparisons() const noexcept { return comparisons_; }
    /// The last node: the root of an expression without comparisons.
    [[nodiscard]] NodeIndex root() const noexcept {
        return static_cast<NodeIndex>(nodes_.size() - 1);
    }

private:
    friend class ExpressionBuilder;

    std::string text_;
    std::vector<Node> nodes_;
    std::vector<NodeIndex> arguments_;
    std::vector<Literal> literals_;
    std::vector<VariableIndex> variables_;
    std::vector<NodeIndex> sides_;
    std::vector<Comparison> comparisons_;
    bool repeats_ = false;
};

/// Puts trees together, leaves first.
class ExpressionBuilder {
public:
    explicit ExpressionBuilder(std::string text);
    NodeIndex add_literal(Literal literal, Span span);
    NodeIndex add_variable(VariableIndex variable, Span span);
    /// REQUIRES: the arguments are nodes of this builder; their number fits the operation.
    NodeIndex add_operation(Operation operation, std::span<const NodeIndex> arguments, Span span);
    void add_side(NodeIndex side);
    void add_comparison(Comparison comparison);
    /// REQUIRES: one side more than comparisons.
    Expression build() &&;

private:
    Expression expression_;
};

}  // namespace brcheck
