#include "engine/joint_search.hpp"

#include "base/sort_unique.hpp"
#include "engine/linear_form.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

Satisfiability JointSolver::Search::decide(const Task& task) {
    if (is_plain(task)) {
        if (std::ranges::equal(task.constraints, impossible_)) return Satisfiability::infeasible;
        if (free_unknowns_.satisfy(task.constraints)) return Satisfiability::feasible;
    }
    start(task);
    Satisfiability answer = ask_fast_lane(false);
    is_found_in_lane_ = answer == Satisfiability::feasible;
    is_box_as_started_ = answer != Satisfiability::undecided;
    if (!is_box_as_started_) answer = solve(0, nullptr);
    remember(task, answer);
    return answer;
}

/// Everything as printed.
bool JointSolver::Search::is_plain(const Task& task) {
    return task.released.empty() && !task.instead && !task.half_up;
}

void JointSolver::Search::remember(const Task& task, Satisfiability answer) {
    if (!is_plain(task) || answer == Satisfiability::undecided) return;
    auto& known = answer == Satisfiability::infeasible ? impossible_ : possible_;
    known.assign(task.constraints.begin(), task.constraints.end());
}

Satisfiability JointSolver::Search::decide(const Task& task, Refutation& refutation,
                                           bool& is_proved) {
    start(task);
    Satisfiability answer = ask_fast_lane(false);
    is_found_in_lane_ = answer == Satisfiability::feasible;
    is_box_as_started_ = answer != Satisfiability::undecided;
    if (is_box_as_started_) return answer;
    std::vector<ProofStep> steps;
    answer = solve(0, &steps);
    is_proved = answer == Satisfiability::infeasible;
    if (is_proved) refutation = refutation_by(std::move(steps));
    return answer;
}

Satisfiability JointSolver::Search::decide_by_rows(const Task& task, Refutation& reason) {
    LinearRows::Reason why;
    const auto answer = linear_rows_.ask(task.constraints, task.released, work_.left(), why);
    reason.relations = std::move(why.relations);
    reason.figures = std::move(why.figures);
    switch (answer) {
        case LinearRows::Answer::feasible:
            return Satisfiability::feasible;
        case LinearRows::Answer::infeasible:
            return Satisfiability::infeasible;
        case LinearRows::Answer::unknown:
            break;
    }
    return Satisfiability::undecided;
}

Satisfiability JointSolver::Search::find_witness(const Task& task, Witness& witness,
                                                 std::optional<Refutation>& refutation) {
    start(task);
    Satisfiability result = ask_fast_lane(false);
    if (result == Satisfiability::feasible)
        for (const VariableIndex v : quantities_) witness.values[v] = lane_.witness(v);
    is_box_as_started_ = result != Satisfiability::undecided;
    if (!is_box_as_started_) {
        std::vector<ProofStep> steps;
        result = solve(0, &steps);
        if (result == Satisfiability::infeasible) refutation = refutation_by(std::move(steps));
    }
    remember(task, result);
    if (is_box_as_started_) return result;
    if (result != Satisfiability::feasible) return result;
    for (const VariableIndex v : quantities_) {
        if (box_[v].is_point()) {
            witness.values[v] = box_[v].low();
        } else {
            witness.values[v] = *choose_value(box_[v], std::nullopt, std::nullopt);
        }
    }
    witness.enclosed.insert(witness.enclosed.end(), enclosed_.begin(), enclosed_.end());
    return result;
}

Rational JointSolver::Search::value_found(VariableIndex quantity) const {
    if (is_found_in_lane_) return lane_.witness(quantity);
    return *choose_value(box_[quantity], std::nullopt, std::nullopt);
}

std::optional<Rational> JointSolver::Search::choose_free_value(VariableIndex quantity) const {
    return completion_.value_for(quantity, report_.quantities[quantity].interval);
}

Satisfiability JointSolver::Search::ask_fast_lane(bool want_implied) {
    if (quantities_.size() > most_hard_quantities)
        for (const VariableIndex v : released_)
            for (const ConstraintIndex c : network_.constraints_of(v))
                if (std::binary_search(constraints_.begin(), constraints_.end(), c))
                    box_[v] = intersect(box_[v], completion_.demand(c, v, box_));
    decide_in_lane(want_implied, true);
    return lane_.is_impossible() ? Satisfiability::infeasible
           : lane_.all_decided() ? Satisfiability::feasible
                                 : Satisfiability::undecided;
}

void JointSolver::Search::decide_in_lane(bool want_implied, bool is_box_as_started) {
    if (!std::exchange(lane_is_ready_, true)) lane_.compile(network_);
    const bool does_go_on = is_box_as_started && does_lane_know_box_;
    lane_.decide(box_, constraints_, quantities_, want_implied,
                 does_go_on ? std::optional<std::span<const VariableIndex>>(changed_)
                            : std::nullopt);
    does_lane_know_box_ = is_box_as_started;
    changed_.clear();
    work_.spend(lane_.work());
}

