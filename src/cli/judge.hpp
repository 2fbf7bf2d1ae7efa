/// What check and batch ask of a checked report alike.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/report/check_result.hpp"

#include <optional>

namespace brcheck::cli {

/// BR009 where no relation checks anything: that is never green.
std::optional<Error> nothing_checked(const Report& report, const CheckResult& result);

/// Is there a finding at that level or above which nobody accepts?
bool has_failure(const CheckResult& result, Severity fail_on);

}  // namespace brcheck::cli
