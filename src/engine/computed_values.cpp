#include "engine/computed_values.hpp"

#include "engine/plain_arithmetic.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace brcheck {

ComputedValues::ComputedValues(const Network& network) : network_(&network) {
    const Report& report = network.report();
    std::vector<bool> is_given(report.quantities.size(), false);
    steps_.reserve(report.relations.size());
    for (RelationIndex r = 0; r < report.relations.size(); ++r) {
        Step step;
        step.relation = r;
        step.derived = derived_behind(report.relations[r].condition);
        choose_given(step, is_given);
        steps_.push_back(std::move(step));
    }
    order_steps();
    std::vector<bool> is_computed(report.quantities.size(), false);
    for (const Step& step : steps_) {
        if (step.given) is_computed[*step.given] = true;
        for (const VariableIndex v : step.derived) is_computed[v] = true;
    }
    for (VariableIndex v = 0; v < report.quantities.size(); ++v)
        if (network.kind(v) == QuantityKind::stated && !is_computed[v]) sources_.push_back(v);
    for (const VariableIndex v : report.derivation_order)
        if (!is_computed[v]) other_derived_.push_back(v);
}

std::vector<VariableIndex> ComputedValues::derived_behind(const Expression& expression) const {
    const Report& report = network_->report();
    const auto used = expression.variables();
    if (std::none_of(used.begin(), used.end(),
                     [&](VariableIndex v) { return network_->kind(v) == QuantityKind::derived; }))
        return {};
    std::vector<bool> is_behind(report.quantities.size(), false);
    for (const VariableIndex v : expression.variables()) is_behind[v] = true;
    std::vector<VariableIndex> derived;
    const auto& order = report.derivation_order;
    for (auto v = order.rbegin(); v != order.rend(); ++v) {
        if (!is_behind[*v]) continue;
        derived.push_back(*v);
        for (const VariableIndex needed : report.quantities[*v].definition->variables())
            is_behind[needed] = true;
    }
    std::reverse(derived.begin(), derived.end());
    return derived;
}

/// The stated figure that one side of the equation consists of, if it stands nowhere else in it.
void ComputedValues::choose_given(Step& step, std::vector<bool>& is_given) const {
    const Expression& condition = network_->report().relations[step.relation].condition;
    if (condition.comparisons().size() > 1 || condition.comparisons()[0] != Comparison::equal)
        return;
    const auto behind = step.derived.empty() ? std::vector<VariableIndex>{}
                                             : network_->printed_sources(step.derived);
    for (std::size_t side = 0; side < 2; ++side) {
        const Node& node = condition.nodes()[condition.sides()[side]];
        const bool is_stated = node.operation == Operation::variable &&
                               network_->kind(node.payload) == QuantityKind::stated;
        if (!is_stated || is_given[node.payload] || condition.has_repeated_variable() ||
            std::binary_search(behind.begin(), behind.end(), node.payload))
            continue;
        step.given = node.payload;
        step.side = condition.sides()[1 - side];
        is_given[node.payload] = true;
        return;
    }
}

/// Each after those that give its figures their values. In a circle one figure keeps its printed
/// value instead.
void ComputedValues::order_steps() {
    const Report& report = network_->report();
    std::vector<bool> is_open(report.quantities.size(), false);
    std::vector<std::vector<VariableIndex>> figures;
    figures.reserve(steps_.size());
    for (const Step& step : steps_) {
        if (step.given) is_open[*step.given] = true;
        figures.push_back(
            network_->printed_sources(report.relations[step.relation].condition.variables()));
    }
    const auto is_ready = [&](std::size_t i) {
        return std::all_of(figures[i].begin(), figures[i].end(), [&](VariableIndex v) {
            return !is_open[v] || (steps_[i].given && *steps_[i].given == v);
        });
    };
    std::vector<std::size_t> rest(steps_.size());
    std::iota(rest.begin(), rest.end(), std::size_t{0});
    std::vector<Step> ordered;
    ordered.reserve(steps_.size());
    while (!rest.empty()) {
        const auto next = std::find_if(rest.begin(), rest.end(), is_ready);
        if (next == rest.end()) {
            const auto turned = std::find_if(rest.begin(), rest.end(), [&](std::size_t i) {
                return steps_[i].given.has_value();
            });
            is_open[*std::exchange(steps_[*turned].given, std::nullopt)] = false;
            continue;
        }
        Step& step = steps_[*next];
        if (step.given) is_open[*step.given] = false;
        ordered.push_back(std::move(step));
        rest.erase(next);
    }
    steps_ = std::move(ordered);
}

bool ComputedValues::may_be(VariableIndex quantity, WideFraction value,
                            const Range& allowed) const {
    if (!lies_in(value, allowed)) return false;
    if (!network_->is_whole(quantity)) return true;
    const Fraction factor = fraction_of(network_->report().quantities[quantity].unit.factor());
    return divide(value, factor).is_integer();
}

void ComputedValues::evaluate(const Expression& expression) {
    evaluate_plainly<WideFraction>(
        expression, values_, [](Fraction value) { return WideFraction(value); }, node_values_);
}

void ComputedValues::derive(std::span<const VariableIndex> derived) {
    for (const VariableIndex v : derived) {
        const Expression& definition = *network_->report().quantities[v].definition;
        evaluate(definition);
        values_[v] = node_values_[definition.root()];
    }
}

bool ComputedValues::holds(const Expression& condition) const {
    for (std::size_t k = 0; k < condition.comparisons().size(); ++k)
        if (!brcheck::holds(condition.comparisons()[k], node_values_[condition.sides()[k]],
                            node_values_[condition.sides()[k + 1]]))
            return false;
    return true;
}

bool ComputedValues::find(std::span<const WideFraction> printed, std::span<const Range> allowed) {
    const Report& report = network_->report();
    for (const VariableIndex v : sources_)
        if (!may_be(v, printed[v], allowed[v])) return false;
    values_.assign(printed.begin(), printed.end());
    for (const Step& step : steps_) {
        derive(step.derived);
        const Expression& condition = report.relations[step.relation].condition;
        evaluate(condition);
        if (!step.given) {
            if (!holds(condition)) return false;
            continue;
        }
        const WideFraction value = node_values_[step.side];
        if (!may_be(*step.given, value, allowed[*step.given])) return false;
        values_[*step.given] = value;
    }
    derive(other_derived_);
    return true;
}

}  // namespace brcheck
