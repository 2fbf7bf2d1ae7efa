#include "render/verdict_text.hpp"

#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t most_unchecked = 12;

void add_coverage(std::string& out, const Markup& markup, const Report& report,
                  const CheckResult& result) {
    const Coverage coverage = coverage_of(report, result);
    if (coverage.printed == 0) return;
    const auto& unchecked = coverage.unchecked;
    Message line{{Role::text, describe(coverage)}};
    for (std::size_t i = 0; i < unchecked.size() && i < most_unchecked; ++i) {
        line.push_back({Role::text, i == 0 ? "; not checked: " : ", "});
        line.push_back({Role::name, report.names.name(unchecked[i])});
    }
    if (unchecked.size() > most_unchecked)
        line.push_back({Role::text,
                        fmt::format(" and {} more", unchecked.size() - most_unchecked)});
    const auto is_remark = [](const Finding& finding) {
        return finding.code == RuleCode::unchecked_figure;
    };
    if (std::any_of(result.findings.begin(), result.findings.end(), is_remark))
        markup.add_lines_with_tail(
            out, line, {2, 4},
            {Role::code, format_code(rule(RuleCode::unchecked_figure).number)});
    else
        markup.add_lines(out, line, {2, 4});
}

}  // namespace

void add_verdict_line(std::string& out, const Markup& markup, Verdict verdict,
                      const std::string& words) {
    const Role role = role_of(verdict);
    markup.add_lines(
        out,
        {{role, fmt::format("{} {}", markup.sign(role), format_verdict(verdict))},
         {Role::text, ": " + words}},
        {0, 2});
}

void add_verdict(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result, const LeftOutCounts& left_out) {
    add_verdict_line(out, markup, result.verdict, describe_verdict(result, left_out));
    add_coverage(out, markup, report, result);
}

}  // namespace brcheck
