/// What can be said of a plain report at little cost: that its relations hold together, that one
/// holds as printed, that one would fail with some slip. Words and enclosures decide it; what they
/// cannot is left to check().
/// Who has only a report asks engine/glance.hpp; who has many of one kind, engine/quick_check.hpp.
#pragma once

#include "engine/computed_values.hpp"
#include "engine/fast_lane.hpp"
#include "engine/network.hpp"
#include "engine/plain_arithmetic.hpp"
#include "engine/range.hpp"
#include "engine/slip_proof.hpp"
#include "engine/wide_fraction.hpp"

#include <optional>
#include <vector>

namespace brcheck {

/// What a stated figure says, in base units.
struct StatedNumber {
    WideFraction exact;  ///< the printed number
    Range range;         ///< true values that it allows
    Range half_up;       ///< the same without ties that are rounded the other way
    FirstDigit first_digit;
};

/// Throws FractionOverflow. REQUIRES: the quantity is stated.
StatedNumber stated_number(const Quantity& quantity);

class PlainCheck {
public:
    /// The report has no more than sums, products and quotients of stated figures, relations that
    /// must hold, and nothing that excuses one of them.
    static bool suits(const Report& report);

    /// REQUIRES: suits(the network's report); the network outlives this.
    explicit PlainCheck(const Network& network);

    /// REQUIRES: the quantity is stated.
    void enter(VariableIndex quantity, const StatedNumber& number) { stated_[quantity] = number; }

    /// Once all stated quantities were entered, and before any of what follows. False: it cannot
    /// be done in words.
    bool evaluate_derived();

    // Of none of these says false anything.

    /// Taken together, the relations hold for some true values, and no figure has to be on a tie
    /// that rounding half up would send away (BR907).
    bool is_possible();
    /// Its status is `holds`, if it can hold.
    bool holds_exactly(RelationIndex relation);
    /// See SlipProof.
    bool has_power(RelationIndex relation) { return slips_.has_power(relation); }

private:
    void evaluate_exactly(const Expression& expression);
    bool finds_values();

    const Network& network_;
    ComputedValues values_;
    SlipProof slips_;
    // For the fast lane, once it was needed.
    std::optional<FastLane> lane_;
    std::vector<ConstraintIndex> constraints_;
    std::vector<VariableIndex> quantities_;
    std::vector<Interval> box_;  ///< what half_up_ says; derived ones open

    // Of the report at hand, by quantity.
    std::vector<StatedNumber> stated_;
    std::vector<WideFraction> exact_;         ///< taken as exact
    std::vector<Range> half_up_;              ///< of stated ones
    std::vector<WideFraction> exact_values_;  ///< of the nodes of an expression
};

}  // namespace brcheck
