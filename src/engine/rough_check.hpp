/// What cannot hold, mostly seen in enclosures of floating point that are rounded outward: before
/// an exact evaluation of what is likely to fail.
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/number/interval.hpp"
#include "engine/plain_arithmetic.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace brcheck {

class RoughCheck {
public:
    /// False: no values of the box satisfy the comparison. True says nothing.
    [[nodiscard]] bool may_hold(const Expression& condition, std::size_t comparison,
                                std::span<const Interval> box);

private:
    std::vector<Enclosure> enclosures_;  ///< by variable, of the expression at hand
    std::vector<Enclosure> values_;      ///< by node
};

}  // namespace brcheck
