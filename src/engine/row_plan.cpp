#include "engine/row_plan.hpp"

#include <algorithm>

namespace brcheck {

void RowPlan::make(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers,
                   std::span<const RowVariable> variables, std::span<const RowVariable> first) {
    steps_.clear();
    settled_.clear();
    is_given_.resize(rows.variable_count());
    is_at_work_.resize(rows.rows().size());
    missing_.resize(rows.rows().size());
    for (const RowVariable variable : variables) is_given_[variable] = false;
    for (const std::uint32_t number : row_numbers) {
        is_at_work_[number] = true;
        missing_[number] = rows.rows()[number].count;
        if (missing_[number] == 1) settled_.push_back(number);
    }
    candidates_.assign(variables.begin(), variables.end());
    std::sort(candidates_.begin(), candidates_.end(), [&](RowVariable a, RowVariable b) {
        const int rank_a = rows.source_rank(a);
        const int rank_b = rows.source_rank(b);
        return rank_a != rank_b ? rank_a < rank_b : a < b;
    });
    candidates_.insert(candidates_.begin(), first.begin(), first.end());
    for (const RowVariable candidate : candidates_) {
        if (!is_given_[candidate]) give(rows, {candidate, Step::source, 0});
        while (!settled_.empty()) {
            const std::uint32_t number = settled_.back();
            settled_.pop_back();
            const auto members = rows.variables(rows.rows()[number]);
            const auto place = std::find_if(members.begin(), members.end(),
                                            [&](RowVariable v) { return !is_given_[v]; });
            if (place == members.end()) continue;
            give(rows, {*place, number, static_cast<std::uint32_t>(place - members.begin())});
        }
    }
    for (const std::uint32_t number : row_numbers) is_at_work_[number] = false;
}

void RowPlan::give(const CompiledRows& rows, const Step& step) {
    is_given_[step.variable] = true;
    steps_.push_back(step);
    for (const std::uint32_t number : rows.rows_of(step.variable))
        if (is_at_work_[number] && --missing_[number] == 1) settled_.push_back(number);
}

}  // namespace brcheck
