/// One box of a decision brought down to what is hard: constraints that hang on the rest by one
/// quantity set aside, the others as polynomial facts with quantities eliminated.
#pragma once

#include "engine/fact_pool.hpp"
#include "engine/network.hpp"
#include "engine/quotient.hpp"
#include "engine/work.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

struct Core {
    /// Over the box, where the cases hold.
    Core(const Report& report, std::span<const Interval> box,
         std::span<const PolynomialFact> cases = {})
        : case_count(cases.size()), pool(report, box, cases) {}

    /// In the order in which they were set aside: each touches at most one quantity of those after
    /// it and of the hard rest. Completing values goes backwards.
    std::vector<ConstraintIndex> set_aside;
    std::vector<ConstraintIndex> hard;
    std::vector<ConstraintIndex> opaque;  ///< hard ones that are no polynomial fact over this box
    std::optional<Polynomial> open_sign;  ///< with which one of these were one
    std::size_t case_count = 0;
    FactPool pool;
    std::vector<FactPool::Index> rows;       ///< facts that stand for the hard constraints
    /// Of one equality alone and nonlinear there: the rows hold only what its ends say. True values
    /// have to satisfy the equality, too.
    struct Confined {
        VariableIndex variable = 0;
        FactPool::Index equality = 0;
        ConstraintIndex constraint = 0;
    };
    std::vector<Confined> confined;
    std::vector<Elimination> eliminations;   ///< in order; completing goes backwards
    /// The quantity kept to the end, in terms of what is left; set if it was eliminated. The
    /// denominator is positive.
    std::optional<Quotient> kept;
};

/// Fills core.rows from core.hard and eliminates quantities while that makes less nonlinear, or while
/// they have no bounds, and work is left. `keep` is eliminated last, if it is in anything nonlinear
/// then.
void make_rows(const Network& network, std::span<const Interval> box, Core& core,
               std::optional<VariableIndex> keep, Work& work);

}  // namespace brcheck
