/// True values for a large table: many figures, each in one or two sums (its row's and its
/// column's). What the sums of the middles are off is spread over the figures so that none moves
/// far; what rounding leaves goes along a tree from sum to sum, in whole numbers of tiny units.
#pragma once

#include "engine/compiled_rows.hpp"
#include "engine/least_moves.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

class SumTable {
public:
    /// Forgets what it held, for that many variables. REQUIRES: the rows outlive their use here.
    void reset(const CompiledRows& rows, std::size_t variable_count);
    /// False when the range does not suit: ends are needed, both whole numbers.
    bool add(RowVariable variable, const Range& range);
    /// Tries to find values for the variables added. REQUIRES: `row_numbers` are the rows that
    /// touch them, and no others do. False when a row is no plain sum, a variable is in three, or
    /// no values were found, which proves nothing.
    bool solve(std::span<const std::uint32_t> row_numbers);

    /// Another range for a variable, to be followed by solve_again(). False as for add().
    /// REQUIRES (here and below): solve() succeeded once since reset().
    bool change(RowVariable variable, const Range& range);
    /// One more row, to be followed by solve_again(). False when it is no plain sum of the variables
    /// added, or one of them is in three then: the table is of no use any more.
    bool add_sum(std::uint32_t row_number);
    /// The same as solve(), from the last values.
    bool solve_again();

    /// REQUIRES: values were found, and the variable was added.
    [[nodiscard]] Fraction value(RowVariable variable) const noexcept;

private:
    static constexpr std::uint32_t none = UINT32_MAX;
    static constexpr int value_bits = 62;  ///< enough for what any sum comes to

    struct Figure {
        std::int64_t low = 0;
        std::int64_t high = 0;
        std::int64_t value = 0;  ///< in units of 2^-shift_
    };
    enum Flag : std::uint8_t {
        low_open = 1,
        high_open = 2,
        is_fixed = 4,  ///< not to be moved any more
    };
    /// How a sum passes on what it is off: by changing `edge`, which `parent` contains, too.
    struct Exit {
        bool is_known = false;
        std::uint32_t edge = none;    ///< index of a figure; none: there is no exit
        std::uint32_t parent = none;  ///< none: nothing else contains the edge
    };

    [[nodiscard]] static bool is_suitable(const Range& range);
    [[nodiscard]] static std::uint64_t size_of(const Figure& figure) noexcept;
    [[nodiscard]] static std::uint8_t flags_of(const Range& range) noexcept;
    bool enter_sum(std::uint32_t sum);
    bool solve_from_middles();
    bool solve_from_last_values();
    bool choose_unit();
    void measure_excess();
    bool spread_and_settle(int rounds);
    bool spread_tight_sums();
    bool spread(int rounds);
    bool move_figures(bool& all_inside);
    void find_exits();
    void add_exits_through(std::uint32_t parent);
    bool settle();
    void move(std::uint32_t figure, std::int64_t step);
    bool move_changed();
    [[nodiscard]] bool is_off(std::uint32_t sum) const;
    bool spread_over_members(std::uint32_t sum, bool takes_all_room);
    bool leave_by_exits();
    void fix_members_of_off_sums();
    [[nodiscard]] bool is_inside(std::size_t figure) const;
    [[nodiscard]] bool is_solution();

    [[nodiscard]] std::uint32_t sum_count() const noexcept {
        return static_cast<std::uint32_t>(row_numbers_.size());
    }
    [[nodiscard]] const Row& row(std::uint32_t sum) const {
        return rows_->rows()[row_numbers_[sum]];
    }
    [[nodiscard]] bool is(Flag flag, std::size_t figure) const {
        return (flags_[figure] & flag) != 0;
    }
    [[nodiscard]] bool can_move(std::uint32_t figure) const {
        return figures_[figure].high > figures_[figure].low && !is(is_fixed, figure);
    }
    /// The sum's place in a figure that it contains.
    [[nodiscard]] const SumPlace& place_of(std::uint32_t sum, std::uint32_t figure) const {
        const SumPlaces& places = places_[figure];
        return places.first.sum() == sum ? places.first : places.second;
    }
    /// The other sum that contains the figure, or 0.
    [[nodiscard]] std::uint32_t beside(std::uint32_t sum, std::uint32_t figure) const {
        const SumPlaces& places = places_[figure];
        return places.first.sum() == sum ? places.second.sum() : places.first.sum();
    }

    const CompiledRows* rows_ = nullptr;
    std::vector<std::uint32_t> row_numbers_;  ///< by sum; number 0 is no sum
    std::vector<std::uint32_t> figure_of_;    ///< by variable
    std::vector<Figure> figures_;             ///< in the order in which they were added
    std::vector<SumPlaces> places_;           ///< by figure, as the next two
    std::vector<std::uint8_t> flags_;
    std::vector<float> weights_;
    std::vector<std::uint32_t> order_;        ///< sums, each after its parent
    std::vector<Exit> exits_;                 ///< by sum, as all that follow
    std::vector<std::int64_t> excess_;        ///< what the values make of the sum, which should be 0
    std::vector<std::uint64_t> sizes_;        ///< what its figures can come to, or more
    std::vector<std::uint32_t> changed_;      ///< figures
    std::vector<std::uint32_t> added_;        ///< sums
    std::vector<std::uint32_t> touched_;      ///< sums that may be off
    std::vector<std::uint32_t> off_;          ///< sums that what changed has put off
    std::vector<double> residuals_;
    LeastMoves least_moves_;
    int shift_ = 0;
    bool has_values_ = false;                 ///< which satisfy all but what changed since
};

}  // namespace brcheck
