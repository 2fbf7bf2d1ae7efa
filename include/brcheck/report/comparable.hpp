/// Which relations are judged at all, by what the report says of its figures.
#pragma once

#include "brcheck/report/report.hpp"

#include <vector>

namespace brcheck {

/// By RelationIndex: false where the printed figures behind a relation (derived quantities are
/// followed to what they are computed from) have different `basis` or different `vintage`. Figures
/// that say nothing of it go with all.
std::vector<bool> find_comparable_relations(const Report& report);

}  // namespace brcheck
