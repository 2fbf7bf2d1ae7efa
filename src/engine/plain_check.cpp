#include "engine/plain_check.hpp"

#include "engine/joint_solver.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {

StatedNumber stated_number(const Quantity& quantity) {
    StatedNumber number;
    number.exact = fraction_of(quantity.printed);
    number.range = range_of(quantity.interval, Fraction{1, 1});
    number.half_up = number.range;
    const TiesSentAway ties = ties_sent_away(quantity);
    number.half_up.low_open = number.half_up.low_open || ties.low;
    number.half_up.high_open = number.half_up.high_open || ties.high;
    number.first_digit = find_first_digit(quantity);
    return number;
}

bool PlainCheck::suits(const Report& report) {
    return std::all_of(report.relations.begin(), report.relations.end(),
                       [](const Relation& relation) {
                           return relation.strength == Strength::must && !relation.tolerance &&
                                  relation.allowances.empty() && is_plain(relation.condition);
                       }) &&
           std::all_of(
               report.quantities.begin(), report.quantities.end(), [](const Quantity& quantity) {
                   const bool has_grounds =
                       quantity.details &&
                       (!quantity.details->basis.empty() || !quantity.details->vintage.empty() ||
                        !quantity.details->same_as.empty());
                   return !has_grounds && (quantity.kind == QuantityKind::stated ||
                                           (quantity.kind == QuantityKind::derived &&
                                            is_plain(*quantity.definition)));
               });
}

PlainCheck::PlainCheck(const Network& network)
    : network_(network), values_(network), slips_(network) {
    const std::size_t count = network.report().quantities.size();
    stated_.resize(count);
    exact_.resize(count);
    half_up_.resize(count);
}

bool PlainCheck::evaluate_derived() {
    const Report& report = network_.report();
    for (VariableIndex v = 0; v < stated_.size(); ++v) {
        if (network_.kind(v) != QuantityKind::stated) continue;
        exact_[v] = stated_[v].exact;
        half_up_[v] = stated_[v].half_up;
        slips_.enter(v, enclose(stated_[v].range), stated_[v].first_digit);
    }
    try {
        for (const VariableIndex v : report.derivation_order) {
            const Expression& definition = *report.quantities[v].definition;
            evaluate_exactly(definition);
            exact_[v] = exact_values_[definition.root()];
        }
        slips_.enter_derived();
    } catch (const FractionOverflow&) {
        return false;
    }
    return true;
}

void PlainCheck::evaluate_exactly(const Expression& expression) {
    evaluate_plainly<WideFraction>(
        expression, exact_, [](Fraction value) { return WideFraction(value); }, exact_values_);
}

/// See agrees_as_printed() of decide_alone.cpp.
bool PlainCheck::holds_exactly(RelationIndex relation) try {
    const Expression& condition = network_.report().relations[relation].condition;
    evaluate_exactly(condition);
    for (std::size_t k = 0; k < condition.comparisons().size(); ++k) {
        const NodeIndex sides[] = {condition.sides()[k], condition.sides()[k + 1]};
        const WideFraction values[] = {exact_values_[sides[0]], exact_values_[sides[1]]};
        const Comparison comparison = condition.comparisons()[k];
        if (holds(comparison, values[0], values[1])) continue;
        if (comparison != Comparison::equal) return false;
        const auto is_in_printed = [&](std::size_t side) {
            const Node& node = condition.nodes()[sides[side]];
            return node.operation == Operation::variable &&
                   network_.kind(node.payload) == QuantityKind::stated &&
                   lies_in(values[1 - side], stated_[node.payload].range);
        };
        if (!is_in_printed(0) && !is_in_printed(1)) return false;
    }
    return true;
} catch (const FractionOverflow&) {
    return false;
}

bool PlainCheck::finds_values() try {
    return values_.find(exact_, half_up_);
} catch (const FractionOverflow&) {
    return false;
}

bool PlainCheck::is_possible() try {
    if (finds_values()) return true;
    if (!lane_) {
        lane_.emplace();
        lane_->compile(network_);
        box_.assign(stated_.size(), Interval::all());
        quantities_.resize(stated_.size());
        std::iota(quantities_.begin(), quantities_.end(), VariableIndex{0});
        constraints_.resize(network_.constraints().size());
        std::iota(constraints_.begin(), constraints_.end(), ConstraintIndex{0});
    }
    for (VariableIndex v = 0; v < box_.size(); ++v)
        if (network_.kind(v) == QuantityKind::stated)
            box_[v] = network_.round_if_whole(v, interval_of(half_up_[v], Fraction{1, 1}));
    lane_->decide(box_, constraints_, quantities_, false);
    return lane_->all_decided() && !lane_->is_impossible();
} catch (const FractionOverflow&) {
    return false;
}

}  // namespace brcheck
