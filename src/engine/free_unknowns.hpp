/// Constraints that can be satisfied at sight: each in its turn has an unknown of its own, which
/// takes what is needed whatever the others are. So it is where one of many rules between unknowns
/// is left out to see whether it is needed for a conflict.
#pragma once

#include "engine/network.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

class FreeUnknowns {
public:
    /// REQUIRES: the network outlives this.
    explicit FreeUnknowns(const Network& network);

    /// They hold together, with every printed figure as printed. False says nothing.
    [[nodiscard]] bool satisfy(std::span<const ConstraintIndex> constraints);

private:
    /// What is known of a constraint once it was looked at.
    struct Entry {
        bool is_looked_at = false;
        bool is_suitable = false;
        std::uint32_t begin = 0;  ///< of its free quantities, in free_
        std::uint32_t count = 0;
    };
    const Entry& look_at(ConstraintIndex constraint);
    [[nodiscard]] bool is_suitable(const Constraint& constraint) const;
    [[nodiscard]] std::span<const VariableIndex> free_quantities(ConstraintIndex constraint) const {
        return {free_.data() + entries_[constraint].begin, entries_[constraint].count};
    }

    const Network& network_;
    std::vector<Entry> entries_;       ///< by constraint
    std::vector<VariableIndex> free_;
    std::vector<std::uint32_t> uses_;  ///< by variable, once needed; all 0 between questions
    std::vector<bool> is_open_;        ///< by constraint; all false between questions
    std::vector<ConstraintIndex> agenda_;
};

}  // namespace brcheck
