#include "engine/simplex.hpp"

#include <algorithm>
#include <cassert>

namespace brcheck {

Simplex::Column Simplex::add_column(Rational start) {
    leave_guide();
    columns_.emplace_back().value.value = std::move(start);
    return static_cast<Column>(columns_.size() - 1);
}

const Rational* Simplex::find(const Row& row, Column column) {
    const auto place = std::lower_bound(row.begin(), row.end(), column,
                                        [](const auto& entry, Column c) { return entry.first < c; });
    return place != row.end() && place->first == column ? &place->second : nullptr;
}

void Simplex::add_multiple(Row& row, const Rational& factor, const Row& more) {
    Row sum;
    sum.reserve(row.size() + more.size());
    auto a = row.begin();
    auto b = more.begin();
    while (a != row.end() || b != more.end()) {
        if (b == more.end() || (a != row.end() && a->first < b->first)) {
            sum.push_back(std::move(*a++));
        } else if (a == row.end() || b->first < a->first) {
            sum.emplace_back(b->first, factor * b->second);
            ++b;
        } else {
            Rational total = a->second + factor * b->second;
            if (!total.is_zero()) sum.emplace_back(a->first, std::move(total));
            ++a;
            ++b;
        }
    }
    row = std::move(sum);
}

Simplex::Row Simplex::in_free_columns(const Combination& sum) const {
    const auto is_free = [&](const auto& entry) {
        return columns_[entry.first].row < 0 && !entry.second.is_zero();
    };
    const auto rises_not = [](const auto& a, const auto& b) { return a.first >= b.first; };
    if (std::all_of(sum.begin(), sum.end(), is_free) &&
        std::adjacent_find(sum.begin(), sum.end(), rises_not) == sum.end())
        return sum;
    Row row;
    for (const auto& [column, factor] : sum) {
        if (factor.is_zero()) continue;
        const ColumnState& state = columns_[column];
        if (state.row >= 0)
            add_multiple(row, factor, rows_[static_cast<std::size_t>(state.row)]);
        else
            add_multiple(row, factor, {{column, Rational(1)}});
    }
    return row;
}

Simplex::Column Simplex::add_row(const Combination& sum) {
    Row row = in_free_columns(sum);
    const Column own = add_column();
    NearRational value;
    for (const auto& [column, factor] : row) value = value + factor * columns_[column].value;
    columns_[own].value = std::move(value);
    columns_[own].row = static_cast<std::int32_t>(rows_.size());
    rows_.push_back(std::move(row));
    basic_.push_back(own);
    return own;
}

void Simplex::set_low(Column column, const Rational& bound, bool strict) {
    leave_guide();
    ColumnState& state = columns_[column];
    state.low = {true, {bound, Rational(strict ? 1 : 0)}};
    if (state.row < 0 && is_below_low(state)) move_free(column, NearRational(state.low.value));
}

void Simplex::set_high(Column column, const Rational& bound, bool strict) {
    leave_guide();
    ColumnState& state = columns_[column];
    state.high = {true, {bound, Rational(strict ? -1 : 0)}};
    if (state.row < 0 && is_above_high(state)) move_free(column, NearRational(state.high.value));
}

void Simplex::move_free(Column column, const NearRational& value) {
    leave_guide();
    const NearRational change = value - columns_[column].value;
    columns_[column].value = value;
    for (std::size_t r = 0; r < rows_.size(); ++r)
        if (const Rational* factor = find(rows_[r], column)) {
            NearRational& basic = columns_[basic_[r]].value;
            basic = basic + *factor * change;
        }
}

bool Simplex::spend_on_pivot(Column entering) {
    // Measured: a sum or product of long fractions takes its time for the common divisors, some
    // half a microsecond a word, and more of long ones.
    constexpr std::size_t bits_of_a_word = 64;
    std::uint64_t entries = 0;
    for (const Row& row : rows_) {
        if (find(row, entering) == nullptr) continue;
        for (const auto& [column, value] : row) {
            const std::uint64_t words = value.bit_length() / bits_of_a_word;
            entries += 2 * (1 + 8 * words + words * words);
        }
    }
    const std::uint64_t steps = 1 + entries / 16;
    if (work_left < steps) return false;
    work_left -= steps;
    return true;
}

void Simplex::pivot(std::size_t leaving_row, Column entering) {
    leave_guide();
    Row row = std::move(rows_[leaving_row]);
    const Column leaving = basic_[leaving_row];
    const Rational factor = *find(row, entering);
    // leaving = factor * entering + rest  =>  entering = leaving / factor - rest / factor
    const Rational inverse = Rational(1) / factor;
    Row solved;
    solved.reserve(row.size());
    bool placed = false;
    for (auto& [column, value] : row) {
        if (!placed && column > leaving) {
            solved.emplace_back(leaving, inverse);
            placed = true;
        }
        if (column != entering) solved.emplace_back(column, -(value * inverse));
    }
    if (!placed) solved.emplace_back(leaving, inverse);
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (r == leaving_row) continue;
        const Rational* found = find(rows_[r], entering);
        if (found == nullptr) continue;
        const Rational multiple = *found;
        std::erase_if(rows_[r], [&](const auto& entry) { return entry.first == entering; });
        add_multiple(rows_[r], multiple, solved);
    }
    rows_[leaving_row] = std::move(solved);
    basic_[leaving_row] = entering;
    columns_[entering].row = static_cast<std::int32_t>(leaving_row);
    columns_[leaving].row = -1;
}

