#include "brcheck/expr/to_fraction.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace brcheck {
namespace {

// Beyond this a written-out power is no help any more.
constexpr std::int64_t most_factors = 200;

class FractionMaker {
public:
    FractionMaker(const Expression& expression, std::size_t most_terms, const SignOf& sign_of)
        : expression_(expression), most_terms_(most_terms), sign_of_(sign_of) {}

    std::optional<PolynomialFraction> make(NodeIndex root) {
        const auto nodes = expression_.nodes();
        std::vector<bool> used(nodes.size(), false);
        used[root] = true;
        for (std::size_t i = root + std::size_t{1}; i-- > 0;)
            if (used[i])
                for (const NodeIndex argument : expression_.arguments(nodes[i]))
                    used[argument] = true;
        values_.resize(root + std::size_t{1});
        for (std::size_t i = 0; i <= root; ++i)
            if (used[i] && !set(i, nodes[i])) return std::nullopt;
        return std::move(values_[root]);
    }

    bool add(PolynomialFraction& sum, const PolynomialFraction& more) const {
        // Over the denominators that both have, those of each side once.
        std::vector<Polynomial> missing = more.denominators;
        Polynomial scale_more(Rational(1));
        for (const Polynomial& own : sum.denominators) {
            const auto shared = std::find(missing.begin(), missing.end(), own);
            if (shared != missing.end())
                missing.erase(shared);
            else
                scale_more = scale_more * own;
        }
        for (Polynomial& other : missing) {
            sum.numerator = sum.numerator * other;
            sum.denominators.push_back(std::move(other));
        }
        sum.numerator = sum.numerator + more.numerator * scale_more;
        return is_small(sum);
    }

private:
    [[nodiscard]] bool is_small(const PolynomialFraction& value) const {
        // Powers of powers.
        constexpr std::size_t most_degree = 2'000;
        constexpr std::size_t most_bits = 50'000;
        const auto terms = value.numerator.terms();
        return terms.size() <= most_terms_ && value.denominators.size() <= 32 &&
               value.numerator.degree() <= most_degree &&
               (terms.empty() || terms.back().coefficient.bit_length() <= most_bits);
    }

    /// One by one, a sum of many would be copied as often.
    bool add_all(std::span<const NodeIndex> parts, PolynomialFraction& sum) const {
        constexpr std::size_t block_size = 100;
        std::vector<Polynomial::Term> block;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const PolynomialFraction& part = values_[parts[i]];
            if (part.denominators.empty()) {
                const auto terms = part.numerator.terms();
                block.insert(block.end(), terms.begin(), terms.end());
            } else if (!add(sum, part)) {
                return false;
            }
            if (block.size() < block_size && i + 1 < parts.size()) continue;
            if (!add(sum, {Polynomial::from_terms(std::exchange(block, {})), {}})) return false;
        }
        return true;
    }

    static void negate(PolynomialFraction& value) { value.numerator = -value.numerator; }

    bool multiply(PolynomialFraction& value, const PolynomialFraction& by) const {
        if (value.numerator.terms().size() * by.numerator.terms().size() > 4 * most_terms_)
            return false;
        value.numerator = value.numerator * by.numerator;
        value.denominators.insert(value.denominators.end(), by.denominators.begin(),
                                  by.denominators.end());
        return is_small(value);
    }

    bool divide(PolynomialFraction& value, const PolynomialFraction& by) const {
        if (by.numerator.is_zero()) return false;
        // 1 / (n / d) = d / n; that d is not 0 has to stay known, so it is not cancelled.
        for (const Polynomial& inner : by.denominators) {
            value.numerator = value.numerator * inner * inner;
            value.denominators.push_back(inner);
        }
        if (by.numerator.is_constant()) {
            value.numerator =
                value.numerator * Polynomial(Rational(1) / by.numerator.constant());
        } else {
            value.denominators.push_back(by.numerator);
        }
        return is_small(value);
    }

