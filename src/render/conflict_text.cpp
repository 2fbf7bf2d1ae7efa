#include "render/conflict_text.hpp"

#include "render/conflict_message.hpp"
#include "render/message_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t most_statements = 24;
constexpr std::size_t most_figures = 12;
constexpr std::size_t most_others = 5;
constexpr std::size_t most_repairs = 6;

Message left_out(std::size_t count) {
    return {{Role::faint, fmt::format("... and {} more", count)}};
}

void add_list(std::string& out, const Markup& markup, const Report& report,
              const std::vector<const Repair*>& repairs) {
    const std::size_t shown = std::min(repairs.size(), most_repairs);
    for (std::size_t i = 0; i < shown; ++i)
        add_labelled(out, markup, {Role::good, i == 0 ? "fits if" : "or if"},
                     describe(*repairs[i], report));
    if (repairs.size() > shown)
        add_labelled(out, markup, {Role::faint, ""}, left_out(repairs.size() - shown));
}

void add_completeness(std::string& out, const Markup& markup, const ConflictGroup& group) {
    if (!group.repairs_complete && !group.repairs.empty())
        add_labelled(out, markup, {Role::faint, ""},
                     {{Role::faint, "there may be more: the work limit was reached"}});
}

}  // namespace

void add_labelled(std::string& out, const Markup& markup, const Part& label,
                  const Message& message) {
    constexpr std::size_t label_width = std::string_view("fits if").size();
    Message line{label, {Role::text, std::string(label_width - label.text.size() + 2, ' ')}};
    line.insert(line.end(), message.begin(), message.end());
    const std::size_t indent = label.text.empty() ? label_width + 4 : 2;
    if (label.text.empty()) line.erase(line.begin(), line.begin() + 2);
    markup.add_lines(out, line, {indent, label_width + 4});
}

void add_statements(std::string& out, const Markup& markup, ReportView& view,
                    const Conflict& conflict) {
    const Report& report = view.report();
    TableRows rows;
    for (const RelationIndex index : conflict.relations) {
        if (rows.size() == most_statements) {
            rows.push_back({left_out(conflict.relations.size() - most_statements)});
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
    markup.add_table(out, rows, 4);
    if (conflict.figures.empty()) return;
    out += '\n';
    markup.add_lines(out, {{Role::text, "what is printed"}}, {4, 4});
    markup.add_table(out, quantity_rows(view, conflict.figures, most_figures), 4);
}

void add_other_conflicts(std::string& out, const Markup& markup, const Report& report,
                         const CheckResult& result, const ConflictGroup& group,
                         std::size_t shown_conflict) {
    std::vector<std::size_t> others;
    for (const std::size_t index : group.conflicts)
        if (index != shown_conflict) others.push_back(index);
    if (others.empty()) return;
    markup.add_lines(out, describe_other_conflicts(group), {2, 2});
    for (std::size_t i = 0; i < std::min(others.size(), most_others); ++i)
        markup.add_lines(out, describe_briefly(result.conflicts[others[i]], report, result),
                         {4, 6});
    if (others.size() > most_others)
        markup.add_lines(out, left_out(others.size() - most_others), {4, 4});
    out += '\n';
}

void add_repairs(std::string& out, const Markup& markup, const Report& report,
                 const CheckResult& result, const ConflictGroup& group) {
    const Message introduction = describe_repairs(group, report, result);
    if (!introduction.empty()) markup.add_lines(out, introduction, {2, 2});
    std::vector<const Repair*> repairs;
    for (const Repair& repair : group.repairs) repairs.push_back(&repair);
    add_list(out, markup, report, repairs);
    add_completeness(out, markup, group);
    const Message suspects = describe_suspects(group, report, result);
    if (!suspects.empty()) add_labelled(out, markup, {Role::faint, "look at"}, suspects);
}

void add_repairs_of(std::string& out, const Markup& markup, const Report& report,
                    const ConflictGroup& group, VariableIndex figure) {
    std::vector<const Repair*> repairs;
    for (const Repair& repair : group.repairs)
        if (std::any_of(repair.changes.begin(), repair.changes.end(),
                        [&](const FigureChange& change) { return change.figure == figure; }))
            repairs.push_back(&repair);
    add_list(out, markup, report, repairs);
    if (!repairs.empty()) add_completeness(out, markup, group);
}

}  // namespace brcheck
