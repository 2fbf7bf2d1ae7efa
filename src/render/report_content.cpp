#include "render/report_content.hpp"

#include "render/message_facts.hpp"
#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {

std::string count_of(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string join_clauses(const std::vector<std::string>& clauses) {
    return fmt::format("{}", fmt::join(clauses, ", "));
}

namespace {

std::string describe_relations(const CheckResult& result) {
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
        const std::vector<bool> joint = failing_jointly(result);
        const auto jointly =
            static_cast<std::size_t>(std::count(joint.begin(), joint.end(), true));
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
    const auto differing = static_cast<std::size_t>(
        std::count_if(result.findings.begin(), result.findings.end(), [](const Finding& finding) {
            return finding.elsewhere && !finding.allowed_by;
        }));
    if (differing > 0)
        clauses.push_back(fmt::format("{} {} from another report", count_of(differing, "figure"),
                                      differing == 1 ? "differs" : "differ"));
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
    return join_clauses(clauses);
}

}  // namespace

std::string describe_verdict(const CheckResult& result, const LeftOutCounts& left_out) {
    std::string out = describe_relations(result);
    if (left_out.total() > 0) out += "; " + describe_left_out(left_out);
    return out;
}

std::string describe_left_out(const LeftOutCounts& left_out) {
    std::vector<std::string> reasons;
    for (const auto& [count, reason] :
         {std::pair{left_out.ignored, "ignored"}, std::pair{left_out.known, "known"},
          std::pair{left_out.not_shown, "not to be shown"},
          std::pair{left_out.over_max, "over --max-findings"}})
        if (count > 0) reasons.push_back(fmt::format("{} {}", count, reason));
    if (reasons.empty()) return "";
    return fmt::format("{} left out ({})", count_of(left_out.total(), "finding"),
                       join_clauses(reasons));
}

std::string describe_over_max(const LeftOutCounts& left_out) {
    LeftOutCounts over;
    over.over_max = left_out.over_max;
    return describe_left_out(over);
}

std::string describe_unread(std::size_t error_count, const std::string& path) {
    return fmt::format("{} in {}, so it was not checked", count_of(error_count, "error"), path);
}

void VerdictCounts::add(Verdict verdict) {
    switch (verdict) {
        case Verdict::consistent: ++consistent; break;
        case Verdict::inconsistent: ++inconsistent; break;
        case Verdict::incomplete: ++incomplete; break;
    }
}

Verdict VerdictCounts::verdict() const {
    return incomplete > 0 || reports() == 0 ? Verdict::incomplete
           : inconsistent > 0               ? Verdict::inconsistent
                                            : Verdict::consistent;
}

std::string describe_run(const VerdictCounts& counts) {
    if (counts.reports() == 0) return "no report was checked";
    std::vector<std::string> clauses;
    for (const auto& [count, verdict] : {std::pair{counts.consistent, Verdict::consistent},
                                         std::pair{counts.inconsistent, Verdict::inconsistent},
                                         std::pair{counts.incomplete, Verdict::incomplete}})
        if (count > 0) clauses.push_back(fmt::format("{} {}", count, format_verdict(verdict)));
    return fmt::format("{}: {}", count_of(counts.reports(), "report"), join_clauses(clauses));
}

void FindingCounts::add(const CheckResult& result, Severity level_that_fails) {
    fail_on = std::min(fail_on, level_that_fails);
    for (const Finding& finding : result.findings) {
        if (finding.allowed_by) continue;
        const std::size_t fails = finding.severity >= level_that_fails ? 1 : 0;
        switch (finding.severity) {
            case Severity::error: ++errors; break;
            case Severity::warning:
                ++warnings;
                failing_warnings += fails;
                break;
            case Severity::note:
                ++notes;
                failing_notes += fails;
                break;
        }
    }
}

bool fails_by_level(const FindingCounts& counts, const VerdictCounts& verdicts, int exit_code) {
    return exit_code == 1 &&
           (counts.errors == 0 || verdicts.verdict() == Verdict::consistent);
}

std::string describe_failed_level(const FindingCounts& counts) {
    if (counts.errors > 0) return count_of(counts.errors, "finding") + " of level error";
    return fmt::format("{} at or above the level {} that was asked for",
                       counts.failing_warnings > 0 ? count_of(counts.failing_warnings, "warning")
                                                   : count_of(counts.failing_notes, "note"),
                       format_severity(counts.fail_on));
}

bool is_told_elsewhere(const Finding& finding, bool with_list) {
    return finding.severity == Severity::note &&
           (finding.code == RuleCode::unchecked_figure ||
            (with_list && finding.code == RuleCode::holds_only_by_rounding));
}

std::string_view status_words(RelationStatus status) noexcept {
    switch (status) {
        case RelationStatus::holds: return "holds";
        case RelationStatus::holds_by_rounding: return "holds by rounding";
        case RelationStatus::fails: return "fails";
        case RelationStatus::undecided: return "undecided";
        case RelationStatus::defines: return "defines an unknown";
        case RelationStatus::not_comparable: return "not comparable";
        case RelationStatus::allowed: return "fails, allowed";
    }
    return "";
}

std::string_view status_words(const CheckResult& result, RelationIndex relation,
                              const std::vector<bool>& jointly) noexcept {
    return jointly[relation] ? "holds alone, but not together with others"
                             : status_words(result.relations[relation].status);
}

Role role_of(RelationStatus status) noexcept {
    switch (status) {
        case RelationStatus::holds:
        case RelationStatus::holds_by_rounding: return Role::good;
        case RelationStatus::fails: return Role::error;
        case RelationStatus::undecided: return Role::warning;
        case RelationStatus::defines:
        case RelationStatus::not_comparable:
        case RelationStatus::allowed: return Role::note;
    }
    return Role::note;
}

Message compare_sides(const Report& report, RelationIndex relation, const CheckResult& result) {
    const RelationResult& outcome = result.relations[relation];
    if (outcome.sides.empty()) return {};
    const Unit unit = side_unit(report, relation);
    const auto comparisons = report.relations[relation].condition.comparisons();
    Message out;
    for (std::size_t i = 0; i < outcome.sides.size(); ++i) {
        if (i > 0)
            out.push_back({Role::faint, fmt::format(" {} ", format_comparison(comparisons[i - 1]))});
        const Interval& side = outcome.sides[i].interval;
        out.push_back({Role::value, side.is_all() ? "an unknown" : format_interval(side, unit)});
    }
    if (const auto& tolerance = report.relations[relation].tolerance)
        out.push_back({Role::faint, " (tolerance " + tolerance_text(*tolerance, unit) + ")"});
    return out;
}

std::vector<bool> failing_jointly(const CheckResult& result) {
    std::vector<bool> jointly(result.relations.size(), false);
    for (const Conflict& conflict : result.conflicts)
        if (conflict.relations.size() > 1)
            for (const RelationIndex relation : conflict.relations)
                jointly[relation] = result.relations[relation].status == RelationStatus::fails;
    for (const Conflict& conflict : result.conflicts)
        if (conflict.relations.size() == 1) jointly[conflict.relations.front()] = false;
    return jointly;
}

std::vector<VariableIndex> implied_quantities(const Report& report, const CheckResult& result) {
    std::vector<VariableIndex> implied;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const QuantityKind kind = report.quantities[v].kind;
        const bool known = kind == QuantityKind::unknown && !result.implied(report, v).is_all();
        if (kind == QuantityKind::derived || known) implied.push_back(v);
    }
    return implied;
}

