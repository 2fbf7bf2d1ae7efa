/// Which relations only give an unknown its value, and so check nothing.
#pragma once

#include "engine/network.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// Those of the relations that check nothing, equalities before orders. Where each could have an
/// unknown of its own, what all unknowns can move along (symmetries.hpp) tells which are too many:
/// shares of an unknown whole do not see how large it is, and so one of them more is a check.
std::vector<RelationIndex> defining_relations(const Network& network,
                                              std::span<const RelationIndex> equalities,
                                              std::span<const RelationIndex> orders);

/// Relations and the unknowns that they define, no unknown by two of them: a greatest matching, by
/// augmenting paths (Berge, Two Theorems in Graph Theory, PNAS 43, 1957). So how many relations
/// check something does not hang on their order, as long as equalities are asked about first: an
/// order leaves an unknown that nothing else holds as free as it was.
class DefinedUnknowns {
public:
    /// REQUIRES: the network outlives this.
    explicit DefinedUnknowns(const Network& network);

    /// True when an unknown, named by the relation or by a definition below it, is left for it:
    /// then it has one from now on. To be asked once of a relation.
    bool define(RelationIndex relation);
    /// The unknown is left for none.
    void hold(VariableIndex unknown) { is_reached_[unknown] = true; }

private:
    static constexpr std::uint32_t none = UINT32_MAX;

    /// Those of the variables that are not printed, nor known from what is.
    void enter(std::span<const VariableIndex> variables, VariableIndex from);
    void take(VariableIndex free, RelationIndex relation);

    const Network& network_;
    // By variable.
    std::vector<bool> is_open_;                ///< see enter()
    std::vector<RelationIndex> defined_by_;    ///< none: by none
    std::vector<VariableIndex> reached_from_;  ///< whose relation names it; none: the one asked about
    std::vector<bool> is_reached_;  ///< in this search, or in one that found nothing; or held
    std::vector<VariableIndex> agenda_;        ///< in the order in which they were reached
};

}  // namespace brcheck
