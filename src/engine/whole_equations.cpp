#include "engine/whole_equations.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// Other unknowns, of which those before are whole combinations and the other way round, so that
/// the matrix becomes a lower triangle: the Hermite normal form, but for the size of its entries
/// (Cohen, A Course in Computational Algebraic Number Theory, section 2.4).
class Triangle {
public:
    explicit Triangle(const std::vector<WholeEquation>& equations)
        : rows_(equations), equation_count_(equations.size()) {}

    std::optional<std::vector<Rational>> find_contradiction() {
        return solve() ? std::nullopt : std::optional(multipliers());
    }

    std::optional<std::vector<Integer>> find_solution(std::span<const Rational> near) {
        near_.assign(near.begin(), near.end());
        // What becomes of these are the old unknowns in terms of the new ones.
        for (std::size_t i = 0; i < near.size(); ++i) {
            rows_.push_back({std::vector<Integer>(near.size()), Integer()});
            rows_.back().coefficients[i] = Integer(1);
        }
        if (!solve()) return std::nullopt;
        while (values_.size() < near.size())
            values_.emplace_back(
                (near_[values_.size()] + Rational(Integer(1), Integer(2))).floor());
        std::vector<Integer> solution;
        for (std::size_t row = equation_count_; row < rows_.size(); ++row)
            solution.push_back(value_of(row).numerator());
        // Rows without a pivot may contradict the others.
        for (std::size_t row = 0; row < equation_count_; ++row)
            if (!(value_of(row) + Rational(rows_[row].constant)).is_zero()) return std::nullopt;
        return solution;
    }

    /// REQUIRES: find_solution() found one.
    [[nodiscard]] std::vector<std::vector<Integer>> moves() const {
        std::vector<std::vector<Integer>> result;
        for (std::size_t k = pivots_.size(); k < values_.size(); ++k) {
            std::vector<Integer> move;
            for (std::size_t row = equation_count_; row < rows_.size(); ++row)
                move.push_back(entry(row, k));
            result.push_back(std::move(move));
        }
        return result;
    }

private:
    /// False when the last new unknown is no whole number.
    bool solve() {
        for (std::size_t row = 0; row < equation_count_; ++row) {
            const std::size_t column = pivots_.size();
            if (!clear_beyond(row, column)) continue;
            pivots_.push_back(row);
            Rational value = -(value_of(row) + Rational(rows_[row].constant));
            value = value / Rational(entry(row, column));
            if (!value.is_integer()) return false;
            values_.push_back(std::move(value));
        }
        return true;
    }

    /// What the new unknowns that are known make of a row.
    [[nodiscard]] Rational value_of(std::size_t row) const {
        Rational sum;
        for (std::size_t k = 0; k < values_.size(); ++k)
            sum += Rational(entry(row, k)) * values_[k];
        return sum;
    }

    const Integer& entry(std::size_t row, std::size_t column) const {
        return rows_[row].coefficients[column];
    }

    /// Columns beyond `column` taken off each other by Euclid's algorithm until the row has only
    /// zeros there. False when there is nothing but zeros from `column` on: the row follows from
    /// those before, or contradicts them.
    bool clear_beyond(std::size_t row, std::size_t column) {
        const std::size_t width = rows_[row].coefficients.size();
        while (true) {
            std::optional<std::size_t> least;
            std::size_t count = 0;
            for (std::size_t k = column; k < width; ++k) {
                if (entry(row, k).is_zero()) continue;
                ++count;
                if (!least || abs(entry(row, k)) < abs(entry(row, *least))) least = k;
            }
            if (!least) return false;
            for (WholeEquation& each : rows_)
                std::swap(each.coefficients[column], each.coefficients[*least]);
            if (!near_.empty()) std::swap(near_[column], near_[*least]);
            if (count == 1) return true;
            for (std::size_t k = column + 1; k < width; ++k) {
                const Integer times = floor_divide(entry(row, k), entry(row, column));
                if (times.is_zero()) continue;
                for (WholeEquation& each : rows_)
                    each.coefficients[k] = each.coefficients[k] - times * each.coefficients[column];
                if (!near_.empty()) near_[column] += Rational(times) * near_[k];
            }
        }
    }

    /// With which the rows add up to the last new unknown alone, once.
    [[nodiscard]] std::vector<Rational> multipliers() const {
        std::vector<Rational> result(equation_count_);
        for (std::size_t k = pivots_.size(); k-- > 0;) {
            Rational rest(k + 1 == pivots_.size() ? 1 : 0);
            for (std::size_t later = k + 1; later < pivots_.size(); ++later)
                rest -= result[pivots_[later]] * Rational(entry(pivots_[later], k));
            result[pivots_[k]] = rest / Rational(entry(pivots_[k], k));
        }
        return result;
    }

    std::vector<WholeEquation> rows_;  ///< the equations first
    std::size_t equation_count_;
    std::vector<std::size_t> pivots_;  ///< by column: its row
    std::vector<Rational> values_;     ///< of the new unknowns
    std::vector<Rational> near_;       ///< of the new unknowns, where a solution is asked for
};

Integer product(const std::vector<Integer>& a, const std::vector<Integer>& b) {
    Integer sum;
    for (std::size_t i = 0; i < a.size(); ++i) sum = sum + a[i] * b[i];
    return sum;
}

/// Takes whole multiples of them off each other as long as that makes them shorter: for two it is
/// the reduction of Lagrange and Gauss.
void shorten(std::vector<std::vector<Integer>>& moves) {
    for (bool is_shorter = true; is_shorter;) {
        is_shorter = false;
        for (std::size_t i = 0; i < moves.size(); ++i) {
            for (std::size_t k = 0; k < moves.size(); ++k) {
                if (i == k) continue;
                const Rational times(product(moves[i], moves[k]), product(moves[k], moves[k]));
                const Integer nearest = (times + Rational(Integer(1), Integer(2))).floor();
                // Halves would go back and forth.
                if (nearest.is_zero() || abs(times) <= Rational(Integer(1), Integer(2))) continue;
                for (std::size_t j = 0; j < moves[i].size(); ++j)
                    moves[i][j] = moves[i][j] - nearest * moves[k][j];
                is_shorter = true;
            }
        }
    }
}

}  // namespace

std::optional<std::vector<Rational>> find_whole_contradiction(
    const std::vector<WholeEquation>& equations) {
    return Triangle(equations).find_contradiction();
}

std::optional<std::vector<Integer>> find_whole_solution(
    const std::vector<WholeEquation>& equations, std::span<const Rational> near) {
    return Triangle(equations).find_solution(near);
}

std::optional<WholeSolutions> find_whole_solutions(const std::vector<WholeEquation>& equations,
                                                   std::span<const Rational> near,
                                                   std::size_t most_moves) {
    Triangle triangle(equations);
    auto one = triangle.find_solution(near);
    if (!one) return std::nullopt;
    WholeSolutions result{*std::move(one), triangle.moves()};
    if (result.moves.size() > most_moves) return std::nullopt;
    shorten(result.moves);
    return result;
}

}  // namespace brcheck
