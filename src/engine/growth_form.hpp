/// The shapes in which people write down a rate of growth.
#pragma once

#include "brcheck/expr/expression.hpp"

#include <optional>

namespace brcheck {

inline const Node& node_at(const Expression& expression, NodeIndex index) {
    return expression.nodes()[index];
}

inline bool is_difference(Operation operation) noexcept {
    return operation == Operation::subtract || operation == Operation::change ||
           operation == Operation::points;
}

inline bool is_quotient(Operation operation) noexcept {
    return operation == Operation::divide || operation == Operation::share ||
           operation == Operation::ratio || operation == Operation::per;
}

/// A growth computed from two levels.
struct GrowthForm {
    NodeIndex new_level = 0;
    NodeIndex old_level = 0;
    bool over_new = false;  ///< (new - old) / new
};

/// growth(new, old), new / old - 1, (new - old) / old, (new - old) / new.
std::optional<GrowthForm> growth_form(const Expression& expression, NodeIndex index);

/// A level led to another one by a growth.
struct GrowthStep {
    NodeIndex level = 0;
    NodeIndex growth = 0;
    bool falls = false;    ///< 1 - growth
    bool forward = false;  ///< level * (1 + growth); else level / (1 + growth)
};

/// level * (1 + growth), (1 + growth) * level, level / (1 + growth), and those with 1 - decline.
std::optional<GrowthStep> growth_step(const Expression& expression, NodeIndex index);

}  // namespace brcheck
