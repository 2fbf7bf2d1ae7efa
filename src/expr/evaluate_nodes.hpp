/// evaluate() over values that need not lie side by side.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "expr/operands.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brcheck {

/// `value_of(v)` is the interval of a variable, and `place_of(v)` where that is read from: the parts of
/// a large table's column lie far from each other, so that memory is asked for them early.
template <typename ValueOf, typename PlaceOf>
void evaluate_nodes(const Expression& expression, const ValueOf& value_of, const PlaceOf& place_of,
                    std::vector<Interval>& values) {
    constexpr std::size_t ahead = 16;
    const std::span<const Node> nodes = expression.nodes();
    values.resize(nodes.size());
    std::vector<Interval> buffer;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (i + ahead < nodes.size() && nodes[i + ahead].operation == Operation::variable)
            __builtin_prefetch(place_of(nodes[i + ahead].payload));
        const Node& node = nodes[i];
        if (node.operation == Operation::variable) {
            values[i] = value_of(node.payload);
        } else if (node.operation == Operation::literal) {
            values[i] = Interval(expression.literal(node).value);
        } else {
            values[i] = operation_info(node.operation)
                            .forward(operands_of(expression.arguments(node), values, buffer));
            limit_ends(values[i]);
        }
    }
}

}  // namespace brcheck
