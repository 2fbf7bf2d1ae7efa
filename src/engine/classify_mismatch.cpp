#include "engine/classify_mismatch.hpp"

#include "engine/growth_form.hpp"

#include <optional>

namespace brcheck {
namespace {

bool is_rate(const QuantityType& type) {
    return type.is_known && (type.kind == UnitKind::percent || type.kind == UnitKind::points);
}

/// The rule that the shape of one side suggests, if any.
std::optional<RuleCode> rule_for_side(const Expression& expression, NodeIndex index,
                                      const QuantityType& type) {
    if (growth_form(expression, index) || growth_step(expression, index))
        return RuleCode::growth_mismatch;
    switch (node_at(expression, index).operation) {
        case Operation::share: return RuleCode::share_mismatch;
        case Operation::points: return RuleCode::points_mismatch;
        case Operation::cagr: return RuleCode::compound_growth_mismatch;
        case Operation::mean:
        case Operation::weighted: return RuleCode::mean_mismatch;
        case Operation::index: return RuleCode::index_mismatch;
        case Operation::sum:
        case Operation::add: return RuleCode::sum_mismatch;
        case Operation::change:
        case Operation::subtract:
            return is_rate(type) ? RuleCode::points_mismatch : RuleCode::difference_mismatch;
        case Operation::multiply: return RuleCode::product_mismatch;
        case Operation::divide:
        case Operation::ratio:
        case Operation::per: return RuleCode::ratio_mismatch;
        default: return std::nullopt;
    }
}

}  // namespace

RuleCode classify_mismatch(const Relation& relation, std::size_t comparison) {
    const Expression& condition = relation.condition;
    const NodeIndex left = condition.sides()[comparison];
    const NodeIndex right = condition.sides()[comparison + 1];
    if (condition.comparisons()[comparison] != Comparison::equal) {
        const bool has_bound = node_at(condition, left).operation == Operation::literal ||
                               node_at(condition, right).operation == Operation::literal;
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
