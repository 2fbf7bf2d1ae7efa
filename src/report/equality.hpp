/// A statement that fixes a quantity: a definition, or one comparison "=" of a relation (with a
/// tolerance, too: both sides may be equal then as well).
#pragma once

#include "brcheck/expr/expression.hpp"
#include "brcheck/report/certificate.hpp"
#include "brcheck/report/report.hpp"

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// REQUIRES: the report outlives it.
class Equality {
public:
    /// Nothing for all else, and where the indices do not exist.
    static std::optional<Equality> of(const ProofSource& source, const Report& report);

    /// Rising, each once: those of its two sides, not of all that the relation may say.
    [[nodiscard]] const std::vector<VariableIndex>& variables() const noexcept {
        return variables_;
    }
    [[nodiscard]] bool names(VariableIndex quantity) const;

    /// Its two sides over a box.
    std::pair<Interval, Interval> sides(std::span<const Interval> box);
    /// Whether the whole expression has a value, and varies continuously, all over a closed box.
    bool is_continuous(std::span<const Interval> box);
    /// What it leaves of the box's interval of a quantity: never less than the values that satisfy
    /// it together with some values of the others.
    Interval narrow(VariableIndex quantity, std::span<const Interval> box);
    /// Whether it gives at most one value to a quantity, whatever the others are in the box: the
    /// quantity occurs once, under nothing but sums, differences, products and quotients.
    /// REQUIRES: it is continuous over the box.
    bool gives_one_value(VariableIndex quantity, std::span<const Interval> box);
    /// As gives_one_value, but for factors that are 0.
    [[nodiscard]] bool may_be_solved(VariableIndex quantity) const;

private:
    Equality(const Expression& expression, std::optional<VariableIndex> defined, NodeIndex left,
             NodeIndex right);
    [[nodiscard]] bool is_one_to_one(VariableIndex quantity,
                                     std::span<const Interval> values) const;

    const Expression* expression_;
    std::optional<VariableIndex> defined_;  ///< instead of the left side
    NodeIndex left_;
    NodeIndex right_;
    std::vector<VariableIndex> variables_;
    std::vector<Interval> values_;
};

}  // namespace brcheck