    bool set(std::size_t index, const Node& node) {
        PolynomialFraction& out = values_[index];
        const auto arguments = expression_.arguments(node);
        const auto argument = [&](std::size_t i) -> const PolynomialFraction& {
            return values_[arguments[i]];
        };
        const PolynomialFraction minus_one{Polynomial(Rational(-1)), {}};
        switch (node.operation) {
            case Operation::literal:
                out.numerator = Polynomial(expression_.literal(node).value);
                return true;
            case Operation::variable:
                out.numerator = Polynomial::variable(node.payload);
                return true;
            case Operation::negate:
                out = argument(0);
                negate(out);
                return true;
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
                out = argument(1);
                negate(out);
                return add(out, argument(0));
            case Operation::add:
            case Operation::sum:
            case Operation::mean:
                if (!add_all(arguments, out)) return false;
                if (node.operation == Operation::mean)
                    out.numerator = out.numerator *
                                    Polynomial(Rational(
                                        Integer(1),
                                        Integer(static_cast<std::int64_t>(arguments.size()))));
                return true;
            case Operation::multiply:
                out = argument(0);
                return multiply(out, argument(1));
            case Operation::divide:
            case Operation::share:
            case Operation::ratio:
            case Operation::per:
            case Operation::growth:
            case Operation::index:
                out = argument(0);
                if (!divide(out, argument(1))) return false;
                if (node.operation == Operation::growth) return add(out, minus_one);
                if (node.operation == Operation::index)
                    out.numerator = out.numerator * Polynomial(Rational(100));
                return true;
            case Operation::power: {
                const Node& exponent = expression_.nodes()[arguments[1]];
                if (exponent.operation != Operation::literal) return false;
                const Rational& n = expression_.literal(exponent).value;
                if (!n.is_integer() || !n.numerator().fits_int64()) return false;
                const std::int64_t count = n.numerator().to_int64();
                if (count < -most_factors || count > most_factors) return false;
                out.numerator = Polynomial(Rational(1));
                for (std::int64_t i = 0; i < (count < 0 ? -count : count); ++i)
                    if (!(count < 0 ? divide(out, argument(0)) : multiply(out, argument(0))))
                        return false;
                return true;
            }
            case Operation::abs:
            case Operation::min:
            case Operation::max:
                return sign_of_ && choose(out, node);
            case Operation::weighted:
                return sign_of_ && weigh(out, arguments);
            default: return false;
        }
    }

    [[nodiscard]] bool are_polynomials(std::span<const NodeIndex> parts) const {
        return std::all_of(parts.begin(), parts.end(),
                           [&](NodeIndex part) { return values_[part].denominators.empty(); });
    }

    /// The one of the values that it is everywhere.
    bool choose(PolynomialFraction& out, const Node& node) const {
        const auto arguments = expression_.arguments(node);
        if (!are_polynomials(arguments)) return false;
        std::vector<Polynomial> values;
        for (const NodeIndex argument : arguments) values.push_back(values_[argument].numerator);
        if (node.operation == Operation::abs) values.push_back(-values.front());
        const bool is_least = node.operation == Operation::min;
        out.numerator = values.front();
        for (std::size_t i = 1; i < values.size(); ++i) {
            const Polynomial difference = values[i] - out.numerator;
            if (difference.is_zero()) continue;
            const int sign = sign_of_(difference);
            if (sign == 0) return false;
            if ((sign < 0) == is_least) out.numerator = values[i];
        }
        return true;
    }

    /// Of values and weights by turns.
    bool weigh(PolynomialFraction& out, std::span<const NodeIndex> arguments) const {
        if (!are_polynomials(arguments)) return false;
        PolynomialFraction sum;
        for (std::size_t i = 0; i + 1 < arguments.size(); i += 2) {
            const PolynomialFraction& weight = values_[arguments[i + 1]];
            if (sign_of_(weight.numerator) <= 0) return false;
            PolynomialFraction part = values_[arguments[i]];
            if (!multiply(part, weight) || !add(out, part) || !add(sum, weight)) return false;
        }
        return divide(out, sum);
    }

    const Expression& expression_;
    std::size_t most_terms_;
    const SignOf& sign_of_;
    std::vector<PolynomialFraction> values_;
};

}  // namespace

std::optional<PolynomialFraction> to_fraction(const Expression& expression, NodeIndex node,
                                              std::size_t most_terms, const SignOf& sign_of) {
    return FractionMaker(expression, most_terms, sign_of).make(node);
}

std::optional<PolynomialFraction> subtract(const PolynomialFraction& a,
                                           const PolynomialFraction& b, std::size_t most_terms) {
    static const Expression none;
    static const SignOf no_signs;
    PolynomialFraction difference = a;
    const PolynomialFraction minus_b{-b.numerator, b.denominators};
    if (!FractionMaker(none, most_terms, no_signs).add(difference, minus_b)) return std::nullopt;
    return difference;
}

}  // namespace brcheck
