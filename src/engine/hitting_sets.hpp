/// Smallest sets of figures that hit each of some sets: which of them to change, so that no
/// conflict keeps all of its own.
#pragma once

#include "brcheck/expr/name_table.hpp"

#include <cstddef>
#include <set>
#include <vector>

namespace brcheck {

using Figures = std::vector<VariableIndex>;  ///< rising

bool intersects(const Figures& a, const Figures& b);

class HittingSets {
public:
    /// REQUIRES: the cores outlive this.
    explicit HittingSets(const std::vector<Figures>& cores) : cores_(cores) {}

    /// All smallest sets that hit every core, by rising figures, `most` at most; of no more than
    /// eight figures. False in `is_complete` when there may be more of them, or only larger ones.
    std::vector<Figures> smallest(std::size_t most, bool& is_complete);

private:
    void extend(Figures& chosen, std::size_t left, std::size_t most);

    const std::vector<Figures>& cores_;
    std::set<Figures> found_;
    std::size_t steps_ = 0;
    bool truncated_ = false;
};

}  // namespace brcheck
