// A table that has values, with a few changes: what has to move for them.
#include "base/sort_unique.hpp"
#include "engine/sum_table.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace brcheck {
namespace {

constexpr int most_rounds = 2;
__extension__ using Wide = __int128;

}  // namespace

bool SumTable::change(RowVariable variable, const Range& range) {
    if (!is_suitable(range)) return false;
    const std::uint32_t index = figure_of_[variable];
    figures_[index].low = range.low.numerator;
    figures_[index].high = range.high.numerator;
    flags_[index] = flags_of(range);
    changed_.push_back(index);
    return true;
}

bool SumTable::add_sum(std::uint32_t row_number) {
    const std::uint32_t sum = sum_count();
    row_numbers_.push_back(row_number);
    if (!enter_sum(sum)) return false;
    added_.push_back(sum);
    return true;
}

bool SumTable::solve_again() {
    has_values_ = (has_values_ && solve_from_last_values()) || solve_from_middles();
    return has_values_;
}

/// A changed figure goes to the middle of its range. What its sums are off by then their other
/// figures share, each as it has room. What those do to their other sums, the ways out of these
/// make good, or else all figures but theirs.
bool SumTable::solve_from_last_values() {
    if (!move_changed()) return false;
    off_ = touched_;
    for (const std::uint32_t sum : off_)
        if (!spread_over_members(sum, false) && !spread_over_members(sum, true)) return false;
    if (!added_.empty()) find_exits();
    bool is_found = leave_by_exits();
    if (!is_found) {
        fix_members_of_off_sums();
        is_found = spread_and_settle(most_rounds);
    }
    changed_.clear();
    added_.clear();
    return is_found;
}

/// False when the unit is too fine for what the sums can come to now.
bool SumTable::move_changed() {
    touched_.clear();
    const auto fits = [&](std::uint32_t sum) {
        return static_cast<int>(std::bit_width(sizes_[sum])) + shift_ <= value_bits;
    };
    for (const std::uint32_t sum : added_) {
        const std::int64_t constant = row(sum).constant.numerator;
        sizes_.push_back(static_cast<std::uint64_t>(std::abs(constant)));
        for (const RowVariable variable : rows_->variables(row(sum)))
            if ((sizes_[sum] += size_of(figures_[figure_of_[variable]])) >> value_bits != 0)
                return false;
        if (!fits(sum)) return false;
        excess_.push_back(constant * (std::int64_t{1} << shift_));
        for (const RowVariable variable : rows_->variables(row(sum))) {
            const std::uint32_t index = figure_of_[variable];
            excess_[sum] += place_of(sum, index).times(figures_[index].value);
        }
        touched_.push_back(sum);
    }
    for (const std::uint32_t index : changed_) {
        const Figure& figure = figures_[index];
        for (const SumPlace& place : {places_[index].first, places_[index].second}) {
            if (!place.is_used()) continue;
            sizes_[place.sum()] += size_of(figure);
            if (!fits(place.sum())) return false;
        }
        move(index, (figure.low + figure.high) * (std::int64_t{1} << (shift_ - 1)) - figure.value);
    }
    sort_unique(touched_);
    return true;
}

void SumTable::move(std::uint32_t index, std::int64_t step) {
    if (step == 0) return;
    figures_[index].value += step;
    for (const SumPlace& place : {places_[index].first, places_[index].second}) {
        if (!place.is_used()) continue;
        excess_[place.sum()] += place.times(step);
        touched_.push_back(place.sum());
    }
}

bool SumTable::is_off(std::uint32_t sum) const {
    return std::binary_search(off_.begin(), off_.end(), sum);
}

/// Half of the room is left where that is enough, so that nothing comes near its end.
bool SumTable::spread_over_members(std::uint32_t sum, bool takes_all_room) {
    const std::int64_t off = excess_[sum];
    if (off == 0) return true;
    const std::int64_t unit = std::int64_t{1} << shift_;
    const auto rises = [&](std::uint32_t index) {
        return place_of(sum, index).is_negative() == (off > 0);
    };
    const auto room_of = [&](std::uint32_t index) -> Wide {
        if (is_off(beside(sum, index)) ||
            std::find(changed_.begin(), changed_.end(), index) != changed_.end())
            return 0;
        const Figure& figure = figures_[index];
        const std::int64_t room =
            rises(index) ? figure.high * unit - (is(high_open, index) ? 1 : 0) - figure.value
                         : figure.value - figure.low * unit - (is(low_open, index) ? 1 : 0);
        return takes_all_room ? room : room / 2;
    };
    Wide room = 0;
    const auto variables = rows_->variables(row(sum));
    for (const RowVariable variable : variables) room += room_of(figure_of_[variable]);
    const Wide size = off > 0 ? Wide{off} : -Wide{off};
    if (size > room) return false;
    for (const RowVariable variable : variables) {
        const std::uint32_t index = figure_of_[variable];
        // Rounded up, so that nothing is left over at the end.
        const Wide left = excess_[sum] > 0 ? Wide{excess_[sum]} : -Wide{excess_[sum]};
        const Wide share = std::min(left, (room_of(index) * size + room - 1) / room);
        move(index, static_cast<std::int64_t>(rises(index) ? share : -share));
    }
    return excess_[sum] == 0;
}

/// Where a sum that is off has a figure of its own, that takes it all. Moves nothing where one of
/// them cannot.
bool SumTable::leave_by_exits() {
    sort_unique(touched_);
    const std::vector<std::uint32_t> touched = touched_;
    const auto step_of = [&](std::uint32_t sum) {
        return -place_of(sum, exits_[sum].edge).times(excess_[sum]);
    };
    const bool can_leave = std::all_of(touched.begin(), touched.end(), [&](std::uint32_t sum) {
        if (excess_[sum] == 0) return true;
        const Exit& exit = exits_[sum];
        if (exit.edge == none || exit.parent != none || is_off(sum)) return false;
        Figure& edge = figures_[exit.edge];
        if (std::abs(excess_[sum]) >> shift_ > edge.high - edge.low) return false;
        const std::int64_t step = step_of(sum);
        edge.value += step;
        const bool result = is_inside(exit.edge);
        edge.value -= step;
        return result;
    });
    if (!can_leave) return false;
    for (const std::uint32_t sum : touched)
        if (excess_[sum] != 0) move(exits_[sum].edge, step_of(sum));
    return true;
}

void SumTable::fix_members_of_off_sums() {
    for (std::uint8_t& flags : flags_)
        flags = static_cast<std::uint8_t>(flags & (low_open | high_open));
    for (const std::uint32_t index : changed_) flags_[index] |= is_fixed;
    for (const std::uint32_t sum : off_)
        for (const RowVariable variable : rows_->variables(row(sum)))
            flags_[figure_of_[variable]] |= is_fixed;
}

}  // namespace brcheck
