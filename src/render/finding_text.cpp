#include "render/finding_text.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/conflict_message.hpp"
#include "render/conflict_text.hpp"
#include "render/hint_message.hpp"
#include "render/message_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t most_part_rows = 24;
constexpr std::size_t most_figure_rows = 12;
constexpr std::size_t most_steps = 40;

Part code_of(const Finding& finding) {
    return {Role::code, format_code(static_cast<std::uint16_t>(finding.code))};
}

/// The conflict that a finding shows as a set of statements; null for all other findings.
const Conflict* joint_conflict_of(const Finding& finding, const CheckResult& result) {
    const Conflict* conflict = primary_conflict(finding, result);
    return conflict != nullptr && conflict->relations.size() > 1 ? conflict : nullptr;
}

/// In the source: the relation, or the last definition that led to the finding.
Span span_of(const Finding& finding, const Report& report, const CheckResult& result) {
    if (const auto index = relation_shown(finding, result)) {
        const Relation& relation = report.relations[*index];
        return finding.allowance ? relation.allowances[*finding.allowance].span : relation.value;
    }
    if (!finding.steps.empty()) return report.quantities[finding.steps.back().quantity].value;
    return {};
}

void append(Message& out, const Message& more) { out.insert(out.end(), more.begin(), more.end()); }

void add_head(std::string& out, const Markup& markup, const Finding& finding, const Report& report,
              const CheckResult& result) {
    Message head{markup.mark(finding.severity), {Role::text, "  "}};
    if (const Conflict* joint = joint_conflict_of(finding, result)) {
        for (Part part : join_names(ids_of(report, joint->relations)))
            head.push_back({part.role == Role::name ? Role::good : part.role, part.text});
    } else if (finding.relation) {
        const Relation& relation = report.relations[*finding.relation];
        head.push_back({Role::good, relation.id});
        if (!relation.label.empty()) {
            head.push_back({Role::text, ": "});
            head.push_back({Role::quote, relation.label});
        }
    } else {
        head.push_back({Role::good, std::string(rule(finding.code).title)});
    }
    markup.add_lines_with_tail(out, head, {0, 2}, code_of(finding));
}

void add_advice(std::string& out, const Markup& markup, const Finding& finding,
                const Report& report, const CheckResult& result) {
    if (finding.group) {
        const ConflictGroup& group = result.groups[*finding.group];
        add_other_conflicts(out, markup, report, result, group, group.conflicts.front());
        add_repairs(out, markup, report, result, group);
    } else {
        const Message next = describe_next_step(finding, report);
        if (!next.empty()) add_labelled(out, markup, {Role::faint, "look at"}, next);
    }
    const std::string& path = report.source_text->name();
    const auto relation = relation_shown(finding, result);
    if (relation && path != "<stdin>")
        markup.add_lines(out,
                         {{Role::faint, "why"},
                          {Role::text, "      brcheck why " + shell_word(path) + " " +
                                           report.relations[*relation].id}},
                         {2, 13});
}

/// The statements, the steps from them to the clash if it was found by steps, and the clash.
void add_joint(std::string& out, const Markup& markup, ReportView& view, const CheckResult& result,
               const Finding& finding, const Conflict& conflict) {
    add_statements(out, markup, view, conflict);
    if (!finding.steps.empty()) {
        out += '\n';
        markup.add_lines(out, {{Role::text, "how they clash, step by step"}}, {4, 4});
        add_steps(out, markup, view.report(), finding.steps);
    } else if (!conflict.refutation.steps.empty()) {
        out += '\n';
        markup.add_lines(out,
                         {{Role::text, "no chain of single steps shows it; the proof is in the "
                                       "output of -f json"}},
                         {4, 4});
    }
    Message clash = describe_clash(finding, view.report(), result);
    if (clash.empty()) return;
    out += '\n';
    clash.insert(clash.begin(), {Role::text, "so "});
    markup.add_lines(out, clash, {4, 4});
}

