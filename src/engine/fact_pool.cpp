#include "engine/fact_pool.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace brcheck {
namespace {

Polynomial power_of(VariableIndex variable, std::size_t exponent) {
    return Polynomial::from_terms({{Monomial(exponent, variable), Rational(1)}});
}

/// The variables that every term has as a factor, each once.
std::vector<VariableIndex> common_factors(const Polynomial& p) {
    std::vector<VariableIndex> common;
    if (p.terms().empty()) return common;
    for (const VariableIndex v : p.terms().front().monomial) {
        if (!common.empty() && common.back() == v) continue;
        const bool everywhere = std::all_of(p.terms().begin(), p.terms().end(), [&](const auto& t) {
            return std::binary_search(t.monomial.begin(), t.monomial.end(), v);
        });
        if (everywhere) common.push_back(v);
    }
    return common;
}

Polynomial without_factor(const Polynomial& p, VariableIndex variable) {
    std::vector<Polynomial::Term> terms(p.terms().begin(), p.terms().end());
    for (auto& term : terms)
        term.monomial.erase(std::find(term.monomial.begin(), term.monomial.end(), variable));
    return Polynomial::from_terms(std::move(terms));
}

/// p / divisor when nothing is left over. Division by the leading terms, highest degree first.
std::optional<Polynomial> divide(const Polynomial& dividend, const Polynomial& divisor) {
    constexpr std::size_t most_steps = 200;
    if (divisor.is_zero()) return std::nullopt;
    const Polynomial::Term& lead = divisor.terms().back();
    const auto has_lead = [&](const Polynomial::Term& top) {
        return std::ranges::includes(top.monomial, lead.monomial);
    };
    // As a rule it ends here, before anything is copied: the last term of a product is that of its
    // factors multiplied, and so is the first; of a factor of one term all are.
    const bool may_divide =
        dividend.is_zero() ||
        (divisor.terms().size() == 1
             ? std::ranges::all_of(dividend.terms(), has_lead)
             : has_lead(dividend.terms().back()) &&
                   std::ranges::includes(dividend.terms().front().monomial,
                                         divisor.terms().front().monomial));
    if (!may_divide) return std::nullopt;
    Polynomial p = dividend;
    Polynomial quotient;
    for (std::size_t step = 0; !p.is_zero(); ++step) {
        const Polynomial::Term& top = p.terms().back();
        if (step == most_steps || !has_lead(top)) return std::nullopt;
        Monomial rest;
        std::set_difference(top.monomial.begin(), top.monomial.end(), lead.monomial.begin(),
                            lead.monomial.end(), std::back_inserter(rest));
        const Polynomial part =
            Polynomial::from_terms({{std::move(rest), top.coefficient / lead.coefficient}});
        quotient = quotient + part;
        p = p - part * divisor;
    }
    return quotient;
}

}  // namespace

FactPool::FactPool(const Report& report, std::span<const Interval> box,
                   std::span<const PolynomialFact> cases)
    : report_(report), box_(box), cases_(cases.begin(), cases.end()) {
    for (std::uint32_t i = 0; i < cases_.size(); ++i)
        entries_.push_back({cases_[i], ProofSource{ProofSource::Kind::fact, i, 0}, {}, {}, false});
}

std::optional<FactPool::Index> FactPool::add_source(const ProofSource& source,
                                                    std::optional<Polynomial>* open_sign) {
    auto fact = fact_of(source, report_, box_, cases_, &nonzero_, open_sign);
    nonzero_by_.resize(nonzero_.size(), source);
    if (!fact) return std::nullopt;
    entries_.push_back({std::move(*fact), source, {}, {}, false});
    return entries_.size() - 1;
}

FactPool::Index FactPool::add(PolynomialFact fact, std::vector<Part> parts, Polynomial factor) {
    entries_.push_back({std::move(fact), std::nullopt, std::move(parts), std::move(factor), false});
    return entries_.size() - 1;
}

