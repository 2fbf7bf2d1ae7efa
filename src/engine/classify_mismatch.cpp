#include "engine/classify_mismatch.hpp"

#include <optional>

namespace brcheck {
namespace {

bool is_rate(const QuantityType& type) {
    return type.is_known && (type.kind == UnitKind::percent || type.kind == UnitKind::points);
}

bool is_one(const Expression& expression, const Node& node) {
    return node.operation == Operation::literal && expression.literal(node).value == Rational(1);
}

/// 1 + growth or 1 - decline: a factor by which a level changes.
bool is_growth_factor(const Expression& expression, const Node& node) {
    if (node.operation != Operation::add && node.operation != Operation::subtract) return false;
    const auto nodes = expression.nodes();
    for (const NodeIndex argument : expression.arguments(node))
        if (is_one(expression, nodes[argument])) return true;
    return false;
}

/// The rule that the shape of one side suggests, if any.
std::optional<RuleCode> rule_for_side(const Expression& expression, const Node& side,
                                      const QuantityType& type) {
    const auto nodes = expression.nodes();
    const auto argument = [&](std::size_t i) -> const Node& {
        return nodes[expression.arguments(side)[i]];
    };
    switch (side.operation) {
        case Operation::share: return RuleCode::share_mismatch;
        case Operation::growth: return RuleCode::growth_mismatch;
        case Operation::points: return RuleCode::points_mismatch;
        case Operation::cagr: return RuleCode::compound_growth_mismatch;
        case Operation::mean:
        case Operation::weighted: return RuleCode::mean_mismatch;
        case Operation::index: return RuleCode::index_mismatch;
        case Operation::ratio:
        case Operation::per: return RuleCode::ratio_mismatch;
        case Operation::sum:
        case Operation::add: return RuleCode::sum_mismatch;
        case Operation::change:
        case Operation::subtract:
            if (is_one(expression, argument(1)) && argument(0).operation == Operation::divide)
                return RuleCode::growth_mismatch;
            return is_rate(type) ? RuleCode::points_mismatch : RuleCode::difference_mismatch;
        case Operation::multiply:
            if (is_growth_factor(expression, argument(0)) ||
                is_growth_factor(expression, argument(1)))
                return RuleCode::growth_mismatch;
            return RuleCode::product_mismatch;
        case Operation::divide:
            if (is_growth_factor(expression, argument(1))) return RuleCode::growth_mismatch;
            return RuleCode::ratio_mismatch;
        default: return std::nullopt;
    }
}

}  // namespace

RuleCode classify_mismatch(const Relation& relation, std::size_t comparison) {
    const Expression& condition = relation.condition;
    const auto nodes = condition.nodes();
    const Node& left = nodes[condition.sides()[comparison]];
    const Node& right = nodes[condition.sides()[comparison + 1]];
    if (condition.comparisons()[comparison] != Comparison::equal) {
        const bool has_bound = left.operation == Operation::literal ||
                               right.operation == Operation::literal;
        return has_bound ? RuleCode::bound_broken : RuleCode::order_mismatch;
    }
    const QuantityType& left_type = relation.side_types[comparison];
    const QuantityType& right_type = relation.side_types[comparison + 1];
    std::optional<RuleCode> rule = rule_for_side(condition, right, right_type);
    if (!rule) rule = rule_for_side(condition, left, left_type);
    // A quotient that is stated as a percentage is a share: "share = part / whole".
    if (rule == RuleCode::ratio_mismatch && (is_rate(left_type) || is_rate(right_type)))
        return RuleCode::share_mismatch;
    return rule.value_or(RuleCode::relation_fails);
}

}  // namespace brcheck
