#include "brcheck/report/certificate.hpp"

#include "brcheck/expr/evaluate.hpp"
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

bool has_root_below(const Expression& expression, NodeIndex node) {
    const Node& own = expression.nodes()[node];
    if (own.operation == Operation::sqrt) return true;
    const auto arguments = expression.arguments(own);
    return std::any_of(arguments.begin(), arguments.end(),
                       [&](NodeIndex argument) { return has_root_below(expression, argument); });
}

std::optional<PolynomialFraction> product(const PolynomialFraction& a,
                                          const PolynomialFraction& b) {
    if (a.numerator.terms().size() * b.numerator.terms().size() > most_terms) return std::nullopt;
    PolynomialFraction result{a.numerator * b.numerator, a.denominators};
    result.denominators.insert(result.denominators.end(), b.denominators.begin(),
                               b.denominators.end());
    return result;
}

/// The square of a product or quotient of square roots and what has none. Nothing when roots stand
/// elsewhere, or it were too long.
std::optional<PolynomialFraction> squared(const Expression& expression, NodeIndex node,
                                          const SignOf& sign_of) {
    const Node& own = expression.nodes()[node];
    const auto arguments = expression.arguments(own);
    if (!has_root_below(expression, node)) {
        const auto value = to_fraction(expression, node, most_terms, sign_of);
        if (!value) return std::nullopt;
        return product(*value, *value);
    }
    switch (own.operation) {
        case Operation::sqrt: return to_fraction(expression, arguments[0], most_terms, sign_of);
        case Operation::negate: return squared(expression, arguments[0], sign_of);
        case Operation::multiply:
        case Operation::divide: {
            const auto first = squared(expression, arguments[0], sign_of);
            auto second = squared(expression, arguments[1], sign_of);
            if (!first || !second) return std::nullopt;
            if (own.operation == Operation::multiply) return product(*first, *second);
            PolynomialFraction inverse{product(second->denominators), {}};
            if (second->numerator.is_zero()) return std::nullopt;
            if (second->numerator.is_constant())
                inverse.numerator = inverse.numerator *
                                    Polynomial(Rational(1) / second->numerator.constant());
            else
                inverse.denominators.push_back(std::move(second->numerator));
            return product(*first, inverse);
        }
        default: return std::nullopt;
    }
}

/// Of an equality between what is nowhere below 0 in the box: the same of their squares.
std::optional<Sides> squared_sides(const Expression& expression, NodeIndex left, NodeIndex right,
                                   std::span<const Interval> box, const SignOf& sign_of) {
    std::vector<Interval> values;
    evaluate(expression, box, values);
    for (const NodeIndex side : {left, right})
        if (values[side].is_empty() || !values[side].is_nonnegative()) return std::nullopt;
    auto left_side = squared(expression, left, sign_of);
    auto right_side = squared(expression, right, sign_of);
    if (!left_side || !right_side) return std::nullopt;
    return Sides{std::move(*left_side), std::move(*right_side)};
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
    const bool is_equality = condition.comparisons()[comparison] == Comparison::equal;
    if (is_equality && !relation.tolerance && has_square_root(condition))
        return squared_sides(condition, left, right, box, sign_of);
    auto left_side = to_fraction(condition, left, most_terms, sign_of);
    auto right_side = to_fraction(condition, right, most_terms, sign_of);
    if (!left_side || !right_side) return std::nullopt;
    return Sides{std::move(*left_side), std::move(*right_side)};
}

/// Nothing when the sides of a definition are no fractions.
std::optional<Sides> sides_of_definition(const Expression& definition, VariableIndex defined,
                                         std::span<const Interval> box, const SignOf& sign_of) {
    const Polynomial variable = Polynomial::variable(defined);
    if (!has_square_root(definition)) {
        auto value = to_fraction(definition, definition.root(), most_terms, sign_of);
        if (!value) return std::nullopt;
        return Sides{{variable, {}}, std::move(*value)};
    }
    if (box[defined].is_empty() || !box[defined].is_nonnegative()) return std::nullopt;
    auto sides = squared_sides(definition, definition.root(), definition.root(), box, sign_of);
    if (sides) sides->left = {variable * variable, {}};
    return sides;
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
            const auto sides = sides_of_definition(*definition, source.index, box,
                                                   make_sign_of(box, facts, open_sign));
            if (!sides) return std::nullopt;
            const auto difference = subtract(sides->left, sides->right);
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
               node.operation == Operation::weighted || node.operation == Operation::sqrt;
    });
}

bool has_square_root(const Expression& expression) {
    const auto nodes = expression.nodes();
    return std::any_of(nodes.begin(), nodes.end(),
                       [](const Node& node) { return node.operation == Operation::sqrt; });
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
