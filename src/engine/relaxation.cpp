#include "engine/relaxation.hpp"

#include "engine/completion.hpp"

#include <algorithm>

namespace brcheck {

Relaxation::Relaxation(const Report& report, FactPool& pool,
                       const std::vector<FactPool::Index>& rows, std::span<const Interval> box)
    : report_(report), pool_(pool), box_(box) {
    for (const FactPool::Index row : rows) add_fact(row);
}

/// What is printed is near to what is true.
Rational Relaxation::start_of(VariableIndex variable) const {
    const Interval& interval = box_[variable];
    if (interval.is_empty()) return {};
    return *choose_value(interval, report_.quantities[variable].stated_value(), std::nullopt);
}

Simplex::Column Relaxation::column(VariableIndex variable) {
    const auto [place, is_new] = columns_.try_emplace(Monomial{variable}, 0);
    if (!is_new) return place->second;
    const Simplex::Column own = simplex.add_column(start_of(variable));
    place->second = own;
    fact_of_column_.resize(own + std::size_t{1});
    variable_of_column_.resize(own + std::size_t{1});
    variable_of_column_[own] = variable;
    variables_.insert(std::lower_bound(variables_.begin(), variables_.end(), variable), variable);
    const Interval& interval = box_[variable];
    if (interval.has_low()) simplex.set_low(own, interval.low(), interval.low_open());
    if (interval.has_high()) simplex.set_high(own, interval.high(), interval.high_open());
    return own;
}

Simplex::Column Relaxation::product_column(const Monomial& monomial) {
    if (monomial.size() == 1) return column(monomial.front());
    const auto found = columns_.find(monomial);
    if (found != columns_.end()) return found->second;
    has_products_ = true;
    Rational start(1);
    for (const VariableIndex v : monomial) start *= start_of(v);
    const Simplex::Column own = simplex.add_column(std::move(start));
    columns_.emplace(monomial, own);
    fact_of_column_.resize(own + std::size_t{1});
    variable_of_column_.resize(own + std::size_t{1});
    hold_product(monomial);
    return own;
}

void Relaxation::hold_product(const Monomial& monomial) {
    // The first factor times the rest, whose range is that of interval arithmetic.
    const VariableIndex first = monomial.front();
    const Polynomial rest = Polynomial::from_terms(
        {{Monomial(monomial.begin() + 1, monomial.end()), Rational(1)}});
    column(first);
    product_column(Monomial(monomial.begin() + 1, monomial.end()));
    const Interval& a = box_[first];
    const Interval b = rest.range(box_);
    const Polynomial x = Polynomial::variable(first);
    for (const bool low_of_first : {true, false}) {
        if (low_of_first ? !a.has_low() : !a.has_high()) continue;
        const Polynomial distance =
            low_of_first ? x - Polynomial(a.low()) : Polynomial(a.high()) - x;
        const ProofSource source{
            low_of_first ? ProofSource::Kind::low : ProofSource::Kind::high, first, 0};
        for (const bool low_of_rest : {true, false}) {
            if (low_of_rest ? !b.has_low() : !b.has_high()) continue;
            const Polynomial other =
                low_of_rest ? rest - Polynomial(b.low()) : Polynomial(b.high()) - rest;
            const Sign sign = a.is_point() ? Sign::zero : Sign::nonnegative;
            add_fact(pool_.add({distance * other, sign}, {{std::nullopt, source, other}}));
        }
    }
}

Simplex::Combination Relaxation::combination(const Polynomial& polynomial, bool* grew) {
    Simplex::Combination sum;
    for (const Polynomial::Term& term : polynomial.terms()) {
        if (term.monomial.empty()) continue;
        if (grew != nullptr && !columns_.contains(term.monomial)) *grew = true;
        sum.emplace_back(product_column(term.monomial), term.coefficient);
    }
    std::sort(sum.begin(), sum.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    return sum;
}

void Relaxation::add_fact(FactPool::Index index) {
    const PolynomialFact fact = pool_.fact(index);
    const Simplex::Combination sum = combination(fact.polynomial);
    const Simplex::Column own = simplex.add_row(sum);
    fact_of_column_.resize(own + std::size_t{1});
    variable_of_column_.resize(own + std::size_t{1});
    fact_of_column_[own] = index;
    const Rational end = -fact.polynomial.constant();
    simplex.set_low(own, end, fact.sign == Sign::positive);
    if (fact.sign == Sign::zero) simplex.set_high(own, end);
}

FactPool::Index Relaxation::contradiction() {
    std::vector<FactPool::Part> parts;
    PolynomialFact sum{{}, Sign::nonnegative};
    std::vector<Polynomial::Term> terms;  // one by one, a sum of many would be copied as often
    bool all_zero = true;
    for (const Simplex::ConflictPart& part : simplex.conflict()) {
        const auto& row = fact_of_column_[part.column];
        PolynomialFact used;
        Polynomial multiplier(part.multiple);
        if (row) {
            used = pool_.fact(*row);
            if (!part.is_low) multiplier = -multiplier;
            parts.push_back({*row, {}, multiplier});
        } else {
            const VariableIndex v = variable_of_column_[part.column];
            const Interval& interval = box_[v];
            const Polynomial x = Polynomial::variable(v);
            used.polynomial =
                part.is_low ? x - Polynomial(interval.low()) : Polynomial(interval.high()) - x;
            const bool open = part.is_low ? interval.low_open() : interval.high_open();
            used.sign = interval.is_point() ? Sign::zero
                        : open              ? Sign::positive
                                            : Sign::nonnegative;
            parts.push_back({std::nullopt,
                             {part.is_low ? ProofSource::Kind::low : ProofSource::Kind::high, v, 0},
                             multiplier});
        }
        if (used.sign == Sign::positive) sum.sign = Sign::positive;
        all_zero = all_zero && used.sign == Sign::zero;
        const Polynomial part_of_sum = multiplier * used.polynomial;
        terms.insert(terms.end(), part_of_sum.terms().begin(), part_of_sum.terms().end());
    }
    sum.polynomial = Polynomial::from_terms(std::move(terms));
    if (all_zero) sum.sign = Sign::zero;
    return pool_.add(std::move(sum), std::move(parts));
}

std::vector<Monomial> Relaxation::broken_products() const {
    std::vector<Monomial> broken;
    for (const auto& [monomial, column] : columns_) {
        if (monomial.size() < 2) continue;
        // Of more than one factor that is a little off, its square would have to be looked at, too.
        NearRational product{Rational(1), Rational(0)};
        bool is_square_left_out = false;
        for (const VariableIndex v : monomial) {
            const NearRational factor = simplex.value(columns_.at(Monomial{v}));
            is_square_left_out = is_square_left_out || (!factor.infinitesimal.is_zero() &&
                                                        !product.infinitesimal.is_zero());
            product = {product.value * factor.value, product.value * factor.infinitesimal +
                                                         product.infinitesimal * factor.value};
        }
        if (is_square_left_out || product != simplex.value(column)) broken.push_back(monomial);
    }
    return broken;
}

}  // namespace brcheck
