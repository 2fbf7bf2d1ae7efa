/// The first look at a report: of most consistent ones it tells at once what check() would.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <cstddef>
#include <optional>

namespace brcheck {

/// Figures and derived quantities: with more of them, what is tried in vain would cost too much
/// beside the check that follows.
inline constexpr std::size_t most_at_a_glance = 200;

/// What check() says, where it is asked neither for implied intervals nor for power, of a report
/// that is consistent beyond doubt (engine/plain_check.hpp): the verdict, the findings, which
/// quantities are checked, and the status of each relation; neither all sides and values nor a
/// witness. Nothing where a glance is not enough.
std::optional<CheckResult> glance(const Report& report);

}  // namespace brcheck