void add_parts(std::string& out, const Markup& markup, ReportView& view, const Finding& finding) {
    const bool jointly = finding.code == RuleCode::joint_conflict;
    const TableRows rows =
        jointly || !finding.relation
            ? quantity_rows(view, finding.quantities, most_figure_rows)
            : side_parts(view, *finding.relation, finding.comparison, 2, most_part_rows);
    markup.add_table(out, rows, 4);
    if (!jointly || finding.steps.empty()) return;
    out += '\n';
    markup.add_lines(out, {{Role::text, "how they clash, step by step"}}, {4, 4});
    add_steps(out, markup, view.report(), finding.steps);
}

void add_picture(std::string& out, const Markup& markup, const Report& report,
                 const Finding& finding) {
    const ClashFacts facts = clash_facts(finding, report);
    const auto has_picture = [](const Interval& side) {
        return !side.is_empty() && !side.is_all();
    };
    if (!facts.has_sides || !has_picture(finding.left) || !has_picture(finding.right)) return;
    out += '\n';
    add_drawing(out, markup, {facts.left.text, facts.right.text}, {finding.left, finding.right},
                facts.unit, finding.gap, 4);
}

/// Notes, allowed findings, findings about allowances: the sentence says all there is.
void add_remark(std::string& out, const Markup& markup, const Finding& finding,
                const Report& report, const CheckResult& result) {
    Message line{markup.mark(finding.severity)};
    if (finding.allowed_by)
        line = {{Role::note, fmt::format("{} allowed", markup.sign(Role::note))}};
    line.push_back({Role::text, "  "});
    append(line, describe(finding, report, result));
    if (finding.allowed_by) {
        line.push_back({Role::text, "; "});
        append(line, describe(report.relations[*finding.relation].allowances[*finding.allowed_by]));
    }
    markup.add_lines_with_tail(out, line, {0, 2}, code_of(finding));
    if (finding.severity != Severity::note && !finding.allowed_by) {
        const Message next = describe_next_step(finding, report);
        if (next.empty()) return;
        Message advice{{Role::faint, "do"}, {Role::text, "  "}};
        append(advice, next);
        markup.add_lines(out, advice, {2, 6});
    }
}

}  // namespace

void add_steps(std::string& out, const Markup& markup, const Report& report,
               const std::vector<DerivationStep>& steps) {
    const bool cut = steps.size() > most_steps;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (cut && i == most_steps / 2) {
            const std::size_t left_out = steps.size() - most_steps;
            markup.add_lines(out, {{Role::faint, fmt::format("... {} steps left out", left_out)}},
                             {8, 8});
            i += left_out;
        }
        Message line{{Role::faint, fmt::format("{:>2}", i + 1)}, {Role::text, "  "}};
        append(line, describe(steps[i], report));
        markup.add_lines(out, line, {4, 8});
    }
}

std::string shell_word(const std::string& text) {
    const bool plain =
        !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   std::string_view("_-./,:=@+").find(c) != std::string_view::npos ||
                   static_cast<unsigned char>(c) >= 0x80;
        });
    if (plain) return text;
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return quoted + "'";
}

void add_finding(std::string& out, const Markup& markup, ReportView& view,
                 const CheckResult& result, const Finding& finding) {
    const Report& report = view.report();
    const bool about_clash = static_cast<std::uint16_t>(finding.code) < 400;
    if (!about_clash || finding.allowed_by) return add_remark(out, markup, finding, report, result);

    add_head(out, markup, finding, report, result);
    const Span place = span_of(finding, report, result);
    const Position position = view.positions().position(place.begin);
    markup.add_lines(out,
                     {{Role::faint, fmt::format("{}:{}:{}", report.source_text->name(),
                                                position.line, position.column)}},
                     {2, 4});
    if (const Conflict* joint = joint_conflict_of(finding, result)) {
        markup.add_lines(out, describe_joint(*joint), {2, 2});
        out += '\n';
        add_joint(out, markup, view, result, finding, *joint);
    } else {
        markup.add_lines(out, describe_without_relation(finding, report, result), {2, 2});
        out += '\n';
        markup.add_snippet(out, *report.source_text, place, position.line,
                           role_of(finding.severity), 4);
        out += '\n';
        add_parts(out, markup, view, finding);
    }
    add_picture(out, markup, report, finding);
    out += '\n';
    add_hints(out, markup, finding, report);
    add_advice(out, markup, finding, report, result);
}

}  // namespace brcheck
