/// Which figures, changed, would let all relations hold: the smallest sets, the likeliest first.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/conflicts.hpp"
#include "engine/joint_solver.hpp"

#include <span>
#include <vector>

namespace brcheck {

/// `conflicts` are all those found among `relations`, which hang together; each gets its group.
/// Groups come in the order of their first conflicts. `definitions`, rising, have to hold as well,
/// whether or not a relation needs them.
std::vector<ConflictGroup> find_repairs(JointSolver& solver, const RelationSets& sets,
                                        const Report& report,
                                        std::span<const RelationIndex> relations,
                                        std::span<const ConstraintIndex> definitions,
                                        std::span<Conflict> conflicts);

}  // namespace brcheck
