#include "engine/sum_table.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace brcheck {
namespace {

constexpr int most_shift = 32;
constexpr int least_shift = 16;
constexpr int value_bits = 62;
constexpr std::int64_t largest_end = std::int64_t{1} << 44;
constexpr int most_rounds = 12;
// Moves below this part of a width, as a power of two, are the last that are worth it.
constexpr int fine_bits = 6;
// A sum that is off by more than this many times what its members are wide is not worth spreading.
constexpr std::int64_t most_widths = 8;

}  // namespace

void SumTable::reset(const CompiledRows& rows) {
    rows_ = &rows;
    place_.resize(rows.variable_count());
    figures_.clear();
    openness_.clear();
}

bool SumTable::add(RowVariable variable, const Range& range) {
    if (!range.has_low || !range.has_high || range.low.denominator != 1 ||
        range.high.denominator != 1 || range.is_empty())
        return false;
    if (std::abs(range.low.numerator) > largest_end || std::abs(range.high.numerator) > largest_end)
        return false;
    place_[variable] = static_cast<std::uint32_t>(figures_.size());
    figures_.push_back({range.low.numerator, range.high.numerator, 0});
    openness_.push_back(static_cast<std::uint8_t>((range.low_open ? 1 : 0) |
                                                  (range.high_open ? 2 : 0)));
    return true;
}

bool SumTable::solve(std::span<const std::uint32_t> row_numbers) {
    if (!choose_unit(row_numbers)) return false;
    if (!spread(row_numbers)) return false;
    find_exits(row_numbers);
    return settle() && is_solution(row_numbers);
}

Fraction SumTable::value(RowVariable variable) const noexcept {
    const std::int64_t value = figure(variable).value;
    const int common = std::min(shift_, std::countr_zero(static_cast<std::uint64_t>(value)));
    return {value >> common, std::int64_t{1} << (shift_ - common)};
}

/// The finest unit in which no sum can overflow, and the middles in it.
bool SumTable::choose_unit(std::span<const std::uint32_t> row_numbers) {
    std::uint64_t largest = 1;
    for (const std::uint32_t number : row_numbers) {
        const Row& row = rows_->rows()[number];
        if (row.kind != Row::Kind::sum || row.constant.denominator != 1) return false;
        auto size = static_cast<std::uint64_t>(std::abs(row.constant.numerator));
        const auto coefficients = rows_->coefficients(row);
        const auto variables = rows_->variables(row);
        for (std::size_t i = 0; i < variables.size(); ++i) {
            if (std::abs(coefficients[i]) != 1) return false;
            const Figure& member = figure(variables[i]);
            // With room for what spreading may add.
            size += static_cast<std::uint64_t>(
                        std::max(std::abs(member.low), std::abs(member.high))) +
                    static_cast<std::uint64_t>(member.high - member.low) *
                        (most_widths * most_rounds * 2);
            if (size >> value_bits != 0) return false;
        }
        largest = std::max(largest, size);
    }
    shift_ = std::min(most_shift, value_bits - static_cast<int>(std::bit_width(largest)));
    if (shift_ < least_shift) return false;
    for (Figure& member : figures_)
        member.value = (member.low + member.high) * (std::int64_t{1} << (shift_ - 1));
    return true;
}

std::int64_t SumTable::excess(const Row& row) const {
    const auto coefficients = rows_->coefficients(row);
    const auto variables = rows_->variables(row);
    std::int64_t sum = row.constant.numerator * (std::int64_t{1} << shift_);
    for (std::size_t i = 0; i < variables.size(); ++i)
        sum += coefficients[i] * figure(variables[i]).value;
    return sum;
}

