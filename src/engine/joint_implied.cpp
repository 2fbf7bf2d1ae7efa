// What all constraints leave of every quantity.
#include "base/sort_unique.hpp"
#include "brcheck/number/decimal.hpp"
#include "engine/corner_ends.hpp"
#include "engine/joint_search.hpp"
#include "engine/shared_ends.hpp"
#include "engine/symmetries.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace brcheck {
namespace {

constexpr int usual_digits = 10;
constexpr int most_digits_lacking = 1000;

/// How many digits more than it has the outer end would need, to be that of the inner one to nine.
int digits_lacking(const Interval& outer, const Interval& inner) {
    if (outer == inner) return 0;
    if (inner.is_empty() || inner.has_low() != outer.has_low() ||
        inner.has_high() != outer.has_high())
        return most_digits_lacking;
    Rational gap;
    Rational size;
    if (inner.has_low()) {
        gap = inner.low() - outer.low();
        size = abs(inner.low());
    }
    if (inner.has_high()) {
        gap = std::max(gap, outer.high() - inner.high());
        size = std::max(size, abs(inner.high()));
    }
    const Rational step = size * power_of_ten(-9);
    if (gap <= step) return 0;
    if (step.is_zero()) return most_digits_lacking;
    return static_cast<int>(*leading_place(gap / step)) + 1;
}

}  // namespace

/// The ends of quantities that propagation does not tell, each proved if it can be.
class JointSolver::Search::HardEnds {
public:
    /// REQUIRES: the box is settled, without a contradiction; `hard` are the constraints that say
    /// more, `quantities` those in them that are asked for. An end not seen to be a fraction is told
    /// in so many `digits`.
    HardEnds(Search& search, const std::vector<ConstraintIndex>& hard,
             const std::vector<VariableIndex>& quantities, int digits)
        : search_(search),
          hard_(hard),
          quantities_(quantities),
          digits_(digits),
          symmetries_(search.network_, search.constraints_),
          corner_ends_(search.network_, search.constraints_, search.quantities_, search.box_) {
        search_.work_.spend(symmetries_.terms_handled() / Work::terms_a_step);
    }

    /// Puts them into the box. What moves with others without end has none; of the rest that is not
    /// changed if what moves is held, which leaves less to search.
    EndsFound run() {
        for (const VariableIndex v : quantities_) {
            hulls_.push_back(search_.box_[v]);
            moves_.push_back(symmetries_.can_shift(v) || symmetries_.can_scale(v) ||
                             symmetries_.can_grow(v));
        }
        const std::vector<Interval> settled = search_.save();
        const std::vector<Interval> start = search_.start_box_;
        corner_ends_.narrow(quantities_);
        if (std::ranges::find(moves_, true) != moves_.end()) {
            find_all(true);
            hold();
        }
        find_all(false);
        search_.start_box_ = start;
        search_.restore(settled);
        for (std::size_t i = 0; i < hulls_.size(); ++i)
            if (!hulls_[i].is_empty()) search_.box_[quantities_[i]] = hulls_[i];
        return {are_proved_, rest_on_solution_};
    }

    [[nodiscard]] const std::vector<ToldEnd>& told() const { return told_; }

private:
    void find_all(bool those_that_move) {
        const std::vector<Interval> settled = search_.save();
        // As good as settled where something is held: nothing else follows from that.
        SharedEnds ends(search_, hard_);
        PowerEnds power_ends(search_.network_, hard_, search_.box_);
        // Each asks what the other would, the quicker one first.
        const bool is_lane_first =
            quantities_.size() <= most_quick_quantities && !search_.linear_rows_.are_linear(hard_);
        for (std::size_t i = 0; i < quantities_.size(); ++i) {
            const VariableIndex v = quantities_[i];
            if (moves_[i] != those_that_move) continue;
            for (const bool is_low : {true, false}) {
                if (search_.work_.left() == 0) {
                    are_proved_ = false;
                    return;
                }
                if (those_that_move && has_no_end(v, is_low)) continue;
                std::optional<End> end;
                if (is_lane_first) end = taken_end(v, is_low);
                if (!end) end = ends.find(v, is_low);
                if (!end && !is_lane_first) end = taken_end(v, is_low);
                if (!end) end = search_.find_power_end(power_ends, v, is_low, digits_);
                if (!end) end = find_corner_end(v, is_low);
                if (!end) {
                    end = search_.find_end(v, is_low);
                    search_.restore(settled);
                    if (end->is_set && !end->is_proved)
                        end = ask_with_share([&] {
                                  return search_.close_in(v, is_low, *end, digits_);
                              }).value_or(*end);
                }
                are_proved_ = are_proved_ && end->is_proved;
                hulls_[i] = end->is_proved ? with_end(v, hulls_[i], *end, is_low)
                                           : narrowed(hulls_[i], *end, is_low);
            }
        }
    }

