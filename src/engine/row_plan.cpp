#include "engine/row_plan.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

// More of them are not looked through again and again.
constexpr std::size_t most_rows_to_choose_from = 64;

}  // namespace

const RowPlan& RowPlanner::make(const CompiledRows& rows,
                                std::span<const std::uint32_t> row_numbers,
                                std::span<const RowVariable> variables,
                                std::span<const RowVariable> first) {
    start(rows, row_numbers, variables);
    for (const RowVariable variable : first) give_first(rows, variable);
    peel(rows, variables);
    if (row_numbers.size() <= most_rows_to_choose_from)
        while (give_row(rows, row_numbers)) peel_newly_alone(rows);
    else
        give_by_rank(rows, variables);
    for (const std::uint32_t number : row_numbers)
        if (std::exchange(is_open_[number], std::uint8_t{0}) != 0) plan_.checks.push_back(number);
    append_peeled(rows);
    for (const RowVariable variable : variables)
        if (is_given_[variable] == 0) plan_.steps.push_back({variable, Step::source, 0});
    return plan_;
}

void RowPlanner::start(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers,
                    std::span<const RowVariable> variables) {
    plan_.steps.clear();
    plan_.checks.clear();
    settled_.clear();
    peeled_.clear();
    is_given_.resize(rows.variable_count());
    open_rows_.resize(rows.variable_count());
    is_open_.resize(rows.rows().size());
    missing_.resize(rows.rows().size());
    for (const RowVariable variable : variables) {
        is_given_[variable] = false;
        open_rows_[variable] = 0;
    }
    for (const std::uint32_t number : row_numbers) {
        const Row& row = rows.rows()[number];
        is_open_[number] = true;
        missing_[number] = row.count;
        if (row.count == 1) settled_.push_back(number);
        for (const RowVariable member : rows.variables(row)) ++open_rows_[member];
    }
}

void RowPlanner::peel(const CompiledRows& rows, std::span<const RowVariable> variables) {
    for (std::vector<RowVariable>& alone : alone_) alone.clear();
    for (const RowVariable variable : variables) add_alone(rows, variable);
    peel_newly_alone(rows);
}

void RowPlanner::add_alone(const CompiledRows& rows, RowVariable variable) {
    if (open_rows_[variable] == 1 && is_given_[variable] == 0)
        alone_[static_cast<std::size_t>(rows.source_rank(variable))].push_back(variable);
}

/// What should rather follow from others comes first.
void RowPlanner::peel_newly_alone(const CompiledRows& rows) {
    for (std::size_t rank = source_rank_count; rank-- > 0;) {
        if (alone_[rank].empty()) continue;
        const RowVariable variable = alone_[rank].back();
        alone_[rank].pop_back();
        if (open_rows_[variable] == 1 && is_given_[variable] == 0) peel_row_of(rows, variable);
        rank = source_rank_count;
    }
}

/// Makes sources of what the row with the fewest places missing needs to give a value.
/// False when no row is open.
bool RowPlanner::give_row(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers) {
    std::uint32_t best = Step::source;
    for (const std::uint32_t number : row_numbers) {
        if (is_open_[number] == 0) continue;
        if (missing_[number] == 0) {
            close_row(rows, number);
            plan_.checks.push_back(number);
        } else if (best == Step::source || missing_[number] < missing_[best]) {
            best = number;
        }
    }
    if (best == Step::source) return false;
    const auto members = rows.variables(rows.rows()[best]);
    RowVariable last = members[0];
    const auto is_later = [&](RowVariable a, RowVariable b) {
        if (open_rows_[a] != open_rows_[b]) return open_rows_[a] < open_rows_[b];
        return rows.source_rank(a) > rows.source_rank(b);
    };
    for (const RowVariable member : members)
        if (is_given_[member] == 0 && (is_given_[last] != 0 || is_later(member, last))) last = member;
    for (const RowVariable member : members)
        if (is_given_[member] == 0 && member != last) give_first(rows, member);
    // Where it stands in the row twice, that cannot give its value.
    if (is_open_[best] != 0) give_first(rows, last);
    return true;
}

void RowPlanner::give_by_rank(const CompiledRows& rows, std::span<const RowVariable> variables) {
    candidates_.assign(variables.begin(), variables.end());
    std::sort(candidates_.begin(), candidates_.end(), [&](RowVariable a, RowVariable b) {
        const SourceRank rank_a = rows.source_rank(a);
        const SourceRank rank_b = rows.source_rank(b);
        return rank_a != rank_b ? rank_a < rank_b : a < b;
    });
    for (const RowVariable candidate : candidates_)
        if (open_rows_[candidate] != 0) give_first(rows, candidate);
}

/// REQUIRES: `variable` is alone in an open row.
void RowPlanner::peel_row_of(const CompiledRows& rows, RowVariable variable) {
    const auto touching = rows.rows_of(variable);
    const auto number = *std::find_if(touching.begin(), touching.end(),
                                      [&](std::uint32_t r) { return is_open_[r] != 0; });
    const auto members = rows.variables(rows.rows()[number]);
    is_open_[number] = false;
    std::uint32_t best = 0;
    int best_rank = -1;
    for (std::uint32_t place = 0; place < members.size(); ++place) {
        const RowVariable member = members[place];
        const auto rank = static_cast<int>(rows.source_rank(member));
        // What a product comes to has fewer digits than a quotient: it stands last.
        if (open_rows_[member] == 1 && is_given_[member] == 0 && rank >= best_rank) {
            best = place;
            best_rank = rank;
        }
        --open_rows_[member];
        add_alone(rows, member);
    }
    peeled_.push_back({members[best], number, best});
}

void RowPlanner::close_row(const CompiledRows& rows, std::uint32_t number) {
    is_open_[number] = false;
    for (const RowVariable member : rows.variables(rows.rows()[number])) {
        --open_rows_[member];
        add_alone(rows, member);
    }
}

/// And all that follows from it.
void RowPlanner::give_first(const CompiledRows& rows, RowVariable variable) {
    if (is_given_[variable] == 0) give(rows, {variable, Step::source, 0});
    while (!settled_.empty()) {
        const std::uint32_t number = settled_.back();
        settled_.pop_back();
        if (is_open_[number] == 0) continue;
        const auto members = rows.variables(rows.rows()[number]);
        const auto place = std::find_if(members.begin(), members.end(),
                                        [&](RowVariable v) { return is_given_[v] == 0; });
        if (place == members.end()) continue;
        close_row(rows, number);
        give(rows, {*place, number, static_cast<std::uint32_t>(place - members.begin())});
    }
}

void RowPlanner::give(const CompiledRows& rows, const Step& step) {
    is_given_[step.variable] = true;
    plan_.steps.push_back(step);
    for (const std::uint32_t number : rows.rows_of(step.variable))
        if (is_open_[number] != 0 && --missing_[number] == 1) settled_.push_back(number);
}

void RowPlanner::append_peeled(const CompiledRows& rows) {
    for (std::size_t i = peeled_.size(); i-- > 0;) {
        const Step& step = peeled_[i];
        for (const RowVariable member : rows.variables(rows.rows()[step.row])) {
            if (member == step.variable || is_given_[member] != 0) continue;
            is_given_[member] = true;
            plan_.steps.push_back({member, Step::source, 0});
        }
        is_given_[step.variable] = true;
        plan_.steps.push_back(step);
    }
}

}  // namespace brcheck
