#include "brcheck/report/certificate.hpp"

#include "brcheck/expr/to_fraction.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_terms = 500;

std::optional<PolynomialFact> fact_of_end(VariableIndex quantity, bool is_low,
                                          std::span<const Interval> box) {
    if (quantity >= box.size()) return std::nullopt;
    const Interval& interval = box[quantity];
    const Polynomial variable = Polynomial::variable(quantity);
    if (interval.is_point()) {
        const Polynomial rest = variable - Polynomial(interval.low());
        return PolynomialFact{is_low ? rest : -rest, Sign::zero};
    }
    if (is_low) {
        if (!interval.has_low()) return std::nullopt;
        return PolynomialFact{variable - Polynomial(interval.low()),
                              interval.low_open() ? Sign::positive : Sign::nonnegative};
    }
    if (!interval.has_high()) return std::nullopt;
    return PolynomialFact{Polynomial(interval.high()) - variable,
                          interval.high_open() ? Sign::positive : Sign::nonnegative};
}

Polynomial product(const std::vector<Polynomial>& factors) {
    Polynomial result(Rational(1));
    for (const Polynomial& factor : factors) result = result * factor;
    return result;
}

/// -1 or 1 for denominators whose signs the box settles, 0 otherwise.
int sign_of_product(const std::vector<Polynomial>& factors, std::span<const Interval> box) {
    int sign = 1;
    for (const Polynomial& factor : factors) {
        const Interval range = factor.range(box);
        if (range.is_negative())
            sign = -sign;
        else if (!range.is_positive())
            return 0;
    }
    return sign;
}

/// Of polynomials, by the box or by what is a fact to the letter.
SignOf make_sign_of(std::span<const Interval> box, std::span<const PolynomialFact> facts,
                    std::optional<Polynomial>* open_sign) {
    return [box, facts, open_sign](const Polynomial& p) {
        const Interval range = p.range(box);
        if (range.is_empty()) return 0;
        if (range.is_nonnegative()) return 1;
        if (range.is_nonpositive()) return -1;
        for (const PolynomialFact& fact : facts) {
            if (fact.polynomial == p) return 1;
            if (fact.polynomial == -p) return -1;
        }
        if (open_sign != nullptr && !*open_sign) *open_sign = p;
        return 0;
    };
}

/// The left side with the tolerance used up in one direction; nothing when that direction is not
/// settled, since the sign of the side is not.
std::optional<PolynomialFraction> shifted(const PolynomialFraction& side,
                                          const std::optional<Tolerance>& tolerance, bool up,
                                          std::span<const Interval> box) {
    if (!tolerance) return side;
    const Rational amount = up ? tolerance->amount : -tolerance->amount;
    PolynomialFraction result = side;
    if (!tolerance->is_relative) {
        result.numerator = side.numerator + Polynomial(amount) * product(side.denominators);
        return result;
    }
    const Interval range = side.numerator.range(box);
    const int sign = sign_of_product(side.denominators, box) *
                     (range.is_nonnegative() ? 1 : range.is_nonpositive() ? -1 : 0);
    if (sign == 0) return std::nullopt;
    result.numerator = side.numerator * Polynomial(Rational(1) + amount * Rational(sign));
    return result;
}

struct Sides {
    PolynomialFraction left;
    PolynomialFraction right;
};

