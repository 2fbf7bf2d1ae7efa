#include "engine/propagate.hpp"

#include "brcheck/expr/narrow.hpp"
#include "engine/leeway.hpp"

#include <algorithm>
#include <deque>

namespace brcheck {
namespace {

// Ends longer than this are moved outward to a short neighbour: round a cycle of quotients exact
// ends would double their length with each turn.
constexpr std::size_t max_end_bits = 1024;
constexpr std::size_t shortened_bits = 512;

// From this many revisions of a constraint on, a change counts only if it takes more than a
// millionth of what was left: a cycle of quotients comes ever nearer to its end without reaching
// it. What creeps on in larger steps goes on to the work limit, which is said.
constexpr std::uint32_t eager_revisions = 8;
const Rational& least_shrink() {
    static const Rational millionth(Integer(1), Integer(1'000'000));
    return millionth;
}

Interval shorten_ends(const Interval& interval) {
    const bool long_low = interval.has_low() && interval.low().bit_length() > max_end_bits;
    const bool long_high = interval.has_high() && interval.high().bit_length() > max_end_bits;
    if (interval.is_empty() || interval.is_point() || (!long_low && !long_high)) return interval;
    Interval result;
    if (interval.has_low()) {
        const Rational low = long_low ? shorten(interval.low(), shortened_bits, Toward::minus_infinity)
                                      : interval.low();
        const bool moved = low != interval.low();
        result = intersect(result, Interval::at_least(low, moved || interval.low_open()));
    }
    if (interval.has_high()) {
        const Rational high =
            long_high ? shorten(interval.high(), shortened_bits, Toward::plus_infinity)
                      : interval.high();
        const bool moved = high != interval.high();
        result = intersect(result, Interval::at_most(high, moved || interval.high_open()));
    }
    return result;
}

bool shrinks_notably(const Interval& before, const Interval& after) {
    if (after.is_empty()) return true;
    if (before.has_low() != after.has_low() || before.has_high() != after.has_high()) return true;
    if (!before.has_low() || !before.has_high()) return true;
    const Rational old_width = before.high() - before.low();
    const Rational new_width = after.high() - after.low();
    return old_width - new_width > old_width * least_shrink();
}

}  // namespace

void Reviser::narrow_variable(VariableIndex variable, const Interval& demanded,
                              const Interval& before) {
    const bool is_whole = network_->is_whole(variable);
    if (demanded == before && !is_whole) return;
    // What is moved outward must not pass what was known before.
    Interval after = intersect(shorten_ends(intersect(demanded, before)), before);
    bool by_whole = false;
    if (is_whole && !after.is_empty()) {
        const Interval factor(network_->report().quantities[variable].unit.factor());
        Interval rounded = round_to_whole(after / factor) * factor;
        by_whole = !(rounded == after);
        after = std::move(rounded);
    }
    if (after == before) return;
    impossible_ = impossible_ || after.is_empty();
    narrowings_.push_back({variable, demanded, std::move(after), by_whole});
}

const std::vector<Reviser::Narrowing>& Reviser::revise(const Constraint& constraint,
                                                       const std::vector<Interval>& box) {
    const Expression& expression = network_->expression(constraint);
    narrowings_.clear();
    impossible_ = false;
    evaluate(expression, box, values_);

    if (constraint.kind == DerivationStep::Kind::definition) {
        Interval& value = values_[expression.root()];
        left_ = box[constraint.index];
        right_ = value;
        narrow_variable(constraint.index, value, left_);
        value = intersect(value, left_);
    } else {
        const Relation& relation = network_->report().relations[constraint.index];
        Interval& left = values_[expression.sides()[constraint.comparison]];
        Interval& right = values_[expression.sides()[constraint.comparison + 1]];
        left_ = left;
        right_ = right;
        const Leeway leeway(relation.tolerance);
        Interval widened = leeway.widen(left);
        narrow_comparison(expression.comparisons()[constraint.comparison], widened, right);
        left = leeway.undo(widened, left);
        impossible_ = left.is_empty() || right.is_empty();
    }
    if (impossible_) {
        // Say it with a variable where there is one, so that the chain has an end to show.
        if (narrowings_.empty() && !expression.variables().empty()) {
            narrowings_.push_back({expression.variables().front(), Interval::empty(),
                                   Interval::empty(), false});
        }
        return narrowings_;
    }

    const auto emptied = narrow_to_leaves(expression, values_);
    const auto nodes = expression.nodes();
    if (expression.has_repeated_variable()) {
        for (const VariableIndex variable : expression.variables()) {
            Interval demanded;
            for (std::size_t i = 0; i < nodes.size(); ++i)
                if (nodes[i].operation == Operation::variable && nodes[i].payload == variable)
                    demanded = intersect(demanded, values_[i]);
            narrow_variable(variable, demanded, box[variable]);
        }
    } else {
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i].operation == Operation::variable)
                narrow_variable(nodes[i].payload, values_[i], box[nodes[i].payload]);
    }
    if (emptied && !impossible_) {
        impossible_ = true;
        if (!expression.variables().empty())
            narrowings_.push_back({expression.variables().front(), Interval::empty(),
                                   Interval::empty(), false});
    }
    return narrowings_;
}

