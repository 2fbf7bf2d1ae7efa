#include "engine/sum_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

namespace brcheck {
namespace {

constexpr int most_shift = 32;
constexpr int least_shift = 20;
constexpr int value_bits = 62;
constexpr std::int64_t largest_end = std::int64_t{1} << 44;
constexpr int most_rounds = 4;
constexpr int most_rounds_again = 2;
// In the unit of the ends, mostly half of one in the last printed place.
constexpr double largest_move = 1e6;
__extension__ using Wide = __int128;

// How far from its ends a figure stays that would have left its range: a part of its width.
constexpr int margin_bits = 8;

template <typename T>
void prepare(std::vector<T>& list, std::size_t size) {
    list.clear();
    // What is too small is given back before there is a larger one.
    if (list.capacity() < size) list = std::vector<T>();
    list.reserve(size);
}

}  // namespace

void SumTable::reset(const CompiledRows& rows, std::size_t variable_count) {
    rows_ = &rows;
    figure_of_.resize(rows.variable_count());
    // A few may follow with a further sum.
    constexpr std::size_t spare = 64;
    prepare(figures_, variable_count + spare);
    prepare(places_, variable_count + spare);
    prepare(flags_, variable_count + spare);
    changed_.clear();
    added_.clear();
    has_values_ = false;
}

bool SumTable::is_suitable(const Range& range) {
    return range.has_low && range.has_high && range.low.denominator == 1 &&
           range.high.denominator == 1 && !range.is_empty() &&
           std::abs(range.low.numerator) <= largest_end &&
           std::abs(range.high.numerator) <= largest_end;
}

std::uint64_t SumTable::size_of(const Figure& figure) noexcept {
    return static_cast<std::uint64_t>(std::max(std::abs(figure.low), std::abs(figure.high)));
}

std::uint8_t SumTable::flags_of(const Range& range) noexcept {
    return static_cast<std::uint8_t>((range.low_open ? low_open : 0) |
                                     (range.high_open ? high_open : 0));
}

bool SumTable::add(RowVariable variable, const Range& range) {
    if (!is_suitable(range)) return false;
    figure_of_[variable] = static_cast<std::uint32_t>(figures_.size());
    figures_.push_back({range.low.numerator, range.high.numerator, 0});
    places_.emplace_back();
    flags_.push_back(flags_of(range));
    if (has_values_) changed_.push_back(figure_of_[variable]);
    return true;
}

bool SumTable::solve(std::span<const std::uint32_t> row_numbers) {
    row_numbers_.assign(1, 0);
    row_numbers_.insert(row_numbers_.end(), row_numbers.begin(), row_numbers.end());
    for (std::uint32_t sum = 1; sum < sum_count(); ++sum)
        if (!enter_sum(sum)) return false;
    has_values_ = solve_from_middles();
    return has_values_;
}

bool SumTable::enter_sum(std::uint32_t sum) {
    const Row& row = this->row(sum);
    if (row.kind != Row::Kind::sum || row.constant.denominator != 1) return false;
    const auto coefficients = rows_->coefficients(row);
    const auto variables = rows_->variables(row);
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (std::abs(coefficients[i]) != 1) return false;
        SumPlaces& places = places_[figure_of_[variables[i]]];
        if (places.second.is_used()) return false;
        (places.first.is_used() ? places.second : places.first) = {sum, coefficients[i] < 0};
    }
    return true;
}

bool SumTable::solve_from_middles() {
    changed_.clear();
    added_.clear();
    if (!choose_unit() || !spread(most_rounds)) return false;
    find_exits();
    return settle() && is_solution();
}

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
        is_found = spread(most_rounds_again);
        if (is_found) {
            find_exits();
            is_found = settle() && is_solution();
        }
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
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
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
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
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

Fraction SumTable::value(RowVariable variable) const noexcept {
    const std::int64_t value = figures_[figure_of_[variable]].value;
    const int common = std::min(shift_, std::countr_zero(static_cast<std::uint64_t>(value)));
    return {value >> common, std::int64_t{1} << (shift_ - common)};
}

/// The finest unit in which no sum can overflow, and the middles in it.
bool SumTable::choose_unit() {
    sizes_.assign(1, 0);
    for (std::uint32_t sum = 1; sum < sum_count(); ++sum)
        sizes_.push_back(static_cast<std::uint64_t>(std::abs(row(sum).constant.numerator)));
    // Ends of 44 bits, and not more than 2^32 figures: the sizes themselves cannot overflow.
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        const std::uint64_t size = size_of(figures_[i]);
        for (const SumPlace& place : {places_[i].first, places_[i].second})
            if (place.is_used() && (sizes_[place.sum()] += size) >> value_bits != 0) return false;
    }
    const std::uint64_t largest = *std::max_element(sizes_.begin(), sizes_.end());
    shift_ = std::min(most_shift, value_bits - static_cast<int>(std::bit_width(largest)));
    if (shift_ < least_shift) return false;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        Figure& figure = figures_[i];
        figure.value = (figure.low + figure.high) * (std::int64_t{1} << (shift_ - 1));
        flags_[i] = static_cast<std::uint8_t>(flags_[i] & (low_open | high_open));
    }
    return true;
}

