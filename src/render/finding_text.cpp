#include "render/finding_text.hpp"

#include "brcheck/base/utf8.hpp"
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

/// Where the finding is shown to stand: the relation, or the last definition that led to it.
Span place_of(const Finding& finding, const Report& report) {
    if (finding.relation) {
        const Relation& relation = report.relations[*finding.relation];
        return finding.allowance ? relation.allowances[*finding.allowance].span : relation.value;
    }
    if (!finding.steps.empty()) return report.quantities[finding.steps.back().quantity].value;
    return {};
}

void append(Message& out, const Message& more) { out.insert(out.end(), more.begin(), more.end()); }

void add_head(std::string& out, const Markup& markup, const Finding& finding,
              const Report& report) {
    Message head{markup.mark(finding.severity), {Role::text, "  "}};
    if (finding.relation) {
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
                const Report& report) {
    const Message next = describe_next_step(finding, report);
    if (!next.empty()) {
        Message line{{Role::faint, "look at"}, {Role::text, "  "}};
        append(line, next);
        markup.add_lines(out, line, {2, 11});
    }
    const std::string& path = report.source_text->name();
    if (finding.relation && path != "<stdin>") {
        markup.add_lines(out,
                         {{Role::faint, "why"},
                          {Role::text, "      brcheck why " + shell_word(path) + " " +
                                           report.relations[*finding.relation].id}},
                         {2, 13});
    }
}

void add_clash(std::string& out, const Markup& markup, ReportView& view, const Finding& finding) {
    const Report& report = view.report();
    const bool jointly = finding.code == RuleCode::joint_conflict;
    out += '\n';
    const TableRows rows =
        jointly || !finding.relation
            ? quantity_rows(view, finding.quantities, most_figure_rows)
            : side_parts(view, *finding.relation, finding.comparison, 2, most_part_rows);
    markup.add_table(out, rows, 4);
    if (jointly && !finding.steps.empty()) {
        out += '\n';
        markup.add_lines(out, {{Role::text, "how they clash, step by step"}}, {4, 4});
        add_steps(out, markup, report, finding.steps);
    }
    const ClashFacts facts = clash_facts(finding, report);
    const auto has_picture = [](const Interval& side) {
        return !side.is_empty() && !side.is_all();
    };
    if (facts.has_sides && has_picture(finding.left) && has_picture(finding.right)) {
        out += '\n';
        add_drawing(out, markup, {facts.left.text, facts.right.text},
                    {finding.left, finding.right}, facts.unit, finding.gap, 4);
    }
    out += '\n';
    add_advice(out, markup, finding, report);
}

/// Notes, allowed findings, findings about allowances: the sentence says all there is.
void add_remark(std::string& out, const Markup& markup, const Finding& finding,
                const Report& report) {
    Message line{markup.mark(finding.severity)};
    if (finding.allowed_by)
        line = {{Role::note, fmt::format("{} allowed", markup.sign(Role::note))}};
    line.push_back({Role::text, "  "});
    append(line, describe(finding, report));
    if (finding.allowed_by) {
        const Allowance& allowance =
            report.relations[*finding.relation].allowances[*finding.allowed_by];
        line.push_back({Role::text, "; accepted: "});
        line.push_back({Role::quote, allowance.reason});
        if (!allowance.by.empty()) {
            line.push_back({Role::text, ", by "});
            line.push_back({Role::quote, allowance.by});
        }
        if (!allowance.until.empty()) {
            line.push_back({Role::text, ", until "});
            line.push_back({Role::quote, allowance.until});
        }
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
                 const Finding& finding) {
    const Report& report = view.report();
    const bool about_clash = static_cast<std::uint16_t>(finding.code) < 400;
    if (!about_clash || finding.allowed_by) return add_remark(out, markup, finding, report);

    add_head(out, markup, finding, report);
    const Span place = place_of(finding, report);
    const Position position = view.positions().position(place.begin);
    markup.add_lines(out,
                     {{Role::faint, fmt::format("{}:{}:{}", report.source_text->name(),
                                                position.line, position.column)}},
                     {2, 4});
    markup.add_lines(out, describe_without_relation(finding, report), {2, 2});
    out += '\n';
    markup.add_snippet(out, *report.source_text, place, position.line, role_of(finding.severity),
                       4);
    add_clash(out, markup, view, finding);
    add_hints(out, markup, finding, report);
}

}  // namespace brcheck
