#include "engine/whole_rows.hpp"

#include "base/sort_unique.hpp"
#include "engine/whole_equations.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

class WholeRows {
public:
    WholeRows(const Report& report, std::span<const Interval> box, FactPool& pool)
        : report_(report), box_(box), pool_(pool) {}

    void run(std::vector<FactPool::Index>& rows) {
        for (FactPool::Index& row : rows) {
            if (!is_whole_sum(row)) continue;
            put_in_known_values(row);
            if (const auto rounded = pool_.round_whole(row)) row = *rounded;
            if (pool_.fact(row).sign == Sign::zero) equalities_.push_back(row);
        }
        if (equalities_.size() < 2) return;
        if (const auto multipliers = find_whole_contradiction(equations_of(unknowns())))
            rows.push_back(sum_of_equalities(*multipliers));
    }

    std::vector<std::pair<VariableIndex, Rational>> find_values(
        std::span<const FactPool::Index> rows, const std::function<Rational(VariableIndex)>& near) {
        for (const FactPool::Index row : rows)
            if (pool_.fact(row).sign == Sign::zero && is_whole_sum(row)) equalities_.push_back(row);
        const std::vector<VariableIndex> unknown = unknowns();
        std::vector<Rational> start;
        for (const VariableIndex v : unknown)
            start.push_back(near(v) / report_.quantities[v].unit.factor());
        std::vector<std::pair<VariableIndex, Rational>> values;
        const auto solution = find_whole_solution(equations_of(unknown), start);
        for (std::size_t i = 0; solution && i < unknown.size(); ++i)
            values.emplace_back(unknown[i], Rational((*solution)[i]) *
                                                report_.quantities[unknown[i]].unit.factor());
        return values;
    }

    std::optional<WholeValues> find_all_values(std::span<const FactPool::Index> rows,
                                               std::size_t most_moves) {
        WholeValues values;
        for (const FactPool::Index row : rows) {
            const PolynomialFact& fact = pool_.fact(row);
            const auto used = fact.polynomial.variables();
            if (std::ranges::all_of(used, [&](VariableIndex v) { return box_[v].is_point(); }))
                continue;
            if (!is_whole_sum(row)) return std::nullopt;
            if (fact.sign == Sign::zero) equalities_.push_back(row);
            values.quantities.insert(values.quantities.end(), used.begin(), used.end());
        }
        sort_unique(values.quantities);
        const std::vector<Rational> near(values.quantities.size());
        const auto solutions =
            find_whole_solutions(equations_of(values.quantities), near, most_moves);
        if (!solutions) return std::nullopt;
        const auto in_base_units = [&](const std::vector<Integer>& numbers) {
            std::vector<Rational> out;
            for (std::size_t i = 0; i < numbers.size(); ++i)
                out.push_back(Rational(numbers[i]) *
                              report_.quantities[values.quantities[i]].unit.factor());
            return out;
        };
        values.one = in_base_units(solutions->one);
        for (const auto& move : solutions->moves) values.moves.push_back(in_base_units(move));
        return values;
    }

private:
    [[nodiscard]] bool is_whole_sum(FactPool::Index row) const {
        const Polynomial& p = pool_.fact(row).polynomial;
        if (!p.is_linear()) return false;
        const auto variables = p.variables();
        const auto is_whole = [&](VariableIndex v) { return report_.quantities[v].whole; };
        const auto is_known = [&](VariableIndex v) { return box_[v].is_point(); };
        return std::all_of(variables.begin(), variables.end(), is_whole) &&
               !std::all_of(variables.begin(), variables.end(), is_known);
    }

    /// Their coefficients need not have the divisor of the others.
    void put_in_known_values(FactPool::Index& row) {
        for (const VariableIndex v : pool_.fact(row).polynomial.variables()) {
            if (!box_[v].is_point()) continue;
            const auto known = pool_.add_source({ProofSource::Kind::low, v, 0});
            if (!known) continue;
            if (const auto put_in = pool_.substitute(row, v, *known)) row = *put_in;
        }
    }

    /// Those of the equalities, rising.
    [[nodiscard]] std::vector<VariableIndex> unknowns() const {
        std::vector<VariableIndex> all;
        for (const FactPool::Index row : equalities_) {
            const auto used = pool_.fact(row).polynomial.variables();
            all.insert(all.end(), used.begin(), used.end());
        }
        sort_unique(all);
        return all;
    }

    /// In the quantities' own units, in which rounding has made all numbers whole.
    [[nodiscard]] std::vector<WholeEquation> equations_of(
        const std::vector<VariableIndex>& unknowns) const {
        std::vector<WholeEquation> result;
        for (const FactPool::Index row : equalities_) {
            WholeEquation equation;
            equation.coefficients.resize(unknowns.size());
            for (const auto& term : pool_.fact(row).polynomial.terms()) {
                if (term.monomial.empty()) {
                    equation.constant = term.coefficient.numerator();
                    continue;
                }
                const VariableIndex v = term.monomial.front();
                const auto place = std::lower_bound(unknowns.begin(), unknowns.end(), v);
                equation.coefficients[static_cast<std::size_t>(place - unknowns.begin())] =
                    (term.coefficient * report_.quantities[v].unit.factor()).numerator();
            }
            result.push_back(std::move(equation));
        }
        return result;
    }

    FactPool::Index sum_of_equalities(const std::vector<Rational>& multipliers) {
        std::vector<FactPool::Part> parts;
        Polynomial sum;
        for (std::size_t i = 0; i < equalities_.size(); ++i) {
            if (multipliers[i].is_zero()) continue;
            const Polynomial multiplier(multipliers[i]);
            sum = sum + multiplier * pool_.fact(equalities_[i]).polynomial;
            parts.push_back({equalities_[i], {}, multiplier});
        }
        const FactPool::Index own = pool_.add({std::move(sum), Sign::zero}, std::move(parts));
        return pool_.round_whole(own).value_or(own);
    }

    const Report& report_;
    std::span<const Interval> box_;
    FactPool& pool_;
    std::vector<FactPool::Index> equalities_;
};

}  // namespace

void round_whole_rows(const Report& report, std::span<const Interval> box, FactPool& pool,
                      std::vector<FactPool::Index>& rows) {
    WholeRows(report, box, pool).run(rows);
}

std::vector<std::pair<VariableIndex, Rational>> find_whole_values(
    const Report& report, std::span<const Interval> box, FactPool& pool,
    std::span<const FactPool::Index> rows, const std::function<Rational(VariableIndex)>& near) {
    return WholeRows(report, box, pool).find_values(rows, near);
}

std::optional<WholeValues> find_all_whole_values(const Report& report,
                                                 std::span<const Interval> box, FactPool& pool,
                                                 std::span<const FactPool::Index> rows,
                                                 std::size_t most_moves) {
    return WholeRows(report, box, pool).find_all_values(rows, most_moves);
}

}  // namespace brcheck
