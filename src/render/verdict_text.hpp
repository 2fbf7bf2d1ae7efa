/// The last lines of the text about a report: the verdict with counts, and what was not checked.
#pragma once

#include "render/markup.hpp"

#include "brcheck/report/check_result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// "1 relation", "2 relations".
std::string count_of(std::size_t count, std::string_view noun);
/// "a, b, c".
std::string join_clauses(const std::vector<std::string>& clauses);

void add_verdict_line(std::string& out, const Markup& markup, Verdict verdict,
                      const std::string& words);
void add_verdict(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result);

}  // namespace brcheck