bool SumTable::spread(std::span<const std::uint32_t> row_numbers) {
    bool is_settled = false;
    for (int round = 0; round < most_rounds && !is_settled; ++round) {
        is_settled = true;
        for (const std::uint32_t number : row_numbers) {
            const Row& row = rows_->rows()[number];
            const auto coefficients = rows_->coefficients(row);
            const auto variables = rows_->variables(row);
            std::int64_t width = 0;
            std::int64_t off = row.constant.numerator * (std::int64_t{1} << shift_);
            for (std::size_t i = 0; i < variables.size(); ++i) {
                const Figure& member = figure(variables[i]);
                width += member.high - member.low;
                off += coefficients[i] * member.value;
            }
            if (width == 0) continue;
            const std::int64_t each = off / width;
            if (each == 0) continue;
            if (std::abs(each) >> shift_ > most_widths) return false;
            is_settled = is_settled && std::abs(each) >> (shift_ - fine_bits) == 0;
            for (std::size_t i = 0; i < variables.size(); ++i) {
                Figure& member = figure(variables[i]);
                member.value -= coefficients[i] * each * (member.high - member.low);
            }
        }
    }
    return true;
}

/// A way out of each sum: a figure that no other sum contains, else one that leads to a sum with a
/// way out. A sum without has to be right by itself.
void SumTable::find_exits(std::span<const std::uint32_t> row_numbers) {
    exits_.assign(rows_->rows().size(), {});
    order_.clear();
    for (const std::uint32_t number : row_numbers) exits_[number].state = Exit::State::wanted;
    const auto is_alone = [&](RowVariable variable) {
        const auto touching = rows_->rows_of(variable);
        return std::count_if(touching.begin(), touching.end(), [&](std::uint32_t number) {
                   return exits_[number].state != Exit::State::no_row_here;
               }) == 1;
    };
    for (const std::uint32_t number : row_numbers) {
        const Row& row = rows_->rows()[number];
        const auto variables = rows_->variables(row);
        for (std::size_t i = 0; i < variables.size(); ++i) {
            if (!can_move(variables[i]) || !is_alone(variables[i])) continue;
            exits_[number] = {Exit::State::known,
                              static_cast<std::int8_t>(rows_->coefficients(row)[i]), 0,
                              variables[i], 0};
            order_.push_back(number);
            break;
        }
    }
    std::size_t done = 0;
    for (const std::uint32_t number : row_numbers) {
        while (done < order_.size() && order_.size() < row_numbers.size())
            add_exits_through(order_[done++]);
        if (exits_[number].state == Exit::State::known) continue;
        exits_[number].state = Exit::State::known;
        order_.push_back(number);
    }
}

void SumTable::add_exits_through(std::uint32_t parent) {
    const Row& parent_row = rows_->rows()[parent];
    const auto variables = rows_->variables(parent_row);
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (!can_move(variables[i])) continue;
        for (const std::uint32_t number : rows_->rows_of(variables[i])) {
            if (exits_[number].state != Exit::State::wanted) continue;
            const Row& row = rows_->rows()[number];
            const auto members = rows_->variables(row);
            const auto k = static_cast<std::size_t>(
                std::find(members.begin(), members.end(), variables[i]) - members.begin());
            exits_[number] = {Exit::State::known,
                              static_cast<std::int8_t>(rows_->coefficients(row)[k]),
                              static_cast<std::int8_t>(rows_->coefficients(parent_row)[i]),
                              variables[i], parent};
            order_.push_back(number);
        }
    }
}

bool SumTable::settle() {
    excess_.resize(rows_->rows().size());
    for (const std::uint32_t number : order_) excess_[number] = excess(rows_->rows()[number]);
    for (std::size_t i = order_.size(); i-- > 0;) {
        const Exit& exit = exits_[order_[i]];
        const std::int64_t off = excess_[order_[i]];
        if (off == 0) continue;
        if (exit.coefficient == 0) return false;
        Figure& edge = figure(exit.edge);
        if (std::abs(off) >> shift_ > edge.high - edge.low) return false;
        edge.value -= exit.coefficient * off;
        if (exit.parent_coefficient != 0)
            excess_[exit.parent] -= exit.parent_coefficient * exit.coefficient * off;
    }
    return true;
}

bool SumTable::is_solution(std::span<const std::uint32_t> row_numbers) const {
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        const Figure& member = figures_[i];
        const std::int64_t unit = std::int64_t{1} << shift_;
        if (member.value < member.low * unit + (openness_[i] & 1) ||
            member.value > member.high * unit - (openness_[i] >> 1))
            return false;
    }
    return std::all_of(row_numbers.begin(), row_numbers.end(), [&](std::uint32_t number) {
        return excess(rows_->rows()[number]) == 0;
    });
}

}  // namespace brcheck
