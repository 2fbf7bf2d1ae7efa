/// Which rule a failing comparison breaks: the name that tells a reader most.
#pragma once

#include "brcheck/report/report.hpp"
#include "brcheck/report/rule.hpp"

#include <cstddef>

namespace brcheck {

RuleCode classify_mismatch(const Relation& relation, std::size_t comparison);

}  // namespace brcheck
