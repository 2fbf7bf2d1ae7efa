// How the fast lane follows values that floating point proposes.
#include "engine/fast_lane.hpp"

#include <algorithm>

namespace brcheck {
namespace {

constexpr int most_plans_for_a_guess = 3;

}  // namespace

/// Near values that floating point proposes. What the others do not give a value in its range is
/// given its own before them the next time.
bool FastLane::solve_by_guess() {
    looks_ += 2 * component_.variables.size();
    if (!guess_.find(rows_, box_, component_.variables, component_.row_numbers)) return false;
    given_first_.clear();
    for (int attempt = 0;; ++attempt) {
        const RowPlan& plan =
            attempt == 0 && prepared_plan_ != nullptr && swapped_.empty()
                ? *prepared_plan_
                : planner_.make(rows_, component_.row_numbers, component_.variables, given_first_);
        looks_ += component_.variables.size();
        std::optional<RowVariable> culprit;
        if (follow_guess(plan, culprit)) return true;
        if (!culprit || attempt == most_plans_for_a_guess) return false;
        std::erase(given_first_, *culprit);
        given_first_.insert(given_first_.begin(), *culprit);
    }
}

bool FastLane::follow_guess(const RowPlan& plan, std::optional<RowVariable>& culprit) {
    try {
        return follow_guess_in_words(plan, culprit);
    } catch (const FractionOverflow&) {
    }
    try {
        return follow_guess_at_length(plan, culprit);
    } catch (const FractionOverflow&) {
        return false;
    }
}

bool FastLane::follow_guess_in_words(const RowPlan& plan, std::optional<RowVariable>& culprit) {
    for (const RowPlan::Step& step : plan.steps) {
        if (step.row == RowPlan::Step::source) {
            box_[step.variable].value = value_near_guess(step.variable);
        } else if (!box_.follow(rows_.rows()[step.row], step.place)) {
            culprit = step.variable;
            return false;
        }
    }
    return std::all_of(plan.checks.begin(), plan.checks.end(), [&](std::uint32_t number) {
        return box_.holds(rows_.rows()[number]);
    });
}

bool FastLane::follow_guess_at_length(const RowPlan& plan, std::optional<RowVariable>& culprit) {
    long_values_.reset(rows_, box_, component_.variables.size());
    for (const RowPlan::Step& step : plan.steps) {
        if (step.row == RowPlan::Step::source) {
            long_values_.set(step.variable, to_rational(value_near_guess(step.variable)));
        } else if (!long_values_.follow(step)) {
            culprit = step.variable;
            return false;
        }
    }
    is_long_ = std::all_of(plan.checks.begin(), plan.checks.end(), [&](std::uint32_t number) {
        return long_values_.holds(rows_.rows()[number]);
    });
    return is_long_;
}

/// In the variable's range.
Fraction FastLane::value_near_guess(RowVariable variable) const {
    const RowBox::Entry& entry = box_[variable];
    const Range& range = entry.range;
    if (range.is_point()) return range.low;
    const std::uint32_t place = box_.place(variable);
    const Fraction value =
        entry.is_whole ? guess_.near_whole(place) : guess_.near(place, entry.preferred);
    return range.contains(value) ? value : RowBox::choose(entry, range);
}

}  // namespace brcheck
