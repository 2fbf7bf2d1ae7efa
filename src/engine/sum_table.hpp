/// True values for a large table: many figures, each in at most two sums (its row's and its
/// column's). What a sum of the middles is off is spread over its members, again and again, in
/// whole numbers of tiny units; what is left at the end goes along a tree from sum to sum.
#pragma once

#include "engine/compiled_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

class SumTable {
public:
    /// Forgets what it held. REQUIRES: the rows outlive their use here.
    void reset(const CompiledRows& rows);
    /// False when the range does not suit: ends are needed, both whole numbers.
    bool add(RowVariable variable, const Range& range);
    /// Tries to find values for the variables added. REQUIRES: `row_numbers` are the rows that
    /// touch them, and no others do. False when a row is no plain sum, or no values were found, which
    /// proves nothing.
    bool solve(std::span<const std::uint32_t> row_numbers);
    /// REQUIRES: solve() succeeded, and the variable was added.
    [[nodiscard]] Fraction value(RowVariable variable) const noexcept;

private:
    struct Figure {
        std::int64_t low = 0;
        std::int64_t high = 0;
        std::int64_t value = 0;   ///< in units of 2^-shift_
    };
    /// How a sum passes on what it is off: by changing `edge`, which `parent` contains, too.
    struct Exit {
        enum class State : std::uint8_t { no_row_here, wanted, known };
        State state = State::no_row_here;
        std::int8_t coefficient = 0;         ///< of the edge in this sum; 0: there is no exit
        std::int8_t parent_coefficient = 0;  ///< and in the parent; 0: there is none
        RowVariable edge = 0;
        std::uint32_t parent = 0;
    };

    bool choose_unit(std::span<const std::uint32_t> row_numbers);
    [[nodiscard]] std::int64_t excess(const Row& row) const;
    bool spread(std::span<const std::uint32_t> row_numbers);
    void find_exits(std::span<const std::uint32_t> row_numbers);
    void add_exits_through(std::uint32_t parent);
    bool settle();
    [[nodiscard]] bool is_solution(std::span<const std::uint32_t> row_numbers) const;
    [[nodiscard]] bool can_move(RowVariable variable) const {
        return figure(variable).high > figure(variable).low;
    }
    [[nodiscard]] Figure& figure(RowVariable variable) { return figures_[place_[variable]]; }
    [[nodiscard]] const Figure& figure(RowVariable variable) const {
        return figures_[place_[variable]];
    }

    const CompiledRows* rows_ = nullptr;
    std::vector<std::uint32_t> place_;   ///< by variable
    std::vector<Figure> figures_;
    std::vector<std::uint8_t> openness_; ///< by place: 1 for an open low end, 2 for a high one
    std::vector<std::uint32_t> order_;   ///< rows, each after its parent
    std::vector<Exit> exits_;            ///< by row
    std::vector<std::int64_t> excess_;   ///< by row
    int shift_ = 0;
};

}  // namespace brcheck