void SumTable::measure_excess() {
    excess_.assign(sum_count(), 0);
    for (std::uint32_t sum = 1; sum < sum_count(); ++sum)
        excess_[sum] = row(sum).constant.numerator * (std::int64_t{1} << shift_);
    for (std::size_t i = 0; i < figures_.size(); ++i)
        for (const SumPlace& place : {places_[i].first, places_[i].second})
            if (place.is_used()) excess_[place.sum()] += place.times(figures_[i].value);
}

/// The least moves (measured in widths) that make all sums right. A figure that would leave its
/// range stays at the end, and the others try again. All this is a proposal, so floating point may
/// make it.
bool SumTable::spread(int rounds) {
    weights_.resize(figures_.size());
    for (std::size_t i = 0; i < figures_.size(); ++i)
        weights_[i] = is(is_fixed, i) ? 0 : static_cast<float>(figures_[i].high - figures_[i].low);
    for (int round = 0; round < rounds; ++round) {
        measure_excess();
        residuals_.clear();
        for (const std::int64_t excess : excess_)
            residuals_.push_back(std::ldexp(static_cast<double>(excess), -shift_));
        bool all_inside = true;
        if (!least_moves_.find(places_, weights_, residuals_) || !move_figures(all_inside))
            return false;
        if (all_inside) return true;
    }
    return false;
}

bool SumTable::move_figures(bool& all_inside) {
    const double unit = std::ldexp(1.0, shift_);
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        if (weights_[i] == 0) continue;
        Figure& figure = figures_[i];
        const double move = least_moves_.move(places_[i], weights_[i]);
        if (!(std::abs(move) < largest_move)) return false;
        const std::int64_t margin =
            (figure.high - figure.low) * (std::int64_t{1} << (shift_ - margin_bits));
        const std::int64_t low = figure.low * (std::int64_t{1} << shift_) + margin;
        const std::int64_t high = figure.high * (std::int64_t{1} << shift_) - margin;
        const std::int64_t target = figure.value - static_cast<std::int64_t>(move * unit);
        // One that is nearer to an end already may stay there.
        figure.value =
            std::clamp(target, std::min(low, figure.value), std::max(high, figure.value));
        if (figure.value == target) continue;
        weights_[i] = 0;
        all_inside = false;
    }
    return true;
}

/// A way out of each sum: a figure that no other sum contains, else one that leads to a sum with a
/// way out. A sum without has to be right by itself.
void SumTable::find_exits() {
    exits_.assign(sum_count(), {});
    order_.clear();
    for (std::uint32_t i = 0; i < figures_.size(); ++i) {
        if (!places_[i].first.is_used() || places_[i].second.is_used() || !can_move(i)) continue;
        const std::uint32_t sum = places_[i].first.sum();
        if (exits_[sum].is_known) continue;
        exits_[sum] = {true, i, none};
        order_.push_back(sum);
    }
    const std::size_t all = sum_count() - std::size_t{1};
    std::size_t done = 0;
    for (std::uint32_t sum = 1; sum < sum_count(); ++sum) {
        while (done < order_.size() && order_.size() < all) add_exits_through(order_[done++]);
        if (exits_[sum].is_known) continue;
        exits_[sum].is_known = true;
        order_.push_back(sum);
    }
}

void SumTable::add_exits_through(std::uint32_t parent) {
    for (const RowVariable variable : rows_->variables(row(parent))) {
        const std::uint32_t edge = figure_of_[variable];
        const std::uint32_t sum = beside(parent, edge);
        if (sum == 0 || !can_move(edge) || exits_[sum].is_known) continue;
        exits_[sum] = {true, edge, parent};
        order_.push_back(sum);
    }
}

bool SumTable::settle() {
    measure_excess();
    for (std::size_t i = order_.size(); i-- > 0;) {
        const std::uint32_t sum = order_[i];
        const Exit& exit = exits_[sum];
        const std::int64_t off = excess_[sum];
        if (off == 0) continue;
        if (exit.edge == none) return false;
        Figure& edge = figures_[exit.edge];
        if (std::abs(off) >> shift_ > edge.high - edge.low) return false;
        const std::int64_t step = -place_of(sum, exit.edge).times(off);
        edge.value += step;
        if (exit.parent != none)
            excess_[exit.parent] += place_of(exit.parent, exit.edge).times(step);
    }
    return true;
}

bool SumTable::is_inside(std::size_t figure) const {
    const std::int64_t unit = std::int64_t{1} << shift_;
    const Figure& member = figures_[figure];
    return member.value >= member.low * unit + (is(low_open, figure) ? 1 : 0) &&
           member.value <= member.high * unit - (is(high_open, figure) ? 1 : 0);
}

bool SumTable::is_solution() {
    for (std::size_t i = 0; i < figures_.size(); ++i)
        if (!is_inside(i)) return false;
    measure_excess();
    return std::all_of(excess_.begin(), excess_.end(), [](std::int64_t off) { return off == 0; });
}

}  // namespace brcheck
