/// The last lines of the text about a report: the verdict with counts, and what was not checked.
#pragma once

#include "render/markup.hpp"

#include "brcheck/render/renderer.hpp"

#include <string>

namespace brcheck {

void add_verdict_line(std::string& out, const Markup& markup, Verdict verdict,
                      const std::string& words);
void add_verdict(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result, const LeftOutCounts& left_out);

}  // namespace brcheck
