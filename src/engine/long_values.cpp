#include "engine/long_values.hpp"

namespace brcheck {
namespace {

bool contains(const Range& range, const Rational& value) {
    if (range.has_low) {
        const auto order = value <=> to_rational(range.low);
        if (order < 0 || (order == 0 && range.low_open)) return false;
    }
    if (range.has_high) {
        const auto order = value <=> to_rational(range.high);
        if (order > 0 || (order == 0 && range.high_open)) return false;
    }
    return true;
}

}  // namespace

void LongValues::reset(const CompiledRows& rows, const RowBox& box, std::size_t variable_count) {
    rows_ = &rows;
    box_ = &box;
    values_.resize(variable_count);
}

/// The row's constant and all terms but the k-th.
Rational LongValues::sum_without(const Row& row, std::size_t k) const {
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    Rational sum = to_rational(row.constant);
    for (std::size_t i = 0; i < variables.size(); ++i)
        if (i != k) sum += (*this)[variables[i]] * Rational(coefficients[i]);
    return sum;
}

bool LongValues::follow(const RowPlan::Step& step) {
    const Row& row = rows_->rows()[step.row];
    const auto variables = rows_->variables(row);
    const std::size_t k = step.place;
    Rational value;
    if (row.kind == Row::Kind::sum) {
        value = -sum_without(row, k) / Rational(rows_->coefficients(row)[k]);
    } else if (k == 0) {
        const Rational& divisor = (*this)[variables[1]];
        if (divisor.is_zero()) return false;
        value = ((*this)[variables[2]] / divisor - to_rational(row.constant)) /
                to_rational(row.rate);
    } else {
        const Rational factor = to_rational(row.rate) * (*this)[variables[0]] +
                                to_rational(row.constant);
        if (k == 1 && factor.is_zero()) return false;
        value = k == 1 ? (*this)[variables[2]] / factor : factor * (*this)[variables[1]];
    }
    constexpr std::size_t most_bits = 4096;
    const RowBox::Entry& entry = (*box_)[step.variable];
    const bool is_short = value.bit_length() <= most_bits;  // squares of squares soon are not
    if (!is_short || !contains(entry.range, value) || (entry.is_whole && !value.is_integer()))
        return false;
    set(step.variable, value);
    return true;
}

bool LongValues::holds(const Row& row) const {
    if (row.kind == Row::Kind::sum) return sum_without(row, row.count).is_zero();
    const auto variables = rows_->variables(row);
    return !(*this)[variables[1]].is_zero() &&
           (to_rational(row.rate) * (*this)[variables[0]] + to_rational(row.constant)) *
                   (*this)[variables[1]] ==
               (*this)[variables[2]];
}

}  // namespace brcheck
