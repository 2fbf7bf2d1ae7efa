#include "engine/joint_search.hpp"

#include "engine/shared_ends.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

Interval JointSolver::Search::find_range(const Task& task, VariableIndex quantity,
                                         ProvedEnds& proved) {
    if (!task.instead && !task.half_up)
        if (const auto range =
                linear_rows_.find_range(task.constraints, task.released, quantity, work_.left())) {
            proved = {true, true};
            return *range;
        }
    start(task);
    proved = {};
    if (quantities_.size() > most_hard_quantities) {
        Interval range = box_[quantity];
        for (const ConstraintIndex c : network_.constraints_of(quantity))
            if (std::binary_search(constraints_.begin(), constraints_.end(), c))
                range = intersect(range, completion_.demand(c, quantity, box_));
        is_box_as_started_ = true;
        return range;
    }
    start_box_ = save();
    Core core(report_, box_);
    const bool is_settled = propagate_and_peel(core, false, quantity).complete;
    const std::vector<Interval> settled = save();
    SharedEnds ends(*this, core.hard);
    const bool is_lane_first = !linear_rows_.are_linear(core.hard);
    Interval range = box_[quantity];
    for (const bool is_low : {true, false}) {
        bool is_proved = true;
        std::optional<End> end;
        if (!is_lane_first) end = ends.find(quantity, is_low);
        restore(settled);
        if (end || !is_end_taken(quantity, is_low)) {
            if (!end && is_lane_first) end = ends.find(quantity, is_low);
            if (!end) end = find_end(quantity, is_low, few_boxes_for_an_end);
            restore(settled);
            range = narrowed(range, *end, is_low);
            is_proved = is_settled && end->is_proved;
        }
        (is_low ? proved.low : proved.high) = is_proved;
    }
    return range;
}

Interval JointSolver::Search::narrowed(const Interval& interval, const End& end, bool is_low) {
    if (!end.is_set) return interval;
    return intersect(interval, is_low ? Interval::at_least(end.value, end.is_open)
                                      : Interval::at_most(end.value, end.is_open));
}

bool JointSolver::Search::is_end_taken(VariableIndex variable, bool is_low) {
    const Interval& whole = box_[variable];
    if (is_low ? !whole.has_low() : !whole.has_high()) return false;
    const bool is_open = is_low ? whole.low_open() : whole.high_open();
    const Rational& end = is_low ? whole.low() : whole.high();
    return find_value_at_once(variable, near_end(whole, end, is_open, is_low)).has_value();
}

std::optional<Rational> JointSolver::Search::find_value_at_once(VariableIndex variable,
                                                                const Interval& wanted) {
    const std::vector<Interval> settled = save();
    restore(start_box_);
    box_[variable] = wanted;
    decide_in_lane(false, false);
    restore(settled);
    if (!lane_.all_decided()) return std::nullopt;
    return lane_.witness(variable);
}

Interval JointSolver::Search::near_end(const Interval& interval, const Rational& end, bool is_open,
                                       bool is_low) {
    if (!is_open) return intersect(interval, Interval(end));
    const Rational size = std::max(abs(end), Rational(Integer(1), Integer(1'000'000)));
    const Rational breadth = size * power(Rational(2), -48);
    return intersect(interval, is_low ? Interval::between(end, true, end + breadth, true)
                                      : Interval::between(end - breadth, true, end, true));
}

std::optional<NearRational> JointSolver::Search::end_of_box(VariableIndex variable,
                                                            int direction) const {
    const Interval& x = box_[variable];
    if (direction > 0) {
        if (!x.has_high()) return std::nullopt;
        return NearRational{x.high(), Rational(x.high_open() ? -1 : 0)};
    }
    if (!x.has_low()) return std::nullopt;
    return NearRational{-x.low(), Rational(x.low_open() ? -1 : 0)};
}

Interval JointSolver::Search::end_at(VariableIndex variable, int direction,
                                     const NearRational& bound) const {
    return near_end(box_[variable], bound.value * Rational(direction),
                    !bound.infinitesimal.is_zero(), direction < 0);
}

JointSolver::Search::End JointSolver::Search::find_end(VariableIndex variable, bool is_low,
                                                       std::size_t boxes_left) {
    Best best;
    std::optional<NearRational> outer;  // of what was not searched to the end
    bool unbounded = false;
    search_end(variable, is_low ? -1 : 1, 0, std::nullopt, boxes_left, best, outer, unbounded);
    End end;
    if (unbounded) {
        end.is_proved = best.is_set;
        return end;
    }
    NearRational value = best.value;
    end.is_set = best.is_set || outer.has_value();
    end.is_proved = best.is_set && (!outer || *outer <= best.value);
    if (outer && (!best.is_set || *outer > best.value)) value = *outer;
    if (!end.is_set) return end;
    end.value = is_low ? -value.value : value.value;
    end.is_open = value.infinitesimal.sign() < 0;
    return end;
}

