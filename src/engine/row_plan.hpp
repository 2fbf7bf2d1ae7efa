/// An order in which values can be given to the variables of some rows: sources, whose values are
/// free, and what the rows make of them. A row that no variable is left for is a check.
#pragma once

#include "engine/compiled_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

class RowPlan {
public:
    struct Step {
        static constexpr std::uint32_t source = UINT32_MAX;

        RowVariable variable = 0;
        std::uint32_t row = source;  ///< number of the row that gives the value
        std::uint32_t place = 0;     ///< of the variable in that row
    };

    /// Plans for `variables` and the rows `row_numbers` between them. Printed figures come first as
    /// sources, and of these what stands alone on a side of an equation last: a total follows from
    /// its parts. Those in `first` are given before all others. REQUIRES: the rows touch no other
    /// variables.
    void make(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers,
              std::span<const RowVariable> variables, std::span<const RowVariable> first);

    [[nodiscard]] std::span<const Step> steps() const noexcept { return steps_; }

private:
    void give(const CompiledRows& rows, const Step& step);

    std::vector<Step> steps_;
    std::vector<bool> is_given_;              ///< by variable
    std::vector<bool> is_at_work_;            ///< by row
    std::vector<std::uint32_t> missing_;      ///< by row: places without a value
    std::vector<std::uint32_t> settled_;      ///< rows with one place missing
    std::vector<RowVariable> candidates_;
};

}  // namespace brcheck
