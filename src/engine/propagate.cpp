#include "engine/propagate.hpp"

#include "brcheck/expr/narrow.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <deque>

namespace brcheck {
namespace {

// From this many revisions of a constraint on, a change counts only if it takes more than a
// millionth of what was left: a cycle of quotients comes ever nearer to its end without reaching
// it. What creeps on in larger steps goes on to the work limit, which is said.
constexpr std::uint32_t eager_revisions = 8;
constexpr std::uint32_t hasty_eager_revisions = 3;
const Rational& least_shrink(bool in_haste) {
    static const Rational millionth(Integer(1), Integer(1'000'000));
    static const Rational hundredth(Integer(1), Integer(100));
    return in_haste ? hundredth : millionth;
}

Interval shorten_ends(const Interval& interval, std::size_t max_end_bits) {
    const std::size_t shortened_bits = max_end_bits / 2;
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

bool shrinks_notably(const Interval& before, const Interval& after, bool in_haste) {
    if (after.is_empty()) return true;
    if (before.has_low() != after.has_low() || before.has_high() != after.has_high()) return true;
    if (!before.has_low() || !before.has_high()) return true;
    const Rational old_width = before.high() - before.low();
    const Rational new_width = after.high() - after.low();
    return old_width - new_width > old_width * least_shrink(in_haste);
}

}  // namespace

void Reviser::narrow_variable(VariableIndex variable, const Interval& demanded,
                              const Interval& before) {
    const bool is_whole = network_->is_whole(variable);
    if (demanded == before && !is_whole) return;
    // What is moved outward must not pass what was known before.
    Interval after = intersect(shorten_ends(intersect(demanded, before), max_end_bits_), before);
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

std::uint64_t Reviser::work(const Constraint& constraint) const {
    constexpr std::uint64_t root = 2'000;  // or a power of many digits
    constexpr std::uint64_t small_root = 100;  // of numbers that stay short
    static const Rational small(100);
    const Expression& expression = network_->expression(constraint);
    std::uint64_t work = ordinary_work;
    for (const Node& node : expression.nodes()) {
        if (node.operation == Operation::sqrt) work += small_root;
        if (node.operation != Operation::power && node.operation != Operation::cagr) continue;
        const Interval& exponent = values_[expression.arguments(node).back()];
        if (!exponent.is_point() || !exponent.low().is_integer() || abs(exponent.low()) > small)
            work += root;
        else if (exponent.low() > Rational(2))
            work += small_root;
    }
    return work;
}

Propagator::Propagator(const Network& network)
    : network_(&network),
      reviser_(network),
      active_(network.constraints().size(), false),
      waiting_(network.constraints().size(), false),
      touched_(network.constraints().size(), false),
      revisions_(network.constraints().size(), 0) {}

void Propagator::run(std::span<const ConstraintIndex> constraints, std::vector<Interval>& box,
                     const PropagationOptions& options, Propagation& result) {
    // First in, first out, in the order of the file: the outcome cannot depend on anything else.
    std::deque<ConstraintIndex> agenda(constraints.begin(), constraints.end());
    for (const ConstraintIndex c : constraints) {
        active_[c] = true;
        waiting_[c] = true;
    }
    if (options.keep_trail) {
        last_step_.resize(box.size(), no_step);
        for (std::size_t i = 0; i < result.trail.size(); ++i)
            last_step_[result.trail[i].quantity] = static_cast<std::uint32_t>(i);
    }
    const std::uint64_t last_revision = result.revisions + options.max_revisions;
    const std::uint32_t eager = options.in_haste ? hasty_eager_revisions : eager_revisions;

    while (!agenda.empty()) {
        if (result.revisions == last_revision) {
            result.complete = false;
            break;
        }
        ++result.revisions;
        const ConstraintIndex current = agenda.front();
        agenda.pop_front();
        waiting_[current] = false;
        ++revisions_[current];
        if (options.is_as_printed && network_->is_quiet(current) && !touched_[current]) {
            result.work += Reviser::ordinary_work;
            continue;
        }
        const Constraint& constraint = network_->constraints()[current];
        reviser_.set_max_end_bits(options.in_haste && revisions_[current] > hasty_eager_revisions
                                      ? hasty_end_bits
                                      : longest_end_bits);
        const auto& narrowings = reviser_.revise(constraint, box);
        result.work += reviser_.work(constraint);
        if (reviser_.impossible()) {
            result.conflict = true;
            result.clash = current;
            result.clash_left = reviser_.left();
            result.clash_right = reviser_.right();
        }

        std::vector<std::uint32_t> reasons;
        if (options.keep_trail && !narrowings.empty()) {
            for (const VariableIndex v : network_->expression(constraint).variables())
                if (last_step_[v] != no_step) reasons.push_back(last_step_[v]);
            if (constraint.kind == DerivationStep::Kind::definition &&
                last_step_[constraint.index] != no_step)
                reasons.push_back(last_step_[constraint.index]);
        }
        for (const Reviser::Narrowing& narrowing : narrowings) {
            if (result.conflict && !narrowing.after.is_empty()) continue;
            Interval& interval = box[narrowing.variable];
            const bool notable = revisions_[current] <= eager ||
                                 shrinks_notably(interval, narrowing.after, options.in_haste);
            if (options.keep_trail) {
                last_step_[narrowing.variable] = static_cast<std::uint32_t>(result.trail.size());
                result.trail.push_back(
                    {constraint.kind, constraint.index, constraint.comparison, narrowing.variable,
                     narrowing.by_whole, interval, narrowing.after, narrowing.demanded});
                result.reasons.push_back(reasons);
            }
            interval = narrowing.after;
            result.has_narrowed = true;
            if (result.conflict) break;
            if (options.is_as_printed)
                for (const ConstraintIndex touched : network_->constraints_of(narrowing.variable))
                    touched_[touched] = active_[touched];
            if (!notable) continue;
            for (const ConstraintIndex touched : network_->constraints_of(narrowing.variable)) {
                // A constraint without repeated variables has nothing more to say to its own work.
                if (touched == current &&
                    !network_->expression(constraint).has_repeated_variable() &&
                    !narrowing.by_whole)
                    continue;
                if (!active_[touched] || waiting_[touched]) continue;
                waiting_[touched] = true;
                agenda.push_back(touched);
            }
        }
        if (result.conflict) break;
    }
    for (const ConstraintIndex c : constraints) {
        active_[c] = false;
        waiting_[c] = false;
        touched_[c] = false;
        revisions_[c] = 0;
    }
    for (const DerivationStep& step : result.trail) last_step_[step.quantity] = no_step;
}

std::vector<DerivationStep> derivation_of(const Propagation& propagation,
                                          std::vector<bool> marked_steps) {
    std::vector<DerivationStep> chain;
    for (std::size_t i = marked_steps.size(); i-- > 0;) {
        if (!marked_steps[i]) continue;
        for (const std::uint32_t reason : propagation.reasons[i]) marked_steps[reason] = true;
    }
    for (std::size_t i = 0; i < marked_steps.size(); ++i)
        if (marked_steps[i]) chain.push_back(propagation.trail[i]);
    return chain;
}

std::vector<DerivationStep> conflict_chain(const Propagation& propagation) {
    std::vector<bool> marked(propagation.trail.size(), false);
    if (!marked.empty()) marked.back() = true;
    return derivation_of(propagation, std::move(marked));
}

}  // namespace brcheck