bool Simplex::bounds_cross(Column column) {
    const ColumnState& state = columns_[column];
    if (!state.low.is_set || !state.high.is_set || !(state.low.value > state.high.value))
        return false;
    conflict_ = {{column, true, Rational(1)}, {column, false, Rational(1)}};
    return true;
}

Simplex::Status Simplex::solve() {
    conflict_.clear();
    // Nothing has changed since a solution was found.
    if (guide_ && guide_->values != Guide::Values::in_columns) return Status::feasible;
    for (Column c = 0; c < columns_.size(); ++c) {
        if (bounds_cross(c)) return Status::infeasible;
        ColumnState& state = columns_[c];
        if (state.row >= 0) continue;
        if (is_below_low(state)) move_free(c, NearRational(state.low.value));
        if (is_above_high(state)) move_free(c, NearRational(state.high.value));
    }
    if (const auto answer = solve_guided()) return *answer;
    // Steepest choices first; Bland's rule, which always ends, once it takes long.
    std::uint64_t pivots = 0;
    const std::uint64_t patience = 2 * rows_.size() + 20;
    while (true) {
        std::size_t worst = rows_.size();
        Column worst_column = 0;
        NearRational worst_distance;
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            const ColumnState& state = columns_[basic_[r]];
            const bool below = is_below_low(state);
            if (!below && !is_above_high(state)) continue;
            if (pivots > patience) {
                if (worst == rows_.size() || basic_[r] < worst_column) {
                    worst = r;
                    worst_column = basic_[r];
                }
                continue;
            }
            NearRational distance = below ? state.low.value - state.value
                                          : state.value - state.high.value;
            if (worst == rows_.size() || distance > worst_distance) {
                worst = r;
                worst_distance = std::move(distance);
            }
        }
        if (worst == rows_.size()) return Status::feasible;
        ++pivots;

        const Column leaving = basic_[worst];
        const bool below = is_below_low(columns_[leaving]);
        const Row& row = rows_[worst];
        const std::pair<Column, Rational>* entering = nullptr;
        for (const auto& entry : row) {
            const bool up = (entry.second.sign() > 0) == below;
            const ColumnState& state = columns_[entry.first];
            if (up ? can_rise(state) : can_fall(state)) {
                entering = &entry;
                break;
            }
        }
        if (entering == nullptr) {
            conflict_.push_back({leaving, below, Rational(1)});
            for (const auto& [column, factor] : row) {
                const bool up = (factor.sign() > 0) == below;
                conflict_.push_back({column, !up, abs(factor)});
            }
            return Status::infeasible;
        }
        const NearRational target =
            below ? columns_[leaving].low.value : columns_[leaving].high.value;
        const Column column = entering->first;
        if (!spend_on_pivot(column)) return Status::stopped;
        const NearRational step =
            (Rational(1) / entering->second) * (target - columns_[leaving].value);
        move_free(column, columns_[column].value + step);
        pivot(worst, column);
    }
}

