/// Polynomials in the quantities of a report; expr/to_fraction brings expressions to that form.
/// What the joint solver computes with and what a refutation is written in.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {

/// The variables of a product, rising, each as often as it is a factor: {x, x, y} is x^2 y.
/// Empty for the constant.
using Monomial = std::vector<VariableIndex>;

/// A sum of terms coefficient * monomial, by rising monomial (shorter ones first), no coefficient 0.
class Polynomial {
public:
    struct Term {
        Monomial monomial;
        Rational coefficient;
        friend bool operator==(const Term&, const Term&) = default;
    };

    Polynomial() = default;  ///< 0
    Polynomial(Rational constant);  // NOLINT(google-explicit-constructor)
    static Polynomial variable(VariableIndex variable);
    /// Any order, like monomials added up.
    static Polynomial from_terms(std::vector<Term> terms);

    [[nodiscard]] std::span<const Term> terms() const noexcept { return terms_; }
    [[nodiscard]] bool is_zero() const noexcept { return terms_.empty(); }
    [[nodiscard]] bool is_constant() const noexcept;
    [[nodiscard]] Rational constant() const;  ///< the term without variables
    /// No product of variables.
    [[nodiscard]] bool is_linear() const noexcept;
    [[nodiscard]] std::size_t degree() const noexcept;
    /// The variables that occur, each once, rising.
    [[nodiscard]] std::vector<VariableIndex> variables() const;
    /// The highest power of `variable`.
    [[nodiscard]] std::size_t degree_in(VariableIndex variable) const;
    /// c[k] with *this = sum of c[k] * variable^k; at least one entry.
    [[nodiscard]] std::vector<Polynomial> coefficients_of(VariableIndex variable) const;
    /// With a value put in for one variable.
    [[nodiscard]] Polynomial with_value(VariableIndex variable, const Rational& value) const;
    /// An interval that holds every value over the box: term by term, so exact where no variable
    /// occurs in two terms; of a quadratic polynomial also square by square (complete_square), so
    /// that a^2 - 2ab + b^2 is not below 0 anywhere.
    [[nodiscard]] Interval range(std::span<const Interval> box) const;

    Polynomial operator-() const;
    friend Polynomial operator+(const Polynomial& a, const Polynomial& b);
    friend Polynomial operator-(const Polynomial& a, const Polynomial& b);
    friend Polynomial operator*(const Polynomial& a, const Polynomial& b);
    friend bool operator==(const Polynomial&, const Polynomial&) = default;
    /// a / b where b divides a without remainder. Nothing when it does not, or when the quotient
    /// has 1,000 terms or more. REQUIRES: b is not 0.
    friend std::optional<Polynomial> divide_exact(Polynomial a, const Polynomial& b);

private:
    std::vector<Term> terms_;
};

std::optional<Polynomial> divide_exact(Polynomial a, const Polynomial& b);

/// coefficient * root^2 + rest, where `root` is linear and its first squared variable is not in
/// `rest`.
struct CompletedSquare {
    Rational coefficient;
    Polynomial root;
    Polynomial rest;
};
/// Of a quadratic polynomial in which a squared variable occurs in another term, too; else nothing.
std::optional<CompletedSquare> complete_square(const Polynomial& p);

enum class Sign : std::uint8_t { zero, nonnegative, positive };

/// polynomial = 0, >= 0 or > 0.
struct PolynomialFact {
    Polynomial polynomial;
    Sign sign = Sign::zero;
    friend bool operator==(const PolynomialFact&, const PolynomialFact&) = default;
};

/// False when no point of the box satisfies the fact, by its range alone.
bool may_hold(const PolynomialFact& fact, std::span<const Interval> box);

/// As an expression of the relation language in base units: "3 / 2 * share * whole - part".
/// Read back by parse_expression and to_fraction.
std::string format_polynomial(const Polynomial& polynomial, const NameTable& names);

}  // namespace brcheck
