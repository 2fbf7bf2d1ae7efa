/// Conflicts laid out as text: the statements, the figures that they rest on, what would mend them.
#pragma once

#include "render/finding_content.hpp"
#include "render/markup.hpp"

#include <string>

namespace brcheck {

/// A name and what it introduces, the latter in one column under itself: "fits if  a is 5 %".
void add_labelled(std::string& out, const Markup& markup, const Part& label,
                  const Message& message);

/// The printed figures that statements rest on, under their heading; nothing without figures.
void add_printed(std::string& out, const Markup& markup, const TableRows& figures,
                 std::size_t indent);

/// The other conflicts of a group, what would fit, and where to look.
void add_group(std::string& out, const Markup& markup, const GroupContent& content);

}  // namespace brcheck
