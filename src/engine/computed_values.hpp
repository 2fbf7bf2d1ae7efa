/// A solution at the first try, or one of few: the printed figures as they are, and those that
/// equations give computed from them; where a sum is off by rounding, its parts each a little off.
/// Where it is none, that says nothing.
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
    struct Term {
        VariableIndex variable = 0;
        int sign = 1;
    };
    [[nodiscard]] std::optional<std::vector<Term>> terms_of(const Step& step) const;
    [[nodiscard]] std::optional<WideFraction> choose_source(VariableIndex source,
                                                            WideFraction printed,
                                                            const Range& allowed) const;
    bool take(const Step& step, std::span<const Range> allowed);
    bool spread(const Step& step, std::span<const Range> allowed);

    const Network* network_;
    std::vector<Step> steps_;
    std::vector<VariableIndex> sources_;        ///< stated ones that no step gives its value
    std::vector<bool> is_source_;               ///< by quantity
    std::vector<WideFraction> starts_;          ///< by quantity: what sources are taken to be
    std::vector<bool> is_moved_;                ///< by quantity: no more what is printed
    std::vector<VariableIndex> other_derived_;  ///< that no relation rests on
    std::vector<WideFraction> values_;          ///< by quantity
    std::vector<WideFraction> node_values_;     ///< of the expression at hand
};

}  // namespace brcheck
