// What all constraints leave of every quantity.
#include "base/sort_unique.hpp"
#include "engine/joint_search.hpp"
#include "engine/shared_ends.hpp"
#include "engine/symmetries.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace brcheck {

/// The ends of quantities that propagation does not tell, each proved if it can be.
class JointSolver::Search::HardEnds {
public:
    /// REQUIRES: the box is settled, without a contradiction; `hard` are the constraints that say
    /// more, `quantities` those in them that are asked for.
    HardEnds(Search& search, std::span<const ConstraintIndex> hard,
             std::vector<VariableIndex> quantities)
        : search_(search),
          hard_(hard.begin(), hard.end()),
          quantities_(std::move(quantities)),
          symmetries_(search.network_, search.constraints_) {
        search_.work_.spend(symmetries_.terms_handled() / Work::terms_a_step);
    }

    /// Puts them into the box. What moves with others without end has none; of the rest that is not
    /// changed if what moves is held, which leaves less to search.
    void run() {
        for (const VariableIndex v : quantities_) {
            hulls_.push_back(search_.box_[v]);
            moves_.push_back(symmetries_.can_shift(v) || symmetries_.can_scale(v) ||
                             symmetries_.can_grow(v));
        }
        const std::vector<Interval> settled = search_.save();
        const std::vector<Interval> start = search_.start_box_;
        if (std::ranges::find(moves_, true) != moves_.end()) {
            find_all(true);
            hold();
        }
        find_all(false);
        search_.start_box_ = start;
        search_.restore(settled);
        for (std::size_t i = 0; i < hulls_.size(); ++i)
            if (!hulls_[i].is_empty()) search_.box_[quantities_[i]] = hulls_[i];
    }

    [[nodiscard]] bool are_proved() const { return are_proved_; }
    /// They are proved only if there is a solution.
    [[nodiscard]] bool rest_on_solution() const { return rest_on_solution_; }

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
                if (is_lane_first && search_.is_end_taken(v, is_low)) continue;
                std::optional<End> end = ends.find(v, is_low);
                if (!end && !is_lane_first && search_.is_end_taken(v, is_low)) continue;
                if (!end) end = search_.find_power_end(power_ends, v, is_low);
                if (!end) {
                    end = search_.find_end(v, is_low);
                    search_.restore(settled);
                    if (end->is_set && !end->is_proved)
                        end = ask_with_share([&] {
                                  return search_.close_in(v, is_low, *end);
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

    /// Nothing when the share of the work that such questions have is spent: others need some, too.
    template <typename Question>
    auto ask_with_share(const Question& question) -> std::optional<decltype(question())> {
        constexpr std::uint64_t most_for_one = 100'000;
        if (shared_work_left_ == 0) return std::nullopt;
        return ask_within(most_for_one, search_.work_.left(), shared_work_left_, question);
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
    std::vector<ConstraintIndex> hard_;
    std::vector<VariableIndex> quantities_;
    std::vector<Interval> hulls_;  ///< by place in quantities_
    std::vector<bool> moves_;      ///< the same
    Symmetries symmetries_;
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
        HardEnds ends(*this, core.hard, std::move(hard));
        ends.run();
        tight = tight && ends.are_proved();
        rests_on_solution = ends.rest_on_solution();
        const std::uint64_t limit = 50 * core.set_aside.size() + 20;
        const Propagation leaves = propagator_.run(core.set_aside, box_, {limit, false, false});
        tight = tight && leaves.complete;
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
