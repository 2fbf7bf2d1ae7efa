#include "engine/simplex.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace brcheck {

/// How far each free column moves, roughly: between its bounds, or as far as the rows that it
/// stands in move by the others. Of a product only the change counts, which is small beside it.
std::vector<double> Simplex::reach_of_columns() const {
    std::vector<double> reach(columns_.size(), 0.0);
    std::vector<bool> is_open(columns_.size(), false);
    std::size_t open = 0;
    for (Column c = 0; c < columns_.size(); ++c) {
        const ColumnState& state = columns_[c];
        if (state.row >= 0) continue;
        if (state.low.is_set && state.high.is_set) {
            reach[c] = (state.high.value.value - state.low.value.value).to_double();
        } else {
            is_open[c] = true;
            ++open;
        }
    }
    while (open > 0) {
        std::vector<double> found(columns_.size(), 0.0);
        for (const Row& row : rows_) {
            const auto open_here = std::count_if(row.begin(), row.end(), [&](const auto& entry) {
                return is_open[entry.first];
            });
            if (open_here != 1) continue;
            double move = 0;
            const std::pair<Column, Rational>* own = nullptr;
            for (const auto& entry : row) {
                if (is_open[entry.first])
                    own = &entry;
                else
                    move = std::max(move, std::abs(entry.second.to_double()) * reach[entry.first]);
            }
            double& most = found[own->first];
            most = std::max(most, move / std::abs(own->second.to_double()));
        }
        bool is_any_found = false;
        for (Column c = 0; c < columns_.size(); ++c) {
            if (!is_open[c] || found[c] == 0.0) continue;
            is_any_found = true;
            reach[c] = found[c];
            is_open[c] = false;
            --open;
        }
        if (is_any_found) continue;
        for (Column c = 0; c < columns_.size(); ++c) {
            if (!is_open[c]) continue;
            const double size = std::abs(columns_[c].value.value.to_double());
            reach[c] = size > 0 ? size : 1.0;
        }
        break;
    }
    return reach;
}

/// Equations sum + rest = 0. Most have one unknown left once others are solved.
class Simplex::Equations {
public:
    explicit Equations(std::size_t columns) : uses_(columns) {}

    void add(Row sum, NearRational rest) {
        for (const auto& entry : sum) uses_[entry.first].push_back(equations_.size());
        equations_.push_back({std::move(sum), std::move(rest), false});
    }

    /// Writes the unknowns' values. False when they are not as many as the equations, or not fixed.
    bool solve(std::vector<NearRational>& values) {
        for (std::size_t e = 0; e < equations_.size(); ++e) look_at(e);
        while (true) {
            while (!ready_.empty()) {
                const std::size_t e = ready_.back();
                ready_.pop_back();
                if (!equations_[e].is_used) settle(e, values);
            }
            if (is_singular_) return false;
            std::size_t shortest = equations_.size();
            for (std::size_t e = 0; e < equations_.size(); ++e)
                if (!equations_[e].is_used &&
                    (shortest == equations_.size() ||
                     equations_[e].sum.size() < equations_[shortest].sum.size()))
                    shortest = e;
            if (shortest == equations_.size()) break;
            take_out(shortest);
        }
        for (std::size_t i = taken_out_.size(); i-- > 0;) {
            const Equation& equation = equations_[taken_out_[i]];
            NearRational rest = equation.rest;
            const auto& [column, own] = equation.sum.front();
            for (const auto& [other, factor] : equation.sum)
                if (other != column) rest = rest + factor * values[other];
            values[column] = (Rational(-1) / own) * rest;
        }
        return true;
    }

private:
    struct Equation {
        Row sum;
        NearRational rest;
        bool is_used = false;
    };

    void look_at(std::size_t e) {
        if (equations_[e].sum.empty()) is_singular_ = true;
        if (equations_[e].sum.size() == 1) ready_.push_back(e);
    }

    void settle(std::size_t e, std::vector<NearRational>& values) {
        equations_[e].is_used = true;
        if (equations_[e].sum.empty()) return;
        const Column column = equations_[e].sum.front().first;
        values[column] =
            (Rational(-1) / equations_[e].sum.front().second) * equations_[e].rest;
        for (const std::size_t other : uses_[column]) {
            Equation& equation = equations_[other];
            if (equation.is_used) continue;
            const Rational* factor = find(equation.sum, column);
            if (factor == nullptr) continue;
            equation.rest = equation.rest + *factor * values[column];
            std::erase_if(equation.sum, [&](const auto& entry) { return entry.first == column; });
            look_at(other);
        }
    }

