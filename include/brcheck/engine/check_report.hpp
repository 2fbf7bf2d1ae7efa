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
    /// Steps of propagation a relation may take on average before it stops. Reaching it never
    /// changes a verdict to a wrong one: implied intervals are then only wider than they might be.
    std::uint32_t steps_per_relation = 50;
    /// Keep every narrowing step in CheckResult::derivation (for `why`); conflicts carry theirs anyway.
    bool keep_derivation = false;
    /// Beyond the verdict: readings and revised bases of findings, the power of relations, and the
    /// notes BR902, BR904 and BR905. Without them a check of a small report takes half the time.
    bool with_remarks = true;
};

/// Decides each relation alone and propagates all of them. Takes no longer than the work limit
/// allows, allocates nothing that outlives the result, prints nothing, reads no environment.
CheckResult check(const Report& report, const CheckOptions& options = {});

}  // namespace brcheck