std::vector<Polynomial> FactPool::open_divisors() const {
    std::vector<Polynomial> open;
    std::ranges::copy_if(nonzero_, std::back_inserter(open),
                         [&](const Polynomial& divisor) { return sign(divisor) == 0; });
    return open;
}

bool FactPool::is_nonzero(const Polynomial& p) const {
    if (sign(p) != 0) return true;
    terms_handled_ += nonzero_.size();
    Polynomial rest = p;
    for (bool divided = true; divided && !rest.is_constant();) {
        divided = false;
        for (std::size_t i = 0; i < nonzero_.size(); ++i) {
            const Polynomial& known = nonzero_[i];
            if (known.is_constant()) continue;
            if (auto quotient = divide(rest, known)) {
                nonzero_used_.push_back(i);
                rest = std::move(*quotient);
                divided = true;
                break;
            }
            // A product that is not 0 has no factor that is.
            if (divide(known, rest)) {
                nonzero_used_.push_back(i);
                return true;
            }
        }
        if (sign(rest) != 0) return true;
    }
    return false;
}

int FactPool::sign(const Polynomial& p) const {
    constexpr std::uint64_t products_of_intervals = 10;
    terms_handled_ += products_of_intervals * p.terms().size();
    const Interval range = p.range(box_);
    if (range.is_empty()) return 0;
    return range.is_positive() ? 1 : range.is_negative() ? -1 : 0;
}

bool FactPool::is_unwieldy(const Polynomial& p) const {
    constexpr std::size_t most_terms = 500;
    constexpr std::size_t highest_degree = 45;
    constexpr std::size_t most_bits = 8192;
    if (p.terms().size() > most_terms) return true;
    const std::size_t degree = p.degree();
    if (degree < 2) return false;
    if (degree > highest_degree) return true;
    const auto variables = p.variables();
    return std::any_of(variables.begin(), variables.end(), [&](VariableIndex v) {
        const Interval& x = box_[v];
        return (x.has_low() && x.low().bit_length() * degree > most_bits) ||
               (x.has_high() && x.high().bit_length() * degree > most_bits);
    });
}

FactPool::Index FactPool::add_reduced(PolynomialFact fact, std::vector<Part> parts) {
    Polynomial factor(Rational(1));
    std::vector<ProofSource> divided_by;
    const auto may_divide = [&](const Polynomial& divisor) {
        if (fact.sign != Sign::zero) return sign(divisor) > 0;
        nonzero_used_.clear();
        if (!is_nonzero(divisor)) return false;
        for (const std::size_t i : nonzero_used_) divided_by.push_back(nonzero_by_[i]);
        return true;
    };
    for (const VariableIndex v : common_factors(fact.polynomial)) {
        const Polynomial variable = Polynomial::variable(v);
        if (!may_divide(variable)) continue;
        while (fact.polynomial.degree_in(v) > 0 && !common_factors(fact.polynomial).empty()) {
            const auto common = common_factors(fact.polynomial);
            if (std::find(common.begin(), common.end(), v) == common.end()) break;
            fact.polynomial = without_factor(fact.polynomial, v);
            factor = factor * variable;
        }
    }
    terms_handled_ += nonzero_.size();
    // Denominators come back as factors when definitions are put into each other.
    for (const Polynomial& known : nonzero_) {
        if (known.is_constant() || known.degree() > fact.polynomial.degree()) continue;
        if (fact.polynomial.degree() < 2) continue;
        // Most do not divide it, which is seen at once: their signs are not.
        if (auto quotient = divide(fact.polynomial, known); quotient && may_divide(known)) {
            fact.polynomial = std::move(*quotient);
            factor = factor * known;
        }
    }
    const Index index = add(std::move(fact), std::move(parts), std::move(factor));
    entries_[index].divided_by = std::move(divided_by);
    return index;
}