/// cagr(new, old, n) on one side against `rate`, n whole and known: new / old against
/// (1 + rate)^n, which is the same where 1 + rate is not below 0.
std::optional<Sides> sides_of_compound_growth(const Expression& condition, NodeIndex growth,
                                              NodeIndex rate, std::span<const Interval> box,
                                              const SignOf& sign_of) {
    constexpr std::int64_t most_years = 40;
    const Node& node = condition.nodes()[growth];
    const auto arguments = condition.arguments(node);
    const Node& years = condition.nodes()[arguments[2]];
    Rational count;
    if (years.operation == Operation::literal)
        count = condition.literal(years).value;
    else if (years.operation == Operation::variable && box[years.payload].is_point())
        count = box[years.payload].low();
    else
        return std::nullopt;
    if (!count.is_integer() || count.sign() <= 0 || count > Rational(most_years))
        return std::nullopt;
    const auto last = to_fraction(condition, arguments[0], most_terms, sign_of);
    const auto first = to_fraction(condition, arguments[1], most_terms, sign_of);
    const auto step = to_fraction(condition, rate, most_terms, sign_of);
    if (!last || !first || !step || !first->denominators.empty() || !step->denominators.empty())
        return std::nullopt;
    const Polynomial factor = step->numerator + Polynomial(Rational(1));
    if (!factor.range(box).is_nonnegative() || first->numerator.is_zero()) return std::nullopt;
    Sides sides;
    sides.left = *last;
    if (first->numerator.is_constant())
        sides.left.numerator =
            last->numerator * Polynomial(Rational(1) / first->numerator.constant());
    else
        sides.left.denominators.push_back(first->numerator);
    sides.right.numerator = Polynomial(Rational(1));
    for (std::int64_t i = 0; i < count.numerator().to_int64(); ++i)
        sides.right.numerator = sides.right.numerator * factor;
    if (sides.right.numerator.terms().size() > most_terms) return std::nullopt;
    return sides;
}

std::optional<Sides> sides_of(const Relation& relation, std::size_t comparison,
                              std::span<const Interval> box, const SignOf& sign_of) {
    const Expression& condition = relation.condition;
    const NodeIndex left = condition.sides()[comparison];
    const NodeIndex right = condition.sides()[comparison + 1];
    if (!relation.tolerance) {
        if (condition.nodes()[left].operation == Operation::cagr)
            return sides_of_compound_growth(condition, left, right, box, sign_of);
        if (condition.nodes()[right].operation == Operation::cagr) {
            auto sides = sides_of_compound_growth(condition, right, left, box, sign_of);
            if (sides) std::swap(sides->left, sides->right);
            return sides;
        }
    }
    auto left_side = to_fraction(condition, left, most_terms, sign_of);
    auto right_side = to_fraction(condition, right, most_terms, sign_of);
    if (!left_side || !right_side) return std::nullopt;
    return Sides{std::move(*left_side), std::move(*right_side)};
}

std::optional<PolynomialFact> fact_of_relation(const ProofSource& source, const Relation& relation,
                                               std::span<const Interval> box, const SignOf& sign_of,
                                               std::vector<Polynomial>* denominators) {
    const Expression& condition = relation.condition;
    if (source.comparison >= condition.comparisons().size()) return std::nullopt;
    const Comparison comparison = condition.comparisons()[source.comparison];
    const bool is_equal = comparison == Comparison::equal;
    const bool is_slack = source.kind != ProofSource::Kind::relation;
    if (is_slack != (is_equal && relation.tolerance)) return std::nullopt;
    const auto sides = sides_of(relation, source.comparison, box, sign_of);
    if (!sides) return std::nullopt;
    const PolynomialFraction* const left = &sides->left;
    const PolynomialFraction* const right = &sides->right;
    if (denominators != nullptr) {
        for (const auto* side : {left, right})
            denominators->insert(denominators->end(), side->denominators.begin(),
                                 side->denominators.end());
    }
    if (is_equal && !is_slack) {
        auto difference = subtract(*left, *right);
        if (!difference) return std::nullopt;
        return PolynomialFact{std::move(difference->numerator), Sign::zero};
    }
    // What has to be the greater: the left side shifted up, or the right one over the left shifted
    // down.
    const bool left_is_greater = comparison == Comparison::greater ||
                                 comparison == Comparison::greater_equal ||
                                 source.kind == ProofSource::Kind::lower_slack;
    const auto moved = shifted(*left, relation.tolerance, left_is_greater, box);
    if (!moved) return std::nullopt;
    const auto difference = left_is_greater ? subtract(*moved, *right) : subtract(*right, *moved);
    if (!difference) return std::nullopt;
    const int sign = sign_of_product(difference->denominators, box);
    if (sign == 0) return std::nullopt;
    PolynomialFact fact;
    fact.sign = comparison == Comparison::less || comparison == Comparison::greater
                    ? Sign::positive
                    : Sign::nonnegative;
    fact.polynomial = sign < 0 ? -difference->numerator : difference->numerator;
    return fact;
}

}  // namespace

