/// The digits of a number as printed, and what a slip of the hand may have made them of.
#pragma once

#include "brcheck/report/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace brcheck {

/// ASCII digits from left to right, the last `fraction` of them behind the decimal mark.
struct PrintedDigits {
    std::string digits;
    std::size_t fraction = 0;

    [[nodiscard]] std::size_t whole() const noexcept { return digits.size() - fraction; }
    /// The decimal mark moved `steps` places to the right (left for < 0): zeros are filled in;
    /// leading ones are dropped, and those at the end of a whole number that become decimals.
    [[nodiscard]] PrintedDigits shifted(std::int64_t steps) const;
};

struct DigitChange {
    RuleCode slip{};
    PrintedDigits number;  ///< what was to be printed
};

/// Every number that one slip turns into `printed`: two neighbours swapped, one digit wrong, lost,
/// doubled or inserted, an inner zero lost. Slip names what the hand did, so for lost_digit the
/// number has one digit more. The decimal mark stays, and no leading zero or empty side of the mark
/// comes about. About 20 changes a digit. REQUIRES: `printed` is not empty.
std::vector<DigitChange> digit_changes(const PrintedDigits& printed);

}  // namespace brcheck
