#include "render/finding_content.hpp"

#include "render/conflict_message.hpp"
#include "render/hint_message.hpp"
#include "render/message_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t most_part_rows = 24;
constexpr std::size_t most_figure_rows = 12;
constexpr std::size_t most_statements = 24;
constexpr std::size_t most_others = 5;
constexpr std::size_t most_repairs = 6;

Message and_more(std::size_t count) {
    return {{Role::faint, fmt::format("... and {} more", count)}};
}

/// The conflict that a finding shows as a set of statements; null for all other findings.
const Conflict* joint_conflict_of(const Finding& finding, const CheckResult& result) {
    const Conflict* conflict = primary_conflict(finding, result);
    return conflict != nullptr && conflict->relations.size() > 1 ? conflict : nullptr;
}

Span span_of(const Finding& finding, std::optional<RelationIndex> shown_at, const Report& report) {
    if (shown_at) {
        const Relation& relation = report.relations[*shown_at];
        return finding.allowance ? relation.allowances[*finding.allowance].span : relation.value;
    }
    if (!finding.steps.empty()) return report.quantities[finding.steps.back().quantity].value;
    if (finding.elsewhere) return report.quantities[finding.quantities.front()].value;
    return {};
}

Message title_of(const Finding& finding, const Conflict* joint, const Report& report) {
    Message title;
    if (joint != nullptr) {
        for (const Part& part : join_names(ids_of(report, joint->relations)))
            title.push_back({part.role == Role::name ? Role::good : part.role, part.text});
    } else if (finding.relation) {
        const Relation& relation = report.relations[*finding.relation];
        title.push_back({Role::good, relation.id});
        if (!relation.label.empty()) {
            title.push_back({Role::text, ": "});
            title.push_back({Role::quote, relation.label});
        }
    } else {
        title.push_back({Role::good, std::string(rule(finding.code).title)});
    }
    return title;
}

std::optional<Drawing> drawing_of(const Finding& finding, const Report& report) {
    // Without steps nothing has come down to two sides.
    if (finding.code == RuleCode::joint_conflict && finding.steps.empty()) return {};
    const ClashFacts facts = clash_facts(finding, report);
    const auto has_picture = [](const Interval& side) {
        return !side.is_empty() && !side.is_all();
    };
    if (!facts.has_sides || !has_picture(finding.left) || !has_picture(finding.right)) return {};
    return Drawing{{facts.left.text, facts.right.text},
                   {finding.left, finding.right},
                   facts.unit,
                   finding.gap};
}

std::vector<Advice> hints_of(const Finding& finding, const Report& report) {
    std::vector<Advice> hints;
    for (const ConventionHint& reading : finding.readings)
        hints.push_back({{Role::faint, hints.empty() ? "fits if" : "or if"},
                         describe(reading, finding, report)});
    if (finding.revised_base)
        hints.push_back({{Role::faint, "base"}, describe(*finding.revised_base, report)});
    return hints;
}

std::vector<Advice> list_repairs(const std::vector<const Repair*>& repairs,
                                 const ConflictGroup& group, const Report& report) {
    std::vector<Advice> out;
    const std::size_t shown = std::min(repairs.size(), most_repairs);
    for (std::size_t i = 0; i < shown; ++i)
        out.push_back({{Role::good, i == 0 ? "fits if" : "or if"}, describe(*repairs[i], report)});
    if (repairs.size() > shown) out.push_back({{}, and_more(repairs.size() - shown)});
    if (!group.repairs_complete && !repairs.empty())
        out.push_back({{}, {{Role::faint, "there may be more: the work limit was reached"}}});
    return out;
}

/// The statements, the steps from them to the clash if it was found by steps, and the clash.
void add_joint(FindingContent& content, ReportView& view, const CheckResult& result,
               const Finding& finding, const Conflict& conflict) {
    content.sentence = describe_joint(conflict);
    content.statements = statement_rows(view, conflict);
    content.parts = printed_rows(view, conflict);
    if (!finding.steps.empty())
        content.steps = &finding.steps;
    else if (!conflict.refutation.steps.empty())
        content.remark_on_steps = {{Role::text, "no chain of single steps shows it; the proof is in "
                                                "the output of -f json"}};
    if (!finding.steps.empty()) content.clash = describe_clash(finding, view.report(), result);
    if (!content.clash.empty()) content.clash.insert(content.clash.begin(), {Role::text, "so "});
}

void add_alone(FindingContent& content, ReportView& view, const CheckResult& result,
               const Finding& finding) {
    content.sentence = describe_without_relation(finding, view.report(), result);
    const bool jointly = finding.code == RuleCode::joint_conflict;
    content.parts = jointly || !finding.relation
                        ? quantity_rows(view, finding.quantities, most_figure_rows)
                        : side_parts(view, *finding.relation, finding.comparison, 2,
                                     most_part_rows);
    if (jointly && !finding.steps.empty()) content.steps = &finding.steps;
}

}  // namespace

