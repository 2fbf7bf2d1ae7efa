/// An order in which values can be given to the variables of some rows: sources, whose values are
/// free, and what the rows make of them. A row that no variable is left for is a check.
#pragma once

#include "engine/compiled_rows.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

struct RowPlan {
    struct Step {
        static constexpr std::uint32_t source = UINT32_MAX;

        RowVariable variable = 0;
        std::uint32_t row = source;  ///< number of the row that gives the value
        std::uint32_t place = 0;     ///< of the variable in that row
    };

    std::vector<Step> steps;
    std::vector<std::uint32_t> checks;  ///< the rows that give no value
};

/// Keeps its memory from one plan to the next.
class RowPlanner {
public:
    /// Plans for `variables` and the rows `row_numbers` between them, so that few rows are left as
    /// checks: as long as some variable is in no other row, that row gives its value, after all
    /// others. Of several such variables it is the one of the highest source_rank(): a total follows
    /// from its parts. Those in `first` are given before all others. REQUIRES: the rows touch no
    /// other variables.
    const RowPlan& make(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers,
                        std::span<const RowVariable> variables, std::span<const RowVariable> first);
    /// The one that was made last.
    [[nodiscard]] const RowPlan& plan() const noexcept { return plan_; }

private:
    using Step = RowPlan::Step;

    void start(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers,
               std::span<const RowVariable> variables);
    void peel(const CompiledRows& rows, std::span<const RowVariable> variables);
    void add_alone(const CompiledRows& rows, RowVariable variable);
    void peel_newly_alone(const CompiledRows& rows);
    void peel_row_of(const CompiledRows& rows, RowVariable variable);
    bool give_row(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers);
    void give_by_rank(const CompiledRows& rows, std::span<const RowVariable> variables);
    void give_first(const CompiledRows& rows, RowVariable variable);
    void give(const CompiledRows& rows, const Step& step);
    void close_row(const CompiledRows& rows, std::uint32_t number);
    void append_peeled(const CompiledRows& rows);

    RowPlan plan_;
    std::vector<std::uint8_t> is_given_;      ///< by variable
    std::vector<std::uint32_t> open_rows_;    ///< by variable: places in rows that are not closed
    std::vector<std::uint8_t> is_open_;       ///< by row: of the plan, and not used so far
    std::vector<std::uint32_t> missing_;      ///< by row: places without a value
    std::vector<std::uint32_t> settled_;      ///< rows with one place missing
    /// By rank: in one open row, and in more before.
    std::array<std::vector<RowVariable>, source_rank_count> alone_;
    std::vector<Step> peeled_;                ///< the last one first
    std::vector<RowVariable> candidates_;
};

}  // namespace brcheck
