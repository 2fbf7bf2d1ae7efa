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
constexpr int most_steps = 60;
// In the unit of the ends, mostly half of one in the last printed place.
constexpr double small_residual = 1e-6;
constexpr double largest_move = 1e6;
__extension__ using Wide = __int128;

// How far from its ends a figure stays that would have left its range: a part of its width.
constexpr int margin_bits = 8;

}  // namespace

void SumTable::reset(const CompiledRows& rows, std::size_t variable_count) {
    rows_ = &rows;
    figure_of_.resize(rows.variable_count());
    figures_.clear();
    flags_.clear();
    figures_.reserve(variable_count);
    flags_.reserve(variable_count);
}

bool SumTable::is_suitable(const Range& range) {
    return range.has_low && range.has_high && range.low.denominator == 1 &&
           range.high.denominator == 1 && !range.is_empty() &&
           std::abs(range.low.numerator) <= largest_end &&
           std::abs(range.high.numerator) <= largest_end;
}

bool SumTable::add(RowVariable variable, const Range& range) {
    if (!is_suitable(range)) return false;
    figure_of_[variable] = static_cast<std::uint32_t>(figures_.size());
    figures_.push_back({range.low.numerator, range.high.numerator, 0, {}, {}});
    flags_.push_back({range.low_open, range.high_open, false});
    return true;
}

bool SumTable::solve(std::span<const std::uint32_t> row_numbers) {
    row_numbers_ = row_numbers;
    return enter_sums() && solve_from_middles();
}

bool SumTable::solve_from_middles() {
    changed_.clear();
    if (!choose_unit() || !spread()) return false;
    find_exits();
    return settle() && is_solution();
}

bool SumTable::change(RowVariable variable, const Range& range) {
    if (!is_suitable(range)) return false;
    const std::uint32_t index = figure_of_[variable];
    Figure& figure = figures_[index];
    figure.low = range.low.numerator;
    figure.high = range.high.numerator;
    flags_[index] = {range.low_open, range.high_open, false};
    changed_.push_back(index);
    return true;
}

/// A changed figure goes to the middle of its range. What its sums are off by then their other
/// figures share, each as it has room, and what those do to their other sums the way out of these
/// makes good.
bool SumTable::make_up_nearby() {
    moved_.clear();
    touched_.clear();
    for (const std::uint32_t index : changed_) {
        const Figure& figure = figures_[index];
        for (const Place& place : {figure.first, figure.second}) {
            if (!place.is_used()) continue;
            sizes_[place.sum()] += size_of(figure);
            const int bits = static_cast<int>(std::bit_width(sizes_[place.sum()]));
            if (bits + shift_ > value_bits) return false;
        }
        move(index, (figure.low + figure.high) * (std::int64_t{1} << (shift_ - 1)) - figure.value);
    }
    const std::vector<std::uint32_t> off = touched_;
    if (!std::all_of(off.begin(), off.end(),
                     [&](std::uint32_t sum) { return spread_over_members(sum); }))
        return false;
    const std::vector<std::uint32_t> shifted = touched_;
    for (const std::uint32_t sum : shifted) {
        if (excess_[sum] == 0) continue;
        const Exit& exit = exits_[sum];
        if (exit.edge == none || exit.parent != none) return false;
        const Figure& edge = figures_[exit.edge];
        if (std::abs(excess_[sum]) >> shift_ > edge.high - edge.low) return false;
        move(exit.edge, -place_of(sum, edge).times(excess_[sum]));
    }
    const bool is_exact = std::all_of(touched_.begin(), touched_.end(),
                                      [&](std::uint32_t sum) { return excess_[sum] == 0; });
    const auto is_inside = [&](std::uint32_t figure) { return this->is_inside(figure); };
    const bool result = is_exact && std::all_of(moved_.begin(), moved_.end(), is_inside) &&
                        std::all_of(changed_.begin(), changed_.end(), is_inside);
    if (result) changed_.clear();
    return result;
}

void SumTable::move(std::uint32_t index, std::int64_t step) {
    if (step == 0) return;
    Figure& figure = figures_[index];
    figure.value += step;
    moved_.push_back(index);
    for (const Place& place : {figure.first, figure.second}) {
        if (!place.is_used()) continue;
        excess_[place.sum()] += place.times(step);
        touched_.push_back(place.sum());
    }
}

/// Half of the room is left, so that nothing comes near its end.
bool SumTable::spread_over_members(std::uint32_t sum) {
    const std::int64_t off = excess_[sum];
    if (off == 0) return true;
    const std::int64_t unit = std::int64_t{1} << shift_;
    const auto room_of = [&](std::uint32_t index) -> Wide {
        if (std::find(changed_.begin(), changed_.end(), index) != changed_.end()) return 0;
        const Figure& figure = figures_[index];
        const bool rises = place_of(sum, figure).is_negative() == (off > 0);
        return (rises ? figure.high * unit - figure.value : figure.value - figure.low * unit) / 2;
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
        const bool rises = place_of(sum, figures_[index]).is_negative() == (off > 0);
        move(index, static_cast<std::int64_t>(rises ? share : -share));
    }
    return excess_[sum] == 0;
}