void JointSolver::Search::search_end(VariableIndex variable, int direction, std::size_t depth,
                                     const std::optional<NearRational>& known,
                                     std::size_t& boxes_left, Best& best,
                                     std::optional<NearRational>& outer, bool& unbounded) {
    const auto give_up = [&](std::optional<NearRational> bound) {
        if (known && (!bound || *known < *bound)) bound = known;
        if (!bound) {
            unbounded = true;
            best.is_set = false;  // that there is no bound is not proved
        } else if (!outer || *bound > *outer)
            outer = bound;
    };
    if (unbounded) return;
    if (boxes_left == 0 || depth == deepest_split || !work_.spend(5))
        return give_up(end_of_box(variable, direction));
    --boxes_left;
    Core core(report_, box_);
    if (propagate_and_peel(core, false, variable).conflict) return;
    const auto from_box = end_of_box(variable, direction);
    if (best.is_set && from_box && *from_box <= best.value) return;
    if (core.hard.empty()) {
        if (!from_box) {
            unbounded = true;
            best.is_set = true;
            return;
        }
        take(best, *from_box);
        return;
    }
    if (is_too_large(core)) return give_up(from_box);
    make_rows(network_, box_, core, variable, work_);
    for (const FactPool::Index row : core.rows)
        if (!may_hold(core.pool.fact(row), box_)) return;
    Relaxation relaxation(report_, core.pool, core.rows, box_);
    const Simplex::Optimum optimum = optimize(variable, direction, core.kept, relaxation);
    if (optimum.status == Simplex::Status::infeasible) return;
    if (optimum.status == Simplex::Status::stopped) return give_up(from_box);
    std::optional<NearRational> bound = from_box;
    if (optimum.status == Simplex::Status::feasible && (!bound || optimum.value < *bound))
        bound = optimum.value;
    if (bound && best.is_set && *bound <= best.value) return;

    const std::vector<Interval> saved = save();
    auto split = find_fraction(relaxation);
    const bool fits = !split && core.opaque.empty() && core.confined.empty() &&
                      !core.pool.has_open_divisor() && relaxation.broken_products().empty();
    if (fits) {
        if (!bound) {
            unbounded = true;
            best.is_set = !relaxation.has_products() && !core.kept;
            return;
        }
        // A quotient may stay within bounds where its parts do not.
        if (optimum.status == Simplex::Status::feasible && optimum.value <= *bound) {
            take(best, *bound);
            return;
        }
    }
    if (bound) {
        const bool is_taken = find_value_at_once(variable, end_at(variable, direction, *bound)) ||
                              is_reached(variable, direction, *bound);
        restore(saved);
        if (is_taken) {
            take(best, *bound);
            return;
        }
    }
    // Halves of so small a box would move the bound by nothing that anyone could see, and never to
    // an end that is no rational number.
    const bool is_tight_but_for_products = !split && core.opaque.empty() && core.confined.empty() &&
                                           !core.pool.has_open_divisor();
    if (bound && is_tight_but_for_products && is_near_product(relaxation)) return give_up(bound);
    if (!split) split = choose_split(&relaxation);
    if (!split || is_close(best, bound)) return give_up(bound);
    // The half nearer to the end first: what it finds rules out most of the other.
    const bool above_first = direction > 0;
    for (const bool is_above : {above_first, !above_first}) {
        Interval& interval = box_[split->variable];
        interval = intersect(interval, is_above ? Interval::at_least(split->at, true)
                                                : Interval::at_most(split->at));
        const Quantity& quantity = report_.quantities[split->variable];
        if (quantity.whole) {
            const Interval factor(quantity.unit.factor());
            interval = round_to_whole(interval / factor) * factor;
        }
        if (!interval.is_empty())
            search_end(variable, direction, depth + 1, bound, boxes_left, best, outer, unbounded);
        restore(saved);
        if (unbounded) return;
    }
}

bool JointSolver::Search::is_reached(VariableIndex variable, int direction,
                                     const NearRational& bound) {
    box_[variable] = end_at(variable, direction, bound);
    if (box_[variable].is_empty()) return false;
    const bool result = solve(deepest_split, nullptr) == Satisfiability::feasible;
    enclosed_.clear();
    return result;
}

bool JointSolver::Search::is_close(const Best& best, const std::optional<NearRational>& bound) {
    if (!best.is_set || !bound) return false;
    const Rational gap = bound->value - best.value.value;
    return gap * power(Rational(10), 12) <= abs(bound->value);
}

bool JointSolver::Search::is_near_product(const Relaxation& relaxation) const {
    static const Rational small(Integer(1), Integer(64));
    const auto broken = relaxation.broken_products();
    return std::all_of(broken.begin(), broken.end(), [&](const Monomial& monomial) {
        const bool is_bounded = std::all_of(monomial.begin(), monomial.end(), [&](VariableIndex v) {
            return box_[v].has_low() && box_[v].has_high();
        });
        // What the program gets wrong is the product of the factors' widths, at most.
        return is_bounded && std::count_if(monomial.begin(), monomial.end(), [&](VariableIndex v) {
            const Interval& x = box_[v];
            const Rational size = std::max(abs(x.low()), abs(x.high()));
            return x.high() - x.low() > size * small;
        }) <= 1;
    });
}

void JointSolver::Search::take(Best& best, const NearRational& value) {
    if (!best.is_set || value > best.value) best = {true, value};
}

Simplex::Optimum JointSolver::Search::optimize(VariableIndex variable, int direction,
                                               const std::optional<Quotient>& quotient,
                                               Relaxation& relaxation) {
    Simplex& simplex = relaxation.simplex;
    Simplex::Combination numerator;
    Simplex::Combination denominator;
    if (quotient) {
        numerator = relaxation.combination(quotient->first);
        denominator = relaxation.combination(quotient->second);
    } else {
        numerator = {{relaxation.column(variable), Rational(1)}};
    }
    for (auto& entry : numerator) entry.second *= Rational(direction);
    simplex.work_left = work_.left();
    const std::uint64_t before = simplex.work_left;
    Simplex::Optimum optimum;
    optimum.status = simplex.solve();
    if (optimum.status == Simplex::Status::feasible)
        optimum = quotient ? simplex.maximize_quotient(
                                 numerator, quotient->first.constant() * Rational(direction),
                                 denominator, quotient->second.constant())
                           : simplex.maximize(numerator);
    work_.spend(before - simplex.work_left);
    return optimum;
}

}  // namespace brcheck