std::optional<FactPool::Index> FactPool::substitute(Index target, VariableIndex variable,
                                                    Index equality) {
    const auto parts_of_equality = entries_[equality].fact.polynomial.coefficients_of(variable);
    const Polynomial& b = parts_of_equality[1];
    Index current = target;
    while (true) {
        const PolynomialFact fact = entries_[current].fact;
        const std::size_t degree = fact.polynomial.degree_in(variable);
        if (degree == 0) return current;
        const Polynomial lead =
            fact.polynomial.coefficients_of(variable)[degree] * power_of(variable, degree - 1);
        Polynomial scale(Rational(1));
        Polynomial multiple;
        if (b.is_constant()) {
            multiple = lead * Polynomial(Rational(-1) / b.constant());
        } else {
            // b * target - lead * equality; with -b for a negative b, so that signs stay.
            const int b_sign = sign(b);
            if (fact.sign == Sign::zero ? !is_nonzero(b) : b_sign == 0) return std::nullopt;
            const bool flip = b_sign < 0;
            scale = flip ? -b : b;
            multiple = flip ? lead : -lead;
        }
        PolynomialFact next{scale * fact.polynomial +
                                multiple * entries_[equality].fact.polynomial,
                            fact.sign};
        terms_handled_ += next.polynomial.terms().size();
        if (is_unwieldy(next.polynomial)) return std::nullopt;
        current = add_reduced(std::move(next), {{current, {}, std::move(scale)},
                                                {equality, {}, std::move(multiple)}});
    }
}

std::optional<std::vector<FactPool::Index>> FactPool::bounds_through(VariableIndex variable,
                                                                     Index equality) {
    const Interval& interval = box_[variable];
    std::vector<Index> result;
    const Polynomial whole = entries_[equality].fact.polynomial;
    const auto coefficients = whole.coefficients_of(variable);
    // Only what rises or falls everywhere reaches every value between those at its ends.
    if (coefficients.size() > 2) {
        Polynomial derivative;
        for (std::size_t k = 1; k < coefficients.size(); ++k)
            derivative = derivative + coefficients[k] * power_of(variable, k - 1) *
                                          Polynomial(Rational(static_cast<std::int64_t>(k)));
        if (sign(derivative) == 0) return std::nullopt;
    }
    const Polynomial v = Polynomial::variable(variable);
    for (const bool is_low : {true, false}) {
        if (is_low ? !interval.has_low() : !interval.has_high()) continue;
        // e(v) - e(end) = (v - end) * slope, by Horner's rule.
        const Polynomial end(is_low ? interval.low() : interval.high());
        Polynomial slope;
        Polynomial at_end;
        for (std::size_t k = coefficients.size(); k-- > 0;) {
            if (k + 1 < coefficients.size()) slope = slope * v + at_end;
            at_end = at_end * end + coefficients[k];
        }
        const int direction = sign(slope);
        if (direction == 0) return std::nullopt;
        const Polynomial size = direction < 0 ? -slope : slope;
        // At its low end v leaves e on the side against its slope, since e(v) = 0.
        const bool flip = is_low == (direction > 0);
        const bool strict = is_low ? interval.low_open() : interval.high_open();
        const Sign sign_of_fact = interval.is_point() ? Sign::zero
                                  : strict            ? Sign::positive
                                                      : Sign::nonnegative;
        const ProofSource source{is_low ? ProofSource::Kind::low : ProofSource::Kind::high,
                                 variable, 0};
        result.push_back(add_reduced({flip ? -at_end : at_end, sign_of_fact},
                                     {{std::nullopt, source, size},
                                      {equality, {}, Polynomial(Rational(flip ? -1 : 1))}}));
        if (interval.is_point()) break;
    }
    return result;
}

std::optional<FactPool::Index> FactPool::round_whole(Index index) {
    const PolynomialFact fact = entries_[index].fact;
    const auto rounded = rounded_to_whole(fact, report_);
    if (!rounded || rounded->fact == fact) return std::nullopt;
    const Index own = add(rounded->fact, {{index, {}, Polynomial(rounded->multiplier)}});
    entries_[own].is_rounded = true;
    return own;
}

