/// One comparison of a condition with one part of it exchanged. Conditions never change; what is
/// tried out is a new one.
#pragma once

#include "brcheck/expr/expression.hpp"

#include <utility>
#include <vector>

namespace brcheck {

/// Builds the exchanged part of an expression while its rest is copied.
class PartBuilder {
public:
    PartBuilder(const Expression& from, ExpressionBuilder& to) : from_(from), to_(to) {}

    /// The copy of a part that stands in the original, which may be used once.
    NodeIndex copy(NodeIndex part) {
        const Node& node = from_.nodes()[part];
        if (node.operation == Operation::literal) return to_.add_literal(from_.literal(node), {});
        if (node.operation == Operation::variable) return to_.add_variable(node.payload, {});
        std::vector<NodeIndex> arguments;
        for (const NodeIndex argument : from_.arguments(node)) arguments.push_back(copy(argument));
        return to_.add_operation(node.operation, arguments, {});
    }
    NodeIndex one() { return to_.add_literal({Rational(1), Unit()}, {}); }
    NodeIndex variable(VariableIndex variable) { return to_.add_variable(variable, {}); }
    NodeIndex apply(Operation operation, NodeIndex a, NodeIndex b) {
        const NodeIndex arguments[] = {a, b};
        return to_.add_operation(operation, arguments, {});
    }

private:
    const Expression& from_;
    ExpressionBuilder& to_;
};

struct ChangedExpression {
    Expression condition;  ///< the comparison alone: two sides
    NodeIndex part = 0;    ///< where the new part stands
};

/// Comparison number `comparison` with `make(PartBuilder&)` in the place of the node `target`.
/// REQUIRES: the tree is not deeper than the stack allows; a few hundred nodes never are.
template <typename Make>
ChangedExpression change_part(const Expression& from, std::size_t comparison, NodeIndex target,
                              const Make& make) {
    ExpressionBuilder to({});
    PartBuilder parts(from, to);
    ChangedExpression changed;
    const auto copy = [&](const auto& self, NodeIndex index) -> NodeIndex {
        if (index == target) return changed.part = make(parts);
        const Node& node = from.nodes()[index];
        if (node.argument_count == 0) return parts.copy(index);
        std::vector<NodeIndex> arguments;
        for (const NodeIndex argument : from.arguments(node))
            arguments.push_back(self(self, argument));
        return to.add_operation(node.operation, arguments, {});
    };
    const NodeIndex left = copy(copy, from.sides()[comparison]);
    const NodeIndex right = copy(copy, from.sides()[comparison + 1]);
    to.add_side(left);
    to.add_comparison(from.comparisons()[comparison]);
    to.add_side(right);
    changed.condition = std::move(to).build();
    return changed;
}

}  // namespace brcheck
