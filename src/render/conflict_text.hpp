/// Conflicts laid out as text: the statements, the figures that they rest on, what would mend them.
#pragma once

#include "render/markup.hpp"
#include "render/parts_view.hpp"

#include <string>

namespace brcheck {

/// A name and what it introduces, the latter in one column under itself: "fits if  a is 5 %".
void add_labelled(std::string& out, const Markup& markup, const Part& label,
                  const Message& message);

/// The statements of a joint conflict, and the printed figures that it rests on.
void add_statements(std::string& out, const Markup& markup, ReportView& view,
                    const Conflict& conflict);

/// The conflicts of a group but for the one that is shown in full; nothing when there is no other.
void add_other_conflicts(std::string& out, const Markup& markup, const Report& report,
                         const CheckResult& result, const ConflictGroup& group,
                         std::size_t shown_conflict);

/// What would fit, and where to look.
void add_repairs(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result, const ConflictGroup& group);

/// What of that changes one figure; nothing where it is no part of any repair.
void add_repairs_of(std::string& out, const Markup& markup, const Report& report,
                    const ConflictGroup& group, VariableIndex figure);

}  // namespace brcheck
