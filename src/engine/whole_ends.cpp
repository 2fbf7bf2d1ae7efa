#include "engine/whole_ends.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// The programs that one end is worth, and moves few enough for them.
constexpr int most_programs = 300;
constexpr std::size_t few_moves = 6;

}  // namespace

std::optional<WholeEnds> WholeEnds::of(const Report& report, std::span<const Interval> box,
                                       FactPool& pool, std::span<const FactPool::Index> rows,
                                       Work& work) {
    auto values = find_all_whole_values(report, box, pool, rows, few_moves);
    if (!values) return std::nullopt;
    WholeEnds ends(*std::move(values), work);
    ends.add_rows(box, pool, rows);
    if (ends.is_impossible_) return std::nullopt;
    for (const VariableIndex v : ends.values_.quantities)
        ends.units_.push_back(report.quantities[v].unit.factor());
    return ends;
}

Simplex::Combination WholeEnds::in_moves(const Polynomial& sum) const {
    Simplex::Combination result;
    for (std::size_t k = 0; k < values_.moves.size(); ++k) {
        Rational coefficient;
        for (const auto& term : sum.terms())
            if (!term.monomial.empty())
                coefficient += term.coefficient * values_.moves[k][place_of(term.monomial.front())];
        if (!coefficient.is_zero())
            result.emplace_back(static_cast<Simplex::Column>(k), std::move(coefficient));
    }
    return result;
}

std::size_t WholeEnds::place_of(VariableIndex quantity) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(values_.quantities, quantity) -
                                    values_.quantities.begin());
}

void WholeEnds::add_rows(std::span<const Interval> box, FactPool& pool,
                         std::span<const FactPool::Index> rows) {
    for (std::size_t k = 0; k < values_.moves.size(); ++k) program_.add_column();
    const auto add = [&](const Polynomial& sum, const Interval& range) {
        Rational start;
        for (const auto& term : sum.terms())
            start += term.monomial.empty()
                         ? term.coefficient
                         : term.coefficient * values_.one[place_of(term.monomial.front())];
        const Simplex::Combination moves = in_moves(sum);
        if (moves.empty()) {
            is_impossible_ = is_impossible_ || !range.contains(start);
            return;
        }
        const Simplex::Column row = program_.add_row(moves);
        if (range.has_low()) program_.set_low(row, range.low() - start, range.low_open());
        if (range.has_high()) program_.set_high(row, range.high() - start, range.high_open());
    };
    for (const VariableIndex v : values_.quantities) add(Polynomial::variable(v), box[v]);
    for (const FactPool::Index row : rows) {
        const PolynomialFact& fact = pool.fact(row);
        if (fact.sign == Sign::zero) continue;
        add(fact.polynomial, Interval::at_least(Rational(0), fact.sign == Sign::positive));
    }
}

std::optional<WholeEnds::End> WholeEnds::find(VariableIndex quantity, bool is_low) {
    if (!std::ranges::binary_search(values_.quantities, quantity)) return std::nullopt;
    const std::size_t place = place_of(quantity);
    const Rational direction(is_low ? -1 : 1);
    Search search{
        in_moves(Polynomial::variable(quantity)), units_[place], most_programs, {}, false};
    for (auto& entry : search.objective) entry.second *= direction;
    if (run(program_, search)) {
        if (!search.best) return std::nullopt;
        return End{true, values_.one[place] + direction * *search.best};
    }
    // From a solution, whole multiples of a direction without end lead to others.
    Search any{{}, units_[place], most_programs, {}, false};
    if (!search.is_endless || !run(program_, any) || !any.best) return std::nullopt;
    return End{};
}

bool WholeEnds::run(Simplex program, Search& search) {
    if (search.programs_left-- == 0 || work_->left() == 0) return false;
    program.work_left = work_->left();
    const std::uint64_t before = program.work_left;
    Simplex::Optimum optimum;
    optimum.status = program.solve();
    if (optimum.status == Simplex::Status::feasible) optimum = program.maximize(search.objective);
    work_->spend(before - program.work_left);
    if (optimum.status == Simplex::Status::infeasible) return true;
    search.is_endless = optimum.status == Simplex::Status::unbounded;
    if (optimum.status != Simplex::Status::feasible) return false;
    // Whole multiples of the moves make whole numbers of units.
    const auto last_unit = [&](const NearRational& value, const Rational& unit) {
        const Rational units = value.value / unit;
        const bool is_just_below = units.is_integer() && value.infinitesimal.sign() < 0;
        return Rational(units.floor()) - Rational(is_just_below ? 1 : 0);
    };
    const Rational bound = last_unit(optimum.value, search.unit) * search.unit;
    if (search.best && bound <= *search.best) return true;
    for (Simplex::Column k = 0; k < values_.moves.size(); ++k) {
        const NearRational value = program.value(k);
        if (value.value.is_integer() && value.infinitesimal.is_zero()) continue;
        const Rational below = last_unit(value, Rational(1));
        Simplex other = program;
        program.set_low(k, below + Rational(1));
        other.set_high(k, below);
        return run(std::move(program), search) && run(std::move(other), search);
    }
    search.best = bound;
    return true;
}

}  // namespace brcheck
