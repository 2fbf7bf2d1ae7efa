#include "engine/completion.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "brcheck/number/decimal.hpp"
#include "report/leeway.hpp"

#include <algorithm>

namespace brcheck {
namespace {

std::optional<Rational> short_value_between(const Interval& interval) {
    if (!interval.has_low() && !interval.has_high()) return Rational(0);
    if (!interval.has_high()) {
        const Rational above = interval.low() + std::max(Rational(1), abs(interval.low()));
        return interval.low_open() || !interval.low().is_zero() ? above : Rational(1);
    }
    if (!interval.has_low())
        return interval.high() - std::max(Rational(1), abs(interval.high()));
    const Rational width = interval.high() - interval.low();
    if (width.is_zero()) return interval.low();
    const Rational middle = (interval.low() + interval.high()) / Rational(2);
    return round_to_place(middle, *leading_place(width) - 1, Toward::nearest);
}

std::optional<Rational> square_inside(const Interval& interval) {
    constexpr std::size_t bits = 40;
    if (interval.is_empty() || (interval.has_high() && interval.high().sign() < 0))
        return std::nullopt;
    const bool has_low = interval.has_low() && interval.low().sign() > 0;
    const Rational low =
        has_low ? root(interval.low(), 2, bits, Toward::plus_infinity) : Rational(0);
    Interval roots = Interval::at_least(low);
    if (interval.has_high())
        roots = intersect(roots, Interval::at_most(root(interval.high(), 2, bits,
                                                        Toward::minus_infinity)));
    if (roots.is_empty()) return std::nullopt;
    const auto chosen = short_value_between(roots);
    if (!chosen || !interval.contains(*chosen * *chosen)) return std::nullopt;
    return *chosen * *chosen;
}

}  // namespace

std::optional<Rational> choose_value(const Interval& interval,
                                     const std::optional<Rational>& printed,
                                     const std::optional<Rational>& step) {
    if (interval.is_empty()) return std::nullopt;
    if (!step) {
        if (printed && interval.contains(*printed)) return printed;
        return short_value_between(interval);
    }
    const auto nearest = [&](const Rational& value) {
        return Rational((value / *step + Rational(Integer(1), Integer(2))).floor()) * *step;
    };
    if (printed && interval.contains(nearest(*printed))) return nearest(*printed);
    const Interval inside = round_to_whole(interval / Interval(*step));
    if (inside.is_empty()) return std::nullopt;
    if (const auto middle = short_value_between(inside * Interval(*step));
        middle && interval.contains(nearest(*middle)))
        return nearest(*middle);
    if (inside.has_low()) return inside.low() * *step;
    return inside.high() * *step;
}

Completion::Completion(const Network& network) : network_(network), reviser_(network) {
    for (const Constraint& constraint : network.constraints()) {
        const Expression& expression = network.expression(constraint);
        for (const Node& node : expression.nodes()) {
            if (node.operation != Operation::sqrt) continue;
            const Node& argument = expression.nodes()[expression.arguments(node)[0]];
            if (argument.operation == Operation::variable)
                under_roots_.push_back(argument.payload);
        }
    }
    std::sort(under_roots_.begin(), under_roots_.end());
}

std::optional<Rational> Completion::value_for(VariableIndex quantity,
                                              const Interval& interval) const {
    const Quantity& q = network_.report().quantities[quantity];
    std::optional<Rational> step;
    if (q.whole) step = q.unit.factor();
    if (!step && std::binary_search(under_roots_.begin(), under_roots_.end(), quantity))
        if (const auto square = square_inside(interval)) return square;
    return choose_value(interval, q.stated_value(), step);
}

bool Completion::recover(const Elimination& elimination, std::vector<Interval>& box) {
    const auto value = [&](const Polynomial& p) { return p.range(box); };
    const Interval rest = value(elimination.rest);
    const Interval coefficient = value(elimination.coefficient);
    if (!rest.is_point() || !coefficient.is_point() || coefficient.low().is_zero()) return false;
    const Rational solved = -rest.low() / coefficient.low();
    Interval& interval = box[elimination.variable];
    if (!interval.contains(solved)) return false;
    interval = Interval(solved);
    return true;
}

Interval Completion::demand(ConstraintIndex constraint, VariableIndex quantity,
                            const std::vector<Interval>& box) {
    const auto& narrowings = reviser_.revise(network_.constraints()[constraint], box);
    if (reviser_.impossible()) return Interval::empty();
    for (const auto& narrowing : narrowings)
        if (narrowing.variable == quantity) return narrowing.after;
    return box[quantity];
}

bool Completion::assign_in_order(ConstraintIndex constraint,
                                 std::span<const VariableIndex> order,
                                 std::vector<Interval>& box) {
    for (const VariableIndex v : order) {
        const auto value = value_for(v, demand(constraint, v, box));
        if (!value) return false;
        box[v] = Interval(*value);
    }
    return holds(constraint, box);
}

bool Completion::complete(ConstraintIndex index, std::vector<Interval>& box,
                          std::vector<Witness::Enclosed>& enclosed) {
    const Constraint& constraint = network_.constraints()[index];
    std::vector<VariableIndex> open;
    const auto add = [&](VariableIndex v) {
        const bool is_enclosed =
            std::any_of(enclosed.begin(), enclosed.end(),
                        [&](const auto& entry) { return entry.quantity == v; });
        if (!box[v].is_point() && !is_enclosed) open.push_back(v);
    };
    for (const VariableIndex v : network_.expression(constraint).variables()) add(v);
    if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
    if (open.empty()) return true;
    std::vector<Interval> before;
    for (const VariableIndex v : open) before.push_back(box[v]);
    const std::vector<VariableIndex> names = open;
    // Any order will do, but the last one has to be a rational number: a rate under a root is none.
    for (std::size_t turn = 0; turn < open.size(); ++turn) {
        if (assign_in_order(index, open, box)) return true;
        for (std::size_t i = 0; i < names.size(); ++i) box[names[i]] = before[i];
        std::rotate(open.begin(), open.begin() + 1, open.end());
    }
    return enclose(index, names, box, enclosed);
}

bool Completion::enclose(ConstraintIndex index, std::span<const VariableIndex> open,
                         std::vector<Interval>& box, std::vector<Witness::Enclosed>& enclosed) {
    const Constraint& constraint = network_.constraints()[index];
    const Expression& expression = network_.expression(constraint);
    const auto lone = [&](NodeIndex side) -> std::optional<VariableIndex> {
        const Node& node = expression.nodes()[side];
        if (node.operation != Operation::variable) return std::nullopt;
        return node.payload;
    };
    std::optional<VariableIndex> subject;
    NodeIndex other = expression.root();
    ProofSource source{ProofSource::Kind::definition, constraint.index, 0};
    if (constraint.kind == DerivationStep::Kind::definition) {
        subject = constraint.index;
    } else {
        if (expression.comparisons()[constraint.comparison] != Comparison::equal) return false;
        source = {ProofSource::Kind::relation, constraint.index, constraint.comparison};
        const NodeIndex left = expression.sides()[constraint.comparison];
        other = expression.sides()[constraint.comparison + 1];
        subject = lone(left);
        if (!subject) {
            subject = lone(other);
            other = left;
        }
    }
    if (!subject || std::find(open.begin(), open.end(), *subject) == open.end()) return false;
    for (const VariableIndex v : open) {
        if (v == *subject) continue;
        const auto value = value_for(v, box[v]);
        if (!value) return false;
        box[v] = Interval(*value);
    }
    evaluate(expression, box, values_);
    if (values_[other].is_empty() || !box[*subject].contains(values_[other])) return false;
    box[*subject] = values_[other];
    enclosed.push_back({*subject, source, values_[other]});
    return true;
}

bool Completion::holds(ConstraintIndex index, const std::vector<Interval>& box) {
    const Constraint& constraint = network_.constraints()[index];
    const Expression& expression = network_.expression(constraint);
    evaluate(expression, box, values_);
    if (constraint.kind == DerivationStep::Kind::definition)
        return holds_for_all(Comparison::equal, box[constraint.index],
                             values_[expression.root()]) &&
               !values_[expression.root()].is_empty();
    const Relation& relation = network_.report().relations[constraint.index];
    const Interval& left = values_[expression.sides()[constraint.comparison]];
    Interval right = values_[expression.sides()[constraint.comparison + 1]];
    if (left.is_empty() || right.is_empty()) return false;
    const Comparison comparison = expression.comparisons()[constraint.comparison];
    Interval widened = Leeway(relation.tolerance).widen(left);
    if (widened == left) return holds_for_all(comparison, left, right);
    // With a tolerance one member of the widened side is enough, if the sides are points.
    if (!left.is_point() || !right.is_point()) return false;
    narrow_comparison(comparison, widened, right);
    return !right.is_empty();
}

bool Completion::run(std::span<const ConstraintIndex> constraints, const Core& core,
                     std::vector<Interval>& box, std::vector<Witness::Enclosed>& enclosed) {
    // What dropped out of all facts is free.
    std::vector<VariableIndex> eliminated;
    for (const Elimination& elimination : core.eliminations)
        eliminated.push_back(elimination.variable);
    std::sort(eliminated.begin(), eliminated.end());
    for (const ConstraintIndex c : core.hard) {
        const Constraint& constraint = network_.constraints()[c];
        const auto free = [&](VariableIndex v) {
            if (box[v].is_point() ||
                std::binary_search(eliminated.begin(), eliminated.end(), v))
                return true;
            const auto value = value_for(v, box[v]);
            if (value) box[v] = Interval(*value);
            return value.has_value();
        };
        for (const VariableIndex v : network_.expression(constraint).variables())
            if (!free(v)) return false;
        if (constraint.kind == DerivationStep::Kind::definition && !free(constraint.index))
            return false;
    }
    for (auto e = core.eliminations.rbegin(); e != core.eliminations.rend(); ++e)
        if (!recover(*e, box)) return false;
    for (auto c = core.set_aside.rbegin(); c != core.set_aside.rend(); ++c)
        if (!complete(*c, box, enclosed)) return false;
    return std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
        const bool fixes = std::any_of(enclosed.begin(), enclosed.end(), [&](const auto& entry) {
            const Constraint& constraint = network_.constraints()[c];
            const bool is_definition = entry.fixed_by.kind == ProofSource::Kind::definition;
            return entry.fixed_by.index == constraint.index &&
                   entry.fixed_by.comparison == constraint.comparison &&
                   is_definition == (constraint.kind == DerivationStep::Kind::definition);
        });
        return fixes || holds(c, box);
    });
}

}  // namespace brcheck
