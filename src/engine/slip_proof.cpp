#include "engine/slip_proof.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

FirstDigit find_first_digit(const Quantity& quantity) {
    // Such texts have other digits than those of their value.
    if (quantity.qualifier == Qualifier::range || quantity.qualifier == Qualifier::ratio_word)
        return {};
    const Fraction printed = fraction_of(quantity.printed);
    if (printed.sign() == 0) return {};
    const Fraction factor = fraction_of(quantity.unit.factor());
    Fraction weight{printed.sign(), 1};
    Fraction rest = printed * weight / factor;
    const Fraction ten{10, 1};
    for (; rest < Fraction{1, 1}; rest = rest * ten) weight = weight / ten;
    for (; !(rest < ten); rest = rest / ten) weight = weight * ten;
    return {rest.numerator / rest.denominator, weight * factor};
}

SlipProof::SlipProof(const Network& network) : network_(network) {
    const Report& report = network.report();
    values_.resize(report.quantities.size(), Enclosure::all());
    first_digits_.resize(report.quantities.size());
    slippable_.resize(report.relations.size());
}

void SlipProof::enter_report() {
    const Report& report = network_.report();
    for (VariableIndex v = 0; v < values_.size(); ++v) {
        const Quantity& quantity = report.quantities[v];
        const QuantityKind kind = network_.kind(v);
        if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
        try {
            enter(v, enclose(quantity.interval),
                  kind == QuantityKind::stated ? find_first_digit(quantity) : FirstDigit{});
        } catch (const FractionOverflow&) {
            enter(v, Enclosure::all());
        }
    }
    try {
        enter_derived();
    } catch (const FractionOverflow&) {
        for (const VariableIndex v : report.derivation_order) enter(v, Enclosure::all());
    }
}

void SlipProof::enter_derived() {
    const Report& report = network_.report();
    for (const VariableIndex v : report.derivation_order) {
        const Expression& definition = *report.quantities[v].definition;
        if (!is_plain(definition)) continue;
        evaluate(definition);
        enter(v, node_values_[definition.root()]);
    }
}

void SlipProof::evaluate(const Expression& expression) {
    evaluate_plainly<Enclosure>(
        expression, values_, [](Fraction value) { return enclose(value); }, node_values_);
}

bool SlipProof::has_power(RelationIndex relation) try {
    const Relation& own = network_.report().relations[relation];
    if (own.condition.comparisons().size() > 1) return true;  // of chains power is not exact
    if (own.tolerance || !is_plain(own.condition)) return false;
    const auto figures = slippable(relation);
    return std::any_of(figures.begin(), figures.end(),
                       [&](VariableIndex v) { return finds_slip(own.condition, v); });
} catch (const FractionOverflow&) {
    return false;
}

/// Figures in which a slip can be tried: nothing derived that the relation names rests on them.
std::span<const VariableIndex> SlipProof::slippable(RelationIndex relation) {
    std::vector<VariableIndex>& list = slippable_[relation];
    if (!list.empty()) return list;
    const Expression& condition = network_.report().relations[relation].condition;
    std::vector<VariableIndex> derived;
    for (const VariableIndex v : condition.variables())
        if (network_.kind(v) == QuantityKind::derived) derived.push_back(v);
    const auto behind =
        derived.empty() ? std::vector<VariableIndex>{} : network_.printed_sources(derived);
    list.reserve(condition.variables().size());
    const auto add = [&](VariableIndex v) {
        if (network_.kind(v) == QuantityKind::stated &&
            !std::binary_search(behind.begin(), behind.end(), v) &&
            std::find(list.begin(), list.end(), v) == list.end())
            list.push_back(v);
    };
    // A figure with a side of its own is moved by its whole slip.
    for (const NodeIndex side : condition.sides()) {
        const Node& node = condition.nodes()[side];
        if (node.operation == Operation::variable) add(node.payload);
    }
    for (const VariableIndex v : condition.variables()) add(v);
    return list;
}

/// Another first digit, far away.
bool SlipProof::finds_slip(const Expression& condition, VariableIndex v) {
    const auto [digit, weight] = first_digits_[v];
    if (weight.sign() == 0) return false;
    for (const std::int64_t other : {std::int64_t{9}, std::int64_t{1}}) {
        if (other == digit) continue;
        const Fraction move = weight * Fraction{other - digit, 1};
        const Enclosure printed = std::exchange(values_[v], values_[v] + enclose(move));
        evaluate(condition);
        values_[v] = printed;
        if (!can_hold(condition.comparisons()[0], node_values_[condition.sides()[0]],
                      node_values_[condition.sides()[1]]))
            return true;
    }
    return false;
}

}  // namespace brcheck
