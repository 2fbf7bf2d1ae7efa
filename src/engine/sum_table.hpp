/// True values for a large table: many figures, each in one or two sums (its row's and its
/// column's). What the sums of the middles are off is spread over the figures so that none moves
/// far; what rounding leaves goes along a tree from sum to sum, in whole numbers of tiny units.
#pragma once

#include "engine/compiled_rows.hpp"

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
    /// Another range for a variable. False as for add(). REQUIRES: solve() succeeded.
    bool change(RowVariable variable, const Range& range);
    /// After changes: values in which few figures differ from the last ones. False where these do
    /// not suffice.
    bool make_up_nearby();
    /// The figures that did, by position in the order in which they were added.
    [[nodiscard]] std::span<const std::uint32_t> moved() const noexcept { return moved_; }
    /// After changes, and whatever was tried: all figures take part.
    bool solve_from_middles();
    /// REQUIRES: values were found, and the variable was added.
    [[nodiscard]] Fraction value(RowVariable variable) const noexcept;

private:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// Where a figure occurs: the number of the sum among those given, and the sign there.
    struct Place {
        std::uint32_t sum_and_sign = none;

        [[nodiscard]] bool is_used() const noexcept { return sum_and_sign != none; }
        [[nodiscard]] std::uint32_t sum() const noexcept { return sum_and_sign >> 1; }
        [[nodiscard]] bool is_negative() const noexcept { return (sum_and_sign & 1) != 0; }
        template <typename Number>
        [[nodiscard]] Number times(Number a) const noexcept {
            return is_negative() ? -a : a;
        }
    };
    struct Figure {
        std::int64_t low = 0;
        std::int64_t high = 0;
        std::int64_t value = 0;  ///< in units of 2^-shift_
        Place first;
        Place second;
    };
    [[nodiscard]] static std::uint64_t size_of(const Figure& figure) noexcept {
        const std::int64_t high = figure.high < 0 ? -figure.high : figure.high;
        const std::int64_t low = figure.low < 0 ? -figure.low : figure.low;
        return static_cast<std::uint64_t>(low > high ? low : high);
    }
    struct Flags {
        bool low_open = false;
        bool high_open = false;
        bool is_at_end = false;  ///< moved there, and not to be moved again
    };
    /// How a sum passes on what it is off: by changing `edge`, which `parent` contains, too.
    struct Exit {
        bool is_known = false;
        std::uint32_t edge = none;    ///< index of a figure; none: there is no exit
        std::uint32_t parent = none;  ///< none: nothing else contains the edge
    };

    [[nodiscard]] static bool is_suitable(const Range& range);
    bool enter_sums();
    bool choose_unit();
    void measure_excess();
    bool spread();
    bool find_multipliers();
    void apply_normal_matrix(const std::vector<double>& direction, std::vector<double>& image) const;
    bool move_figures(bool& all_inside);
    void find_exits();
    void add_exits_through(std::uint32_t parent);
    bool settle();
    void move(std::uint32_t figure, std::int64_t step);
    bool spread_over_members(std::uint32_t sum);
    [[nodiscard]] bool is_inside(std::size_t figure) const;
    [[nodiscard]] bool is_solution();

    [[nodiscard]] const Row& row(std::uint32_t sum) const {
        return rows_->rows()[row_numbers_[sum]];
    }
    [[nodiscard]] double weight(std::size_t figure) const {
        return flags_[figure].is_at_end
                   ? 0
                   : static_cast<double>(figures_[figure].high - figures_[figure].low);
    }
    [[nodiscard]] bool can_move(std::uint32_t figure) const {
        return figures_[figure].high > figures_[figure].low;
    }
    /// The sum's place in a figure that it contains.
    [[nodiscard]] const Place& place_of(std::uint32_t sum, const Figure& figure) const {
        return figure.first.sum() == sum ? figure.first : figure.second;
    }

    const CompiledRows* rows_ = nullptr;
    std::span<const std::uint32_t> row_numbers_;
    std::vector<std::uint32_t> figure_of_;  ///< by variable
    std::vector<Figure> figures_;
    std::vector<Flags> flags_;              ///< by figure
    std::vector<std::uint32_t> order_;      ///< sums, each after its parent
    std::vector<Exit> exits_;               ///< by sum, as all that follow
    std::vector<std::int64_t> excess_;
    std::vector<std::uint64_t> sizes_;      ///< by sum: what its figures can come to, or more
    std::vector<std::uint32_t> changed_;    ///< figures
    std::vector<std::uint32_t> moved_;
    std::vector<std::uint32_t> touched_;    ///< sums that may be off
    std::vector<double> residuals_;
    std::vector<double> multipliers_;
    int shift_ = 0;
};

}  // namespace brcheck
