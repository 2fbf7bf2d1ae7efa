/// The words about conflicts: what cannot all be true, and which changes of figures would mend it.
#pragma once

#include "brcheck/render/message.hpp"

#include <string>

namespace brcheck {

/// "these 3 statements cannot all be true; leave out any one and the rest can".
/// REQUIRES: the conflict has at least two relations.
Message describe_joint(const Conflict& conflict);

/// A conflict in one line: "total_2024 (the regions): 3 t apart", "share, total and rise together".
Message describe_briefly(const Conflict& conflict, const Report& report, const CheckResult& result);

/// The line above the other conflicts of a group.
Message describe_other_conflicts(const ConflictGroup& group);

/// "share_2025 is 51.9 percent (printed 15.9 percent: two digits swapped, BR502)", "growth lies
/// from 3.7 to 3.9 %: for example 3.8 percent instead of 8.3 percent".
Message describe(const FigureChange& change, const Report& report);
/// All its changes: "... and ...", or one with all that fits: "...; all that fits: over 50 %".
Message describe(const Repair& repair, const Report& report);

/// What stands before the list of repairs, or instead of it: "no single figure explains it;
/// smallest changes:", "no change of a figure helps: ...". Empty when single figures would do.
Message describe_repairs(const ConflictGroup& group, const Report& report,
                         const CheckResult& result);

/// Where a person looks first: the figures of the repairs, and that a relation may be wrong, too.
/// Empty when there are no repairs.
Message describe_suspects(const ConflictGroup& group, const Report& report,
                          const CheckResult& result);

}  // namespace brcheck
