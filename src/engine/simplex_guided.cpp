#include "engine/simplex.hpp"
#include "engine/simplex_numbers.hpp"
#include "engine/work.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <type_traits>
#include <utility>

namespace brcheck {

template <typename Ask>
auto Simplex::ask_exactly(const Ask& ask) const {
    if (!guide_->are_words_too_short) {
        try {
            if (!guide_->in_words) guide_->in_words = exact_program<Fraction>();
            return ask(*guide_->in_words);
        } catch (const FractionOverflow&) {
            guide_->are_words_too_short = !guide_->in_words;
            // Longer numbers, then.
        }
    }
    // The columns' own values are still those that the guide was made with.
    if (!guide_->at_length) guide_->at_length = exact_program<Rational>();
    return ask(*guide_->at_length);
}

template <typename Program>
void Simplex::take_point_of(Program& program) const {
    program.take_point();
    guide_->values = std::is_same_v<typename Program::NumberType, Fraction>
                         ? Guide::Values::in_words
                         : Guide::Values::at_length;
}

void Simplex::compute_values() const {
    ask_exactly([&](auto& program) {
        // Enclosures have shown that there is one.
        [[maybe_unused]] const bool is_found = program.find_point(guide_->places_taken);
        assert(is_found);
        take_point_of(program);
    });
}

/// REQUIRES: it is not basic there.
const NearRational& Simplex::value_at(Column column, FloatSimplex::Place place) const {
    const ColumnState& state = columns_[column];
    return place == FloatSimplex::Place::at_low    ? state.low.value
           : place == FloatSimplex::Place::at_high ? state.high.value
                                                   : state.value;
}

NearRational Simplex::value(Column column) const {
    if (is_only_enclosed()) {
        const FloatSimplex::Place place = guide_->places_taken[column];
        if (place != FloatSimplex::Place::basic) return value_at(column, place);
        for (const auto& [touching, value] : guide_->touching)
            if (touching == column) return value;
        compute_values();
    }
    if (!guide_ || guide_->values == Guide::Values::in_columns) return columns_[column].value;
    return guide_->values == Guide::Values::in_words
               ? rational_from(guide_->in_words->value(column))
               : guide_->at_length->value(column);
}

bool Simplex::is_at_low(Column column) const {
    return is_at_bound(column, true);
}

bool Simplex::is_at_high(Column column) const {
    return is_at_bound(column, false);
}

bool Simplex::is_at_bound(Column column, bool is_low) const {
    if (guide_ && guide_->values == Guide::Values::in_words)
        return is_low ? guide_->in_words->is_at_low(column) : guide_->in_words->is_at_high(column);
    const ColumnState& state = columns_[column];
    const Bound& bound = is_low ? state.low : state.high;
    if (!bound.is_set) return false;
    const bool is_inside = is_only_enclosed() &&
                           guide_->places_taken[column] == FloatSimplex::Place::basic &&
                           std::none_of(guide_->touching.begin(), guide_->touching.end(),
                                        [&](const auto& entry) { return entry.first == column; });
    if (is_inside) return false;
    return bound.value == value(column);
}

std::optional<NearRational> Simplex::value_at_bounds(const Row& sum) const {
    NearRational total;
    for (const auto& [column, factor] : sum) {
        const bool is_high = factor.sign() > 0;
        if (is_high ? !is_at_high(column) : !is_at_low(column)) return std::nullopt;
        const ColumnState& state = columns_[column];
        total = total + factor * (is_high ? state.high : state.low).value;
    }
    return total;
}

void Simplex::leave_guide() {
    if (is_only_enclosed()) compute_values();
    if (guide_ && guide_->values != Guide::Values::in_columns)
        for (Column c = 0; c < columns_.size(); ++c) columns_[c].value = value(c);
    guide_.reset();
}

bool Simplex::is_out_of_work() const {
    return work_left == 0 && rows_.size() * columns_.size() > Work::little * entries_a_step;
}

void Simplex::limit_guide() {
    const std::uint64_t steps =
        std::clamp<std::uint64_t>(work_left, Work::little, UINT64_MAX / entries_a_step);
    guide_->program.set_most_work(steps * entries_a_step);
}

bool Simplex::spend_on_guide() {
    const std::uint64_t entries = guide_->program.work() - guide_->work_counted;
    guide_->work_counted += entries;
    const std::uint64_t steps = 1 + entries / entries_a_step;
    work_left -= std::min(work_left, steps);
    return work_left > 0;
}

std::optional<Simplex::Status> Simplex::solve_guided() {
    const bool fits = std::none_of(basic_.begin(), basic_.end(),
                                   [&](Column c) { return is_out_of_bounds(columns_[c]); });
    if (fits) return Status::feasible;
    if (is_out_of_work()) return Status::stopped;
    if (!guide_) make_guide();
    limit_guide();
    FloatSimplex::Status status = guide_->program.solve();
    if (status == FloatSimplex::Status::feasible) {
        status = go_to_guessed_point();
        if (status == FloatSimplex::Status::feasible) return Status::feasible;
    }
    if (!spend_on_guide()) return Status::stopped;
    if (status == FloatSimplex::Status::infeasible) {
        const Column stuck = guide_->column_at[guide_->program.stuck_column()];
        const bool below = guide_->program.is_stuck_below();
        const ColumnState& state = columns_[stuck];
        const Row sum = in_support(in_free_columns({{stuck, Rational(below ? 1 : -1)}}));
        const auto most = bound_from_above(sum);
        const NearRational needed = below ? state.low.value : Rational(-1) * state.high.value;
        if (most && *most < needed) {
            conflict_.push_back({stuck, below, Rational(1)});
            for (const auto& [column, factor] : sum)
                conflict_.push_back({column, factor.sign() < 0, abs(factor)});
            return Status::infeasible;
        }
    }
    leave_guide();
    return std::nullopt;
}

FloatSimplex::Status Simplex::go_to_guessed_optimum(const Row& objective) {
    if (!guide_) make_guide();
    limit_guide();
    std::vector<double> factors(columns_.size(), 0.0);
    double largest = 0;
    for (const auto& [column, factor] : objective) {
        double& own = factors[guide_->place_of[column]];
        own = factor.to_double() * guide_->scale[column];
        largest = std::max(largest, std::abs(own));
    }
    if (largest > 0)
        for (double& factor : factors) factor /= largest;
    const FloatSimplex::Status status = guide_->program.maximize(factors);
    return status == FloatSimplex::Status::feasible ? go_to_guessed_point() : status;
}

bool Simplex::improve_guided(const Row& objective) {
    const bool is_there = go_to_guessed_optimum(objective) == FloatSimplex::Status::feasible;
    return spend_on_guide() && is_there;
}

std::optional<Simplex::Optimum> Simplex::maximize_guided(const Row& objective) {
    if (auto value = value_at_bounds(objective))
        return Optimum{Status::feasible, std::move(*value)};
    const FloatSimplex::Status status = go_to_guessed_optimum(objective);
    if (!spend_on_guide()) return Optimum{};
    if (status == FloatSimplex::Status::feasible) {
        auto value = value_at_bounds(objective);
        if (!value) value = value_at_bounds(in_support(objective));
        if (value) return Optimum{Status::feasible, std::move(*value)};
    }
    leave_guide();
    return std::nullopt;
}

Simplex::Row Simplex::in_support(const Row& sum) const {
    std::vector<Column> support;
    for (const FloatSimplex::Column place : guide_->program.support())
        support.push_back(guide_->column_at[place]);
    return ask_exactly([&](auto& program) {
        using Program = std::decay_t<decltype(program)>;
        using Number = typename Program::NumberType;
        typename Program::Sum own;
        for (const auto& [column, factor] : sum)
            own.emplace_back(column, number_from<Number>(factor));
        Row result;
        for (const auto& [column, factor] : program.in_support(own, support))
            result.emplace_back(column, rational_from(factor));
        return result;
    });
}

std::optional<NearRational> Simplex::bound_from_above(const Row& sum) const {
    NearRational most;
    for (const auto& [column, factor] : sum) {
        const ColumnState& state = columns_[column];
        const Bound& bound = factor.sign() > 0 ? state.high : state.low;
        if (!bound.is_set) return std::nullopt;
        most = most + factor * bound.value;
    }
    return most;
}

bool Simplex::take_enclosed_point() {
    constexpr int most_rows = 2;
    constexpr std::size_t most_touching = 32;
    constexpr std::size_t longest_row = 32;
    std::vector<FloatSimplex::Place> places = guessed_places();
    if (!guide_->enclosed) guide_->enclosed = enclosed_program();
    const auto touching = guide_->enclosed->find_touching(places);
    if (!touching || touching->size() > most_touching) return false;
    if (!touching->empty() && guide_->rows_with.empty()) {
        guide_->rows_with.resize(columns_.size());
        for (std::size_t r = 0; r < rows_.size(); ++r) {
            if (rows_[r].size() > longest_row) continue;
            guide_->rows_with[basic_[r]].push_back(r);
            for (const auto& entry : rows_[r]) guide_->rows_with[entry.first].push_back(r);
        }
    }
    // What is told of one may be what tells of another.
    Told told{places, {}};
    std::vector<Column> open = *touching;
    for (std::size_t before = open.size() + 1; !open.empty() && open.size() < before;) {
        before = open.size();
        std::erase_if(open, [&](Column c) {
            auto value = value_by_rows(c, told, most_rows);
            if (value) told.values.emplace_back(c, std::move(*value));
            return value.has_value();
        });
    }
    const bool fit = std::all_of(told.values.begin(), told.values.end(), [&](const auto& entry) {
        const ColumnState& state = columns_[entry.first];
        return (!state.low.is_set || entry.second >= state.low.value) &&
               (!state.high.is_set || entry.second <= state.high.value);
    });
    if (!open.empty() || !fit) return false;
    guide_->moves_taken = guide_->program.moves();
    guide_->places_taken = std::move(places);
    guide_->touching = std::move(told.values);
    guide_->values = Guide::Values::enclosed;
    return true;
}

std::optional<NearRational> Simplex::told_value(Column column, const Told& told) const {
    const FloatSimplex::Place place = told.places[column];
    if (place != FloatSimplex::Place::basic) return value_at(column, place);
    for (const auto& [known, value] : told.values)
        if (known == column) return value;
    return std::nullopt;
}

std::optional<std::size_t> Simplex::row_that_tells(Column column, const Told& told,
                                                   int depth) const {
    if (depth == 0) return std::nullopt;
    const auto is_told = [&](Column other) {
        return other == column || told.places[other] != FloatSimplex::Place::basic ||
               std::any_of(told.values.begin(), told.values.end(),
                           [&](const auto& entry) { return entry.first == other; }) ||
               row_that_tells(other, told, depth - 1);
    };
    for (const std::size_t r : guide_->rows_with[column])
        if (is_told(basic_[r]) &&
            std::all_of(rows_[r].begin(), rows_[r].end(),
                        [&](const auto& entry) { return is_told(entry.first); }))
            return r;
    return std::nullopt;
}

std::optional<NearRational> Simplex::value_by_rows(Column column, const Told& told,
                                                   int depth) const {
    if (auto value = told_value(column, told)) return value;
    const auto r = row_that_tells(column, told, depth);
    if (!r) return std::nullopt;
    // basic = sum of others, whichever of them the column is.
    NearRational sum;
    Rational own(-1);
    const auto add = [&](Column other, const Rational& factor) {
        if (other == column)
            own = factor;
        else
            sum = sum + factor * *value_by_rows(other, told, depth - 1);
    };
    add(basic_[*r], Rational(-1));
    for (const auto& [other, factor] : rows_[*r]) add(other, factor);
    return (Rational(-1) / own) * sum;
}

std::vector<FloatSimplex::Place> Simplex::guessed_places() const {
    std::vector<FloatSimplex::Place> places;
    places.reserve(columns_.size());
    for (const FloatSimplex::Column place : guide_->place_of)
        places.push_back(guide_->program.place(place));
    return places;
}

FloatSimplex::Status Simplex::go_to_guessed_point() {
    const bool is_there = guide_->values != Guide::Values::in_columns &&
                          guide_->moves_taken == guide_->program.moves();
    if (is_there) return FloatSimplex::Status::feasible;
    constexpr std::size_t few_rows = 8;  // whose values are short, too
    if (rows_.size() >= few_rows && take_enclosed_point()) return FloatSimplex::Status::feasible;
    constexpr int most_attempts = 12;
    struct Outside {
        Column column;
        bool is_below;
    };
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        bool is_found = false;
        // The column farthest outside.
        const auto outside = ask_exactly([&](auto& program) -> std::optional<Outside> {
            std::optional<Outside> worst;
            is_found = program.find_point(guessed_places());
            if (!is_found) return worst;
            double most = 0;
            for (Column c = 0; c < columns_.size(); ++c) {
                const auto distance = program.distance_outside(c);
                if (!distance) continue;
                const double unit = guide_->scale[c] > 0 ? guide_->scale[c] : 1.0;
                const double own = to_double(distance->size.value) / unit;
                if (worst && own <= most) continue;
                worst = Outside{c, distance->is_below};
                most = own;
            }
            if (worst) return worst;
            take_point_of(program);
            guide_->moves_taken = guide_->program.moves();
            return worst;
        });
        if (!is_found) break;
        if (!outside) return FloatSimplex::Status::feasible;
        const FloatSimplex::Column place = guide_->place_of[outside->column];
        if (guide_->program.place(place) != FloatSimplex::Place::basic) break;
        if (!guide_->program.bring_in(place, outside->is_below))
            return FloatSimplex::Status::infeasible;
    }
    return FloatSimplex::Status::stopped;
}

}  // namespace brcheck
