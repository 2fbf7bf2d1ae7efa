#include "render/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t most_unchecked = 12;

/// Relations that fail although each of them could hold by itself.
std::size_t count_failing_jointly(const CheckResult& result) {
    std::vector<bool> jointly(result.relations.size(), false);
    for (const Conflict& conflict : result.conflicts)
        if (conflict.relations.size() > 1)
            for (const RelationIndex relation : conflict.relations)
                jointly[relation] = result.relations[relation].status == RelationStatus::fails;
    for (const Conflict& conflict : result.conflicts)
        if (conflict.relations.size() == 1) jointly[conflict.relations.front()] = false;
    return static_cast<std::size_t>(std::count(jointly.begin(), jointly.end(), true));
}

void add_coverage(std::string& out, const Markup& markup, const Report& report,
                  const CheckResult& result) {
    std::size_t printed = 0;
    std::vector<VariableIndex> unchecked;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const QuantityKind kind = report.quantities[v].kind;
        if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
        ++printed;
        if (!result.quantities[v].checked) unchecked.push_back(v);
    }
    if (printed == 0) return;
    Message line{{Role::text,
                  fmt::format("{} of {} {} checked", printed - unchecked.size(),
                              count_of(printed, "figure"),
                              printed == 1 || printed - unchecked.size() == 1 ? "is" : "are")}};
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

std::string count_of(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string join_clauses(const std::vector<std::string>& clauses) {
    return fmt::format("{}", fmt::join(clauses, ", "));
}

void add_verdict_line(std::string& out, const Markup& markup, Verdict verdict,
                      const std::string& words) {
    const Role role = verdict == Verdict::consistent     ? Role::good
                      : verdict == Verdict::inconsistent ? Role::error
                                                         : Role::warning;
    markup.add_lines(
        out,
        {{role, fmt::format("{} {}", markup.sign(role), format_verdict(verdict))},
         {Role::text, ": " + words}},
        {0, 2});
}

void add_verdict(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result) {
    const auto counts = result.status_counts();
    const auto count = [&](RelationStatus status) {
        return counts[static_cast<std::size_t>(status)];
    };
    const std::size_t total = result.relations.size();
    const std::size_t by_rounding = count(RelationStatus::holds_by_rounding);
    const std::size_t hold = count(RelationStatus::holds) + by_rounding;
    const std::size_t fail = count(RelationStatus::fails);
    const std::string rounding =
        by_rounding > 0 ? fmt::format(" ({} only by rounding)", by_rounding) : "";
    std::vector<std::string> clauses;
    if (total == 0) {
        clauses.push_back("there are no relations");
    } else if (hold == total) {
        clauses.push_back((total == 1 ? "the only relation holds"
                                      : fmt::format("all {} relations hold", total)) +
                          rounding);
    } else if (fail > 0) {
        const std::size_t jointly = count_failing_jointly(result);
        const std::size_t alone = fail - jointly;
        if (alone > 0)
            clauses.push_back(fmt::format("{} of {} {}", alone, count_of(total, "relation"),
                                          alone == 1 ? "fails" : "fail"));
        if (jointly > 0)
            clauses.push_back(fmt::format(
                "{}{} {} alone but not together", jointly,
                alone == 0 ? fmt::format(" of {}", count_of(total, "relation")) : " more",
                jointly == 1 ? "holds" : "hold"));
        if (hold > 0)
            clauses.push_back(
                fmt::format("{} {}{}", hold, hold == 1 ? "holds" : "hold", rounding));
    } else {
        clauses.push_back(fmt::format("{} of {} {}{}", hold, count_of(total, "relation"),
                                      hold == 1 ? "holds" : "hold", rounding));
    }
    const std::pair<RelationStatus, std::pair<std::string_view, std::string_view>> others[] = {
        {RelationStatus::allowed, {"fails but is allowed", "fail but are allowed"}},
        {RelationStatus::not_comparable, {"is not comparable", "are not comparable"}},
        {RelationStatus::defines, {"defines an unknown", "define unknowns"}},
        {RelationStatus::undecided, {"is undecided", "are undecided"}},
    };
    for (const auto& [status, words] : others)
        if (count(status) > 0)
            clauses.push_back(fmt::format("{} {}", count(status),
                                          count(status) == 1 ? words.first : words.second));
    add_verdict_line(out, markup, result.verdict, join_clauses(clauses));
    add_coverage(out, markup, report, result);
}

}  // namespace brcheck
