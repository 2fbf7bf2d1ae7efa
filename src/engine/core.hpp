/// One box of a decision brought down to what is hard: constraints that hang on the rest by one
/// quantity set aside, the others as polynomial facts with quantities eliminated.
#pragma once

#include "engine/fact_pool.hpp"
#include "engine/network.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// A quantity that was put into all other facts from an equality.
struct Elimination {
    VariableIndex variable = 0;
    Polynomial rest;         ///< rest + coefficient * variable = 0
    Polynomial coefficient;
};

/// Numerator / denominator.
using Quotient = std::pair<Polynomial, Polynomial>;

struct Core {
    explicit Core(const Report& report, std::span<const Interval> box) : pool(report, box) {}

    /// In the order in which they were set aside: each touches at most one quantity of those after
    /// it and of the hard rest. Completing values goes backwards.
    std::vector<ConstraintIndex> set_aside;
    std::vector<ConstraintIndex> hard;
    bool has_opaque = false;  ///< some hard constraint is no polynomial fact over this box
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

/// Splits off what propagation has said all about, see Core::set_aside.
class Peeling {
public:
    explicit Peeling(const Network& network);
    /// `keep` counts as shared: it is not set aside with the one constraint that names it.
    void run(std::span<const ConstraintIndex> constraints, std::span<const Interval> box, Core& core,
             std::optional<VariableIndex> keep = std::nullopt);

private:
    [[nodiscard]] bool is_held_twice(ConstraintIndex constraint,
                                     std::span<const Interval> box) const;
    [[nodiscard]] bool is_gapless(ConstraintIndex constraint, std::span<const Interval> box);
    template <typename Visit>
    void for_each_quantity(ConstraintIndex constraint, std::span<const Interval> box,
                           Visit&& visit) const;

    const Network& network_;
    std::vector<std::uint32_t> degree_;  ///< by variable; all 0 between runs
    std::vector<bool> waiting_;          ///< by constraint; all false between runs
    std::vector<bool> alive_;
    std::vector<Interval> values_;
};

/// Fills core.rows from core.hard and eliminates quantities while that makes less nonlinear, or while
/// they have no bounds. `keep` is eliminated last, if it is in anything nonlinear then.
void make_rows(const Network& network, std::span<const Interval> box, Core& core,
               std::optional<VariableIndex> keep);

/// A quantity that make_rows() eliminated, in terms of those that are left, the denominator
/// positive. Nothing when its sign is not known, or when that would be a long sum.
std::optional<Quotient> quotient_of(const Core& core, VariableIndex variable);

}  // namespace brcheck
