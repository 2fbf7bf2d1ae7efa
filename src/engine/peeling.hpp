/// The first step to the core of a decision: setting aside the constraints that propagation has said all
/// about.
#pragma once

#include "engine/core.hpp"
#include "engine/network.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

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
    std::vector<std::uint32_t> degree_;  ///< by variable; all 0 between runs; empty before the first
    std::vector<bool> waiting_;          ///< by constraint; all false between runs
    std::vector<bool> alive_;
    std::vector<Interval> values_;
};

}  // namespace brcheck
