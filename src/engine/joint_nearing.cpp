// An end that branch and bound does not prove, closed in on from both sides.
#include "brcheck/number/decimal.hpp"
#include "engine/completion.hpp"
#include "engine/joint_search.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// The fraction of the smallest denominator that is neither below `low` nor above `high`, by their
/// continued fractions. REQUIRES: 0 < low <= high.
Rational simplest_above_zero(const Rational& low, const Rational& high) {
    const Rational whole(low.floor());
    if (whole == low) return low;
    if (Rational(high.floor()) > whole) return whole + Rational(1);
    return whole + Rational(1) / simplest_above_zero(Rational(1) / (high - whole),
                                                     Rational(1) / (low - whole));
}

Rational simplest_between(const Rational& a, const Rational& b) {
    const Rational& low = std::min(a, b);
    const Rational& high = std::max(a, b);
    if (low.sign() > 0) return simplest_above_zero(low, high);
    return high.sign() < 0 ? -simplest_above_zero(-high, -low) : Rational(0);
}

/// A multiple of the step, the next one that is not inside of the end.
Rational outward_multiple(const Rational& end, const Rational& step, bool is_low) {
    return Rational(is_low ? (end / step).floor() : (end / step).ceiling()) * step;
}

}  // namespace

JointSolver::Search::Found JointSolver::Search::find_value(VariableIndex variable,
                                                           const Interval& wanted) {
    constexpr std::size_t few_splits = 4;
    const Interval room = intersect(box_[variable], wanted);
    if (room.is_empty()) return {Satisfiability::infeasible, std::nullopt, true};
    if (auto value = find_value_at_once(variable, room))
        return {Satisfiability::feasible, std::move(value), true};
    if (lane_.is_impossible()) return {Satisfiability::infeasible, std::nullopt, true};
    const std::vector<Interval> saved = save();
    box_[variable] = room;
    Found found;
    found.answer = solve(deepest_split - few_splits, nullptr);
    if (found.answer == Satisfiability::feasible && box_[variable].is_point())
        found.value = box_[variable].low();
    enclosed_.clear();
    restore(saved);
    return found;
}

/// An end between what is known to be no solution and what is known to be one.
class JointSolver::Search::Nearing {
public:
    Nearing(Search& search, VariableIndex variable, bool is_low, const End& outer, int digits)
        : search_(search),
          variable_(variable),
          is_low_(is_low),
          digits_(digits),
          inward_(is_low ? 1 : -1),
          end_(outer.value),
          is_end_open_(outer.is_open) {
        const Interval& whole = search.box_[variable];
        if (is_low ? whole.has_high() : whole.has_low())
            other_ = is_low ? whole.high() : whole.low();
        const Quantity& quantity = search.report_.quantities[variable];
        if (quantity.whole) unit_ = quantity.unit.factor();
    }

    /// Nothing where questions remain open.
    std::optional<End> find() {
        if (!reach_grid()) return std::nullopt;
        const Rational last = outward_multiple(end_, grid(), is_low_);
        halve_further();
        // A fraction so simple that it does not lie there by chance is likely to be the end.
        const Rational likely = simplest_between(*inner_, end_);
        const Rational denominator(likely.denominator());
        const bool is_chance =
            denominator * denominator * abs(end_ - *inner_) * Rational(1000) > Rational(1);
        const bool is_at_end = likely == end_;
        if (!is_chance && (is_at_end || ask(likely, true) == Satisfiability::infeasible))
            return end_at(likely, Rational());
        return end_at(last, grid());
    }

