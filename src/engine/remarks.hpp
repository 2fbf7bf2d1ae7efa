/// What the engine says beyond its verdicts: about the checks themselves, and what else a failing
/// relation could mean. None of it changes a verdict.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/tight_hull.hpp"

#include <optional>
#include <vector>

namespace brcheck {

/// Adds readings and revised bases to the findings about relations that fail by themselves, those
/// of groups among them, the first 200. A finding that fits once percent and points are told apart
/// becomes BR204.
/// `box`: the printed intervals by variable, on which `tight_hull` works; unchanged at the end.
void add_readings(const Report& report, std::vector<Interval>& box, TightHull& tight_hull,
                  CheckResult& result);

/// Measures the power of the relations that hold, and notes weak checks (BR904), implausible
/// rounding (BR905) and unchecked figures (BR902; one note, unless nothing at all was checked).
/// Each kind of note stops at a work limit, and never speaks of what it has not decided.
/// `want_power`: what the power is, not only whether it is 0.
void add_remarks(const Report& report, std::vector<Interval>& box, bool want_power,
                 CheckResult& result);

/// The note on those of the printed figures that `result.checked` leaves out; nothing where there
/// are none, or nothing at all was checked.
std::optional<Finding> note_on_unchecked(const Report& report, const CheckResult& result);

/// The printed figures that no deciding relation rests on, rising.
std::vector<VariableIndex> unchecked_figures(const Report& report, const CheckResult& result);

}  // namespace brcheck
