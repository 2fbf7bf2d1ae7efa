#include "engine/quotient.hpp"

#include <algorithm>

namespace brcheck {

bool make_denominator_positive(const FactPool& pool, Quotient& quotient) {
    const int sign = pool.sign(quotient.second);
    if (sign < 0) quotient = {-quotient.first, -quotient.second};
    return sign != 0;
}

bool put_into_quotient(const FactPool& pool, const Elimination& elimination, Quotient& quotient) {
    const std::size_t degree = std::max(quotient.first.degree_in(elimination.variable),
                                        quotient.second.degree_in(elimination.variable));
    if (degree == 0) return true;
    const auto put_in = [&](const Polynomial& p) {
        const auto coefficients = p.coefficients_of(elimination.variable);
        Polynomial sum;
        for (std::size_t k = 0; k < coefficients.size(); ++k) {
            Polynomial term = coefficients[k];
            for (std::size_t i = 0; i < degree; ++i)
                term = term * (i < k ? -elimination.rest : elimination.coefficient);
            sum = sum + term;
        }
        return sum;
    };
    Quotient changed{put_in(quotient.first), put_in(quotient.second)};
    if (pool.is_unwieldy(changed.first) || pool.is_unwieldy(changed.second) ||
        !make_denominator_positive(pool, changed))
        return false;
    quotient = std::move(changed);
    return true;
}

std::optional<Quotient> quotient_of(const FactPool& pool, std::span<const Elimination> eliminations,
                                    VariableIndex variable) {
    constexpr std::size_t longest = 50;
    std::optional<Quotient> quotient;
    for (const Elimination& elimination : eliminations) {
        if (elimination.variable == variable) {
            quotient.emplace(-elimination.rest, elimination.coefficient);
            if (!make_denominator_positive(pool, *quotient)) return std::nullopt;
        } else if (quotient) {
            if (!put_into_quotient(pool, elimination, *quotient)) return std::nullopt;
            if (quotient->first.terms().size() > longest ||
                quotient->second.terms().size() > longest)
                return std::nullopt;
        }
    }
    return quotient;
}

}  // namespace brcheck
