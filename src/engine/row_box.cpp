#include "engine/row_box.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace brcheck {
namespace {

Fraction over(Fraction a, std::int64_t divisor) {
    if (divisor == 1) return a;
    if (divisor == -1) return -a;
    return a / Fraction{divisor, 1};
}

double approximate(Fraction a) {
    return static_cast<double>(a.numerator) / static_cast<double>(a.denominator);
}

/// Only tells what is worth another look.
bool shrinks_notably(const Range& before, const Range& after) {
    if (before.has_low != after.has_low || before.has_high != after.has_high) return true;
    if (!after.has_low || !after.has_high) {
        return (after.has_low && !(after.low == before.low)) ||
               (after.has_high && !(after.high == before.high));
    }
    const double old_width = approximate(before.high) - approximate(before.low);
    const double new_width = approximate(after.high) - approximate(after.low);
    return new_width < 0.9 * old_width;
}

}  // namespace

void RowBox::reset(const CompiledRows& rows) {
    rows_ = &rows;
    place_.resize(rows.variable_count());
    entries_.clear();
    changes_.clear();
    rounds_ = false;
}

RowBox::Entry& RowBox::add(RowVariable variable, const Range& range, bool is_whole) {
    place_[variable] = static_cast<std::uint32_t>(entries_.size());
    Entry& entry = entries_.emplace_back();
    entry.range = range;
    entry.is_whole = is_whole;
    entry.preferred = choose_printed(entry);
    return entry;
}

/// 0 where it can be that; mostly the middle of two whole numbers.
Fraction RowBox::choose_printed(const Entry& entry) {
    const Range& range = entry.range;
    const bool are_whole = range.has_low && range.has_high && range.low.denominator == 1 &&
                           range.high.denominator == 1;
    if (are_whole && (range.low.numerator > 0 || range.high.numerator < 0)) {
        std::int64_t sum = 0;
        if (!__builtin_add_overflow(range.low.numerator, range.high.numerator, &sum) &&
            sum % 2 == 0)
            return {sum / 2, 1};
    }
    return choose(entry, range);
}

Fraction RowBox::choose(const Entry& entry, const Range& allowed) {
    return allowed.contains(entry.preferred) ? entry.preferred : choose_middle(entry, allowed);
}

Fraction RowBox::choose_short(const Entry& entry, const Range& allowed) {
    if (allowed.contains(entry.preferred)) return entry.preferred;
    if (allowed.has_low && allowed.has_high) {
        const Fraction middle = (allowed.low + allowed.high) * Fraction{1, 2};
        const Fraction near = floor_of(middle + Fraction{1, 2});
        if (allowed.contains(near)) return near;
    }
    return choose_middle(entry, allowed);
}

Fraction RowBox::choose_middle(const Entry& entry, const Range& allowed) {
    const Range& range = allowed;
    if (!range.has_low && !range.has_high) return Fraction{1};
    if (!range.has_high) return floor_of(range.low) + Fraction{1};
    if (!range.has_low) return floor_of(range.high) - Fraction{1};
    const Fraction width = range.high - range.low;
    if (width.sign() == 0) return range.low;
    if (width.denominator == 1 && range.low.denominator == 1 && width.numerator % 2 == 0)
        return {range.low.numerator + width.numerator / 2, 1};
    // The first of the whole numbers, halves, quarters, ... that is near enough.
    const Fraction target = range.low + width * Fraction{1, 2};
    if (entry.is_whole) {
        const Fraction below = floor_of(target);
        return range.contains(below) ? below : below + Fraction{1};
    }
    const Fraction leeway = width * Fraction{1, 4};
    constexpr int most_bits = 24;
    for (int bits = 0; bits <= most_bits; ++bits) {
        const Fraction unit{1, std::int64_t{1} << bits};
        const Fraction near = floor_of(target / unit + Fraction{1, 2}) * unit;
        if (near - target < leeway && target - near < leeway) return near;
    }
    return target;
}

