/// Conflicts and their repairs in the JSON format.
#pragma once

#include "brcheck/report/check_result.hpp"

#include <cstddef>
#include <string>

namespace brcheck {

/// {"relations", "figures", "group", "repairs", "repairs_complete", "refutation"}; the repairs mend
/// all conflicts of the group.
std::string conflict_json(const Report& report, const CheckResult& result, std::size_t conflict);

}  // namespace brcheck
