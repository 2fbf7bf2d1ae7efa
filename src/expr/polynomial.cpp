#include "brcheck/expr/polynomial.hpp"

#include "base/sort_unique.hpp"
#include "brcheck/base/result.hpp"
#include "brcheck/number/decimal.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace brcheck {
namespace {

bool comes_before(const Monomial& a, const Monomial& b) noexcept {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
}

Monomial multiply(const Monomial& a, const Monomial& b) {
    Monomial product;
    product.reserve(a.size() + b.size());
    std::merge(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(product));
    return product;
}

}  // namespace

Polynomial::Polynomial(Rational constant) {
    if (!constant.is_zero()) terms_.push_back({{}, std::move(constant)});
}

Polynomial Polynomial::variable(VariableIndex variable) {
    Polynomial result;
    result.terms_.push_back({{variable}, Rational(1)});
    return result;
}

Polynomial Polynomial::from_terms(std::vector<Term> terms) {
    std::sort(terms.begin(), terms.end(), [](const Term& a, const Term& b) {
        return comes_before(a.monomial, b.monomial);
    });
    Polynomial result;
    for (Term& term : terms) {
        if (!result.terms_.empty() && result.terms_.back().monomial == term.monomial)
            result.terms_.back().coefficient += term.coefficient;
        else
            result.terms_.push_back(std::move(term));
    }
    std::erase_if(result.terms_, [](const Term& term) { return term.coefficient.is_zero(); });
    return result;
}

bool Polynomial::is_constant() const noexcept {
    return terms_.empty() || (terms_.size() == 1 && terms_[0].monomial.empty());
}

Rational Polynomial::constant() const {
    return !terms_.empty() && terms_[0].monomial.empty() ? terms_[0].coefficient : Rational(0);
}

bool Polynomial::is_linear() const noexcept { return degree() <= 1; }

std::size_t Polynomial::degree() const noexcept {
    return terms_.empty() ? 0 : terms_.back().monomial.size();
}

std::vector<VariableIndex> Polynomial::variables() const {
    std::vector<VariableIndex> result;
    for (const Term& term : terms_)
        result.insert(result.end(), term.monomial.begin(), term.monomial.end());
    sort_unique(result);
    return result;
}

std::size_t Polynomial::degree_in(VariableIndex variable) const {
    std::size_t degree = 0;
    for (const Term& term : terms_)
        degree = std::max(degree, static_cast<std::size_t>(std::count(
                                      term.monomial.begin(), term.monomial.end(), variable)));
    return degree;
}

std::vector<Polynomial> Polynomial::coefficients_of(VariableIndex variable) const {
    std::vector<std::vector<Term>> parts(1);
    for (const Term& term : terms_) {
        Term rest{{}, term.coefficient};
        std::size_t power = 0;
        for (const VariableIndex factor : term.monomial) {
            if (factor == variable)
                ++power;
            else
                rest.monomial.push_back(factor);
        }
        if (parts.size() <= power) parts.resize(power + 1);
        parts[power].push_back(std::move(rest));
    }
    std::vector<Polynomial> result;
    result.reserve(parts.size());
    for (auto& terms : parts) result.push_back(from_terms(std::move(terms)));
    return result;
}

Polynomial Polynomial::with_value(VariableIndex variable, const Rational& value) const {
    std::vector<Term> terms;
    terms.reserve(terms_.size());
    for (const Term& term : terms_) {
        Term rest{{}, term.coefficient};
        for (const VariableIndex factor : term.monomial) {
            if (factor == variable)
                rest.coefficient *= value;
            else
                rest.monomial.push_back(factor);
        }
        terms.push_back(std::move(rest));
    }
    return from_terms(std::move(terms));
}

namespace {

Interval range_by_terms(std::span<const Polynomial::Term> terms, std::span<const Interval> box) {
    Interval sum{Rational(0)};
    for (const Polynomial::Term& term : terms) {
        Interval product(term.coefficient);
        for (std::size_t i = 0; i < term.monomial.size();) {
            std::size_t end = i + 1;
            while (end < term.monomial.size() && term.monomial[end] == term.monomial[i]) ++end;
            const Interval& factor = box[term.monomial[i]];
            product = product * (end - i == 1
                                     ? factor
                                     : power(factor, static_cast<std::int64_t>(end - i)));
            i = end;
        }
        sum = sum + product;
    }
    return sum;
}

}  // namespace

std::optional<CompletedSquare> complete_square(const Polynomial& p) {
    if (p.degree() != 2) return std::nullopt;
    const auto terms = p.terms();
    for (const Polynomial::Term& term : terms) {
        if (term.monomial.size() != 2 || term.monomial[0] != term.monomial[1]) continue;
        const VariableIndex v = term.monomial[0];
        const auto has_another = [&](const Polynomial::Term& other) {
            return &other != &term && std::ranges::find(other.monomial, v) != other.monomial.end();
        };
        if (std::none_of(terms.begin(), terms.end(), has_another)) continue;
        // a v^2 + b v + c = a (v + b / 2a)^2 + (c - b^2 / 4a), and v is not in the second.
        const std::vector<Polynomial> parts = p.coefficients_of(v);
        const Rational& a = term.coefficient;
        const Polynomial half = Polynomial(Rational(1) / (Rational(2) * a)) * parts[1];
        return CompletedSquare{a, Polynomial::variable(v) + half,
                               parts[0] - Polynomial(a) * half * half};
    }
    return std::nullopt;
}