void RowBox::round_to_whole(Range& range) {
    if (range.has_low) {
        const Fraction below = floor_of(range.low);
        range.low = range.low == below && !range.low_open ? below : below + Fraction{1};
        range.low_open = false;
    }
    if (range.has_high) {
        const Fraction below = floor_of(range.high);
        range.high = range.high == below && range.high_open ? below - Fraction{1} : below;
        range.high_open = false;
    }
}

bool RowBox::intersect(RowVariable variable, Range demand) {
    Entry& entry = (*this)[variable];
    if (!demand.cuts(entry.range)) return true;
    if (rounds_ && !demand.is_point()) round_outward(demand);
    const Range before = entry.range;
    entry.range.narrow(demand);
    if (entry.is_whole) round_to_whole(entry.range);
    if (rounds_ && shrinks_notably(before, entry.range)) changes_.push_back(variable);
    return !entry.range.is_empty();
}

Range RowBox::demand_of_product(const Row& row, std::size_t k) const {
    const auto variables = rows_->variables(row);
    const Range& divisor = (*this)[variables[1]].range;
    const Range& result = (*this)[variables[2]].range;
    if (k == 0)
        return affine_inverse(quotient(result, divisor), row.rate, row.constant);
    const Range factor = affine((*this)[variables[0]].range, row.rate, row.constant);
    return k == 1 ? divisors(factor, result) : product(factor, divisor);
}

bool RowBox::narrow(const Row& row, std::size_t k) {
    return intersect(rows_->variables(row)[k], row.kind == Row::Kind::sum
                                                   ? demand_of_sum(row, k)
                                                   : demand_of_product(row, k));
}

bool RowBox::narrow_all(const Row& row) {
    if (row.kind == Row::Kind::sum) return narrow_sum(row);
    return narrow(row, 0) && narrow(row, 1) && narrow(row, 2);
}

bool RowBox::complete(const Row& row, std::size_t k) {
    return row.kind == Row::Kind::sum ? complete_sum(row, k) : complete_product(row, k);
}

bool RowBox::complete_sum(const Row& row, std::size_t k) {
    const auto variables = rows_->variables(row);
    const auto coefficients = rows_->coefficients(row);
    Fraction missing = -row.constant - times((*this)[variables[k]].value, coefficients[k]);
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (i == k) continue;
        Entry& entry = (*this)[variables[i]];
        entry.value = choose(entry, entry.range);
        missing = missing - times(entry.value, coefficients[i]);
    }
    // Whoever has room takes what is missing; an open end is not reached.
    for (std::size_t i = 0; i < variables.size() && missing.sign() != 0; ++i) {
        if (i == k) continue;
        Entry& entry = (*this)[variables[i]];
        const Fraction step = over(missing, coefficients[i]);
        const Fraction target = entry.value + step;
        if (!entry.range.contains(target)) {
            const bool up = step.sign() > 0;
            const Fraction end = up ? entry.range.high : entry.range.low;
            const bool open = up ? entry.range.high_open : entry.range.low_open;
            const Fraction reached = open ? (entry.value + end) * Fraction{1, 2} : end;
            missing = missing - times(reached - entry.value, coefficients[i]);
            entry.value = reached;
        } else {
            entry.value = target;
            missing = Fraction{};
        }
    }
    if (missing.sign() == 0) return true;

    // Open ends: all go the same part of their way.
    Fraction room = Fraction{};
    const auto room_of = [&](const Entry& entry, std::int64_t coefficient) {
        const bool up = (missing.sign() > 0) == (coefficient > 0);
        return times((up ? entry.range.high : entry.range.low) - entry.value, coefficient);
    };
    for (std::size_t i = 0; i < variables.size(); ++i)
        if (i != k) room = room + room_of((*this)[variables[i]], coefficients[i]);
    if (room.sign() == 0) return false;
    const Fraction part = missing / room;
    if (part > Fraction{1}) return false;
    for (std::size_t i = 0; i < variables.size(); ++i) {
        if (i == k) continue;
        Entry& entry = (*this)[variables[i]];
        entry.value = entry.value + over(room_of(entry, coefficients[i]) * part, coefficients[i]);
    }
    return true;
}

