#include "engine/computed_values.hpp"

#include "engine/plain_arithmetic.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
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
    is_source_.assign(report.quantities.size(), false);
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        // What nothing rests on may have any of its values.
        is_source_[v] = network.kind(v) == QuantityKind::stated && !is_computed[v] &&
                        !network.constraints_of(v).empty();
        if (is_source_[v]) sources_.push_back(v);
    }
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

bool ComputedValues::take(const Step& step, std::span<const Range> allowed) {
    derive(step.derived);
    const Expression& condition = network_->report().relations[step.relation].condition;
    evaluate(condition);
    if (!step.given) return holds(condition);
    const WideFraction value = node_values_[step.side];
    values_[*step.given] = value;
    return may_be(*step.given, value, allowed[*step.given]);
}

std::optional<WideFraction> ComputedValues::choose_source(VariableIndex source,
                                                          WideFraction printed,
                                                          const Range& allowed) const {
    if (may_be(source, printed, allowed)) return printed;
    // Above what is said to be "over" something, a little.
    if (!allowed.has_low || allowed.has_high) return std::nullopt;
    const Fraction more = allowed.low * Fraction{allowed.low.sign(), 64};
    const WideFraction value(allowed.low + more);
    return may_be(source, value, allowed) ? std::optional(value) : std::nullopt;
}

/// The variables that a side adds up, with their signs; nothing for other sides.
std::optional<std::vector<ComputedValues::Term>> ComputedValues::terms_of(const Step& step) const {
    const Expression& condition = network_->report().relations[step.relation].condition;
    struct Visit {
        NodeIndex node;
        int sign;
    };
    std::vector<Visit> todo{{step.side, 1}};
    std::vector<Term> terms;
    while (!todo.empty()) {
        const auto [index, sign] = todo.back();
        todo.pop_back();
        const Node& node = condition.nodes()[index];
        const auto arguments = condition.arguments(node);
        switch (node.operation) {
            case Operation::variable:
                terms.push_back({node.payload, sign});
                break;
            case Operation::negate:
                todo.push_back({arguments[0], -sign});
                break;
            case Operation::subtract:
                todo.push_back({arguments[0], sign});
                todo.push_back({arguments[1], -sign});
                break;
            case Operation::add:
            case Operation::sum:
                for (const NodeIndex argument : arguments) todo.push_back({argument, sign});
                break;
            default:
                return std::nullopt;
        }
    }
    return terms;
}

/// Rounded parts seldom add up to a rounded total: each takes its part of what is missing, as far
/// as its rounding reaches.
bool ComputedValues::spread(const Step& step, std::span<const Range> allowed) {
    constexpr int steps_of_width = 64;  // few digits more for what is computed from it
    if (!step.given) return false;
    const auto terms = terms_of(step);
    const auto width = [&](VariableIndex v) {
        const Range& range = allowed[v];
        return range.has_low && range.has_high ? range.high - range.low : Fraction{0, 1};
    };
    const auto to_double = [](WideFraction value) {
        return static_cast<double>(value.numerator) / static_cast<double>(value.denominator);
    };
    const Fraction given_width = width(*step.given);
    if (!terms || given_width.sign() == 0) return false;
    const auto can_move = [&](VariableIndex v) { return is_source_[v] && !is_moved_[v]; };
    double all_widths = to_double(given_width);
    for (const Term& term : *terms)
        if (can_move(term.variable)) all_widths += to_double(width(term.variable));
    const Range& target = allowed[*step.given];
    const double middle = (to_double(target.low) + to_double(target.high)) / 2;
    const double part = (to_double(values_[*step.given]) - middle) / all_widths;
    if (!(std::abs(part) < 0.5)) return false;
    const auto moves = static_cast<std::int64_t>(std::lround(part * steps_of_width));
    if (moves == 0) return false;
    for (const Term& term : *terms) {
        const VariableIndex v = term.variable;
        if (!can_move(v)) continue;
        const Fraction move = width(v) * Fraction{-term.sign * moves, steps_of_width};
        starts_[v] = starts_[v] + WideFraction(move);
        is_moved_[v] = true;
        if (!may_be(v, starts_[v], allowed[v])) return false;
    }
    return true;
}

bool ComputedValues::find(std::span<const WideFraction> printed, std::span<const Range> allowed) {
    constexpr int most_attempts = 4;
    starts_.assign(printed.begin(), printed.end());
    for (const VariableIndex v : sources_) {
        const auto start = choose_source(v, printed[v], allowed[v]);
        if (!start) return false;
        starts_[v] = *start;
    }
    is_moved_.assign(printed.size(), false);
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        values_ = starts_;
        const auto failed = std::find_if(steps_.begin(), steps_.end(),
                                         [&](const Step& step) { return !take(step, allowed); });
        if (failed == steps_.end()) {
            derive(other_derived_);
            return true;
        }
        if (!spread(*failed, allowed)) return false;
    }
    return false;
}

}  // namespace brcheck