Simplex::Optimum Simplex::maximize(const Combination& sum) {
    Row objective = in_free_columns(sum);
    if (is_out_of_work()) return {};
    if (auto optimum = maximize_guided(objective)) return *optimum;
    while (true) {
        const std::pair<Column, Rational>* entering = nullptr;
        for (const auto& entry : objective) {
            const ColumnState& state = columns_[entry.first];
            if (entry.second.sign() > 0 ? can_rise(state) : can_fall(state)) {
                entering = &entry;
                break;
            }
        }
        if (entering == nullptr) break;
        const Column column = entering->first;
        if (!spend_on_pivot(column)) return {};
        const bool rises = entering->second.sign() > 0;

        // How far it may go: to its own far bound, or until a basic column meets one of its own.
        const ColumnState& state = columns_[column];
        const Bound& own = rises ? state.high : state.low;
        std::optional<NearRational> step;  // size, >= 0
        std::size_t leaving_row = rows_.size();
        if (own.is_set) step = rises ? own.value - state.value : state.value - own.value;
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            const Rational* factor = find(rows_[r], column);
            if (factor == nullptr) continue;
            const ColumnState& basic = columns_[basic_[r]];
            const bool basic_rises = (factor->sign() > 0) == rises;
            const Bound& bound = basic_rises ? basic.high : basic.low;
            if (!bound.is_set) continue;
            NearRational room = basic_rises ? bound.value - basic.value : basic.value - bound.value;
            room = (Rational(1) / abs(*factor)) * room;
            const bool closer = !step || room < *step ||
                                (room == *step && leaving_row < rows_.size() &&
                                 basic_[r] < basic_[leaving_row]);
            if (!closer) continue;
            step = std::move(room);
            leaving_row = r;
        }
        if (!step) return {Status::unbounded, {}};
        move_free(column, rises ? columns_[column].value + *step : columns_[column].value - *step);
        if (leaving_row == rows_.size()) continue;
        const Rational multiple = entering->second;
        pivot(leaving_row, column);
        std::erase_if(objective, [&](const auto& entry) { return entry.first == column; });
        add_multiple(objective, multiple, rows_[leaving_row]);
    }
    Optimum optimum{Status::feasible, {}};
    for (const auto& [column, factor] : sum)
        optimum.value = optimum.value + factor * columns_[column].value;
    return optimum;
}

/// Dinkelbach (On Nonlinear Fractional Programming, Management Science 13, 1967): the greatest
/// value of n - t d is 0 where t is the greatest n / d.
Simplex::Optimum Simplex::maximize_quotient(const Combination& numerator,
                                            const Rational& n_constant,
                                            const Combination& denominator,
                                            const Rational& d_constant) {
    const auto value_of = [&](const Combination& sum, const Rational& constant) {
        Rational total = constant;
        for (const auto& [column, factor] : sum) total += factor * value(column).value;
        return total;
    };
    constexpr int most_rounds = 50;
    for (int round = 0; round < most_rounds; ++round) {
        const Rational d = value_of(denominator, d_constant);
        if (d.sign() <= 0) break;
        const Rational ratio = value_of(numerator, n_constant) / d;
        Combination objective = numerator;
        for (const auto& [column, factor] : denominator)
            objective.emplace_back(column, -(ratio * factor));
        // On the way it is enough to get on.
        if (improve_guided(in_free_columns(objective))) {
            const Rational next_d = value_of(denominator, d_constant);
            if (next_d.sign() > 0 && value_of(numerator, n_constant) > ratio * next_d) continue;
        }
        auto optimum = maximize(objective);
        if (optimum.status != Status::feasible) return optimum;
        const Rational rest = optimum.value.value + n_constant - ratio * d_constant;
        if (rest.sign() <= 0)
            return {Status::feasible, {ratio, Rational(optimum.value.infinitesimal.sign())}};
    }
    return {};
}

std::vector<Rational> Simplex::concrete_values() const {
    std::vector<NearRational> own;
    own.reserve(columns_.size());
    for (Column c = 0; c < columns_.size(); ++c) own.push_back(value(c));
    // The infinitesimal becomes the largest number up to 1 that keeps every bound.
    Rational size(1);
    const auto limit = [&](const NearRational& lesser, const NearRational& greater) {
        // lesser.value + e * lesser.inf <= greater.value + e * greater.inf
        const Rational slope = lesser.infinitesimal - greater.infinitesimal;
        if (slope.sign() <= 0) return;
        const Rational most = (greater.value - lesser.value) / slope;
        if (most < size) size = most;
    };
    for (Column c = 0; c < columns_.size(); ++c) {
        const ColumnState& state = columns_[c];
        if (state.low.is_set) limit(state.low.value, own[c]);
        if (state.high.is_set) limit(own[c], state.high.value);
    }
    std::vector<Rational> values;
    values.reserve(columns_.size());
    for (const NearRational& near : own) values.push_back(near.value + size * near.infinitesimal);
    return values;
}

}  // namespace brcheck