    /// A proved end. Told to ten digits, it may lie a hair outside of what was known already: then
    /// that stays if it is taken. Nothing lies outside of what is printed.
    Interval with_end(VariableIndex v, const Interval& hull, const End& end, bool is_low) {
        if (!end.room.is_zero()) told_.push_back({v, is_low, end.room});
        if (!end.is_set || narrowed(hull, end, is_low) != hull) return narrowed(hull, end, is_low);
        const Rational& known = is_low ? hull.low() : hull.high();
        if (end.value == known) return hull;
        const auto taken = ask_with_share([&] { return search_.find_value(v, Interval(known)); });
        if (taken && taken->answer == Satisfiability::feasible) return hull;
        const Interval given = search_.network_.given_interval(v);
        const bool is_outside = is_low ? given.has_low() && end.value < given.low()
                                       : given.has_high() && end.value > given.high();
        const bool is_near = abs(end.value - known) * power_of_ten(8) <= abs(known);
        const bool is_known_open = taken && taken->answer == Satisfiability::infeasible;
        if (!is_near || (is_outside && !is_known_open)) {
            are_proved_ = false;
            return hull;
        }
        End told = end;
        if (is_outside) told = {true, is_low ? given.low() : given.high(), true, true};
        const bool has_other = is_low ? hull.has_high() : hull.has_low();
        const Interval other = !has_other ? Interval::all()
                               : is_low   ? Interval::at_most(hull.high(), hull.high_open())
                                          : Interval::at_least(hull.low(), hull.low_open());
        return narrowed(other, told, is_low);
    }

    /// That of the box.
    std::optional<End> taken_end(VariableIndex v, bool is_low) {
        if (!search_.is_end_taken(v, is_low)) return std::nullopt;
        const Interval& x = search_.box_[v];
        return End{true, is_low ? x.low() : x.high(), is_low ? x.low_open() : x.high_open(), true};
    }

    std::optional<End> find_corner_end(VariableIndex v, bool is_low) {
        constexpr std::uint64_t most_for_a_corner = 20'000;
        const auto located = corner_ends_.find(v, is_low);
        if (!located) return std::nullopt;
        return ask_with_share([&] { return search_.confirm_end(*located, v, is_low, digits_); },
                              most_for_a_corner)
            .value_or(std::nullopt);
    }