void FactPool::write(Index last, std::vector<ProofStep>& steps,
                     std::vector<std::optional<std::uint32_t>>& numbers,
                     std::uint32_t& next) const {
    numbers.resize(entries_.size());
    // Facts rest on earlier ones only, so those that are needed come out in their own order.
    std::vector<bool> needed(last + 1, false);
    needed[last] = true;
    for (Index i = last + 1; i-- > 0;)
        if (needed[i] && !numbers[i])
            for (const Part& part : entries_[i].parts)
                if (part.fact) needed[*part.fact] = true;
    for (Index i = 0; i <= last; ++i) {
        if (!needed[i] || numbers[i]) continue;
        const Entry& entry = entries_[i];
        if (entry.source && i != last) continue;
        ProofStep step;
        step.kind = entry.is_rounded ? ProofStep::Kind::round : ProofStep::Kind::fact;
        step.fact = entry.fact;
        if (entry.source) {
            step.terms.push_back({*entry.source, Polynomial(Rational(1))});
        } else {
            step.factor = entry.factor;
            for (const Part& part : entry.parts) {
                if (part.multiplier.is_zero()) continue;
                ProofSource source = part.source;
                if (part.fact) {
                    const Entry& used = entries_[*part.fact];
                    source = used.source ? *used.source
                                         : ProofSource{ProofSource::Kind::fact,
                                                       *numbers[*part.fact], 0};
                }
                step.terms.push_back({source, part.multiplier});
            }
        }
        numbers[i] = next++;
        steps.push_back(std::move(step));
    }
}

void add_quantities_read(const ProofSource& source, const Report& report,
                         std::span<const Interval> box, std::span<const PolynomialFact> cases,
                         std::vector<VariableIndex>& quantities) {
    const auto add = [&](std::span<const VariableIndex> more) {
        quantities.insert(quantities.end(), more.begin(), more.end());
    };
    if (source.kind == ProofSource::Kind::fact) return;
    if (source.kind == ProofSource::Kind::low || source.kind == ProofSource::Kind::high) {
        quantities.push_back(source.index);
        return;
    }
    const Expression& expression = source.kind == ProofSource::Kind::definition
                                       ? *report.quantities[source.index].definition
                                       : report.relations[source.index].condition;
    if (reads_box(expression)) {
        add(expression.variables());
        if (source.kind == ProofSource::Kind::definition) quantities.push_back(source.index);
    }
    std::vector<Polynomial> denominators;
    fact_of(source, report, box, cases, &denominators);
    for (const Polynomial& p : denominators)
        if (!p.is_constant()) add(p.variables());
}

void FactPool::collect(Index last, std::vector<ProofSource>& divided_by,
                       std::vector<VariableIndex>& quantities) const {
    std::vector<bool> needed(last + 1, false);
    needed[last] = true;
    const auto use = [&](const Polynomial& p) {
        if (p.is_constant()) return;
        const auto used = p.variables();
        quantities.insert(quantities.end(), used.begin(), used.end());
    };
    const auto use_source = [&](const ProofSource& source) {
        add_quantities_read(source, report_, box_, cases_, quantities);
    };
    for (Index i = last + 1; i-- > 0;) {
        if (!needed[i]) continue;
        const Entry& entry = entries_[i];
        if (entry.source) use_source(*entry.source);
        divided_by.insert(divided_by.end(), entry.divided_by.begin(), entry.divided_by.end());
        use(entry.factor);
        for (const Part& part : entry.parts) {
            if (part.multiplier.is_zero()) continue;
            use(part.multiplier);
            if (part.fact)
                needed[*part.fact] = true;
            else
                use_source(part.source);
        }
    }
}

}  // namespace brcheck
