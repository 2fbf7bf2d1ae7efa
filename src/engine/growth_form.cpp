#include "engine/growth_form.hpp"

namespace brcheck {
namespace {

bool is_one(const Expression& expression, NodeIndex index) {
    const Node& node = node_at(expression, index);
    return node.operation == Operation::literal && expression.literal(node).value == Rational(1);
}

bool is_same_quantity(const Expression& expression, NodeIndex a, NodeIndex b) {
    const Node& first = node_at(expression, a);
    const Node& second = node_at(expression, b);
    return first.operation == Operation::variable && second.operation == Operation::variable &&
           first.payload == second.payload;
}

struct Factor {
    NodeIndex growth = 0;
    bool falls = false;
};

/// 1 + growth, growth + 1, 1 - decline.
std::optional<Factor> growth_factor(const Expression& expression, NodeIndex index) {
    const Node& node = node_at(expression, index);
    const auto arguments = expression.arguments(node);
    if (node.operation == Operation::add) {
        if (is_one(expression, arguments[0])) return Factor{arguments[1], false};
        if (is_one(expression, arguments[1])) return Factor{arguments[0], false};
    }
    if (node.operation == Operation::subtract && is_one(expression, arguments[0]))
        return Factor{arguments[1], true};
    return std::nullopt;
}

}  // namespace

std::optional<GrowthForm> growth_form(const Expression& expression, NodeIndex index) {
    const Node& node = node_at(expression, index);
    const auto arguments = expression.arguments(node);
    if (node.operation == Operation::growth) return GrowthForm{arguments[0], arguments[1], false};
    if (is_difference(node.operation) && is_one(expression, arguments[1])) {
        const Node& quotient = node_at(expression, arguments[0]);
        if (!is_quotient(quotient.operation)) return std::nullopt;
        const auto levels = expression.arguments(quotient);
        return GrowthForm{levels[0], levels[1], false};
    }
    if (is_quotient(node.operation)) {
        const Node& difference = node_at(expression, arguments[0]);
        if (!is_difference(difference.operation)) return std::nullopt;
        const auto levels = expression.arguments(difference);
        if (is_same_quantity(expression, levels[1], arguments[1]))
            return GrowthForm{levels[0], levels[1], false};
        if (is_same_quantity(expression, levels[0], arguments[1]))
            return GrowthForm{levels[0], levels[1], true};
    }
    return std::nullopt;
}

std::optional<GrowthStep> growth_step(const Expression& expression, NodeIndex index) {
    const Node& node = node_at(expression, index);
    const auto arguments = expression.arguments(node);
    if (node.operation == Operation::multiply) {
        for (const std::size_t level : {std::size_t{0}, std::size_t{1}})
            if (const auto factor = growth_factor(expression, arguments[1 - level]))
                return GrowthStep{arguments[level], factor->growth, factor->falls, true};
    }
    if (node.operation == Operation::divide)
        if (const auto factor = growth_factor(expression, arguments[1]))
            return GrowthStep{arguments[0], factor->growth, factor->falls, false};
    return std::nullopt;
}

}  // namespace brcheck
