/// Solutions that are found at sight: the figures as they are printed, derived quantities computed
/// from them, and what is released as an equation gives it. So it is, as a rule, where a relation
/// that fails alone is to hold without one of its figures.
#pragma once

#include "engine/network.hpp"
#include "engine/wide_fraction.hpp"

#include <optional>
#include <span>
#include <vector>

namespace brcheck {

class PrintedSolution {
public:
    /// REQUIRES: the network outlives this.
    explicit PrintedSolution(const Network& network);

    /// The constraints hold together, with the released figures anything. False says nothing.
    /// REQUIRES: both rise.
    [[nodiscard]] bool exists(std::span<const ConstraintIndex> constraints,
                              std::span<const VariableIndex> released);

private:
    [[nodiscard]] bool find(std::span<const ConstraintIndex> constraints,
                            std::span<const VariableIndex> released);
    [[nodiscard]] bool take_printed(VariableIndex figure);
    [[nodiscard]] bool may_be(VariableIndex quantity, WideFraction value) const;
    /// The only quantity of the constraint without a value is given one; or none is, and it holds.
    [[nodiscard]] bool satisfy(const Constraint& constraint);
    void evaluate(const Expression& expression);
    /// The value of a quantity with which a part of an expression has the value `result`; nothing
    /// where it is not in there, or occurs twice. REQUIRES: node_values_ are those of the rest.
    [[nodiscard]] std::optional<WideFraction> solve(const Expression& expression, NodeIndex part,
                                                    WideFraction result,
                                                    VariableIndex unknown) const;
    /// The value that argument `own` of a node takes where the node's value is `result`.
    [[nodiscard]] WideFraction invert(const Expression& expression, const Node& node,
                                      std::size_t own, WideFraction result) const;
    [[nodiscard]] std::size_t count_open(const Constraint& constraint, VariableIndex& last) const;

    const Network& network_;
    std::vector<std::optional<WideFraction>> printed_;  ///< by variable, once needed
    std::vector<bool> is_open_;                         ///< by variable
    std::vector<WideFraction> values_;                  ///< by variable
    std::vector<WideFraction> node_values_;             ///< of the expression at hand
};

}  // namespace brcheck