    /// The same of an end that is known but for whether it is taken; nothing where that stays open.
    std::optional<End> confirm(const LocatedEnd& known) {
        const bool is_exact = known.enclosure.is_point() && !known.has_computed_bounds;
        if (known.enclosure.is_point() && !known.is_open) {
            for (const Rational& distance : {Rational(), power_of_ten(-7)})
                if (has_solution_near(known, distance, known.enclosure))
                    return End{true, end_, false, true};
            if (is_exact) {
                switch (search_.find_value(variable_, known.enclosure).answer) {
                    case Satisfiability::feasible: return End{true, end_, false, true};
                    case Satisfiability::infeasible: break;
                    case Satisfiability::undecided: return std::nullopt;
                }
                if (!known.has_open_bounds) return std::nullopt;
            }
        }
        // It is known, however far away the other end is.
        other_.reset();
        const Rational last = is_exact ? end_ : outward_multiple(end_, grid(), is_low_);
        const Rational inside = last + inward_ * grid();
        const Interval between = is_low_ ? Interval::between(end_, true, inside, true)
                                         : Interval::between(inside, true, end_, true);
        // Where a point is the corner, little is left to search.
        const bool is_at_point =
            !known.is_open && std::ranges::all_of(known.solution, [](const auto& value) {
                return value.second.is_point();
            });
        if (!(is_at_point && has_solution_near(known, Rational(), between)) &&
            !has_solution_near(known, power_of_ten(-7), between))
            return std::nullopt;
        return End{true, last, true, true, is_exact ? Rational() : grid()};
    }

private:
    /// In the digits of the end, as far as it is known. One that is 0 has none.
    [[nodiscard]] Rational grid() const {
        constexpr std::int64_t digits_of_other = 30;
        if (unit_) return *unit_;
        std::optional<std::int64_t> place = leading_place(end_);
        if (inner_) place = std::max(place, leading_place(*inner_));
        if (other_ && leading_place(*other_))
            place = std::max(place, std::optional(*leading_place(*other_) - digits_of_other));
        return power_of_ten(place.value_or(0) - digits_ + 1);
    }

    /// Is there a solution between `at` and the end? What is learnt moves the one or the other.
    Satisfiability ask(const Rational& at, bool is_at_open) {
        const Interval between = is_low_ ? Interval::between(end_, is_end_open_, at, is_at_open)
                                         : Interval::between(at, is_at_open, end_, is_end_open_);
        const Found found = search_.find_value(variable_, between);
        if (found.answer == Satisfiability::feasible) {
            inner_ = found.value.value_or(at);
            is_inner_open_ = !found.value && is_at_open;
        } else if (found.answer == Satisfiability::infeasible) {
            end_ = at;
            is_end_open_ = !is_at_open;
        }
        is_quick_ = found.is_quick;
        return found.answer;
    }

    /// With the quantity in `wanted`, and the others about where they are at the end: a small box
    /// around a solution is soon searched.
    bool has_solution_near(const LocatedEnd& known, const Rational& distance,
                           const Interval& wanted) {
        const std::vector<Interval> saved = search_.save();
        for (const auto& [v, value] : known.solution) {
            if (v == variable_) continue;
            const Rational room = distance * std::max(Rational(1), abs(value.high()));
            search_.box_[v] = intersect(search_.box_[v],
                                        Interval::closed(value.low() - room, value.high() + room));
        }
        const bool is_found =
            search_.find_value(variable_, wanted).answer == Satisfiability::feasible;
        search_.restore(saved);
        return is_found;
    }

    /// About in the middle of the two, but short; of very different ones by their digits.
    [[nodiscard]] static Rational middle(const Rational& a, const Rational& b) {
        constexpr std::int64_t many = 3;
        const auto small = leading_place(std::min(abs(a), abs(b)));
        const auto large = leading_place(std::max(abs(a), abs(b)));
        if (a.sign() * b.sign() >= 0 && large && (!small || *large - *small > many)) {
            const std::int64_t place = small ? (*large + *small) / 2 : *large - many;
            return power_of_ten(place) * Rational(a.sign() + b.sign() < 0 ? -1 : 1);
        }
        const Rational third = (b - a) / Rational(3);
        const Rational x = a + third;
        const Rational y = b - third;
        return *choose_value(Interval::between(std::min(x, y), false, std::max(x, y), false),
                             std::nullopt, std::nullopt);
    }

