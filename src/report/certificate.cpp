#include "brcheck/report/certificate.hpp"

namespace brcheck {
namespace {

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

std::optional<PolynomialFact> fact_of_relation(const ProofSource& source, const Relation& relation,
                                               std::span<const Interval> box,
                                               std::vector<Polynomial>* denominators) {
    const Expression& condition = relation.condition;
    if (source.comparison >= condition.comparisons().size()) return std::nullopt;
    const auto left = to_fraction(condition, condition.sides()[source.comparison]);
    const auto right = to_fraction(condition, condition.sides()[source.comparison + 1]);
    if (!left || !right) return std::nullopt;
    auto difference = subtract(*left, *right);
    if (!difference) return std::nullopt;
    if (denominators != nullptr)
        denominators->insert(denominators->end(), difference->denominators.begin(),
                             difference->denominators.end());
    if (relation.tolerance && relation.tolerance->is_relative) return std::nullopt;
    const Comparison comparison = condition.comparisons()[source.comparison];
    const bool is_slack = source.kind != ProofSource::Kind::relation;
    if (comparison == Comparison::equal && is_slack != relation.tolerance.has_value())
        return std::nullopt;
    if (comparison != Comparison::equal && is_slack) return std::nullopt;
    if (comparison == Comparison::equal && !is_slack)
        return PolynomialFact{std::move(difference->numerator), Sign::zero};

    const int sign = sign_of_product(difference->denominators, box);
    if (sign == 0) return std::nullopt;
    const bool left_is_greater = comparison == Comparison::greater ||
                                 comparison == Comparison::greater_equal ||
                                 source.kind == ProofSource::Kind::lower_slack;
    PolynomialFact fact;
    fact.sign = comparison == Comparison::less || comparison == Comparison::greater
                    ? Sign::positive
                    : Sign::nonnegative;
    fact.polynomial = left_is_greater ? difference->numerator : -difference->numerator;
    if (relation.tolerance)
        fact.polynomial = fact.polynomial + Polynomial(relation.tolerance->amount) *
                                                product(difference->denominators);
    if (sign < 0) fact.polynomial = -fact.polynomial;
    return fact;
}

}  // namespace

std::optional<PolynomialFact> fact_of(const ProofSource& source, const Report& report,
                                      std::span<const Interval> box,
                                      std::span<const PolynomialFact> facts,
                                      std::vector<Polynomial>* denominators) {
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
            const auto value = to_fraction(*definition, definition->root());
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
            return fact_of_relation(source, report.relations[source.index], box, denominators);
    }
    return std::nullopt;
}

}  // namespace brcheck