    /// Puts what the equation says of its first unknown into the others.
    void take_out(std::size_t e) {
        equations_[e].is_used = true;
        taken_out_.push_back(e);
        const Row& sum = equations_[e].sum;
        const auto& [column, own] = sum.front();
        const std::vector<std::size_t> others = uses_[column];
        for (const std::size_t other : others) {
            Equation& equation = equations_[other];
            if (equation.is_used) continue;
            const Rational* factor = find(equation.sum, column);
            if (factor == nullptr) continue;
            const Rational multiple = -(*factor / own);
            add_multiple(equation.sum, multiple, sum);
            equation.rest = equation.rest + multiple * equations_[e].rest;
            for (const auto& entry : sum) uses_[entry.first].push_back(other);
            look_at(other);
        }
    }

    std::vector<Equation> equations_;
    std::vector<std::vector<std::size_t>> uses_;  ///< by column: equations that may have it
    std::vector<std::size_t> ready_;              ///< with one unknown
    std::vector<std::size_t> taken_out_;
    bool is_singular_ = false;
};

void Simplex::make_guide() {
    std::vector<FloatSimplex::Column> place_of(columns_.size());
    std::vector<Column> column_at;
    std::vector<double> scale = reach_of_columns();
    for (Column c = 0; c < columns_.size(); ++c) {
        if (columns_[c].row >= 0) continue;
        place_of[c] = static_cast<FloatSimplex::Column>(column_at.size());
        column_at.push_back(c);
    }
    FloatSimplex program(column_at.size(), rows_.size());
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        const Column own = basic_[r];
        place_of[own] = static_cast<FloatSimplex::Column>(column_at.size());
        column_at.push_back(own);
        std::vector<double> factors;
        for (const auto& [column, factor] : rows_[r]) {
            factors.push_back(factor.to_double() * scale[column]);
            scale[own] = std::max(scale[own], std::abs(factors.back()));
        }
        if (scale[own] == 0.0) continue;  // of columns that do not move
        for (std::size_t i = 0; i < factors.size(); ++i)
            program.set_coefficient(r, place_of[rows_[r][i].first], factors[i] / scale[own]);
    }
    for (Column c = 0; c < columns_.size(); ++c) {
        const ColumnState& state = columns_[c];
        const double unit = scale[c] > 0 ? scale[c] : 1.0;
        const auto move_to = [&](const Bound& bound, double none) {
            return bound.is_set ? (bound.value.value - state.value.value).to_double() / unit
                                : none;
        };
        constexpr double infinity = std::numeric_limits<double>::infinity();
        program.set_bounds(place_of[c], move_to(state.low, -infinity),
                           move_to(state.high, infinity));
    }
    guide_.emplace(Guide{std::move(program), std::move(place_of), std::move(column_at),
                         std::move(scale), 0});
}

bool Simplex::spend_on_guide() {
    constexpr std::uint64_t entries_a_step = 500;
    const std::uint64_t entries = guide_->program.work() - guide_->work_counted;
    guide_->work_counted += entries;
    const std::uint64_t steps = 1 + entries / entries_a_step;
    work_left -= std::min(work_left, steps);
    return work_left > 0;
}

std::optional<Simplex::Status> Simplex::solve_guided() {
    const bool fits = std::none_of(basic_.begin(), basic_.end(), [&](Column c) {
        return is_out_of_bounds(columns_[c]);
    });
    if (fits) return Status::feasible;
    if (!guide_) make_guide();
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
        Row sum = in_free_columns({{stuck, Rational(below ? 1 : -1)}});
        const auto most = bound_from_above(sum);
        const NearRational needed =
            below ? state.low.value : Rational(-1) * state.high.value;
        if (most && *most < needed) {
            conflict_.push_back({stuck, below, Rational(1)});
            for (const auto& [column, factor] : sum)
                conflict_.push_back({column, factor.sign() < 0, abs(factor)});
            return Status::infeasible;
        }
    }
    guide_.reset();
    return std::nullopt;
}

std::optional<Simplex::Optimum> Simplex::maximize_guided(const Row& objective) {
    const bool is_there = std::none_of(objective.begin(), objective.end(), [&](const auto& entry) {
        const ColumnState& state = columns_[entry.first];
        return entry.second.sign() > 0 ? can_rise(state) : can_fall(state);
    });
    if (is_there) return std::nullopt;
    if (!guide_) make_guide();
    std::vector<double> factors(columns_.size(), 0.0);
    double largest = 0;
    for (const auto& [column, factor] : objective) {
        double& own = factors[guide_->place_of[column]];
        own = factor.to_double() * guide_->scale[column];
        largest = std::max(largest, std::abs(own));
    }
    if (largest > 0)
        for (double& factor : factors) factor /= largest;
    FloatSimplex::Status status = guide_->program.maximize(factors);
    if (status == FloatSimplex::Status::feasible) status = go_to_guessed_point();
    if (!spend_on_guide()) return Optimum{};
    if (status == FloatSimplex::Status::feasible) {
        Row held = objective;
        const auto most = bound_from_above(held);
        NearRational value;
        for (const auto& [column, factor] : objective)
            value = value + factor * columns_[column].value;
        if (most && value == *most) return Optimum{Status::feasible, std::move(value)};
    }
    guide_.reset();
    return std::nullopt;
}

