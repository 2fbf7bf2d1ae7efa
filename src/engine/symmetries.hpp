/// Ways to move from every solution of some constraints to others without end: all quantities take
/// multiples of the same numbers more (a distance does not see what is added to both places), or
/// are multiplied by powers of the same number (a share does not see in which unit the levels are).
/// What moves has no end, which neither bounds handed on nor linear programs of halved boxes ever
/// show.
///
/// Both are homogeneous linear equations: what a shift adds to the two sides of a comparison is the
/// same, and it adds nothing to what is not linear; the powers are the same for the sides of a
/// comparison and for what is added up (as dimensions are), and those of a product's factors add
/// up. Printed figures are not moved.
#pragma once

#include "brcheck/expr/polynomial.hpp"
#include "engine/network.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// Homogeneous linear equations, kept solved: each row gives its pivot, which no other row has.
class Directions {
public:
    /// REQUIRES: linear, without a constant.
    void demand_zero(Polynomial equation);
    [[nodiscard]] bool are_zero(VariableIndex variable) const;  ///< in every solution
    [[nodiscard]] std::size_t terms_handled() const noexcept { return terms_handled_; }

private:
    void eliminate(VariableIndex pivot, const Polynomial& row, Polynomial& from);

    std::vector<std::pair<VariableIndex, Polynomial>> rows_;
    std::size_t terms_handled_ = 0;
};

class Symmetries {
public:
    /// Of large sets, and without unknowns, it finds none.
    Symmetries(const Network& network, std::span<const ConstraintIndex> constraints);

    /// Any multiple of some number, or of a whole one of whole numbers, can be added to the
    /// quantity of every solution, others moved with it. REQUIRES: the constraints name it.
    [[nodiscard]] bool can_shift(VariableIndex quantity) const {
        return is_known_ && is_free(quantity) && !shifts_.are_zero(quantity);
    }
    /// It can be multiplied by every positive number.
    [[nodiscard]] bool can_scale(VariableIndex quantity) const {
        return is_known_ && is_free(quantity) && !scales_.are_zero(quantity);
    }
    /// A whole number that can be multiplied by every positive whole number.
    [[nodiscard]] bool can_grow(VariableIndex quantity) const {
        return is_known_ && network_.is_whole(quantity) && is_free(quantity) &&
               !growths_.are_zero(quantity);
    }
    /// Of rows, on the way: what finding them took.
    [[nodiscard]] std::size_t terms_handled() const noexcept {
        return shifts_.terms_handled() + scales_.terms_handled() + growths_.terms_handled();
    }
    /// From now on only what leaves the quantity as it is. REQUIRES: the constraints name it.
    void hold(VariableIndex quantity);

private:
    void add(const Constraint& constraint);
    void shift_nodes(const Expression& expression);
    void scale_nodes(const Expression& expression);
    [[nodiscard]] bool is_free(VariableIndex quantity) const;
    [[nodiscard]] Polynomial direction_of(VariableIndex quantity) const;

    const Network& network_;
    Directions shifts_;
    Directions scales_;   ///< whole numbers stay as they are
    Directions growths_;  ///< all whole numbers have the same power
    std::vector<Polynomial>
        nodes_;           ///< by node of the expression at hand: what is added, or the power
    VariableIndex whole_;  ///< stands for the power of whole numbers
    VariableIndex next_;   ///< stands for the power of a 0, which has any
    bool is_known_ = false;
};

}  // namespace brcheck
