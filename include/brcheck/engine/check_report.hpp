/// The one entry of the engine.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <cstdint>
#include <string>

namespace brcheck {

struct CheckOptions {
    /// "2026-11-24": the day by which `until` of an allowance is judged; "" takes none as expired.
    /// The library reads no clock.
    std::string today;
    /// Counted steps of about a microsecond that the joint decision may take. Reaching the limit
    /// never makes a verdict wrong: what is open then is reported as undecided (BR903).
    std::uint64_t work_limit = 1'500'000;
    /// Keep every narrowing step in CheckResult::derivation (for `why`); conflicts carry theirs anyway.
    bool keep_derivation = false;
    /// Beyond the verdict: readings and revised bases of findings, the power of relations, and the
    /// notes BR902, BR904 and BR905. Without them a check of a small report takes half the time.
    bool with_remarks = true;
    /// CheckResult::implied(). Without it that is what is printed, nothing is said of
    /// their not being tight, and a consistent report takes half the time.
    bool with_implied = true;
    /// RelationResult::power. Without it only the note on a check that no slip can fail (BR904) is
    /// sought, which one slip that fails it settles.
    bool with_power = true;
};

/// Decides each relation alone and all of them together. Takes no longer than the work limit allows,
/// allocates nothing that outlives the result, prints nothing, reads no environment.
CheckResult check(const Report& report, const CheckOptions& options = {});

}  // namespace brcheck