Interval Polynomial::range(std::span<const Interval> box) const {
    Interval by_terms = range_by_terms(terms_, box);
    const auto square = complete_square(*this);
    if (!square) return by_terms;
    return intersect(by_terms, Interval(square->coefficient) * power(square->root.range(box), 2) +
                                   square->rest.range(box));
}

Polynomial Polynomial::operator-() const {
    Polynomial result = *this;
    for (Term& term : result.terms_) term.coefficient = -term.coefficient;
    return result;
}

Polynomial operator+(const Polynomial& a, const Polynomial& b) {
    Polynomial sum;
    sum.terms_.reserve(a.terms_.size() + b.terms_.size());
    auto i = a.terms_.begin();
    auto k = b.terms_.begin();
    while (i != a.terms_.end() && k != b.terms_.end()) {
        if (comes_before(i->monomial, k->monomial)) {
            sum.terms_.push_back(*i++);
        } else if (comes_before(k->monomial, i->monomial)) {
            sum.terms_.push_back(*k++);
        } else {
            Rational coefficient = i->coefficient + k->coefficient;
            if (!coefficient.is_zero())
                sum.terms_.push_back({i->monomial, std::move(coefficient)});
            ++i;
            ++k;
        }
    }
    sum.terms_.insert(sum.terms_.end(), i, a.terms_.end());
    sum.terms_.insert(sum.terms_.end(), k, b.terms_.end());
    return sum;
}

Polynomial operator-(const Polynomial& a, const Polynomial& b) { return a + -b; }

Polynomial operator*(const Polynomial& a, const Polynomial& b) {
    if (a.is_zero() || b.is_zero()) return {};
    // A constant or a single product keeps the order of the terms, which is that of their monomials
    // only for a constant.
    if (a.is_constant() || b.is_constant()) {
        const Rational factor = a.is_constant() ? a.constant() : b.constant();
        Polynomial product = a.is_constant() ? b : a;
        for (Polynomial::Term& term : product.terms_) term.coefficient *= factor;
        return product;
    }
    std::vector<Polynomial::Term> terms;
    terms.reserve(a.terms_.size() * b.terms_.size());
    for (const Polynomial::Term& x : a.terms_)
        for (const Polynomial::Term& y : b.terms_)
            terms.push_back({multiply(x.monomial, y.monomial), x.coefficient * y.coefficient});
    return Polynomial::from_terms(std::move(terms));
}

std::optional<Polynomial> divide_exact(Polynomial a, const Polynomial& b) {
    constexpr std::size_t most_terms = 1000;
    // The order of terms goes with products, so that the last term of a product is that of its
    // factors multiplied.
    const Polynomial::Term& by = b.terms_.back();
    Polynomial quotient;
    while (!a.is_zero()) {
        const Polynomial::Term& last = a.terms_.back();
        if (quotient.terms_.size() == most_terms ||
            !std::includes(last.monomial.begin(), last.monomial.end(), by.monomial.begin(),
                           by.monomial.end()))
            return std::nullopt;
        Polynomial::Term part{{}, last.coefficient / by.coefficient};
        std::set_difference(last.monomial.begin(), last.monomial.end(), by.monomial.begin(),
                            by.monomial.end(), std::back_inserter(part.monomial));
        const Polynomial factor = Polynomial::from_terms({std::move(part)});
        quotient = quotient + factor;
        a = a - factor * b;
    }
    return quotient;
}

namespace {

std::string format_rational(const Rational& value) {
    constexpr std::int64_t most_places = 30;
    std::string text = format_decimal(value, most_places, Toward::nearest);
    const auto read = parse_decimal(text);
    if (read && read->value() == value) return text;
    return value.numerator().to_string() + " / " + value.denominator().to_string();
}

}  // namespace

bool may_hold(const PolynomialFact& fact, std::span<const Interval> box) {
    const Interval range = fact.polynomial.range(box);
    if (range.is_empty()) return false;
    if (fact.sign == Sign::zero) return range.contains_zero();
    if (!range.has_high() || range.high().sign() > 0) return true;
    return fact.sign == Sign::nonnegative && range.high().is_zero() && !range.high_open();
}

std::string format_polynomial(const Polynomial& polynomial, const NameTable& names) {
    if (polynomial.is_zero()) return "0";
    std::string text;
    for (const Polynomial::Term& term : polynomial.terms()) {
        const bool is_negative = term.coefficient.sign() < 0;
        const Rational size = abs(term.coefficient);
        text += text.empty() ? (is_negative ? "-" : "") : (is_negative ? " - " : " + ");
        const bool shows_number = term.monomial.empty() || size != Rational(1);
        if (shows_number) text += format_rational(size);
        for (std::size_t i = 0; i < term.monomial.size(); ++i) {
            if (i > 0 || shows_number) text += " * ";
            text += names.name(term.monomial[i]);
        }
    }
    return text;
}

}  // namespace brcheck