    /// Nothing when the share of the work that such questions have is spent: others need some, too.
    template <typename Question>
    auto ask_with_share(const Question& question, std::uint64_t most = 100'000)
        -> std::optional<decltype(question())> {
        if (shared_work_left_ == 0) return std::nullopt;
        return ask_within(most, search_.work_.left(), shared_work_left_, question);
    }

    /// The box has no end there, or one that is 0 and not taken, and solutions move towards it.
    bool has_no_end(VariableIndex v, bool is_low) {
        const Interval& x = search_.box_[v];
        const bool is_unbounded = is_low ? !x.has_low() : !x.has_high();
        const bool is_zero = is_low ? x.has_low() && x.low().is_zero() && x.low_open()
                                    : x.has_high() && x.high().is_zero() && x.high_open();
        if (!is_unbounded && !is_zero) return false;
        const bool does_shift = is_unbounded && symmetries_.can_shift(v);
        const bool can_scale = symmetries_.can_scale(v) || (is_unbounded && symmetries_.can_grow(v));
        const bool does_scale =
            can_scale && (is_zero || (is_low ? x.is_negative() : x.is_positive()));
        if (does_shift || does_scale) {
            rest_on_solution_ = true;
            return true;
        }
        if (!can_scale) return false;
        // One on that side of 0 is enough.
        const Interval side =
            is_low ? Interval::at_most(Rational(0), true) : Interval::at_least(Rational(0), true);
        const auto found = ask_with_share([&] { return search_.find_value(v, side); });
        return found && found->answer == Satisfiability::feasible;
    }

    /// Each solution has others beside it, with the same values of what does not move, in which a
    /// quantity that does has any one value on its side of 0.
    void hold() {
        for (const VariableIndex v : search_.quantities_)
            if (search_.network_.is_whole(v)) symmetries_.hold(v);
        for (const VariableIndex v : search_.quantities_) {
            const Interval& x = search_.box_[v];
            const bool has_sign = !x.is_empty() && (x.is_positive() || x.is_negative());
            if (symmetries_.can_shift(v) && x.contains_zero())
                hold_at(v, Rational(0));
            else if (!symmetries_.can_shift(v) && symmetries_.can_scale(v) && has_sign)
                hold_at(v, *choose_value(x, std::nullopt, std::nullopt));
        }
    }

    void hold_at(VariableIndex v, const Rational& value) {
        symmetries_.hold(v);
        search_.box_[v] = Interval(value);
        search_.start_box_[search_.place_of(v)] = search_.box_[v];
    }

    Search& search_;
    const std::vector<ConstraintIndex>& hard_;
    const std::vector<VariableIndex>& quantities_;
    int digits_;
    std::vector<Interval> hulls_;  ///< by place in quantities_
    std::vector<bool> moves_;      ///< the same
    std::vector<ToldEnd> told_;
    Symmetries symmetries_;
    CornerEnds corner_ends_;
    std::uint64_t shared_work_left_ = 500'000;
    bool are_proved_ = true;
    bool rest_on_solution_ = false;
};

bool JointSolver::Search::find_implied(const Task& task,
                                       std::vector<std::pair<VariableIndex, Interval>>& found) {
    const auto add_narrowed = [&] {
        for (const VariableIndex v : quantities_)
            if (!(box_[v] == report_.quantities[v].interval)) found.emplace_back(v, box_[v]);
    };
    start(task);
    std::vector<bool> known(quantities_.size(), false);
    bool is_as_printed = is_plain(task);
    if (ask_fast_lane(true) != Satisfiability::infeasible) {
        bool all_known = true;
        for (std::size_t i = 0; i < quantities_.size(); ++i) {
            const auto implied = lane_.implied(quantities_[i]);
            known[i] = implied.has_value();
            all_known = all_known && known[i];
            if (implied) box_[quantities_[i]] = *implied;
            is_as_printed = is_as_printed && !implied;
        }
        if (all_known) {
            add_narrowed();
            return true;
        }
    }
    const auto is_known = [&](VariableIndex v) { return known[place_of(v)]; };
    const bool is_large = quantities_.size() > most_hard_quantities;
    start_box_ = is_large ? std::vector<Interval>() : save();
    Core core(report_, box_);
    const Propagation propagation = propagate_and_peel(core, false, std::nullopt, is_as_printed);
    if (propagation.conflict) return true;
    bool tight = propagation.complete;
    bool rests_on_solution = false;
    std::vector<VariableIndex> hard;
    if (auto wanted = hard_quantities(core, is_known))
        hard = std::move(*wanted);
    else
        tight = false;
    const bool has_hard = !hard.empty();
    if (has_hard) {
        const std::vector<Interval> settled_box = save();
        if (is_large) {
            // Mostly it is not needed, and long.
            for (std::size_t i = 0; i < quantities_.size(); ++i) {
                const VariableIndex v = quantities_[i];
                box_[v] = known[i] ? *lane_.implied(v) : printed_interval(task, v);
            }
            start_box_ = save();
            restore(settled_box);
        }
        const EndsFound ends = find_hard_ends(core, hard);
        tight = tight && ends.are_proved;
        rests_on_solution = ends.rest_on_solution;
    }
    const bool is_whole_rounded =
        std::any_of(quantities_.begin(), quantities_.end(),
                    [&](VariableIndex v) { return network_.is_whole(v); });
    if (is_as_printed && !propagation.has_narrowed && !has_hard && !is_whole_rounded) return tight;
    const bool is_possible = std::none_of(quantities_.begin(), quantities_.end(),
                                          [&](VariableIndex v) { return box_[v].is_empty(); });
    if (!is_possible) return true;
    const std::size_t known_before = found.size();
    add_narrowed();
    const bool is_known_possible =
        is_plain(task) && std::ranges::equal(task.constraints, possible_);
    if (!tight || !rests_on_solution || is_known_possible) return tight;
    const Satisfiability answer = decide(task);
    if (answer == Satisfiability::infeasible) found.resize(known_before);
    return answer != Satisfiability::undecided;
}

void JointSolver::Search::move_in(Interval& interval, const ToldEnd& end) {
    const bool has_end = end.is_low ? interval.has_low() : interval.has_high();
    if (interval.is_empty() || !has_end) return;
    const Rational at = end.is_low ? interval.low() + end.room : interval.high() - end.room;
    const bool is_beyond_other = end.is_low ? interval.has_high() && at >= interval.high()
                                            : interval.has_low() && at <= interval.low();
    if (is_beyond_other)
        interval = Interval(end.is_low ? interval.high() : interval.low());
    else
        interval = narrowed(interval, {true, at, false, true}, end.is_low);
}

JointSolver::Search::EndsFound JointSolver::Search::find_hard_ends(
    const Core& core, const std::vector<VariableIndex>& hard) {
    constexpr int most_digits = 20;
    const std::vector<Interval> settled = save();
    HardEnds ends(*this, core.hard, hard, usual_digits);
    EndsFound found = ends.run();
    if (!found.are_proved && ends.told().empty()) return find_other_ends(core, hard, found);
    const int lacking = narrow_set_aside(core, ends.told());
    if (lacking == 0) return found;
    if (usual_digits + lacking > most_digits) {
        found.are_proved = false;
        return found;
    }
    std::vector<Interval> told;
    for (const VariableIndex v : hard) told.push_back(box_[v]);
    restore(settled);
    HardEnds finer_ends(*this, core.hard, hard, usual_digits + lacking);
    const bool are_proved = finer_ends.run().are_proved;
    const bool are_known = narrow_set_aside(core, finer_ends.told()) == 0;
    found.are_proved = found.are_proved && are_proved && are_known;
    for (std::size_t i = 0; i < hard.size(); ++i) box_[hard[i]] = told[i];
    return found;
}

JointSolver::Search::EndsFound JointSolver::Search::find_other_ends(
    const Core& core, const std::vector<VariableIndex>& hard, EndsFound found) {
    constexpr int most_rounds = 3;
    std::vector<ToldEnd> told;
    for (int round = 0; round < most_rounds && !found.are_proved && told.empty(); ++round) {
        const std::vector<Interval> before = save();
        if (!propagate() || save() == before) break;
        HardEnds ends(*this, core.hard, hard, usual_digits);
        const EndsFound more = ends.run();
        found = {more.are_proved, found.rest_on_solution || more.rest_on_solution};
        told = ends.told();
    }
    const bool are_known = narrow_set_aside(core, told) == 0;
    found.are_proved = found.are_proved && are_known;
    return found;
}

int JointSolver::Search::narrow_set_aside(const Core& core, std::span<const ToldEnd> told) {
    if (core.set_aside.empty()) return 0;
    const PropagationOptions options = {50 * core.set_aside.size() + 20, false, false};
    const std::vector<Interval> before = told.empty() ? std::vector<Interval>() : save();
    if (!propagator_.run(core.set_aside, box_, options).complete) return most_digits_lacking;
    if (told.empty()) return 0;
    // The true end of what is told in digits may as well lie where a solution is known.
    const std::vector<Interval> outer = save();
    int lacking = 0;
    for (const bool is_low : {true, false}) {
        restore(before);
        for (const ToldEnd& end : told)
            if (end.is_low == is_low) move_in(box_[end.quantity], end);
        const bool is_complete = propagator_.run(core.set_aside, box_, options).complete;
        for (std::size_t i = 0; i < quantities_.size() && is_complete; ++i)
            if (outer[i] != before[i])
                lacking = std::max(lacking, digits_lacking(outer[i], box_[quantities_[i]]));
        if (!is_complete) lacking = most_digits_lacking;
    }
    restore(outer);
    return lacking;
}

std::optional<std::vector<VariableIndex>> JointSolver::Search::hard_quantities(
    const Core& core, const std::function<bool(VariableIndex)>& is_known) const {
    std::vector<VariableIndex> hard;
    const auto add = [&](VariableIndex v) {
        if (!box_[v].is_point() && !is_known(v)) hard.push_back(v);
    };
    for (const ConstraintIndex c : core.hard) {
        const Constraint& constraint = network_.constraints()[c];
        for (const VariableIndex v : network_.expression(constraint).variables()) {
            add(v);
            // Of a large table it is plain before all of it is looked at.
            if (hard.size() <= 4 * most_hard_quantities) continue;
            sort_unique(hard);
            if (hard.size() > most_hard_quantities) return std::nullopt;
        }
        if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
    }
    sort_unique(hard);
    if (hard.size() > most_hard_quantities) return std::nullopt;
    return hard;
}

}  // namespace brcheck
