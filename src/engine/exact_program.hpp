/// A linear program in exact numbers of one type, which works out what follows from a
/// FloatSimplex's guess. Over Fraction that is quick, and throws FractionOverflow where words are
/// too short.
#pragma once

#include "engine/exact_equations.hpp"
#include "engine/float_simplex.hpp"
#include "engine/near_number.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

template <typename Number>
class ExactProgram {
public:
    using NumberType = Number;
    using Column = std::uint32_t;
    using Value = Near<Number>;
    using Sum = std::vector<std::pair<Column, Number>>;

    /// A column with its bounds, and where it is as long as it has not moved. By rising number.
    void add_column(std::optional<Value> low, std::optional<Value> high, Value start) {
        columns_.push_back({std::move(low), std::move(high), std::move(start), no_row});
    }
    /// Column `own` is a sum of others, which are no such sums. REQUIRES: it exists, and they do.
    void add_row(Column own, Sum sum) {
        columns_[own].row = rows_.size();
        rows_.push_back({own, std::move(sum)});
    }

    /// Computes the point where columns are at the given places; false when there is none, or many.
    bool find_point(std::span<const FloatSimplex::Place> places);
    /// How far that point's value is below the low bound or above the high one; nothing if it is
    /// not.
    struct Distance {
        bool is_below = false;
        Value size;
    };
    [[nodiscard]] std::optional<Distance> distance_outside(Column c) const {
        const ColumnBounds& own = columns_[c];
        if (own.low && point_[c] < *own.low) return Distance{true, *own.low - point_[c]};
        if (own.high && point_[c] > *own.high) return Distance{false, point_[c] - *own.high};
        return std::nullopt;
    }
    /// Keeps the point for what is asked of values from now on.
    void take_point() { values_.swap(point_); }
    /// Of the point that was taken last.
    [[nodiscard]] const Value& value(Column column) const { return values_[column]; }
    [[nodiscard]] bool is_at_low(Column c) const {
        return columns_[c].low && *columns_[c].low == values_[c];
    }
    [[nodiscard]] bool is_at_high(Column c) const {
        return columns_[c].high && *columns_[c].high == values_[c];
    }
    /// The sum as multiples of columns, mostly those of `support`: equal all over the program.
    Sum in_support(const Sum& sum, std::span<const Column> support);

private:
    static constexpr std::size_t no_row = SIZE_MAX;
    struct ColumnBounds {
        std::optional<Value> low;
        std::optional<Value> high;
        Value start;
        std::size_t row;
    };
    struct Row {
        Column own;
        Sum sum;
    };

    std::vector<ColumnBounds> columns_;
    std::vector<Row> rows_;
    std::vector<Value> point_;
    std::vector<Value> values_;
    std::vector<bool> is_known_;
    ExactEquations<Number, Value> meeting_;
    ExactEquations<Number, Number> multiples_;
};

template <typename Number>
bool ExactProgram<Number>::find_point(std::span<const FloatSimplex::Place> places) {
    point_.resize(columns_.size());
    is_known_.resize(columns_.size());
    for (Column c = 0; c < columns_.size(); ++c) {
        const FloatSimplex::Place place = places[c];
        const ColumnBounds& own = columns_[c];
        is_known_[c] = place != FloatSimplex::Place::basic;
        point_[c] = place == FloatSimplex::Place::at_low    ? *own.low
                    : place == FloatSimplex::Place::at_high ? *own.high
                                                            : own.start;
    }
    meeting_.clear();
    for (const Row& row : rows_) {
        if (!is_known_[row.own]) continue;
        Value rest = Number{-1} * point_[row.own];
        for (const auto& [column, factor] : row.sum)
            if (is_known_[column]) rest = rest + factor * point_[column];
        meeting_.add_equation(std::move(rest));
        for (const auto& [column, factor] : row.sum)
            if (!is_known_[column]) meeting_.add_term(column, factor);
    }
    const auto outcome = meeting_.solve(point_);
    if (!outcome.all_hold || !outcome.all_fixed) return false;
    for (const Row& row : rows_) {
        if (is_known_[row.own]) continue;
        Value sum;
        for (const auto& [column, factor] : row.sum) sum = sum + factor * point_[column];
        shorten_number(sum);
        point_[row.own] = std::move(sum);
    }
    return true;
}

template <typename Number>
typename ExactProgram<Number>::Sum ExactProgram<Number>::in_support(
    const Sum& sum, std::span<const Column> support) {
    // By column: its factor in the sum, once multiples of rows are added that take out what is not
    // in the support.
    std::vector<Number> factors(columns_.size());
    for (const auto& [column, factor] : sum) factors[column] = factor;
    is_known_.assign(columns_.size(), false);
    for (const Column c : support) is_known_[c] = true;
    std::vector<std::pair<Column, std::pair<Column, Number>>> places;  // column, row and factor
    for (const Column c : support) {
        if (columns_[c].row == no_row) continue;
        for (const auto& [column, factor] : rows_[columns_[c].row].sum)
            if (!is_known_[column]) places.push_back({column, {c, factor}});
    }
    std::stable_sort(places.begin(), places.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    multiples_.clear();
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (i == 0 || places[i].first != places[i - 1].first)
            multiples_.add_equation(factors[places[i].first]);
        multiples_.add_term(places[i].second.first, places[i].second.second);
    }
    std::vector<Number> multiples(columns_.size());
    multiples_.solve(multiples);
    for (const Column c : support) {
        if (columns_[c].row == no_row || is_zero(multiples[c])) continue;
        for (const auto& [column, factor] : rows_[columns_[c].row].sum) {
            factors[column] = factors[column] + multiples[c] * factor;
            shorten_number(factors[column]);
        }
        factors[c] = factors[c] + Number{-1} * multiples[c];
    }
    Sum result;
    for (Column c = 0; c < columns_.size(); ++c)
        if (!is_zero(factors[c])) result.emplace_back(c, std::move(factors[c]));
    return result;
}

}  // namespace brcheck
