/// All relations of a report together: conflicts and their repairs, true values, implied intervals.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/conflicts.hpp"
#include "engine/joint_solver.hpp"
#include "engine/network.hpp"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace brcheck {

struct JointResult {
    std::vector<Conflict> conflicts;      ///< shortest first
    bool conflicts_complete = true;
    std::vector<ConflictGroup> groups;    ///< in the order of their shortest conflicts
    std::vector<RelationIndex> undecided; ///< relations of the parts that the work limit left open
    /// Relations, with the figures they rest on, that hold only if some figure lies exactly on a tie
    /// which half up would round away.
    std::vector<std::pair<std::vector<RelationIndex>, std::vector<VariableIndex>>> ties;
    std::optional<Witness> witness;       ///< of everything; nothing when not all is feasible
    /// What the relations leave where it is not what is printed, by rising variable; conflicting
    /// relations left out. Empty unless asked for.
    std::vector<std::pair<VariableIndex, Interval>> narrowed;
    bool implied_tight = true;            ///< false when some may be wider than they need be
};

/// `relations` take part, rising; `failing` are those of them that fail alone, rising. `room` is as
/// JointSolver needs it.
JointResult check_jointly(const Network& network, const std::vector<RelationIndex>& relations,
                          const std::vector<RelationIndex>& failing, std::uint64_t work_limit,
                          bool want_implied, std::vector<Interval>& room);

}  // namespace brcheck
