/// The statements of one box as a linear program: what is linear as it is, products of quantities
/// as columns of their own, held to their factors by the products of the factors' distances from
/// their ends (McCormick, Mathematical Programming 10, 1976). Infeasible proves that the statements
/// are; feasible does not prove the opposite unless every product column fits its factors.
#pragma once

#include "engine/fact_pool.hpp"
#include "engine/simplex.hpp"

#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace brcheck {

class Relaxation {
public:
    /// `rows` are facts of the pool, over variables of the box. REQUIRES: pool and box outlive it.
    Relaxation(const Report& report, FactPool& pool, const std::vector<FactPool::Index>& rows,
               std::span<const Interval> box);

    /// A column for each variable that occurs, beside those given.
    Simplex simplex;

    [[nodiscard]] bool has_products() const noexcept { return has_products_; }
    /// The variables that occur in the rows, rising.
    [[nodiscard]] const std::vector<VariableIndex>& variables() const noexcept {
        return variables_;
    }
    Simplex::Column column(VariableIndex variable);
    /// A polynomial as a sum of columns, its constant left out. Products without a column get one,
    /// with its rows; then `simplex` has to be solved again, which `grew` tells.
    Simplex::Combination combination(const Polynomial& polynomial, bool* grew = nullptr);

    /// After simplex found no solution: a fact that cannot hold, in the pool.
    FactPool::Index contradiction();

    /// Products whose column differs from the product of its factors' columns by their values
    /// without infinitesimals.
    [[nodiscard]] std::vector<Monomial> broken_products() const;

private:
    [[nodiscard]] Rational start_of(VariableIndex variable) const;
    void add_fact(FactPool::Index fact);
    Simplex::Column product_column(const Monomial& monomial);
    void hold_product(const Monomial& monomial);

    const Report& report_;
    FactPool& pool_;
    std::span<const Interval> box_;
    std::vector<VariableIndex> variables_;
    std::map<Monomial, Simplex::Column> columns_;
    std::vector<std::optional<FactPool::Index>> fact_of_column_;  ///< of row columns
    std::vector<VariableIndex> variable_of_column_;
    bool has_products_ = false;
};

}  // namespace brcheck
