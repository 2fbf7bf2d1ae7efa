#include "engine/completion.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "brcheck/number/decimal.hpp"
#include "expr/continuity.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

std::optional<Rational> short_value_between(const Interval& interval) {
    if (!interval.has_low() && !interval.has_high()) return Rational(0);
    if (!interval.has_high()) {
        const Rational above = interval.low() + std::max(Rational(1), abs(interval.low()));
        return interval.low_open() || !interval.low().is_zero() ? above : Rational(1);
    }
    if (!interval.has_low()) return interval.high() - std::max(Rational(1), abs(interval.high()));
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
        roots = intersect(
            roots, Interval::at_most(root(interval.high(), 2, bits, Toward::minus_infinity)));
    if (roots.is_empty()) return std::nullopt;
    const auto chosen = short_value_between(roots);
    if (!chosen || !interval.contains(*chosen * *chosen)) return std::nullopt;
    return *chosen * *chosen;
}

bool is_enclosed(VariableIndex quantity, const std::vector<Witness::Enclosed>& enclosed) {
    return std::any_of(enclosed.begin(), enclosed.end(),
                       [&](const auto& entry) { return entry.quantity == quantity; });
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

Completion::Completion(const Network& network, Work& work)
    : network_(network), work_(work), reviser_(network), root_search_(network) {
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
        if (auto square = square_inside(interval)) return square;
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

void Completion::count(const Expression& expression) {
    constexpr std::uint64_t nodes_a_step = 10;
    const std::uint64_t steps = expression.nodes().size() / nodes_a_step;
    own_steps_ += steps;
    work_.spend(steps);
}

const std::vector<Reviser::Narrowing>& Completion::revise(ConstraintIndex constraint,
                                                          const std::vector<Interval>& box) {
    const Constraint& own = network_.constraints()[constraint];
    count(network_.expression(own));
    return reviser_.revise(own, box);
}

Interval Completion::demand(ConstraintIndex constraint, VariableIndex quantity,
                            const std::vector<Interval>& box) {
    const auto& narrowings = revise(constraint, box);
    if (reviser_.impossible()) return Interval::empty();
    for (const auto& narrowing : narrowings)
        if (narrowing.variable == quantity) return narrowing.after;
    return box[quantity];
}

bool Completion::assign(ConstraintIndex constraint, std::span<const VariableIndex> order,
                        std::vector<Interval>& box) {
    // One at a time would go through all of a long sum for each of its parts: so ever more take their
    // values at once, as long as that leaves values for the others. The last one follows from them.
    std::vector<VariableIndex> open(order.begin(), order.end());
    std::sort(open.begin(), open.end());
    std::vector<Interval> before;
    std::size_t next = 0;
    std::size_t most = 1;
    while (next < order.size() || before.size() > 1) {
        const auto& narrowings = revise(constraint, box);
        if (work_.is_out(own_steps_)) return false;
        if (reviser_.impossible()) {
            if (before.size() <= 1) return false;
            most = before.size() / 2;
            next -= before.size();
            for (std::size_t i = 0; i < before.size(); ++i) box[order[next + i]] = before[i];
        } else {
            if (before.size() == most) most *= 2;
            for (const auto& narrowing : narrowings)
                if (std::binary_search(open.begin(), open.end(), narrowing.variable))
                    box[narrowing.variable] = narrowing.after;
        }
        before.clear();
        const std::size_t left = order.size() - next;
        const std::size_t count = left < 2 ? left : std::min(most, left - 1);
        for (std::size_t i = 0; i < count; ++i, ++next) {
            const VariableIndex v = order[next];
            const auto value = value_for(v, box[v]);
            if (!value) return false;
            before.push_back(std::exchange(box[v], Interval(*value)));
        }
    }
    return true;
}

bool Completion::assign_in_order(ConstraintIndex constraint, std::span<const VariableIndex> order,
                                 std::vector<Interval>& box) {
    return assign(constraint, order, box) && holds(constraint, box);
}

std::vector<VariableIndex> Completion::open_quantities(
    const Constraint& constraint, const std::vector<Interval>& box,
    const std::vector<Witness::Enclosed>& enclosed) const {
    std::vector<VariableIndex> open;
    const auto add = [&](VariableIndex v) {
        if (!box[v].is_point() && !is_enclosed(v, enclosed)) open.push_back(v);
    };
    for (const VariableIndex v : network_.expression(constraint).variables()) add(v);
    if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
    return open;
}

bool Completion::complete_fixed(std::span<const ConstraintIndex> constraints,
                                std::vector<Interval>& box,
                                std::vector<Witness::Enclosed>& enclosed) {
    const auto is_equality = [&](const Constraint& constraint) {
        if (constraint.kind == DerivationStep::Kind::definition) return true;
        const Relation& relation = network_.report().relations[constraint.index];
        return !relation.tolerance &&
               relation.condition.comparisons()[constraint.comparison] == Comparison::equal;
    };
    for (bool goes_on = true; goes_on;) {
        goes_on = false;
        for (std::size_t i = constraints.size(); i-- > 0;) {
            const Constraint& constraint = network_.constraints()[constraints[i]];
            if (!is_equality(constraint) || open_quantities(constraint, box, enclosed).size() != 1)
                continue;
            if (!complete(constraints[i], box, enclosed)) return false;
            goes_on = true;
        }
    }
    return true;
}

bool Completion::complete(ConstraintIndex index, std::vector<Interval>& box,
                          std::vector<Witness::Enclosed>& enclosed) {
    const Constraint& constraint = network_.constraints()[index];
    std::vector<VariableIndex> open = open_quantities(constraint, box, enclosed);
    if (open.empty()) return true;
    std::vector<Interval> before;
    for (const VariableIndex v : open) before.push_back(box[v]);
    const std::vector<VariableIndex> names = open;
    const auto restore = [&] {
        for (std::size_t i = 0; i < names.size(); ++i) box[names[i]] = before[i];
    };
    // Any order will do, but the last one has to be a rational number: a rate under a root is none.
    for (std::size_t turn = 0; turn < open.size() && !work_.is_out(own_steps_); ++turn) {
        if (assign_in_order(index, open, box)) return true;
        restore();
        std::rotate(open.begin(), open.begin() + 1, open.end());
    }
    // What stands alone on a side has the simplest proof.
    if (const auto subject = lone_subject(constraint))
        std::stable_partition(open.begin(), open.end(),
                              [&](VariableIndex v) { return v != *subject; });
    for (std::size_t turn = 0; turn < open.size() && !work_.is_out(own_steps_); ++turn) {
        const std::span<const VariableIndex> others(open.data(), open.size() - 1);
        if (assign(index, others, box) && root_search_.run({&index, 1}, box, enclosed)) return true;
        restore();
        std::rotate(open.begin(), open.begin() + 1, open.end());
    }
    return false;
}

std::optional<VariableIndex> Completion::lone_subject(const Constraint& constraint) const {
    if (constraint.kind == DerivationStep::Kind::definition) return constraint.index;
    const Expression& expression = network_.expression(constraint);
    for (const std::size_t side : {constraint.comparison, constraint.comparison + 1}) {
        const Node& node = expression.nodes()[expression.sides()[side]];
        if (node.operation == Operation::variable) return node.payload;
    }
    return std::nullopt;
}

bool Completion::holds(ConstraintIndex index, const std::vector<Interval>& box) {
    const Constraint& constraint = network_.constraints()[index];
    const Expression& expression = network_.expression(constraint);
    count(expression);
    evaluate(expression, box, values_);
    if (!is_continuous(expression, values_)) return false;
    if (constraint.kind == DerivationStep::Kind::definition)
        return holds_for_all(Comparison::equal, box[constraint.index], values_[expression.root()]);
    const Relation& relation = network_.report().relations[constraint.index];
    const Interval& left = values_[expression.sides()[constraint.comparison]];
    Interval right = values_[expression.sides()[constraint.comparison + 1]];
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
    own_steps_ = 0;
    // What dropped out of all facts is free.
    std::vector<VariableIndex> eliminated;
    for (const Elimination& elimination : core.eliminations)
        eliminated.push_back(elimination.variable);
    std::sort(eliminated.begin(), eliminated.end());
    // Of roots no fact says what they are.
    if (!core.opaque.empty() && !complete_fixed(core.hard, box, enclosed)) return false;
    for (const ConstraintIndex c : core.hard) {
        const Constraint& constraint = network_.constraints()[c];
        const auto free = [&](VariableIndex v) {
            if (box[v].is_point() || is_enclosed(v, enclosed) ||
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
    if (!complete_fixed(core.set_aside, box, enclosed)) return false;
    for (auto c = core.set_aside.rbegin(); c != core.set_aside.rend(); ++c)
        if (!complete(*c, box, enclosed)) return false;
    return std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
        const Constraint& constraint = network_.constraints()[c];
        const bool fixes = std::any_of(enclosed.begin(), enclosed.end(), [&](const auto& entry) {
            return entry.fixed_by == source_of(constraint);
        });
        if (!fixes) return holds(c, box);
        evaluate(network_.expression(constraint), box, values_);
        return is_continuous(network_.expression(constraint), values_);
    });
}

}  // namespace brcheck