Propagation propagate(const Network& network, std::vector<Interval> box,
                      const std::vector<bool>& active, const PropagationOptions& options) {
    constexpr std::uint32_t no_step = UINT32_MAX;
    const auto constraints = network.constraints();
    Propagation result;
    result.box = std::move(box);

    // First in, first out, in the order of the file: the outcome cannot depend on anything else.
    std::deque<ConstraintIndex> agenda;
    std::vector<bool> waiting(constraints.size(), false);
    std::vector<std::uint32_t> revisions(constraints.size(), 0);
    for (ConstraintIndex c = 0; c < constraints.size(); ++c) {
        if (!active[c]) continue;
        agenda.push_back(c);
        waiting[c] = true;
    }
    std::vector<bool> settled;
    if (options.settled != nullptr) settled = *options.settled;
    std::vector<std::uint32_t> last_step;
    if (options.keep_trail) last_step.assign(result.box.size(), no_step);

    Reviser reviser(network);
    std::uint64_t revised = 0;
    while (!agenda.empty()) {
        if (revised++ == options.max_revisions) {
            result.complete = false;
            break;
        }
        const ConstraintIndex current = agenda.front();
        agenda.pop_front();
        waiting[current] = false;
        ++revisions[current];
        if (!settled.empty() && settled[current]) continue;
        const Constraint& constraint = constraints[current];
        const auto& narrowings = reviser.revise(constraint, result.box);
        if (reviser.impossible()) {
            result.conflict = true;
            result.clash = current;
            result.clash_left = reviser.left();
            result.clash_right = reviser.right();
        }

        std::vector<std::uint32_t> reasons;
        if (options.keep_trail && !narrowings.empty()) {
            for (const VariableIndex v : network.expression(constraint).variables())
                if (last_step[v] != no_step) reasons.push_back(last_step[v]);
            if (constraint.kind == DerivationStep::Kind::definition &&
                last_step[constraint.index] != no_step)
                reasons.push_back(last_step[constraint.index]);
        }
        for (const Reviser::Narrowing& narrowing : narrowings) {
            if (result.conflict && !narrowing.after.is_empty()) continue;
            Interval& interval = result.box[narrowing.variable];
            const bool notable = revisions[current] <= eager_revisions ||
                                 shrinks_notably(interval, narrowing.after);
            if (options.keep_trail) {
                last_step[narrowing.variable] = static_cast<std::uint32_t>(result.trail.size());
                result.trail.push_back(
                    {constraint.kind, constraint.index, constraint.comparison, narrowing.variable,
                     narrowing.by_whole, interval, narrowing.after, narrowing.demanded});
                result.reasons.push_back(reasons);
            }
            interval = narrowing.after;
            if (result.conflict) break;
            if (!notable) continue;
            for (const ConstraintIndex touched : network.constraints_of(narrowing.variable)) {
                // A constraint without repeated variables has nothing more to say to its own work.
                if (touched == current &&
                    !network.expression(constraint).has_repeated_variable() &&
                    !narrowing.by_whole)
                    continue;
                if (!settled.empty()) settled[touched] = false;
                if (!active[touched] || waiting[touched]) continue;
                waiting[touched] = true;
                agenda.push_back(touched);
            }
        }
        if (result.conflict) break;
    }
    return result;
}

std::vector<DerivationStep> conflict_chain(const Propagation& propagation) {
    std::vector<DerivationStep> chain;
    if (propagation.trail.empty()) return chain;
    std::vector<bool> needed(propagation.trail.size(), false);
    needed.back() = true;
    for (std::size_t i = needed.size(); i-- > 0;) {
        if (!needed[i]) continue;
        for (const std::uint32_t reason : propagation.reasons[i]) needed[reason] = true;
    }
    for (std::size_t i = 0; i < needed.size(); ++i)
        if (needed[i]) chain.push_back(propagation.trail[i]);
    return chain;
}

}  // namespace brcheck
