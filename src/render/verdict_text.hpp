/// The last lines of the text about a report: the verdict with counts, and what was not checked.
#pragma once

#include "render/markup.hpp"

#include "brcheck/report/check_result.hpp"

#include <string>

namespace brcheck {

void add_verdict_line(std::string& out, const Markup& markup, Verdict verdict,
                      const std::string& words);
void add_verdict(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result);

}  // namespace brcheck