/// What the row of a basic column says: sum - column = 0.
Simplex::Row Simplex::equation_of(Column basic) const {
    Row equation = rows_[static_cast<std::size_t>(columns_[basic].row)];
    add_multiple(equation, Rational(-1), {{basic, Rational(1)}});
    return equation;
}

std::optional<NearRational> Simplex::bound_from_above(Row& sum) const {
    std::vector<bool> holds(columns_.size(), false);
    std::vector<Row> equations;
    for (const FloatSimplex::Column place : guide_->program.support()) {
        const Column column = guide_->column_at[place];
        holds[column] = true;
        if (columns_[column].row >= 0) equations.push_back(equation_of(column));
    }
    std::stable_sort(equations.begin(), equations.end(),
                     [](const Row& a, const Row& b) { return a.size() < b.size(); });
    for (std::size_t e = 0; e < equations.size(); ++e) {
        const Row& equation = equations[e];
        const auto unwanted =
            std::find_if(equation.begin(), equation.end(), [&](const auto& entry) {
                return columns_[entry.first].row < 0 && !holds[entry.first];
            });
        if (unwanted == equation.end()) continue;
        const Column column = unwanted->first;
        const Rational own = unwanted->second;
        const auto take_out = [&](Row& row) {
            if (const Rational* factor = find(row, column))
                add_multiple(row, -(*factor / own), equation);
        };
        for (std::size_t later = e + 1; later < equations.size(); ++later)
            take_out(equations[later]);
        take_out(sum);
    }
    NearRational most;
    for (const auto& [column, factor] : sum) {
        const ColumnState& state = columns_[column];
        const Bound& bound = factor.sign() > 0 ? state.high : state.low;
        if (!bound.is_set) return std::nullopt;
        most = most + factor * bound.value;
    }
    return most;
}

FloatSimplex::Status Simplex::go_to_guessed_point() {
    constexpr int most_attempts = 12;
    for (int attempt = 0; attempt < most_attempts; ++attempt) {
        auto values = find_guessed_point();
        if (!values) break;
        std::optional<Column> worst;
        double distance = 0;
        for (Column c = 0; c < columns_.size(); ++c) {
            ColumnState state = columns_[c];
            state.value = (*values)[c];
            if (!is_out_of_bounds(state)) continue;
            const NearRational gap = is_below_low(state) ? state.low.value - state.value
                                                         : state.value - state.high.value;
            const double unit = guide_->scale[c] > 0 ? guide_->scale[c] : 1.0;
            const double own = gap.value.to_double() / unit;
            if (worst && own <= distance) continue;
            worst = c;
            distance = own;
        }
        if (!worst) {
            for (Column c = 0; c < columns_.size(); ++c)
                columns_[c].value = std::move((*values)[c]);
            return FloatSimplex::Status::feasible;
        }
        if (guessed_place(*worst) != FloatSimplex::Place::basic) break;
        ColumnState state = columns_[*worst];
        state.value = (*values)[*worst];
        if (!guide_->program.bring_in(guide_->place_of[*worst], is_below_low(state)))
            return FloatSimplex::Status::infeasible;
    }
    return FloatSimplex::Status::stopped;
}

std::optional<std::vector<NearRational>> Simplex::find_guessed_point() const {
    std::vector<NearRational> values(columns_.size());
    std::vector<bool> is_known(columns_.size(), false);
    std::vector<Column> held_rows;
    for (Column c = 0; c < columns_.size(); ++c) {
        const ColumnState& state = columns_[c];
        const FloatSimplex::Place place = guessed_place(c);
        if (place == FloatSimplex::Place::basic) continue;
        is_known[c] = true;
        values[c] = place == FloatSimplex::Place::at_low    ? state.low.value
                    : place == FloatSimplex::Place::at_high ? state.high.value
                                                            : state.value;
        if (state.row >= 0) held_rows.push_back(c);
    }
    Equations equations(columns_.size());
    for (const Column own : held_rows) {
        Row open;
        NearRational rest = Rational(-1) * values[own];
        for (const auto& [column, factor] : rows_[static_cast<std::size_t>(columns_[own].row)]) {
            if (is_known[column])
                rest = rest + factor * values[column];
            else
                open.emplace_back(column, factor);
        }
        equations.add(std::move(open), std::move(rest));
    }
    if (!equations.solve(values)) return std::nullopt;
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        if (is_known[basic_[r]]) continue;
        NearRational& value = values[basic_[r]];
        for (const auto& [column, factor] : rows_[r]) value = value + factor * values[column];
    }
    return values;
}

}  // namespace brcheck
