// The fast lane's way with large tables: entered once, and asked again with few changes.
#include "engine/fast_lane.hpp"

#include <algorithm>
#include <iterator>

namespace brcheck {

bool FastLane::enter_table(std::span<const Interval> box, std::span<const RowVariable> variables,
                           bool (SumTable::*enter)(RowVariable, const Range&)) {
    return std::all_of(variables.begin(), variables.end(), [&](RowVariable variable) {
        Range range;
        return find_initial_range(variable, box, range) && (table_.*enter)(variable, range) &&
               (!rows_.is_whole(variable) || (range.is_point() && rows_.has_whole_scale(variable)));
    });
}

bool FastLane::solve_table(std::span<const Interval> box) {
    if (changed_) return solve_table_again(box);
    sort_variables();
    table_.reset(rows_, component_.variables.size());
    if (!enter_table(box, component_.variables, &SumTable::add) ||
        !table_.solve(component_.row_numbers))
        return false;
    is_table_ = true;
    mark_table_solved();
    return true;
}

bool FastLane::solve_table_again(std::span<const Interval> box) {
    const auto is_elsewhere = [&](VariableIndex v) { return seen_[v] != walk_; };
    std::vector<RowVariable> changed(changed_->begin(), changed_->end());
    std::erase_if(changed, is_elsewhere);
    if (!enter_table(box, changed, &SumTable::change)) return false;
    const bool is_solved = table_.solve_again();
    // Of what is too large for all else the next question may go on from here all the same.
    is_table_ = is_solved || is_too_large();
    // All figures of a table are answered together.
    if (is_solved && answers_[component_.variables.front()] != Answer::solved) mark_table_solved();
    return is_solved;
}

/// The table has all that is given now, too. False when that is too much of a change; then it may
/// be of no use any more.
bool FastLane::goes_on(std::span<const Interval> box, std::span<const ConstraintIndex> constraints,
                       std::span<const VariableIndex> quantities) {
    if (std::ranges::equal(constraints, table_constraints_)) return true;
    constexpr std::size_t most_added = 16;
    if (!is_too_large() || constraints.size() > table_constraints_.size() + most_added ||
        !open_ends_.empty() ||
        !std::includes(constraints.begin(), constraints.end(), table_constraints_.begin(),
                       table_constraints_.end()))
        return false;
    std::vector<RowVariable> added;
    for (const VariableIndex v : quantities)
        if (seen_[v] != walk_) added.push_back(v);
    try {
        if (!enter_table(box, added, &SumTable::add)) return false;
    } catch (const FractionOverflow&) {
        return false;
    }
    for (const RowVariable variable : added) {
        seen_[variable] = walk_;
        component_.variables.push_back(variable);
        answers_[variable] = answers_[component_.variables.front()];
    }
    std::vector<ConstraintIndex> further;
    std::ranges::set_difference(constraints, table_constraints_, std::back_inserter(further));
    return std::ranges::all_of(further, [&](ConstraintIndex c) { return add_to_table(c); });
}

bool FastLane::add_to_table(ConstraintIndex constraint) {
    const auto rows = rows_.rows();
    const auto first = std::ranges::lower_bound(rows, constraint, {}, &Row::constraint);
    const bool is_one_row = first != rows.end() && first->constraint == constraint &&
                            (first + 1 == rows.end() || (first + 1)->constraint != constraint);
    if (!is_one_row || rows_.has_bounds(constraint)) return false;
    const bool joins = std::ranges::all_of(
        rows_.variables(*first), [&](RowVariable variable) { return seen_[variable] == walk_; });
    const auto number = static_cast<std::uint32_t>(first - rows.begin());
    if (!joins || !table_.add_sum(number)) return false;
    component_.row_numbers.push_back(number);
    return true;
}

void FastLane::mark_table_solved() {
    for (const RowVariable variable : component_.variables)
        if (variable < rows_.quantity_count()) answers_[variable] = Answer::solved;
}

/// Before another component is at work.
void FastLane::copy_table_values() {
    if (answers_[component_.variables.front()] != Answer::solved) return;
    if (values_.empty()) values_.resize(rows_.quantity_count());
    for (const RowVariable variable : component_.variables)
        if (variable < rows_.quantity_count()) values_[variable] = table_.value(variable);
}

/// Memory is read in order then.
void FastLane::sort_variables() {
    const auto [first, last] =
        std::minmax_element(component_.variables.begin(), component_.variables.end());
    const RowVariable low = *first;
    const RowVariable high = *last;
    if ((high - low) / component_.variables.size() > 4) {
        std::sort(component_.variables.begin(), component_.variables.end());
        return;
    }
    component_.variables.clear();
    for (RowVariable variable = low; variable <= high; ++variable)
        if (seen_[variable] == walk_) component_.variables.push_back(variable);
}

}  // namespace brcheck
