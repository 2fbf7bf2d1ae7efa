/// What a report's own figures say, before any relation is used.
#pragma once

#include "brcheck/report/report.hpp"

#include <vector>

namespace brcheck {

/// By VariableIndex, over what `box` held: the true values that what is printed allows, of derived
/// quantities computed from those, and all numbers for unknowns. Of a definition that has no value
/// (a divisor that can only be 0) nothing is said here; propagation finds it.
void fill_printed_box(const Report& report, std::vector<Interval>& box);

}  // namespace brcheck
