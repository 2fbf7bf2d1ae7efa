/// Which relations cannot hold together: all minimal sets, each with its refutation.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/joint_solver.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// A part of the report that shares no quantity with the rest.
struct Component {
    std::vector<RelationIndex> relations;       ///< rising
    std::vector<ConstraintIndex> constraints;   ///< all definitions and these relations; rising

    /// The constraints without those of relations that are not in `relations`.
    [[nodiscard]] std::vector<ConstraintIndex> with_relations(
        const Network& network, const std::vector<RelationIndex>& kept) const;
};

/// Relations and the definitions that they need, as constraints.
class RelationSets {
public:
    explicit RelationSets(const Network& network);
    /// Rising. REQUIRES: the relations rise.
    [[nodiscard]] std::vector<ConstraintIndex> constraints(
        std::span<const RelationIndex> relations) const;
    /// The given relations and all definitions in parts that hang together, in the order of their
    /// first constraints.
    [[nodiscard]] std::vector<Component> components(
        std::span<const RelationIndex> relations) const;

    /// The printed figures that some constraints name, by their ids.
    [[nodiscard]] std::vector<VariableIndex> printed_figures(
        std::span<const ConstraintIndex> constraints) const;

private:
    void add_definitions(std::span<const VariableIndex> variables,
                         std::vector<ConstraintIndex>& out) const;

    const Network& network_;
    std::vector<ConstraintIndex> first_constraint_;     ///< by relation; one more at the end
    std::vector<ConstraintIndex> definition_of_;        ///< by variable, if any has one
};

/// A refutation on few relations and figures: the fewer it names, the fewer have to be asked for.
struct BriefRefutation {
    Refutation refutation;
    bool is_plain = true;  ///< it is what JointSolver::refute() says, which is easier to follow
    /// JointSolver::decide_by_rows() answered: there are no steps, and no solution is known.
    bool is_by_rows = false;
};

/// JointSolver::decide() with a brief refutation, if need be without steps. `known`: a refutation
/// of the task that is known already.
Satisfiability decide_briefly(JointSolver& solver, const RelationSets& sets, const Task& task,
                              BriefRefutation& found,
                              std::optional<Refutation> known = std::nullopt);

struct ConflictSearch {
    std::vector<Conflict> conflicts;  ///< shortest first, then by their relations
    bool is_complete = true;          ///< false when there may be more
    bool is_decided = true;           ///< false when work ran out before the first answer
};

/// All minimal conflicts among some relations that hang together, with all printed figures. Those in
/// `known` (each a single relation that fails alone) are taken over, and not asked again; nor is
/// why they cannot hold together, where `refutation` says so.
ConflictSearch find_conflicts(JointSolver& solver, const RelationSets& sets,
                              std::span<const RelationIndex> relations,
                              std::span<const RelationIndex> known,
                              std::optional<Refutation> refutation = std::nullopt);

}  // namespace brcheck
