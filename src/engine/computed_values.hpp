/// A solution at the first try: the printed figures as they are, and those that equations give
/// computed from them. For reports that look alike; where it is none, that says nothing.
#pragma once

#include "engine/network.hpp"
#include "engine/range.hpp"
#include "engine/wide_fraction.hpp"

#include <optional>
#include <span>
#include <vector>

namespace brcheck {

class ComputedValues {
public:
    /// REQUIRES: the network outlives this; all quantities are stated or derived; expressions are
    /// plain (engine/plain_arithmetic.hpp).
    explicit ComputedValues(const Network& network);

    /// True: with some values, each stated quantity's in its range of `allowed`, all relations hold
    /// and all definitions have a value. `printed`, by quantity: of the stated ones is read.
    /// Throws FractionOverflow.
    bool find(std::span<const WideFraction> printed, std::span<const Range> allowed);

private:
    /// What one relation takes.
    struct Step {
        RelationIndex relation = 0;
        std::vector<VariableIndex> derived;  ///< computed first, each after what it needs
        std::optional<VariableIndex> given;  ///< gets the value of `side`
        NodeIndex side = 0;
    };

    [[nodiscard]] std::vector<VariableIndex> derived_behind(const Expression& expression) const;
    void choose_given(Step& step, std::vector<bool>& is_given) const;
    void order_steps();
    [[nodiscard]] bool may_be(VariableIndex quantity, WideFraction value,
                              const Range& allowed) const;
    void evaluate(const Expression& expression);
    void derive(std::span<const VariableIndex> derived);
    bool holds(const Expression& condition) const;

    const Network* network_;
    std::vector<Step> steps_;
    std::vector<VariableIndex> sources_;        ///< stated ones that keep their printed value
    std::vector<VariableIndex> other_derived_;  ///< that no relation rests on
    std::vector<WideFraction> values_;          ///< by quantity
    std::vector<WideFraction> node_values_;     ///< of the expression at hand
};

}  // namespace brcheck
