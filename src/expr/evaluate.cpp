#include "brcheck/expr/evaluate.hpp"

#include "expr/operands.hpp"

namespace brcheck {
namespace {

template <typename ValueOf>
void evaluate_nodes(const Expression& expression, std::vector<Interval>& values,
                    ValueOf value_of) {
    const std::span<const Node> nodes = expression.nodes();
    values.resize(nodes.size());
    std::vector<Interval> buffer;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        if (node.operation == Operation::variable) {
            values[i] = value_of(node.payload);
        } else if (node.operation == Operation::literal) {
            values[i] = Interval(expression.literal(node).value);
        } else {
            values[i] = operation_info(node.operation)
                            .forward(operands_of(expression.arguments(node), values, buffer));
        }
    }
}

}  // namespace

void evaluate(const Expression& expression, std::span<const Interval> box,
              std::vector<Interval>& values) {
    evaluate_nodes(expression, values,
                   [&](VariableIndex v) -> const Interval& { return box[v]; });
}

std::vector<Interval> evaluate_at(const Expression& expression,
                                  const std::function<Rational(VariableIndex)>& point) {
    std::vector<Interval> values;
    evaluate_nodes(expression, values, [&](VariableIndex v) { return Interval(point(v)); });
    return values;
}

}  // namespace brcheck
