#include "engine/sum_table.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

namespace brcheck {
namespace {

constexpr int most_shift = 32;
constexpr int least_shift = 20;
constexpr std::int64_t largest_end = std::int64_t{1} << 44;
constexpr int most_rounds = 4;
// In the unit of the ends, mostly half of one in the last printed place.
constexpr double largest_move = 1e6;

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
    return (choose_unit() && spread_and_settle(most_rounds)) ||
           (choose_unit() && spread_tight_sums() && spread_and_settle(most_rounds));
}

bool SumTable::spread_and_settle(int rounds) {
    if (!spread(rounds)) return false;
    find_exits();
    return settle() && is_solution();
}

/// Sums that leave their figures next to no room come first, and take all of it. False where there
/// are none.
bool SumTable::spread_tight_sums() {
    measure_excess();
    std::vector<std::uint64_t> rooms(sum_count(), 0);
    const std::int64_t unit = std::int64_t{1} << (shift_ - 1);
    for (std::size_t i = 0; i < figures_.size(); ++i)
        for (const SumPlace& place : {places_[i].first, places_[i].second})
            rooms[place.sum()] +=
                static_cast<std::uint64_t>((figures_[i].high - figures_[i].low) * unit);
    off_.clear();
    touched_.clear();
    for (std::uint32_t sum = 1; sum < sum_count(); ++sum)
        if (static_cast<std::uint64_t>(std::abs(excess_[sum])) > rooms[sum] - rooms[sum] / 16)
            off_.push_back(sum);
    if (off_.empty() || off_.size() == sum_count() - 1) return false;
    const bool is_possible = std::all_of(off_.begin(), off_.end(), [&](std::uint32_t sum) {
        return spread_over_members(sum, true);
    });
    if (is_possible) fix_members_of_off_sums();
    return is_possible;
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