Fraction SumTable::value(RowVariable variable) const noexcept {
    const std::int64_t value = figures_[figure_of_[variable]].value;
    const int common = std::min(shift_, std::countr_zero(static_cast<std::uint64_t>(value)));
    return {value >> common, std::int64_t{1} << (shift_ - common)};
}

bool SumTable::enter_sums() {
    for (std::uint32_t sum = 0; sum < row_numbers_.size(); ++sum) {
        const Row& row = this->row(sum);
        if (row.kind != Row::Kind::sum || row.constant.denominator != 1) return false;
        const auto coefficients = rows_->coefficients(row);
        const auto variables = rows_->variables(row);
        for (std::size_t i = 0; i < variables.size(); ++i) {
            if (std::abs(coefficients[i]) != 1) return false;
            Figure& member = figures_[figure_of_[variables[i]]];
            if (member.second.is_used()) return false;
            (member.first.is_used() ? member.second : member.first).sum_and_sign =
                sum << 1 | (coefficients[i] < 0 ? 1U : 0U);
        }
    }
    return true;
}

/// The finest unit in which no sum can overflow, and the middles in it.
bool SumTable::choose_unit() {
    sizes_.clear();
    for (std::uint32_t sum = 0; sum < row_numbers_.size(); ++sum) {
        const std::int64_t constant = row(sum).constant.numerator;
        sizes_.push_back(static_cast<std::uint64_t>(constant < 0 ? -constant : constant));
    }
    // Ends of 44 bits, and not more than 2^32 figures: the sizes themselves cannot overflow.
    for (const Figure& member : figures_) {
        const std::uint64_t size = size_of(member);
        for (const Place& place : {member.first, member.second})
            if (place.is_used() && (sizes_[place.sum()] += size) >> value_bits != 0) return false;
    }
    const std::uint64_t largest = *std::max_element(sizes_.begin(), sizes_.end());
    shift_ = std::min(most_shift, value_bits - static_cast<int>(std::bit_width(largest)));
    if (shift_ < least_shift) return false;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        Figure& member = figures_[i];
        member.value = (member.low + member.high) * (std::int64_t{1} << (shift_ - 1));
        flags_[i].is_at_end = false;
    }
    return true;
}

void SumTable::measure_excess() {
    excess_.resize(row_numbers_.size());
    for (std::uint32_t sum = 0; sum < row_numbers_.size(); ++sum)
        excess_[sum] = row(sum).constant.numerator * (std::int64_t{1} << shift_);
    for (const Figure& member : figures_)
        for (const Place& place : {member.first, member.second})
            if (place.is_used()) excess_[place.sum()] += place.times(member.value);
}

/// The least moves (measured in widths) that make all sums right. A figure that would leave its
/// range stays at the end, and the others try again. All this is a proposal, so floating point may
/// make it.
bool SumTable::spread() {
    for (int round = 0; round < most_rounds; ++round) {
        measure_excess();
        residuals_.clear();
        for (const std::int64_t excess : excess_)
            residuals_.push_back(std::ldexp(static_cast<double>(excess), -shift_));
        bool all_inside = true;
        if (!find_multipliers() || !move_figures(all_inside)) return false;
        if (all_inside) return true;
    }
    return false;
}

bool SumTable::move_figures(bool& all_inside) {
    const double unit = std::ldexp(1.0, shift_);
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        Figure& member = figures_[i];
        double multiplier = 0;
        for (const Place& place : {member.first, member.second})
            if (place.is_used()) multiplier += place.times(multipliers_[place.sum()]);
        const double move = weight(i) * multiplier;
        if (!(std::abs(move) < largest_move)) return false;
        const std::int64_t margin =
            (member.high - member.low) * (std::int64_t{1} << (shift_ - margin_bits));
        const std::int64_t target = member.value - static_cast<std::int64_t>(move * unit);
        member.value = std::clamp(target, member.low * (std::int64_t{1} << shift_) + margin,
                                  member.high * (std::int64_t{1} << shift_) - margin);
        if (member.value == target) continue;
        flags_[i].is_at_end = true;
        all_inside = false;
    }
    return true;
}

