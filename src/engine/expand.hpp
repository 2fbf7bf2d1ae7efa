/// A condition over printed figures and unknowns only: derived quantities replaced by what they are
/// computed from. For looking at one relation together with its definitions.
#pragma once

#include "brcheck/report/report.hpp"

#include <cstddef>
#include <optional>

namespace brcheck {

/// REQUIRES: report and condition outlive this.
class ExpandedCondition {
public:
    ExpandedCondition(const Report& report, const Expression& condition,
                      std::size_t node_limit = 1000);
    ExpandedCondition(const ExpandedCondition&) = delete;
    ExpandedCondition& operator=(const ExpandedCondition&) = delete;

    /// Null when it would take more than `node_limit` nodes. A condition that names no derived
    /// quantity is taken as it is, of any length.
    [[nodiscard]] const Expression* get() const noexcept { return expression_; }

private:
    std::optional<Expression> built_;
    const Expression* expression_ = nullptr;
};

}  // namespace brcheck