Propagation JointSolver::Search::propagate_and_peel(Core& core, bool keep_trail,
                                                    std::optional<VariableIndex> keep,
                                                    bool is_as_printed) {
    PropagationOptions options{revisions_per_constraint * constraints_.size() + 20, keep_trail,
                               true, is_as_printed};
    Propagation result = propagator_.run(constraints_, box_, options);
    if (!result.conflict) {
        peeling_.run(constraints_, box_, core, keep);
        result.complete = true;
        options = {50 * core.set_aside.size() + 20, keep_trail, false};
        propagator_.run(core.set_aside, box_, options, result);
    }
    work_.spend(result.work);
    return result;
}

bool JointSolver::Search::propagate() {
    const Propagation propagation = propagator_.run(
        constraints_, box_, {revisions_per_constraint * constraints_.size() + 20, false, true});
    work_.spend(propagation.work);
    return !propagation.conflict;
}

Satisfiability JointSolver::Search::solve(std::size_t depth, std::vector<ProofStep>* proof) {
    if (!work_.spend(5)) return Satisfiability::undecided;
    Core core(report_, box_, cases_);
    const Propagation propagation = propagate_and_peel(core, proof != nullptr);
    if (propagation.conflict) {
        if (proof != nullptr) write_clash(propagation, *proof);
        return Satisfiability::infeasible;
    }
    const std::vector<Interval> settled = save();
    if (core.hard.empty()) {
        if (completion_.run(constraints_, core, box_, enclosed_)) return Satisfiability::feasible;
        enclosed_.clear();
        restore(settled);
        return search_further(depth, propagation, proof, nullptr, {});
    }
    // What holds all over the box leaves nothing to search.
    if (is_too_large(core))
        std::erase_if(core.hard, [&](ConstraintIndex c) { return completion_.holds(c, box_); });
    if (is_too_large(core)) return Satisfiability::undecided;
    make_rows(network_, box_, core, std::nullopt, work_);
    for (const FactPool::Index row : core.rows)
        if (!may_hold(core.pool.fact(row), box_)) return contradict(row, core, propagation, proof);

    Relaxation relaxation(report_, core.pool, core.rows, box_);
    relaxation.simplex.work_left = work_.left();
    const std::uint64_t work_before = relaxation.simplex.work_left;
    const Simplex::Status status = relaxation.simplex.solve();
    work_.spend(work_before - relaxation.simplex.work_left);
    if (status == Simplex::Status::stopped) return Satisfiability::undecided;
    if (status == Simplex::Status::infeasible)
        return contradict(relaxation.contradiction(), core, propagation, proof);

    const std::uint64_t terms_before = core.pool.terms_handled();
    const std::vector<FactPool::Index> squared = squared_rows(core);
    work_.spend((core.pool.terms_handled() - terms_before) / Work::terms_a_step);
    for (const FactPool::Index row : squared)
        if (!may_hold(core.pool.fact(row), box_)) return contradict(row, core, propagation, proof);

    const auto fraction = find_fraction(relaxation);
    if (!fraction) {
        if (try_point(core, relaxation)) return Satisfiability::feasible;
        enclosed_.clear();
        restore(settled);
        if (try_zero_squares(core, squared)) return Satisfiability::feasible;
        enclosed_.clear();
        restore(settled);
        if (try_roots(core)) return Satisfiability::feasible;
        if (!core.opaque.empty() || relaxation.has_products() || !core.confined.empty()) {
            for (const bool backwards : {false, true}) {
                if (try_stepwise(core, backwards, depth == 0)) return Satisfiability::feasible;
                enclosed_.clear();
                restore(settled);
            }
        }
    }
    if (depth == 0 && try_whole_values(core, relaxation)) return Satisfiability::feasible;
    // There are few of these, but as many halves of a box as one likes.
    if (core.open_sign) return search_cases(depth, propagation, proof, *core.open_sign);
    return search_further(depth, propagation, proof, &relaxation, fraction);
}

bool JointSolver::Search::is_too_large(const Core& core) const {
    return count_places(core.hard) > 10 * most_hard_quantities;
}

std::optional<JointSolver::Search::SplitPoint> JointSolver::Search::find_fraction(
    Relaxation& relaxation) {
    const std::vector<VariableIndex> variables = relaxation.variables();
    for (const VariableIndex v : variables) {
        const Quantity& quantity = report_.quantities[v];
        if (!quantity.whole) continue;
        const NearRational value = relaxation.simplex.value(relaxation.column(v));
        const Rational in_units = value.value / quantity.unit.factor();
        if (in_units.is_integer() && value.infinitesimal.is_zero()) continue;
        Rational at(in_units.floor());
        if (in_units.is_integer() && value.infinitesimal.sign() < 0) at -= Rational(1);
        return SplitPoint{v, at * quantity.unit.factor()};
    }
    return std::nullopt;
}

