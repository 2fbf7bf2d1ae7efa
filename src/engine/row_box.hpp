/// Intervals and values of some variables, and what the rows between them allow.
#pragma once

#include "engine/compiled_rows.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace brcheck {

/// All members may throw FractionOverflow.
class RowBox {
public:
    struct Entry {
        Range range;
        Fraction preferred;  ///< the printed value, or what stands for it
        Fraction value;
        bool is_whole = false;  ///< a whole number, and not known to be a single one
    };

    /// Empty, for the variables of `rows`. REQUIRES: the rows outlive their use here.
    void reset(const CompiledRows& rows);
    /// The entry of a variable that has none yet. REQUIRES: `range` is not empty.
    Entry& add(RowVariable variable, const Range& range, bool is_whole);
    /// How many variables were added before it.
    [[nodiscard]] std::uint32_t place(RowVariable variable) const noexcept {
        return place_[variable];
    }
    [[nodiscard]] Entry& operator[](RowVariable variable) noexcept {
        return entries_[place_[variable]];
    }
    [[nodiscard]] const Entry& operator[](RowVariable variable) const noexcept {
        return entries_[place_[variable]];
    }

    /// Narrows the k-th variable of the row to what the ranges of the others allow; exactly that,
    /// when no variable occurs in the row twice. False when nothing is left.
    /// REQUIRES (for this and the next two): y1 of a product is positive.
    bool narrow(const Row& row, std::size_t k);
    /// The same for all its variables.
    bool narrow_all(const Row& row);
    /// Values for all variables of the row but the k-th, whose value is set, so that the row holds.
    /// False when there are none. REQUIRES: no variable occurs twice.
    bool complete(const Row& row, std::size_t k);

    /// Sets the value of the k-th variable to what the values of the others make it. False when
    /// there is no such value in its range. REQUIRES: the variable does not occur twice.
    bool follow(const Row& row, std::size_t k);

    /// The variables that were narrowed by much, in order, since this was last cleared.
    [[nodiscard]] std::vector<RowVariable>& changes() noexcept { return changes_; }

    /// The row shows that the variable is above 0.
    [[nodiscard]] bool makes_positive(const Row& row, RowVariable variable) const;

    /// From now on long ends of what a row allows are moved outward: round a cycle they would grow
    /// with each turn.
    void set_rounding(bool rounds) noexcept { rounds_ = rounds; }
    void save() { saved_ = entries_; }
    void restore() { entries_ = saved_; }
    /// The same a second time, between a save and its restore.
    void save_step() { saved_step_ = entries_; }
    void restore_step() { entries_ = saved_step_; }

    /// The variable's value lies in its range, and is whole if it has to be.
    [[nodiscard]] bool is_inside(RowVariable variable) const;
    /// The values satisfy the row.
    [[nodiscard]] bool holds(const Row& row) const;
    /// A value in `allowed`: the preferred one if it lies there, else one of few digits near the
    /// middle. REQUIRES (here and below): `allowed` is not empty.
    static Fraction choose(const Entry& entry, const Range& allowed);
    /// The same, and where that is not a short number a whole one if there is any.
    static Fraction choose_short(const Entry& entry, const Range& allowed);
    /// One of few digits near the middle.
    static Fraction choose_middle(const Entry& entry, const Range& allowed);
    /// Keeps the whole numbers of a range.
    static void round_to_whole(Range& range);

private:
    [[nodiscard]] static Fraction choose_printed(const Entry& entry);
    [[nodiscard]] bool intersect(RowVariable variable, Range demand);
    [[nodiscard]] Range demand_of_sum(const Row& row, std::size_t k) const;
    [[nodiscard]] Range demand_of_product(const Row& row, std::size_t k) const;
    /// The ends of a term, or of a sum of them.
    struct WholeEnds {
        fraction_detail::Wide low = 0;
        fraction_detail::Wide high = 0;
        bool low_open = false;
        bool high_open = false;
    };
    struct WholeTotal {
        fraction_detail::Wide low = 0;
        fraction_detail::Wide high = 0;
        int open_lows = 0;
        int open_highs = 0;
    };
    bool narrow_sum(const Row& row);
    [[nodiscard]] std::optional<WholeTotal> whole_total(const Row& row) const;
    [[nodiscard]] static WholeEnds whole_ends(const Range& range, std::int64_t coefficient) noexcept;
    bool narrow_whole_sum(const Row& row, const WholeTotal& total);
    bool complete_sum(const Row& row, std::size_t k);
    bool complete_product(const Row& row, std::size_t k);

    const CompiledRows* rows_ = nullptr;
    std::vector<std::uint32_t> place_;  ///< by variable
    std::vector<Entry> entries_;
    std::vector<Entry> saved_;
    std::vector<Entry> saved_step_;
    std::vector<RowVariable> changes_;
    bool rounds_ = false;
};

}  // namespace brcheck