std::vector<NarrowedFigure> narrowed_figures(const Report& report, const CheckResult& result) {
    std::vector<NarrowedFigure> narrowed;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const Quantity& quantity = report.quantities[v];
        const Interval& implied = result.implied(report, v);
        const bool printed =
            quantity.kind == QuantityKind::stated || quantity.kind == QuantityKind::range;
        if (!printed || implied == quantity.interval || !quantity.interval.contains(implied))
            continue;
        std::string after = format_interval(implied, quantity.unit);
        std::string before = format_interval(quantity.interval, quantity.unit);
        if (after != before) narrowed.push_back({v, std::move(before), std::move(after)});
    }
    return narrowed;
}

Coverage coverage_of(const Report& report, const CheckResult& result) {
    Coverage coverage;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const QuantityKind kind = report.quantities[v].kind;
        if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
        ++coverage.printed;
        if (!result.checked[v]) coverage.unchecked.push_back(v);
    }
    return coverage;
}

std::string describe(const Coverage& coverage) {
    const std::size_t checked = coverage.printed - coverage.unchecked.size();
    return fmt::format("{} of {} {} checked", checked, count_of(coverage.printed, "figure"),
                       coverage.printed == 1 || checked == 1 ? "is" : "are");
}

}  // namespace brcheck
