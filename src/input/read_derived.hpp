/// The members of "derived": expressions, units and the order in which they can be computed.
/// Private to input/read_report.
#pragma once

#include "brcheck/report/report.hpp"
#include "input/member_reader.hpp"

#include <vector>

namespace brcheck {

/// A member of "derived" and the quantity that it becomes.
struct DerivedMember {
    VariableIndex quantity;
    JsonIndex member;
};

/// Fills the quantities of `members` (in the order of their indices, which are the last ones of the
/// report) and the report's derivation_order. `has_type[v]` says whether the unit of quantity v is
/// known; it comes in set for the figures and goes out set for all. Whatever rests on a quantity
/// without a known unit is not judged, so that one mistake gives one error.
/// REQUIRES: all names are in the report's table.
void read_derived(ReadContext& context, const std::vector<DerivedMember>& members, Report& report,
                  std::vector<bool>& has_type);

}  // namespace brcheck
