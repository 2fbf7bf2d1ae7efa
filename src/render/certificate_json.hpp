#pragma once

#include "brcheck/report/check_result.hpp"

#include <string>

namespace brcheck {

std::string refutation_json(const Refutation& refutation, const Report& report);
std::string witness_json(const Witness& witness, const Report& report);

}  // namespace brcheck