TableRows statement_rows(ReportView& view, const Conflict& conflict) {
    const Report& report = view.report();
    TableRows rows;
    for (const RelationIndex index : conflict.relations) {
        if (rows.size() == most_statements) {
            rows.push_back({and_more(conflict.relations.size() - most_statements)});
            break;
        }
        const Relation& relation = report.relations[index];
        const std::size_t line = view.positions().position(relation.value.begin).line;
        rows.push_back({{{Role::name, relation.id}},
                        {{Role::name, expression_text(relation.condition)}},
                        {{Role::faint, fmt::format("line {}", line)}},
                        {}});
        if (!relation.label.empty()) rows.back().back() = {{Role::quote, relation.label}};
    }
    return rows;
}

TableRows printed_rows(ReportView& view, const Conflict& conflict) {
    return quantity_rows(view, conflict.figures, most_figure_rows);
}

GroupContent content_of(const ConflictGroup& group, std::size_t shown_conflict,
                        const Report& report, const CheckResult& result) {
    GroupContent content;
    std::size_t others = 0;
    for (const std::size_t index : group.conflicts)
        if (index != shown_conflict && others++ < most_others)
            content.others.push_back(describe_briefly(result.conflicts[index], report, result));
    if (others > 0) content.others_title = describe_other_conflicts(group);
    if (others > most_others) content.others.push_back(and_more(others - most_others));
    content.introduction = describe_repairs(group, report, result);
    std::vector<const Repair*> repairs;
    for (const Repair& repair : group.repairs) repairs.push_back(&repair);
    content.repairs = list_repairs(repairs, group, report);
    content.suspects = describe_suspects(group, report, result);
    return content;
}

std::vector<Advice> repairs_of(const ConflictGroup& group, VariableIndex figure,
                               const Report& report) {
    std::vector<const Repair*> repairs;
    for (const Repair& repair : group.repairs)
        if (std::any_of(repair.changes.begin(), repair.changes.end(),
                        [&](const FigureChange& change) { return change.figure == figure; }))
            repairs.push_back(&repair);
    return list_repairs(repairs, group, report);
}

FindingContent content_of(ReportView& view, const CheckResult& result, const Finding& finding) {
    const Report& report = view.report();
    FindingContent content;
    content.severity = finding.severity;
    content.code = format_code(static_cast<std::uint16_t>(finding.code));
    if (finding.allowed_by)
        content.allowance = &report.relations[*finding.relation].allowances[*finding.allowed_by];
    const bool about_clash = static_cast<std::uint16_t>(finding.code) < 400;
    if (!about_clash || finding.allowed_by) {
        content.is_remark = true;
        content.relation = finding.relation;
        content.place = span_of(finding, finding.relation, report);
        content.sentence = describe(finding, report, result);
        if (finding.severity != Severity::note && !finding.allowed_by)
            content.next_step = describe_next_step(finding, report);
        return content;
    }
    const Conflict* joint = joint_conflict_of(finding, result);
    content.relation = relation_shown(finding, result);
    content.place = span_of(finding, content.relation, report);
    content.title = title_of(finding, joint, report);
    if (joint != nullptr)
        add_joint(content, view, result, finding, *joint);
    else
        add_alone(content, view, result, finding);
    content.drawing = drawing_of(finding, report);
    content.hints = hints_of(finding, report);
    if (finding.group) {
        const ConflictGroup& group = result.groups[*finding.group];
        content.group = content_of(group, group.conflicts.front(), report, result);
    } else {
        content.next_step = describe_next_step(finding, report);
    }
    return content;
}

Message describe(const Allowance& allowance) {
    Message out{{Role::text, "accepted: "}, {Role::quote, allowance.reason}};
    if (!allowance.by.empty()) append(out, {{Role::text, ", by "}, {Role::quote, allowance.by}});
    if (!allowance.until.empty())
        append(out, {{Role::text, ", until "}, {Role::quote, allowance.until}});
    return out;
}

Message as_sentence(Message message) {
    if (message.empty()) return message;
    Part& first = message.front();
    if (first.role == Role::text && !first.text.empty() && first.text[0] >= 'a' &&
        first.text[0] <= 'z')
        first.text[0] = static_cast<char>(first.text[0] - 'a' + 'A');
    const std::string& last = message.back().text;
    if (last.empty() || std::string_view(".?!:").find(last.back()) == std::string_view::npos)
        message.push_back({Role::text, "."});
    return message;
}

}  // namespace brcheck
