// What a Simplex makes of its program to guess with, and to check guesses with.
#include "engine/simplex.hpp"
#include "engine/simplex_numbers.hpp"

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
            const auto open_here = std::count_if(
                row.begin(), row.end(), [&](const auto& entry) { return is_open[entry.first]; });
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
            return bound.is_set ? (bound.value.value - state.value.value).to_double() / unit : none;
        };
        constexpr double infinity = std::numeric_limits<double>::infinity();
        program.set_bounds(place_of[c], move_to(state.low, -infinity),
                           move_to(state.high, infinity));
    }
    guide_.emplace(
        Guide{std::move(program), std::move(place_of), std::move(column_at), std::move(scale)});
}

template <typename Number>
ExactProgram<Number> Simplex::exact_program() const {
    ExactProgram<Number> program;
    const auto bound = [](const Bound& own) {
        return own.is_set ? std::optional(near_from<Number>(own.value)) : std::nullopt;
    };
    for (const ColumnState& state : columns_)
        program.add_column(bound(state.low), bound(state.high), near_from<Number>(state.value));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        typename ExactProgram<Number>::Sum sum;
        sum.reserve(rows_[r].size());
        for (const auto& [column, factor] : rows_[r])
            sum.emplace_back(column, number_from<Number>(factor));
        program.add_row(basic_[r], std::move(sum));
    }
    return program;
}

EnclosedProgram Simplex::enclosed_program() const {
    EnclosedProgram program;
    const auto bound = [](const Bound& own) {
        return own.is_set ? std::optional(enclose(own.value.value)) : std::nullopt;
    };
    for (const ColumnState& state : columns_)
        program.add_column(bound(state.low), bound(state.high), enclose(state.value.value));
    for (std::size_t r = 0; r < rows_.size(); ++r) {
        EnclosedProgram::Sum sum;
        sum.reserve(rows_[r].size());
        for (const auto& [column, factor] : rows_[r]) sum.emplace_back(column, enclose(factor));
        program.add_row(basic_[r], std::move(sum));
    }
    return program;
}

template ExactProgram<Fraction> Simplex::exact_program() const;
template ExactProgram<Rational> Simplex::exact_program() const;

}  // namespace brcheck
