#include "engine/enclosed_program.hpp"

#include <cmath>

namespace brcheck {

EnclosedProgram::Position EnclosedProgram::position(Column column) const {
    const Enclosure& own = point_[column].value;
    const ColumnBounds& bounds = columns_[column];
    // Equations without a solution, or with many, leave no ends.
    if (!std::isfinite(own.low) || !std::isfinite(own.high)) return Position::outside;
    if ((bounds.low && own.high < bounds.low->low) || (bounds.high && own.low > bounds.high->high))
        return Position::outside;
    const bool is_inside = (!bounds.low || own.low > bounds.low->high) &&
                           (!bounds.high || own.high < bounds.high->low);
    return is_inside ? Position::inside : Position::touching;
}

std::optional<std::vector<EnclosedProgram::Column>> EnclosedProgram::find_touching(
    std::span<const FloatSimplex::Place> places) {
    using Place = FloatSimplex::Place;
    point_.resize(columns_.size());
    for (Column c = 0; c < columns_.size(); ++c)
        point_[c] = places[c] == Place::at_low    ? *columns_[c].low
                    : places[c] == Place::at_high ? *columns_[c].high
                                                  : columns_[c].start;
    meeting_.clear();
    for (const Row& row : rows_) {
        if (places[row.own] == Place::basic) continue;
        EnclosedNumber rest = -point_[row.own].value;
        for (const auto& [column, factor] : row.sum)
            if (places[column] != Place::basic) rest = rest + factor * point_[column];
        meeting_.add_equation(rest);
        for (const auto& [column, factor] : row.sum)
            if (places[column] == Place::basic) meeting_.add_term(column, factor);
    }
    const auto outcome = meeting_.solve(point_);
    if (!outcome.all_hold || !outcome.all_fixed) return std::nullopt;
    for (const Row& row : rows_) {
        if (places[row.own] != Place::basic) continue;
        EnclosedNumber sum;
        for (const auto& [column, factor] : row.sum) sum = sum + factor * point_[column];
        point_[row.own] = sum;
    }
    std::vector<Column> touching;
    for (Column c = 0; c < columns_.size(); ++c) {
        if (places[c] != Place::basic) continue;
        const Position own = position(c);
        if (own == Position::outside) return std::nullopt;
        if (own == Position::touching) touching.push_back(c);
    }
    return touching;
}

}  // namespace brcheck
