#include "brcheck/render/explanations.hpp"
#include "render/conflict_json.hpp"
#include "render/conflict_message.hpp"
#include "render/conflict_text.hpp"
#include "render/finding_text.hpp"
#include "render/json_value.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/parts_view.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

namespace brcheck {
namespace {

// Who asks "why" wants all of it; this only keeps a sum of thousands from filling a screen for
// ever.
constexpr std::size_t most_rows = 200;
constexpr std::size_t most_conflicts = 20;

/// The steps that narrowed `quantity` and those that they rest on, in order.
std::vector<DerivationStep> steps_behind(const Report& report, const CheckResult& result,
                                         VariableIndex quantity) {
    std::vector<bool> needed(report.quantities.size(), false);
    needed[quantity] = true;
    std::vector<DerivationStep> steps;
    for (auto step = result.derivation.rbegin(); step != result.derivation.rend(); ++step) {
        if (!needed[step->quantity]) continue;
        const bool by_definition = step->kind == DerivationStep::Kind::definition;
        const Expression& expression = by_definition
                                           ? *report.quantities[step->index].definition
                                           : report.relations[step->index].condition;
        for (const VariableIndex used : expression.variables()) needed[used] = true;
        if (by_definition) needed[step->index] = true;
        steps.push_back(*step);
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
}

Message title_of(std::string_view id, const std::string& label) {
    Message title{{Role::good, std::string(id)}};
    if (!label.empty()) {
        title.push_back({Role::text, "  "});
        title.push_back({Role::quote, label});
    }
    return title;
}

void add_field(std::string& out, const Markup& markup, std::string_view name,
               const Message& value) {
    Message line{{Role::faint, fmt::format("{:<8}", name)}, {Role::text, "  "}};
    line.insert(line.end(), value.begin(), value.end());
    markup.add_lines(out, line, {2, 12});
}

/// The conflicts that a relation or a figure has part in, shortest first.
std::vector<std::size_t> conflicts_with(const CheckResult& result,
                                        std::vector<std::uint32_t> Conflict::* members,
                                        std::uint32_t index) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < result.conflicts.size(); ++i) {
        const auto& own = result.conflicts[i].*members;
        if (std::binary_search(own.begin(), own.end(), index)) found.push_back(i);
    }
    return found;
}

/// In which conflicts a figure is, and what it would have to be for them to go.
void add_conflicts_of_figure(std::string& out, const Markup& markup, const Report& report,
                             const CheckResult& result, VariableIndex index) {
    const auto conflicts = conflicts_with(result, &Conflict::figures, index);
    if (conflicts.empty()) return;
    out += '\n';
    markup.add_lines(out, {{Role::error, "what it conflicts with"}}, {2, 2});
    std::vector<std::size_t> groups;
    for (std::size_t i = 0; i < conflicts.size(); ++i) {
        const Conflict& conflict = result.conflicts[conflicts[i]];
        if (i < most_conflicts)
            markup.add_lines(out, describe_briefly(conflict, report, result), {4, 6});
        if (std::find(groups.begin(), groups.end(), conflict.group) == groups.end())
            groups.push_back(conflict.group);
    }
    if (conflicts.size() > most_conflicts)
        markup.add_lines(
            out,
            {{Role::faint, fmt::format("... and {} more", conflicts.size() - most_conflicts)}},
            {4, 4});
    out += '\n';
    for (const std::size_t group : groups)
        for (const Advice& repair : repairs_of(result.groups[group], index, report))
            add_labelled(out, markup, repair.label, repair.message);
}

void explain_quantity(std::string& out, const Markup& markup, ReportView& view,
                      const CheckResult& result, VariableIndex index) {
    const Report& report = view.report();
    const Quantity& quantity = report.quantities[index];
    markup.add_lines(out, title_of(report.names.name(index), quantity.label()), {0, 2});
    out += '\n';
    const bool derived = quantity.kind == QuantityKind::derived;
    add_field(out, markup, derived ? "defined" : "printed", describe_origin(view, index));
    if (quantity.details && !quantity.details->at.empty())
        add_field(out, markup, "at", {{Role::quote, quantity.details->at}});
    const std::optional<Rational> value = result.value(report, index);
    if (derived && value)
        add_field(out, markup, "value",
                  {{Role::value, format_value(*value, quantity.unit)},
                   {Role::text, ", from the printed numbers taken as exact"}});
    if (quantity.kind != QuantityKind::unknown)
        add_field(out, markup, derived ? "gives" : "means",
                  {{Role::value, format_interval(view.printed_box()[index], quantity.unit)}});
    if (derived) {
        out += '\n';
        markup.add_lines(out, {{Role::text, "what it is computed from"}}, {2, 2});
        markup.add_table(out, definition_parts(view, index, most_rows), 4);
    }

    const std::vector<DerivationStep> steps = steps_behind(report, result, index);
    if (!steps.empty()) {
        out += '\n';
        markup.add_lines(out, {{Role::text, "what the report makes of it, step by step"}}, {2, 2});
        add_steps(out, markup, report, steps, 4);
    }
    out += '\n';
    const Interval& implied = result.implied(report, index);
    const Interval& by_steps = steps.empty() ? view.printed_box()[index] : steps.back().after;
    add_field(out, markup, "implied",
              {{Role::value, format_interval(implied, quantity.unit)},
               {Role::text, implied == by_steps ? "" : ", which only all relations together tell"}});
    if (!result.checked[index])
        markup.add_lines(out, {{Role::text, "no relation checks it"}}, {12, 12});
    add_conflicts_of_figure(out, markup, report, result, index);
}

/// A finding about the relation itself: its sentence and the steps that lead to it.
void add_own_finding(std::string& out, const Markup& markup, const Report& report,
                     const CheckResult& result, const Finding& finding) {
    Message line{markup.mark(finding.severity), {Role::text, "  "}};
    const Message words = describe_without_relation(finding, report, result);
    line.insert(line.end(), words.begin(), words.end());
    markup.add_lines_with_tail(out, line, {2, 4},
                               {Role::code, format_code(static_cast<std::uint16_t>(finding.code))});
    add_steps(out, markup, report, finding.steps, 4);
}

/// The sentence for a relation that fails by itself, but whose group's finding is about another.
void add_own_failure(std::string& out, const Markup& markup, const Report& report,
                     const CheckResult& result, RelationIndex index) {
    const RelationResult& outcome = result.relations[index];
    Finding failure;
    failure.severity = report.relations[index].severity;
    failure.relation = index;
    failure.comparison = outcome.comparison;
    failure.left = outcome.sides[outcome.comparison].interval;
    failure.right = outcome.sides[outcome.comparison + 1].interval;
    failure.gap = outcome.gap;
    Message line{markup.mark(failure.severity), {Role::text, "  "}};
    const Message words = describe_without_relation(failure, report, result);
    line.insert(line.end(), words.begin(), words.end());
    markup.add_lines(out, line, {2, 4});
}

/// The shortest conflict that the relation has part in, and what would mend it.
void add_conflict_of_relation(std::string& out, const Markup& markup, ReportView& view,
                              const CheckResult& result, RelationIndex index,
                              std::size_t shortest) {
    const Conflict& conflict = result.conflicts[shortest];
    out += '\n';
    if (conflict.relations.size() > 1) {
        markup.add_lines(out, describe_joint(conflict), {2, 2});
        out += '\n';
        markup.add_table(out, statement_rows(view, conflict), 4);
        add_printed(out, markup, printed_rows(view, conflict), 4);
        out += '\n';
    } else if (std::none_of(result.findings.begin(), result.findings.end(), [&](const Finding& f) {
                   return f.relation == index && f.group;
               })) {
        add_own_failure(out, markup, view.report(), result, index);
        out += '\n';
    }
    add_group(out, markup,
              content_of(result.groups[conflict.group], shortest, view.report(), result));
}

/// Values that make the whole report true, of what the relation is about.
void add_witness(std::string& out, const Markup& markup, const Report& report,
                 const Witness& witness, const Expression& condition) {
    TableRows rows;
    bool shortened = false;
    for (const VariableIndex v : condition.variables()) {
        if (rows.size() == most_rows) break;
        const Unit& unit = report.quantities[v].unit;
        const auto enclosed =
            std::find_if(witness.enclosed.begin(), witness.enclosed.end(),
                         [&](const Witness::Enclosed& e) { return e.quantity == v; });
        const bool is_enclosed = enclosed != witness.enclosed.end();
        const std::string value = is_enclosed ? format_interval(enclosed->interval, unit)
                                              : format_example(witness.values[v], unit);
        const bool is_short = value.starts_with('~');
        shortened = shortened || is_short;
        rows.push_back({{{Role::name, report.names.name(v)}},
                        {{Role::text, is_enclosed ? "from " : is_short ? "" : "= "},
                         {Role::value, value}}});
    }
    if (rows.empty()) return;
    out += '\n';
    markup.add_lines(out, {{Role::text, "the whole report is true if, for example"}}, {2, 2});
    markup.add_table(out, rows, 4);
    if (shortened)
        markup.add_lines(out, {{Role::faint, "~ shortened here; -f json has the exact values"}},
                         {4, 4});
}

void explain_relation(std::string& out, const Markup& markup, ReportView& view,
                      const CheckResult& result, RelationIndex index) {
    const Report& report = view.report();
    const Relation& relation = report.relations[index];
    const RelationResult& outcome = result.relations[index];
    const Unit unit = side_unit(report, index);
    const auto sides = outcome.sides.size();

    markup.add_lines(out, title_of(relation.id, relation.label), {0, 2});
    out += '\n';
    add_field(out, markup, "says", {{Role::name, expression_text(relation.condition)}});
    if (relation.tolerance)
        add_field(out, markup, "within", {{Role::value, tolerance_text(*relation.tolerance, unit)}});
    const auto conflicts = conflicts_with(result, &Conflict::relations, index);
    std::string status(format_status(outcome.status));
    std::replace(status.begin(), status.end(), '_', ' ');
    if (outcome.status == RelationStatus::fails && !conflicts.empty() &&
        result.conflicts[conflicts.front()].relations.size() > 1)
        status = "holds alone, but not together with others";
    add_field(out, markup, "status",
              {{outcome.status == RelationStatus::fails ? Role::error : Role::good, status}});

    for (const Finding& finding : result.findings) {
        if (finding.relation != index) continue;
        out += '\n';
        add_own_finding(out, markup, report, result, finding);
    }
    if (!conflicts.empty())
        add_conflict_of_relation(out, markup, view, result, index, conflicts.front());

    std::vector<std::string> names;
    std::vector<Interval> intervals;
    TableRows rows;
    for (std::size_t i = 0; i < sides; ++i) {
        names.push_back(side_text(report, relation.condition, i).text);
        intervals.push_back(outcome.sides[i].interval);
        const auto& value = outcome.sides[i].value;
        rows.push_back({{{Role::name, names.back()}},
                        {{Role::value, format_interval(intervals.back(), unit)}},
                        {{Role::faint, value ? "printed numbers: " + format_value(*value, unit)
                                             : "not all of it is printed"}}});
    }
    out += '\n';
    markup.add_table(out, rows, 2);
    const bool bounded = std::none_of(intervals.begin(), intervals.end(), [](const Interval& i) {
        return i.is_all() || i.is_empty();
    });
    if (sides == 2 && bounded) {
        out += '\n';
        add_drawing(out, markup, {names, intervals, unit, outcome.gap}, 2);
    }
    out += '\n';
    markup.add_lines(out, {{Role::text, "what the sides rest on"}}, {2, 2});
    markup.add_table(out, side_parts(view, index, 0, sides, most_rows), 4);
    if (result.witness && result.conflicts.empty())
        add_witness(out, markup, report, *result.witness, relation.condition);
}

std::string interval_json(const Interval& interval, const Unit& unit) {
    return JsonObject().add_interval(interval, unit).str();
}

std::string conflicts_json(const Report& report, const CheckResult& result,
                           const std::vector<std::size_t>& conflicts) {
    std::vector<std::string> items;
    for (const std::size_t conflict : conflicts)
        items.push_back(conflict_json(report, result, conflict));
    return json_list(items);
}

/// The exact value as "p/q" or a decimal; null where there is none, or no rational one.
std::string witness_value_json(const CheckResult& result, VariableIndex index) {
    if (!result.witness) return "null";
    for (const Witness::Enclosed& enclosed : result.witness->enclosed)
        if (enclosed.quantity == index) return "null";
    return json_string(result.witness->values[index].to_string());
}

std::string quantity_json(ReportView& view, const CheckResult& result, VariableIndex index) {
    const Report& report = view.report();
    const Quantity& q = report.quantities[index];
    std::vector<std::string> steps;
    for (const DerivationStep& step : steps_behind(report, result, index)) {
        const Unit& unit = report.quantities[step.quantity].unit;
        const bool by_definition = step.kind == DerivationStep::Kind::definition;
        steps.push_back(JsonObject()
                            .add_string("text", to_plain_text(describe(step, report)))
                            .add_string("by", by_definition ? "definition" : "relation")
                            .add_string("id", by_definition ? report.names.name(step.index)
                                                            : report.relations[step.index].id)
                            .add_string("quantity", report.names.name(step.quantity))
                            .add_string("unit", unit.symbol())
                            .add("before", interval_json(step.before, unit))
                            .add("after", interval_json(step.after, unit))
                            .str());
    }
    return JsonObject()
        .add("stated", json_string_or_null(report.stated_text(index)))
        .add("is", q.definition ? json_string(q.definition->text()) : std::string("null"))
        .add_number("line", view.line_of(index))
        .add_string("unit", q.unit.symbol())
        .add_value("value", result.value(report, index), q.unit)
        .add("printed", interval_json(view.printed_box()[index], q.unit))
        .add("implied", interval_json(result.implied(report, index), q.unit))
        .add_bool("checked", result.checked[index])
        .add("steps", json_list(steps))
        .add("conflicts", conflicts_json(report, result,
                                         conflicts_with(result, &Conflict::figures, index)))
        .str();
}

std::string relation_json(ReportView& view, const CheckResult& result, RelationIndex index) {
    const Report& report = view.report();
    const Relation& relation = report.relations[index];
    const RelationResult& outcome = result.relations[index];
    const Unit unit = side_unit(report, index);
    std::vector<std::string> sides;
    for (std::size_t i = 0; i < outcome.sides.size(); ++i)
        sides.push_back(JsonObject()
                            .add_string("text", side_text(report, relation.condition, i).text)
                            .add_value("value", outcome.sides[i].value, unit)
                            .add_interval(outcome.sides[i].interval, unit)
                            .str());
    std::vector<std::string> quantities;
    for (const VariableIndex v : relation.condition.variables()) {
        const Quantity& q = report.quantities[v];
        quantities.push_back(
            JsonObject()
                .add_string("id", report.names.name(v))
                .add("stated", json_string_or_null(report.stated_text(v)))
                .add("is", q.definition ? json_string(q.definition->text()) : std::string("null"))
                .add_string("unit", q.unit.symbol())
                .add_interval(view.printed_box()[v], q.unit)
                .add("witness", witness_value_json(result, v))
                .str());
    }
    std::vector<std::string> findings;
    for (const Finding& finding : result.findings) {
        if (finding.relation != index) continue;
        findings.push_back(
            JsonObject()
                .add_string("code", format_code(static_cast<std::uint16_t>(finding.code)))
                .add_string("severity", format_severity(finding.severity))
                .add_string("message", to_plain_text(describe(finding, report, result)))
                .str());
    }
    return JsonObject()
        .add_string("label", relation.label)
        .add_string("holds", relation.condition.text())
        .add_string("status", format_status(outcome.status))
        .add_string("unit", unit.symbol())
        .add("sides", json_list(sides))
        .add_value("gap", outcome.gap, unit)
        .add("quantities", json_list(quantities))
        .add("findings", json_list(findings))
        .add("conflicts", conflicts_json(report, result,
                                         conflicts_with(result, &Conflict::relations, index)))
        .str();
}

}  // namespace

std::string render_why(const Report& report, const CheckResult& result, std::string_view id,
                       const RenderOptions& options) {
    const Markup markup(options);
    ReportView view(report);
    std::string out;
    const auto quantity = report.names.find(id);
    const auto relation = report.find_relation(id);
    if (quantity) explain_quantity(out, markup, view, result, *quantity);
    if (quantity && relation) out += '\n';
    if (relation) explain_relation(out, markup, view, result, *relation);
    return without_commands(std::move(out));
}

std::string render_why_json(const Report& report, const CheckResult& result, std::string_view id) {
    ReportView view(report);
    const auto quantity = report.names.find(id);
    const auto relation = report.find_relation(id);
    return JsonObject()
               .add_string("id", id)
               .add("quantity", quantity ? quantity_json(view, result, *quantity)
                                         : std::string("null"))
               .add("relation", relation ? relation_json(view, result, *relation)
                                         : std::string("null"))
               .str() +
           "\n";
}

}  // namespace brcheck