    /// Until the end is known by the multiple of the grid beyond which there is nothing, though
    /// there is beyond the one before: where a search happens to stop depends on its way, this does
    /// not.
    bool reach_grid() {
        const int most_questions = 8 * digits_;
        constexpr int most_doubts = 8;
        std::optional<Rational> doubtful;  // what lies beyond it was asked, and remained open
        bool is_outside_next = false;      // of the two sides of what is doubtful
        int doubts = 0;
        for (int question = 0; !is_in_last_step(); ++question) {
            if (question == most_questions || search_.work_.left() == 0) return false;
            if (inner_ && !doubtful && abs(*inner_ - end_) <= grid()) {
                const Rational before = outward_multiple(end_, grid(), is_low_) + inward_ * grid();
                if (ask(before, true) == Satisfiability::undecided) return false;
                continue;
            }
            Rational at;
            if (!inner_)
                at = further_in();
            else if (!doubtful)
                at = middle(end_, *inner_);
            else
                at = is_outside_next ? middle(end_, *doubtful) : middle(*doubtful, *inner_);
            const Satisfiability answer = ask(at, false);
            if (answer == Satisfiability::undecided) {
                if (++doubts == most_doubts) return false;
                doubtful = at;
                is_outside_next = !is_outside_next;
                continue;
            }
            is_outside_next = answer == Satisfiability::feasible;
            // A solution beyond settles what was open, and so does none from further inside on.
            const bool is_settled =
                doubtful && (is_outside_next ? (*inner_ - *doubtful) * inward_ <= Rational(0)
                                             : (*doubtful - end_) * inward_ <= Rational(0));
            if (is_settled) doubtful.reset();
        }
        return true;
    }

    /// Mostly the end is known to be near where the search stopped: looked for in ever larger
    /// steps.
    Rational further_in() {
        const Rational step = std::exchange(step_, std::max(step_, grid()) * Rational(64));
        const Rational at =
            outward_multiple(end_, grid(), is_low_) + inward_ * std::max(step, grid());
        return other_ && (*other_ - at) * inward_ <= Rational(0) ? middle(end_, *other_) : at;
    }

    [[nodiscard]] bool is_in_last_step() const {
        if (!inner_) return false;
        const Rational way = (*inner_ - outward_multiple(end_, grid(), is_low_)) * inward_;
        return way < grid() || (way == grid() && is_inner_open_);
    }

    /// As far as answers come at once, so that fractions of long numbers can be told from roots.
    void halve_further() {
        constexpr int most_questions = 60;
        const Rational smallest = grid() * power_of_ten(-15);
        for (int i = 0; i < most_questions && abs(end_ - *inner_) > smallest; ++i)
            if (ask(middle(end_, *inner_), false) == Satisfiability::undecided || !is_quick_)
                return;
    }

    /// REQUIRES: no solution lies beyond.
    std::optional<End> end_at(const Rational& value, const Rational& room) {
        Satisfiability answer = Satisfiability::infeasible;
        const Rational way = (value - end_) * inward_;
        if (way > Rational(0) || (way.is_zero() && !is_end_open_))
            answer = search_.find_value(variable_, Interval(value)).answer;
        if (answer == Satisfiability::undecided) return std::nullopt;
        return End{true, value, answer == Satisfiability::infeasible, true, room};
    }

    Search& search_;
    VariableIndex variable_;
    bool is_low_;
    int digits_;
    Rational inward_;  ///< 1 or -1
    Rational end_;     ///< no solution lies beyond it, nor at it where it is open
    bool is_end_open_;
    std::optional<Rational> inner_;  ///< there is a solution at it, or between it and the end
    bool is_inner_open_ = false;     ///< not at it
    bool is_quick_ = false;          ///< the last answer
    std::optional<Rational> other_;  ///< the far end
    std::optional<Rational> unit_;   ///< of a whole number
    Rational step_;                  ///< the next one inward while nothing is found
};

JointSolver::Search::End JointSolver::Search::close_in(VariableIndex variable, bool is_low,
                                                       const End& outer, int digits) {
    return Nearing(*this, variable, is_low, outer, digits).find().value_or(outer);
}

std::optional<JointSolver::Search::End> JointSolver::Search::find_power_end(PowerEnds& ends,
                                                                            VariableIndex variable,
                                                                            bool is_low,
                                                                            int digits) {
    ends.work_left = work_.left();
    const auto known = ends.find(variable, is_low);
    work_.spend(work_.left() - ends.work_left);
    return known ? confirm_end(*known, variable, is_low, digits) : std::nullopt;
}

std::optional<JointSolver::Search::End> JointSolver::Search::confirm_end(const LocatedEnd& located,
                                                                         VariableIndex variable,
                                                                         bool is_low, int digits) {
    const Rational& outer = is_low ? located.enclosure.low() : located.enclosure.high();
    const bool is_open = located.is_open || !located.enclosure.is_point();
    return Nearing(*this, variable, is_low, End{true, outer, is_open, false}, digits)
        .confirm(located);
}

}  // namespace brcheck
