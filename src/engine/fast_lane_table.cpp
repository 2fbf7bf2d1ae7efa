// What the fast lane does with large components: they are tables, mostly.
#include "engine/fast_lane.hpp"

#include <algorithm>

namespace brcheck {

bool FastLane::enter_table(std::span<const Interval> box, std::span<const RowVariable> variables,
                           bool (SumTable::*enter)(RowVariable, const Range&)) {
    return std::all_of(variables.begin(), variables.end(), [&](RowVariable variable) {
        Range range;
        return find_initial_range(variable, box, range) && (table_.*enter)(variable, range) &&
               (!rows_.is_whole(variable) ||
                (range.is_point() && rows_.has_whole_scale(variable)));
    });
}

bool FastLane::solve_table(std::span<const Interval> box) {
    if (changed_) return solve_table_again(box);
    sort_variables();
    table_.reset(rows_, component_.variables.size());
    if (!enter_table(box, component_.variables, &SumTable::add) || !table_.solve(component_.row_numbers)) return false;
    keep_table();
    return true;
}

/// Figures have their places in the table in the order of component_.variables.
bool FastLane::solve_table_again(std::span<const Interval> box) {
    const auto is_elsewhere = [&](VariableIndex v) { return seen_[v] != walk_; };
    std::vector<RowVariable> changed(changed_->begin(), changed_->end());
    std::erase_if(changed, is_elsewhere);
    if (!enter_table(box, changed, &SumTable::change)) return false;
    if (table_.make_up_nearby()) {
        is_table_ = true;
        for (const std::uint32_t figure : table_.moved()) {
            const RowVariable variable = component_.variables[figure];
            if (variable < rows_.quantity_count()) values_[variable] = table_.value(variable);
        }
        return true;
    }
    if (!table_.solve_from_middles()) return false;
    keep_table();
    return true;
}

void FastLane::keep_table() {
    is_table_ = true;
    for (const RowVariable variable : component_.variables) {
        if (variable >= rows_.quantity_count()) break;
        answers_[variable] = Answer::solved;
        values_[variable] = table_.value(variable);
    }
}

/// Memory is read in order then.
void FastLane::sort_variables() {
    const auto [first, last] = std::minmax_element(component_.variables.begin(), component_.variables.end());
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
