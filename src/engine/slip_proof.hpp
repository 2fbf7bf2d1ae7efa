/// That a relation would find some slip, seen in floating point: one wrong digit moves a figure so
/// far that outward rounded enclosures of the sides part. What it cannot show is left to the exact
/// count of engine/power.hpp.
#pragma once

#include "engine/network.hpp"
#include "engine/plain_arithmetic.hpp"

#include <span>
#include <vector>

namespace brcheck {

/// Another digit in the place of one of a figure's first digits is tried as a slip.
struct FirstDigit {
    std::int64_t digit = 0;
    Fraction weight;  ///< in base units, with the sign of the number; 0: no slip is tried
};

/// The first digit of the printed number that is not 0. Throws FractionOverflow. REQUIRES: the
/// quantity is stated.
FirstDigit find_first_digit(const Quantity& quantity);

class SlipProof {
public:
    /// Knows nothing of any quantity at first. REQUIRES: the network outlives this.
    explicit SlipProof(const Network& network);

    /// `values`: its true values, and perhaps more.
    void enter(VariableIndex quantity, Enclosure values, FirstDigit first_digit = {}) {
        values_[quantity] = values;
        first_digits_[quantity] = first_digit;
    }
    /// All quantities as the report says.
    void enter_report();
    /// Once all others were entered: what is derived from them. Throws FractionOverflow.
    void enter_derived();

    /// True: some slip makes the relation fail, or its power is never exact, so that it is not
    /// noted as a weak check (BR904). False says nothing.
    bool has_power(RelationIndex relation);

private:
    std::span<const VariableIndex> slippable(RelationIndex relation);
    bool finds_slip(const Expression& condition, VariableIndex v);
    void evaluate(const Expression& expression);

    const Network& network_;
    std::vector<Enclosure> values_;                      ///< by quantity
    std::vector<FirstDigit> first_digits_;               ///< by quantity
    std::vector<std::vector<VariableIndex>> slippable_;  ///< by relation, once it was asked
    std::vector<Enclosure> node_values_;                 ///< of the expression at hand
};

}  // namespace brcheck