bool RowBox::complete_product(const Row& row, std::size_t k) {
    const auto variables = rows_->variables(row);
    Entry& factor = (*this)[variables[0]];
    Entry& divisor = (*this)[variables[1]];
    Entry& result = (*this)[variables[2]];
    const Range factors = k == 0 ? Range::point(factor.value) : factor.range;
    const Range results = k == 2 ? Range::point(result.value) : result.range;
    if (k == 1) {
        if (divisor.value.sign() <= 0) return false;
        Range allowed = factor.range;
        allowed.narrow(affine_inverse(
            quotient(results, Range::point(divisor.value)), row.rate, row.constant));
        if (allowed.is_empty()) return false;
        factor.value = choose(factor, allowed);
    } else {
        Range allowed = divisor.range;
        allowed.narrow(divisors(affine(factors, row.rate, row.constant), results));
        if (allowed.is_empty()) return false;
        divisor.value = choose(divisor, allowed);
        // Of a whole number none may lie in between.
        if (divisor.value.sign() <= 0) return false;
    }
    if (k == 2)
        factor.value = (result.value / divisor.value - row.constant) / row.rate;
    else
        result.value = (row.rate * factor.value + row.constant) * divisor.value;
    return true;
}

bool RowBox::follow(const Row& row, std::size_t k) {
    const auto variables = rows_->variables(row);
    const auto value = [&](std::size_t i) { return (*this)[variables[i]].value; };
    Entry& entry = (*this)[variables[k]];
    if (row.kind == Row::Kind::sum) {
        const auto coefficients = rows_->coefficients(row);
        FractionSum rest(row.constant);
        for (std::size_t i = 0; i < variables.size(); ++i)
            if (i != k) rest.add(value(i), coefficients[i]);
        entry.value = over(rest.value(), -coefficients[k]);
    } else if (k == 2) {
        entry.value = (row.rate * value(0) + row.constant) * value(1);
    } else {
        const Fraction divisor = k == 0 ? value(1) : row.rate * value(0) + row.constant;
        if (divisor.sign() == 0) return false;
        entry.value = value(2) / divisor;
        if (k == 0) entry.value = (entry.value - row.constant) / row.rate;
    }
    entry.value = reduced(entry.value);
    return is_inside(variables[k]);
}

bool RowBox::makes_positive(const Row& row, RowVariable variable) const {
    const auto variables = rows_->variables(row);
    if (row.kind == Row::Kind::sum) {
        const auto place = std::find(variables.begin(), variables.end(), variable);
        return demand_of_sum(row, static_cast<std::size_t>(place - variables.begin())).is_positive();
    }
    const auto range = [&](std::size_t i) -> const Range& { return (*this)[variables[i]].range; };
    return (variables[1] == variable) != (variables[2] == variable) &&
           affine(range(0), row.rate, row.constant).is_positive() &&
           (variables[1] == variable || range(1).is_positive()) &&
           (variables[2] == variable || range(2).is_positive());
}

bool RowBox::is_inside(RowVariable variable) const {
    const Entry& entry = (*this)[variable];
    return entry.range.contains(entry.value) && (!entry.is_whole || entry.value.is_integer());
}

bool RowBox::holds(const Row& row) const {
    const auto variables = rows_->variables(row);
    const auto value = [&](std::size_t i) { return (*this)[variables[i]].value; };
    if (row.kind == Row::Kind::product)
        return value(1).sign() != 0 &&
               (row.rate * value(0) + row.constant) * value(1) == value(2);
    const auto coefficients = rows_->coefficients(row);
    FractionSum sum(row.constant);
    for (std::size_t i = 0; i < variables.size(); ++i) sum.add(value(i), coefficients[i]);
    return sum.is_zero();
}

}  // namespace brcheck