std::optional<PolynomialFact> fact_of(const ProofSource& source, const Report& report,
                                      std::span<const Interval> box,
                                      std::span<const PolynomialFact> facts,
                                      std::vector<Polynomial>* denominators,
                                      std::optional<Polynomial>* open_sign) {
    switch (source.kind) {
        case ProofSource::Kind::low: return fact_of_end(source.index, true, box);
        case ProofSource::Kind::high: return fact_of_end(source.index, false, box);
        case ProofSource::Kind::fact:
            if (source.index >= facts.size()) return std::nullopt;
            return facts[source.index];
        case ProofSource::Kind::definition: {
            if (source.index >= report.quantities.size()) return std::nullopt;
            const auto& definition = report.quantities[source.index].definition;
            if (!definition) return std::nullopt;
            const auto value = to_fraction(*definition, definition->root(), most_terms,
                                           make_sign_of(box, facts, open_sign));
            if (!value) return std::nullopt;
            const auto difference =
                subtract({Polynomial::variable(source.index), {}}, *value);
            if (!difference) return std::nullopt;
            if (denominators != nullptr)
                denominators->insert(denominators->end(), difference->denominators.begin(),
                                     difference->denominators.end());
            return PolynomialFact{difference->numerator, Sign::zero};
        }
        case ProofSource::Kind::relation:
        case ProofSource::Kind::upper_slack:
        case ProofSource::Kind::lower_slack:
            if (source.index >= report.relations.size()) return std::nullopt;
            return fact_of_relation(source, report.relations[source.index], box,
                                    make_sign_of(box, facts, open_sign), denominators);
    }
    return std::nullopt;
}

bool reads_box(const Expression& expression) {
    const auto nodes = expression.nodes();
    return std::any_of(nodes.begin(), nodes.end(), [](const Node& node) {
        return node.operation == Operation::cagr || node.operation == Operation::abs ||
               node.operation == Operation::min || node.operation == Operation::max ||
               node.operation == Operation::weighted;
    });
}

std::optional<WholeFact> rounded_to_whole(const PolynomialFact& fact, const Report& report) {
    if (!fact.polynomial.is_linear() || fact.polynomial.is_constant()) return std::nullopt;
    Integer denominators(1);
    Integer common(0);
    for (const auto& term : fact.polynomial.terms()) {
        if (term.monomial.empty()) continue;
        const Quantity& quantity = report.quantities[term.monomial.front()];
        if (!quantity.whole) return std::nullopt;
        const Rational own = term.coefficient * quantity.unit.factor();
        denominators = divide_exact(denominators * own.denominator(),
                                    gcd(denominators, own.denominator()));
    }
    for (const auto& term : fact.polynomial.terms()) {
        if (term.monomial.empty()) continue;
        const Rational own =
            term.coefficient * report.quantities[term.monomial.front()].unit.factor();
        common = gcd(common, (own * Rational(denominators)).numerator());
    }
    WholeFact result;
    result.multiplier = Rational(denominators, common);
    const Polynomial scaled = fact.polynomial * Polynomial(result.multiplier);
    const Rational constant = scaled.constant();
    if (fact.sign == Sign::zero) {
        if (constant.is_integer())
            result.fact = {scaled, Sign::zero};
        else
            result.fact = {Polynomial(Rational(-1)), Sign::nonnegative};
        return result;
    }
    // sum + c > 0 with a whole sum is sum + (ceiling of c) - 1 >= 0.
    const Rational rounded = fact.sign == Sign::positive ? Rational(constant.ceiling()) - Rational(1)
                                                         : Rational(constant.floor());
    result.fact = {scaled + Polynomial(rounded - constant), Sign::nonnegative};
    return result;
}

}  // namespace brcheck