/// image = A W A' direction, where A holds the sums' coefficients and W the weights.
void SumTable::apply_normal_matrix(const std::vector<double>& direction,
                                   std::vector<double>& image) const {
    image.assign(direction.size(), 0);
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        const Place first = figures_[i].first;
        const Place second = figures_[i].second;
        double move = first.is_used() ? first.times(direction[first.sum()]) : 0;
        if (second.is_used()) move += second.times(direction[second.sum()]);
        move *= weight(i);
        if (first.is_used()) image[first.sum()] += first.times(move);
        if (second.is_used()) image[second.sum()] += second.times(move);
    }
}

/// A W A' multipliers_ = residuals_, by conjugate gradients (Hestenes and Stiefel 1952) with the
/// diagonal as preconditioner: on a full table the matrix has few different eigenvalues.
bool SumTable::find_multipliers() {
    const std::size_t count = row_numbers_.size();
    std::vector<double> diagonal(count, 0);
    for (std::size_t i = 0; i < figures_.size(); ++i)
        for (const Place& place : {figures_[i].first, figures_[i].second})
            if (place.is_used()) diagonal[place.sum()] += weight(i);
    std::vector<double> direction(count, 0);
    std::vector<double> image;
    multipliers_.assign(count, 0);
    double old_size = 1;
    for (int step = 0; step < most_steps; ++step) {
        double size = 0;
        double worst = 0;
        for (std::size_t r = 0; r < count; ++r) {
            worst = std::max(worst, std::abs(residuals_[r]));
            if (diagonal[r] > 0) size += residuals_[r] * residuals_[r] / diagonal[r];
        }
        if (worst < small_residual) return true;
        for (std::size_t r = 0; r < count; ++r)
            direction[r] = (diagonal[r] > 0 ? residuals_[r] / diagonal[r] : 0) +
                           size / old_size * direction[r];
        apply_normal_matrix(direction, image);
        double product = 0;
        for (std::size_t r = 0; r < count; ++r) product += image[r] * direction[r];
        if (!(product > 0)) return false;
        for (std::size_t r = 0; r < count; ++r) {
            multipliers_[r] += size / product * direction[r];
            residuals_[r] -= size / product * image[r];
        }
        old_size = size;
    }
    return false;
}

/// A way out of each sum: a figure that no other sum contains, else one that leads to a sum with a
/// way out. A sum without has to be right by itself.
void SumTable::find_exits() {
    exits_.assign(row_numbers_.size(), {});
    order_.clear();
    for (std::uint32_t i = 0; i < figures_.size(); ++i) {
        const Figure& member = figures_[i];
        if (!member.first.is_used() || member.second.is_used() || !can_move(i)) continue;
        const std::uint32_t sum = member.first.sum();
        if (exits_[sum].is_known) continue;
        exits_[sum] = {true, i, none};
        order_.push_back(sum);
    }
    std::size_t done = 0;
    for (std::uint32_t sum = 0; sum < row_numbers_.size(); ++sum) {
        while (done < order_.size() && order_.size() < row_numbers_.size())
            add_exits_through(order_[done++]);
        if (exits_[sum].is_known) continue;
        exits_[sum].is_known = true;
        order_.push_back(sum);
    }
}

void SumTable::add_exits_through(std::uint32_t parent) {
    for (const RowVariable variable : rows_->variables(row(parent))) {
        const std::uint32_t edge = figure_of_[variable];
        const Figure& member = figures_[edge];
        if (!can_move(edge) || !member.second.is_used()) continue;
        const std::uint32_t sum =
            member.first.sum() == parent ? member.second.sum() : member.first.sum();
        if (exits_[sum].is_known) continue;
        exits_[sum] = {true, edge, parent};
        order_.push_back(sum);
    }
}

bool SumTable::settle() {
    measure_excess();
    for (std::size_t i = order_.size(); i-- > 0;) {
        const Exit& exit = exits_[order_[i]];
        const std::int64_t off = excess_[order_[i]];
        if (off == 0) continue;
        if (exit.edge == none) return false;
        Figure& edge = figures_[exit.edge];
        if (std::abs(off) >> shift_ > edge.high - edge.low) return false;
        const std::int64_t step = -place_of(order_[i], edge).times(off);
        edge.value += step;
        if (exit.parent != none) excess_[exit.parent] += place_of(exit.parent, edge).times(step);
    }
    return true;
}

bool SumTable::is_inside(std::size_t figure) const {
    const std::int64_t unit = std::int64_t{1} << shift_;
    const Figure& member = figures_[figure];
    return member.value >= member.low * unit + (flags_[figure].low_open ? 1 : 0) &&
           member.value <= member.high * unit - (flags_[figure].high_open ? 1 : 0);
}

bool SumTable::is_solution() {
    for (std::size_t i = 0; i < figures_.size(); ++i)
        if (!is_inside(i)) return false;
    measure_excess();
    return std::all_of(excess_.begin(), excess_.end(), [](std::int64_t off) { return off == 0; });
}

}  // namespace brcheck
