#include "engine/peeling.hpp"

#include "brcheck/expr/evaluate.hpp"

#include <algorithm>
#include <deque>
#include <vector>

namespace brcheck {

Peeling::Peeling(const Network& network)
    : network_(network),
      waiting_(network.constraints().size(), false),
      alive_(network.constraints().size(), false) {}

template <typename Visit>
void Peeling::for_each_quantity(ConstraintIndex constraint, std::span<const Interval> box,
                                Visit&& visit) const {
    const Constraint& c = network_.constraints()[constraint];
    for (const VariableIndex v : network_.expression(c).variables())
        if (!box[v].is_point()) visit(v);
    if (c.kind == DerivationStep::Kind::definition && !box[c.index].is_point()) visit(c.index);
}

/// Does every value in a quantity's interval belong to a solution of the constraint? Propagation
/// keeps hulls; they have no gaps where no open name repeats and no operand passes a pole or a fold.
bool Peeling::is_gapless(ConstraintIndex constraint, std::span<const Interval> box) {
    const Expression& expression = network_.expression(network_.constraints()[constraint]);
    const auto nodes = expression.nodes();
    if (expression.has_repeated_variable()) {
        std::vector<VariableIndex> open;
        for (const Node& node : nodes)
            if (node.operation == Operation::variable && !box[node.payload].is_point())
                open.push_back(node.payload);
        std::sort(open.begin(), open.end());
        if (std::adjacent_find(open.begin(), open.end()) != open.end()) return false;
    }
    evaluate(expression, box, values_);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto arguments = expression.arguments(nodes[i]);
        const auto value = [&](std::size_t a) -> const Interval& { return values_[arguments[a]]; };
        const auto spans_zero = [](const Interval& x) { return x.contains_zero() && !x.is_point(); };
        switch (nodes[i].operation) {
            case Operation::multiply:
                if (spans_zero(value(0)) || spans_zero(value(1))) return false;
                break;
            case Operation::divide:
            case Operation::share:
            case Operation::growth:
            case Operation::ratio:
            case Operation::per:
            case Operation::index:
                if (value(1).contains_zero()) return false;
                break;
            case Operation::cagr:
                if (!value(0).is_positive() || !value(1).is_positive() || !value(2).is_point())
                    return false;
                break;
            case Operation::power:
                if (!value(0).is_positive() || !value(1).is_point()) return false;
                break;
            case Operation::abs:
                if (spans_zero(value(0))) return false;
                break;
            case Operation::sqrt:
                if (!value(0).is_nonnegative()) return false;
                break;
            case Operation::weighted: return false;
            default: break;
        }
    }
    return true;
}

/// More than one of its quantities is shared with other constraints, or whole.
bool Peeling::is_held_twice(ConstraintIndex constraint, std::span<const Interval> box) const {
    const Constraint& c = network_.constraints()[constraint];
    std::size_t held = 0;
    const auto count = [&](VariableIndex v) {
        if (!box[v].is_point() && (degree_[v] > 1 || network_.is_whole(v))) ++held;
    };
    if (c.kind == DerivationStep::Kind::definition) count(c.index);
    for (const VariableIndex v : network_.expression(c).variables()) {
        count(v);
        if (held > 1) return true;
    }
    return false;
}

void Peeling::run(std::span<const ConstraintIndex> constraints, std::span<const Interval> box,
                  Core& core, std::optional<VariableIndex> keep) {
    degree_.resize(network_.report().quantities.size(), 0);
    if (keep) ++degree_[*keep];
    std::deque<ConstraintIndex> todo(constraints.begin(), constraints.end());
    for (const ConstraintIndex c : constraints) {
        alive_[c] = true;
        waiting_[c] = true;
        for_each_quantity(c, box, [&](VariableIndex v) { ++degree_[v]; });
    }
    while (!todo.empty()) {
        const ConstraintIndex c = todo.front();
        todo.pop_front();
        waiting_[c] = false;
        if (!alive_[c]) continue;
        // A whole quantity takes only some of the values in its interval, so that only the last one
        // may be one.
        if (is_held_twice(c, box)) continue;
        if (!is_gapless(c, box)) continue;
        alive_[c] = false;
        core.set_aside.push_back(c);
        for_each_quantity(c, box, [&](VariableIndex v) {
            --degree_[v];
            if (degree_[v] != 1) return;
            for (const ConstraintIndex other : network_.constraints_of(v)) {
                if (!alive_[other] || waiting_[other]) continue;
                waiting_[other] = true;
                todo.push_back(other);
            }
        });
    }
    for (const ConstraintIndex c : constraints) {
        if (alive_[c]) core.hard.push_back(c);
        alive_[c] = false;
        const Constraint& constraint = network_.constraints()[c];
        for (const VariableIndex v : network_.expression(constraint).variables()) degree_[v] = 0;
        if (constraint.kind == DerivationStep::Kind::definition) degree_[constraint.index] = 0;
    }
    if (keep) degree_[*keep] = 0;
}

}  // namespace brcheck