Satisfiability JointSolver::Search::search_further(std::size_t depth,
                                                   const Propagation& propagation,
                                                   std::vector<ProofStep>* proof,
                                                   Relaxation* relaxation,
                                                   std::optional<SplitPoint> split) {
    if (depth == deepest_split) return Satisfiability::undecided;
    if (!split) split = choose_split(relaxation);
    if (!split) return Satisfiability::undecided;
    ProofStep step;
    step.kind = ProofStep::Kind::split;
    step.quantity = split->variable;
    step.at = split->at;
    const std::vector<Interval> saved = save();
    bool undecided = false;
    for (const bool is_below : {true, false}) {
        Interval& interval = box_[split->variable];
        interval = intersect(interval, is_below ? Interval::at_most(split->at)
                                                : Interval::at_least(split->at, true));
        const Quantity& quantity = report_.quantities[split->variable];
        if (quantity.whole) {
            const Interval factor(quantity.unit.factor());
            interval = round_to_whole(interval / factor) * factor;
        }
        Satisfiability half = Satisfiability::infeasible;
        std::vector<ProofStep>* const branch = proof == nullptr ? nullptr
                                               : is_below       ? &step.below
                                                                : &step.above;
        if (!interval.is_empty()) half = solve(depth + 1, branch);
        if (half == Satisfiability::feasible) return half;
        undecided = undecided || half == Satisfiability::undecided;
        restore(saved);
    }
    if (undecided) return Satisfiability::undecided;
    if (proof != nullptr) {
        write_steps(propagation.trail, *proof);
        proof->push_back(std::move(step));
    }
    return Satisfiability::infeasible;
}

Satisfiability JointSolver::Search::search_cases(std::size_t depth, const Propagation& propagation,
                                                 std::vector<ProofStep>* proof,
                                                 Polynomial polynomial) {
    if (depth == deepest_split) return Satisfiability::undecided;
    const std::vector<Interval> saved = save();
    ProofStep step;
    step.kind = ProofStep::Kind::cases;
    bool undecided = false;
    for (const bool is_below : {true, false}) {
        cases_.push_back(is_below ? PolynomialFact{-polynomial, Sign::nonnegative}
                                  : PolynomialFact{polynomial, Sign::positive});
        const Satisfiability answer = solve(depth + 1, proof == nullptr ? nullptr
                                                       : is_below       ? &step.below
                                                                        : &step.above);
        cases_.pop_back();
        if (answer == Satisfiability::feasible) return answer;
        undecided = undecided || answer == Satisfiability::undecided;
        restore(saved);
    }
    if (undecided) return Satisfiability::undecided;
    if (proof != nullptr) {
        write_steps(propagation.trail, *proof);
        step.fact.polynomial = std::move(polynomial);
        proof->push_back(std::move(step));
    }
    return Satisfiability::infeasible;
}

std::optional<JointSolver::Search::SplitPoint> JointSolver::Search::choose_split(
    Relaxation* relaxation) {
    std::vector<VariableIndex> candidates;
    if (relaxation != nullptr)
        for (const Monomial& m : relaxation->broken_products())
            candidates.insert(candidates.end(), m.begin(), m.end());
    if (candidates.empty()) {
        candidates = quantities_;
    } else {
        sort_unique(candidates);
    }
    std::optional<SplitPoint> best;
    std::optional<Rational> best_width;  // relative; nothing stands for unbounded
    for (const VariableIndex v : candidates) {
        const Interval& interval = box_[v];
        if (interval.is_point()) continue;
        const auto at = middle(v);
        if (!at) continue;
        if (!interval.has_low() || !interval.has_high()) {
            if (!best || best_width) best = SplitPoint{v, *at};
            best_width.reset();
            continue;
        }
        const Rational size = std::max(abs(interval.low()), abs(interval.high()));
        const Rational width = (interval.high() - interval.low()) / size;
        if (best && (!best_width || width <= *best_width)) continue;
        best = SplitPoint{v, *at};
        best_width = width;
    }
    return best;
}

std::optional<Rational> JointSolver::Search::middle(VariableIndex v) const {
    const Interval& interval = box_[v];
    Rational at;
    // The later case asks for ends: NOLINTNEXTLINE(bugprone-branch-clone)
    if (!interval.has_low() && !interval.has_high()) {
        at = Rational(0);
    } else if (!interval.has_high()) {
        // What is not 0 may be divided by.
        const bool has_zero = interval.low().is_zero() && !interval.low_open();
        at = has_zero ? Rational(0) : interval.low() + std::max(Rational(1), abs(interval.low()));
    } else if (!interval.has_low()) {
        at = interval.high() - std::max(Rational(1), abs(interval.high()));
    } else if (interval.low().sign() < 0 && interval.high().sign() > 0) {
        at = Rational(0);
    } else {
        at = *choose_value(interval, std::nullopt, std::nullopt);
    }
    const Quantity& quantity = report_.quantities[v];
    if (quantity.whole)
        at = Rational((at / quantity.unit.factor()).floor()) * quantity.unit.factor();
    // Both halves have to be smaller.
    if (interval.has_high() && at >= interval.high()) return std::nullopt;
    if (interval.has_low() && at < interval.low()) return std::nullopt;
    return at;
}

}  // namespace brcheck
