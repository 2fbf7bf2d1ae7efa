// What the sums among the rows allow.
#include "engine/row_box.hpp"

#include <algorithm>
#include <cstdlib>

namespace brcheck {
namespace {

constexpr fraction_detail::Wide largest_total = fraction_detail::Wide{1} << 126;

/// The sum of some ranges, from which each can be taken out again.
class RangeTotal {
public:
    void add(const Range& range) {
        count(range, 1);
        if (range.has_low) low_ = low_ + range.low;
        if (range.has_high) high_ = high_ + range.high;
    }
    [[nodiscard]] Range without(const Range& range) const {
        RangeTotal rest = *this;
        rest.count(range, -1);
        if (range.has_low) rest.low_ = rest.low_ - range.low;
        if (range.has_high) rest.high_ = rest.high_ - range.high;
        return rest.range();
    }
    [[nodiscard]] Range range() const {
        return {low_,           high_,          infinite_lows_ == 0,
                infinite_highs_ == 0, open_lows_ != 0, open_highs_ != 0};
    }

private:
    void count(const Range& range, int step) {
        infinite_lows_ += range.has_low ? 0 : step;
        infinite_highs_ += range.has_high ? 0 : step;
        open_lows_ += range.has_low && range.low_open ? step : 0;
        open_highs_ += range.has_high && range.high_open ? step : 0;
    }

    Fraction low_;
    Fraction high_;
    int infinite_lows_ = 0;
    int infinite_highs_ = 0;
    int open_lows_ = 0;
    int open_highs_ = 0;
};

}  // namespace

Range RowBox::demand_of_sum(const Row& row, std::size_t k) const {
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    RangeTotal total;
    for (std::size_t i = 0; i < variables.size(); ++i)
        if (i != k) total.add(scaled((*this)[variables[i]].range, coefficients[i]));
    total.add(Range::point(row.constant));
    return unscaled(total.range(), -coefficients[k]);
}

/// The ends of all terms and the constant, where these are whole numbers: then sums cost little.
std::optional<RowBox::WholeTotal> RowBox::whole_total(const Row& row) const {
    if (row.constant.denominator != 1) return std::nullopt;
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    WholeTotal total;
    total.low = row.constant.numerator;
    total.high = row.constant.numerator;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const Range& range = (*this)[variables[i]].range;
        if (!range.has_low || !range.has_high || range.low.denominator != 1 ||
            range.high.denominator != 1)
            return std::nullopt;
        const WholeEnds ends = whole_ends(range, coefficients[i]);
        if (__builtin_add_overflow(total.low, ends.low, &total.low) ||
            __builtin_add_overflow(total.high, ends.high, &total.high))
            return std::nullopt;
        total.open_lows += ends.low_open ? 1 : 0;
        total.open_highs += ends.high_open ? 1 : 0;
    }
    // Terms can be taken out again without overflow.
    if (total.low < -largest_total || total.high > largest_total) return std::nullopt;
    return total;
}

RowBox::WholeEnds RowBox::whole_ends(const Range& range, std::int64_t coefficient) noexcept {
    using fraction_detail::Wide;
    const Wide low = Wide{range.low.numerator} * coefficient;
    const Wide high = Wide{range.high.numerator} * coefficient;
    return coefficient > 0 ? WholeEnds{low, high, range.low_open, range.high_open}
                           : WholeEnds{high, low, range.high_open, range.low_open};
}

bool RowBox::narrow_whole_sum(const Row& row, const WholeTotal& total) {
    if (total.low > 0 || (total.low == 0 && total.open_lows != 0)) return false;
    if (total.high < 0 || (total.high == 0 && total.open_highs != 0)) return false;
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const Range& range = (*this)[variables[i]].range;
        const WholeEnds ends = whole_ends(range, coefficients[i]);
        // What the others leave of the term.
        const WholeEnds left{ends.high - total.high, ends.low - total.low,
                             total.open_highs > (ends.high_open ? 1 : 0),
                             total.open_lows > (ends.low_open ? 1 : 0)};
        const bool cuts_low = left.low > ends.low ||
                              (left.low == ends.low && left.low_open && !ends.low_open);
        const bool cuts_high = left.high < ends.high ||
                               (left.high == ends.high && left.high_open && !ends.high_open);
        if (!cuts_low && !cuts_high) continue;
        const Range demand{fraction_detail::make(left.low, 1), fraction_detail::make(left.high, 1),
                           true, true, left.low_open, left.high_open};
        if (!intersect(variables[i], unscaled(demand, coefficients[i]))) return false;
    }
    return true;
}

bool RowBox::narrow_sum(const Row& row) {
    if (const std::optional<WholeTotal> total = whole_total(row))
        return narrow_whole_sum(row, *total);
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    RangeTotal total;
    for (std::size_t i = 0; i < variables.size(); ++i)
        total.add(scaled((*this)[variables[i]].range, coefficients[i]));
    total.add(Range::point(row.constant));
    const Range sum = total.range();
    if (!sum.contains(Fraction{})) return false;
    // What is narrower than the sum may go to either side of 0 has its partners everywhere.
    const bool has_room = sum.has_low && sum.has_high;
    const Fraction room = has_room ? std::min(sum.high, -sum.low) : Fraction{};
    for (std::size_t i = 0; i < variables.size(); ++i) {
        const Range& range = (*this)[variables[i]].range;
        if (has_room && times(range.high - range.low, std::abs(coefficients[i])) < room) continue;
        const Range others = total.without(scaled(range, coefficients[i]));
        if (!intersect(variables[i], unscaled(others, -coefficients[i]))) return false;
    }
    return true;
}

}  // namespace brcheck
