/// An end of a quantity of which it is known where it is, but not yet that there is a solution.
#pragma once

#include "brcheck/expr/name_table.hpp"
#include "brcheck/number/interval.hpp"

#include <utility>
#include <vector>

namespace brcheck {

struct LocatedEnd {
    Interval enclosure;  ///< of the end: a point, or as near as roots are enclosed
    bool is_open = false;
    /// Some bound is open: then the end may be, though those that make it are not.
    bool has_open_bounds = false;
    /// It rests on bounds that are computed, which may lie a hair too far out: so may a point then.
    bool has_computed_bounds = false;
    /// What other quantities are at the end, enclosed in the same way.
    std::vector<std::pair<VariableIndex, Interval>> solution;
};

}  // namespace brcheck
