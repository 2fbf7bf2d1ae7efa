/// Ends of many quantities of one box from one linear program. Part of the joint search.
#pragma once

#include "engine/joint_search.hpp"
#include "engine/whole_ends.hpp"

#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace brcheck {

/// One linear program of the box as it is knows the ends of all quantities, each a few steps from
/// the one before. Where products are in it, that the end is taken still has to be seen.
class JointSolver::Search::SharedEnds {
public:
    /// REQUIRES: the box is settled, and so it is again whenever this is asked.
    SharedEnds(Search& search, const std::vector<ConstraintIndex>& hard)
        : search_(search), core_(search.report_, search.box_) {
        core_.hard = hard;
    }

    /// A proved end, or nothing where it is not for this to say. A quantity without an end there is
    /// not `is_set`.
    std::optional<End> find(VariableIndex variable, bool is_low);

private:
    void make();
    /// As the program tells it, which knows nothing of whole numbers.
    std::optional<End> find_in_fractions(VariableIndex variable, bool is_low);

    /// The ends of other quantities at which the program's point lies, too.
    void see_ends();
    [[nodiscard]] bool is_end_seen(VariableIndex variable, bool is_low) const;

    NearRational within_box(VariableIndex variable, int direction,
                            const NearRational& bound) const;

    /// The program's point is one of true values for what is in it.
    bool fits();

    bool is_reached(VariableIndex variable, int direction, const NearRational& bound);

    Search& search_;
    Core core_;
    std::optional<Relaxation> relaxation_;
    std::vector<std::pair<VariableIndex, Simplex::Column>> columns_;
    std::set<std::pair<VariableIndex, bool>> seen_;  ///< ends, true for low ones
    std::optional<WholeEnds> whole_ends_;
    bool is_made_ = false;
    bool are_whole_asked_ = false;
    bool is_exact_ = false;   ///< what the rows and true products say is all
    bool is_linear_ = false;  ///< and so does the program
};

}  // namespace brcheck
