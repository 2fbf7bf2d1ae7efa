/// What the engine says beyond its verdicts: about the checks themselves, and what else a failing
/// relation could mean. None of it changes a verdict.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "engine/network.hpp"
#include "expr/tight_hull.hpp"

#include <cstdint>
#include <optional>
#include <span>
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
void add_remarks(const Network& network, std::vector<Interval>& box, bool want_power,
                 CheckResult& result);

/// What the notes on all relations of a report may take: nodes evaluated, and products of a
/// distribution function.
struct RemarkWork {
    std::uint64_t power = 100'000;
    std::uint64_t plausibility = 1'000'000;
};

/// Whether the power of every relation can be looked at before the work for it ends: else which of
/// them are noted hangs on those that were looked at before.
bool has_power_work_for_all(const Report& report);

/// BR904 for one relation, which holds; and its power, if wanted.
void add_remark_on_power(const Report& report, RelationIndex relation, std::vector<Interval>& box,
                         bool want_power, RemarkWork& work, CheckResult& result);

/// BR905 for one relation, where it holds by rounding.
void add_remark_on_plausibility(const Report& report, RelationIndex relation,
                                std::span<const Interval> box, RemarkWork& work,
                                CheckResult& result);

/// BR901, where the relation holds by rounding and has no other leeway.
std::optional<Finding> note_on_rounding(const Network& network, RelationIndex relation,
                                        const RelationResult& outcome);

/// A note with the sides of a relation and all printed figures behind it.
Finding note_on_sides(const Network& network, RuleCode code, RelationIndex relation,
                      const RelationResult& outcome);

/// The note on those of the printed figures that `result.checked` leaves out; nothing where there
/// are none, or nothing at all was checked.
std::optional<Finding> note_on_unchecked(const Report& report, const CheckResult& result);

/// The printed figures that no deciding relation rests on, rising.
std::vector<VariableIndex> unchecked_figures(const Report& report, const CheckResult& result);

}  // namespace brcheck
