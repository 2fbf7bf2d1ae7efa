#include "engine/printed_solution.hpp"

#include "engine/completion.hpp"
#include "engine/plain_arithmetic.hpp"

#include <algorithm>

namespace brcheck {

PrintedSolution::PrintedSolution(const Network& network) : network_(network) {}

bool PrintedSolution::exists(std::span<const ConstraintIndex> constraints,
                             std::span<const VariableIndex> released) {
    constexpr std::size_t most_constraints = 12;
    // Values are kept by quantity: of a large table they would be too many.
    constexpr std::size_t most_quantities = 100'000;
    const std::size_t count = network_.report().quantities.size();
    if (constraints.size() > most_constraints || count > most_quantities) return false;
    printed_.resize(count);
    is_open_.resize(count);
    values_.resize(count);
    try {
        return find(constraints, released);
    } catch (const FractionOverflow&) {
        return false;
    }
}

bool PrintedSolution::find(std::span<const ConstraintIndex> constraints,
                           std::span<const VariableIndex> released) {
    const auto start = [&](VariableIndex v) {
        const QuantityKind kind = network_.kind(v);
        is_open_[v] = kind == QuantityKind::derived || kind == QuantityKind::unknown ||
                      std::binary_search(released.begin(), released.end(), v);
        return is_open_[v] || take_printed(v);
    };
    for (const ConstraintIndex c : constraints) {
        const Constraint& constraint = network_.constraints()[c];
        const Expression& expression = network_.expression(constraint);
        const auto used = expression.variables();
        if (!is_plain(expression) || !std::all_of(used.begin(), used.end(), start)) return false;
        if (constraint.kind == DerivationStep::Kind::definition) is_open_[constraint.index] = true;
    }
    std::vector<ConstraintIndex> waiting(constraints.begin(), constraints.end());
    while (!waiting.empty()) {
        const auto ready = std::find_if(waiting.begin(), waiting.end(), [&](ConstraintIndex c) {
            VariableIndex last = 0;
            return count_open(network_.constraints()[c], last) < 2;
        });
        if (ready == waiting.end() || !satisfy(network_.constraints()[*ready])) return false;
        waiting.erase(ready);
    }
    return true;
}

bool PrintedSolution::take_printed(VariableIndex figure) {
    if (!printed_[figure]) {
        const auto value =
            choose_value(network_.given_interval(figure),
                         network_.report().quantities[figure].stated_value(), std::nullopt);
        if (!value) return false;
        printed_[figure] = WideFraction(fraction_of(*value));
    }
    values_[figure] = *printed_[figure];
    return may_be(figure, values_[figure]);
}

bool PrintedSolution::may_be(VariableIndex quantity, WideFraction value) const {
    if (!network_.is_whole(quantity)) return true;
    const Fraction factor = fraction_of(network_.report().quantities[quantity].unit.factor());
    return divide(value, factor).is_integer();
}

std::size_t PrintedSolution::count_open(const Constraint& constraint, VariableIndex& last) const {
    std::size_t count = 0;
    const auto add = [&](VariableIndex v) {
        if (!is_open_[v]) return;
        ++count;
        last = v;
    };
    for (const VariableIndex v : network_.expression(constraint).variables()) add(v);
    if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
    return count;
}

bool PrintedSolution::satisfy(const Constraint& constraint) {
    const Expression& expression = network_.expression(constraint);
    const bool is_definition = constraint.kind == DerivationStep::Kind::definition;
    VariableIndex unknown = 0;
    const bool has_unknown = count_open(constraint, unknown) > 0;
    if (is_definition && has_unknown && unknown == constraint.index) {
        evaluate(expression);
        values_[unknown] = node_values_[expression.root()];
        is_open_[unknown] = false;
        return may_be(unknown, values_[unknown]);
    }
    if (has_unknown) {
        // What stands in its place until it is known may be anything.
        values_[unknown] = WideFraction(Fraction{1, 1});
        std::optional<WideFraction> value;
        evaluate(expression);
        if (is_definition) {
            value = solve(expression, expression.root(), values_[constraint.index], unknown);
        } else if (expression.comparisons()[constraint.comparison] == Comparison::equal) {
            for (std::size_t side = 0; side < 2 && !value; ++side)
                value = solve(expression, expression.sides()[constraint.comparison + side],
                              node_values_[expression.sides()[constraint.comparison + 1 - side]],
                              unknown);
        }
        if (!value || !may_be(unknown, *value)) return false;
        values_[unknown] = *value;
        is_open_[unknown] = false;
    }
    evaluate(expression);
    if (is_definition) return node_values_[expression.root()] == values_[constraint.index];
    return holds(expression.comparisons()[constraint.comparison],
                 node_values_[expression.sides()[constraint.comparison]],
                 node_values_[expression.sides()[constraint.comparison + 1]]);
}

void PrintedSolution::evaluate(const Expression& expression) {
    evaluate_plainly<WideFraction>(
        expression, values_, [](Fraction value) { return WideFraction(value); }, node_values_);
}

std::optional<WideFraction> PrintedSolution::solve(const Expression& expression, NodeIndex part,
                                                   WideFraction result,
                                                   VariableIndex unknown) const {
    if (expression.has_repeated_variable()) return std::nullopt;
    // The nodes on the way to the unknown: those below a node come before it.
    std::vector<bool> is_on_way(part + std::size_t{1}, false);
    const auto nodes = expression.nodes();
    for (std::size_t i = 0; i < is_on_way.size(); ++i) {
        const auto arguments = expression.arguments(nodes[i]);
        is_on_way[i] = nodes[i].operation == Operation::variable
                           ? nodes[i].payload == unknown
                           : std::any_of(arguments.begin(), arguments.end(),
                                         [&](NodeIndex a) { return is_on_way[a]; });
    }
    if (!is_on_way[part]) return std::nullopt;
    while (nodes[part].operation != Operation::variable) {
        const auto arguments = expression.arguments(nodes[part]);
        std::size_t own = 0;
        while (!is_on_way[arguments[own]]) ++own;
        result = invert(expression, nodes[part], own, result);
        part = arguments[own];
    }
    return result;
}

WideFraction PrintedSolution::invert(const Expression& expression, const Node& node,
                                     std::size_t own, WideFraction result) const {
    const auto arguments = expression.arguments(node);
    const auto number = [](std::int64_t value) { return WideFraction(Fraction{value, 1}); };
    const auto other = [&] { return node_values_[arguments[1 - own]]; };
    const auto of_quotient = [&](WideFraction quotient) {
        return own == 0 ? quotient * other() : divide(other(), quotient);
    };
    const auto of_sum = [&](WideFraction sum) {
        for (std::size_t k = 0; k < arguments.size(); ++k)
            if (k != own) sum = sum - node_values_[arguments[k]];
        return sum;
    };
    switch (node.operation) {
        case Operation::negate:
            return -result;
        case Operation::add:
        case Operation::sum:
            return of_sum(result);
        case Operation::subtract:
        case Operation::change:
        case Operation::points:
            return own == 0 ? result + other() : other() - result;
        case Operation::multiply:
            return divide(result, other());
        case Operation::divide:
        case Operation::share:
        case Operation::ratio:
        case Operation::per:
            return of_quotient(result);
        case Operation::growth:
            return of_quotient(result + number(1));
        case Operation::index:
            return of_quotient(divide(result, number(100)));
        case Operation::mean:
            return of_sum(result * number(static_cast<std::int64_t>(arguments.size())));
        default:
            throw FractionOverflow{};
    }
}

}  // namespace brcheck
