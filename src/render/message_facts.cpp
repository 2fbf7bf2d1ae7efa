#include "render/message_facts.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace brcheck {
namespace {

// Longer expressions are cut in a sentence; they stand in full in the source line.
constexpr std::size_t longest_expression = 120;

std::string single_blanks(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank) out += c;
        if (blank && !out.empty() && out.back() != ' ') out += ' ';
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

std::string shorten_text(std::string text) {
    if (count_code_points(text) <= longest_expression) return text;
    const auto boundary = [&](std::size_t offset) {
        while (offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0u) == 0x80u)
            ++offset;
        return offset;
    };
    const std::size_t half = longest_expression / 2;
    return text.substr(0, boundary(half)) + " ... " + text.substr(boundary(text.size() - half));
}

/// Comparison signs never stand inside parentheses, so they divide the text into its sides.
std::vector<std::string_view> split_sides(std::string_view text) {
    std::vector<std::string_view> sides;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size();) {
        std::size_t size = 0;
        if (text[i] == '=' || text[i] == '<' || text[i] == '>')
            size = i + 1 < text.size() && text[i + 1] == '=' ? 2 : 1;
        else if (text.substr(i).starts_with("≤") || text.substr(i).starts_with("≥"))
            size = std::string_view("≤").size();
        if (size == 0) {
            ++i;
            continue;
        }
        sides.push_back(text.substr(begin, i - begin));
        i += size;
        begin = i;
    }
    sides.push_back(text.substr(begin));
    return sides;
}

SideText::Kind kind_of(const Node& node) noexcept {
    return node.operation == Operation::variable  ? SideText::Kind::quantity
           : node.operation == Operation::literal ? SideText::Kind::literal
                                                  : SideText::Kind::expression;
}

}  // namespace

std::string expression_text(const Expression& expression) {
    return shorten_text(single_blanks(expression.text()));
}

SideText side_text(const Report& report, const Expression& condition, std::size_t side) {
    const Node& node = condition.nodes()[condition.sides()[side]];
    if (node.operation == Operation::variable)
        return {SideText::Kind::quantity, report.names.name(node.payload)};
    const auto sides = split_sides(condition.text());
    return {kind_of(node), side < sides.size() ? shorten_text(single_blanks(sides[side]))
                                               : expression_text(condition)};
}

ClashFacts clash_facts(const Finding& finding, const Report& report) {
    ClashFacts facts;
    const bool by_definition = finding.code == RuleCode::joint_conflict && !finding.steps.empty() &&
                               finding.steps.back().kind == DerivationStep::Kind::definition;
    if (by_definition) {
        const VariableIndex derived = finding.steps.back().index;
        const Quantity& quantity = report.quantities[derived];
        facts.has_sides = true;
        facts.left = {SideText::Kind::quantity, report.names.name(derived)};
        facts.right = {kind_of(quantity.definition->nodes().back()),
                       expression_text(*quantity.definition)};
        facts.unit = quantity.unit;
        return facts;
    }
    if (finding.elsewhere) {
        facts.has_sides = true;
        facts.left = {SideText::Kind::quantity, report.names.name(finding.quantities.front())};
        facts.right = {SideText::Kind::quantity, place_of(*finding.elsewhere)};
        facts.unit = report.quantities[finding.quantities.front()].unit;
        return facts;
    }
    if (!finding.relation) return facts;
    const Expression& condition = report.relations[*finding.relation].condition;
    if (finding.comparison >= condition.comparisons().size()) return facts;
    facts.has_sides = true;
    facts.left = side_text(report, condition, finding.comparison);
    facts.right = side_text(report, condition, finding.comparison + 1);
    facts.comparison = condition.comparisons()[finding.comparison];
    facts.unit = side_unit(report, *finding.relation);
    return facts;
}

std::string tolerance_text(const Tolerance& tolerance, const Unit& unit) {
    return tolerance.is_relative ? format_value(tolerance.amount * Rational(100), Unit()) + " %"
                                 : format_distance(tolerance.amount, unit);
}

std::string place_of(const Elsewhere& elsewhere) {
    return fmt::format("{}:{}:{}", elsewhere.path, elsewhere.line, elsewhere.column);
}

const Conflict* primary_conflict(const Finding& finding, const CheckResult& result) {
    if (!finding.group) return nullptr;
    return &result.conflicts[result.groups[*finding.group].conflicts.front()];
}

std::optional<RelationIndex> relation_shown(const Finding& finding, const CheckResult& result) {
    if (finding.relation) return finding.relation;
    const Conflict* conflict = primary_conflict(finding, result);
    if (conflict == nullptr || conflict->relations.size() < 2) return std::nullopt;
    return conflict->relations.front();
}

Message join_names(const std::vector<std::string>& names, std::string_view last) {
    constexpr std::size_t most_names = 6;
    Message out;
    const std::size_t shown = std::min(names.size(), most_names);
    for (std::size_t i = 0; i < shown; ++i) {
        if (i > 0) out.push_back({Role::text, std::string(i + 1 == names.size() ? last : ", ")});
        out.push_back({Role::name, names[i]});
    }
    if (names.size() > shown)
        out.push_back({Role::text, fmt::format("{}{} more", last, names.size() - shown)});
    return out;
}

std::vector<std::string> names_of(const Report& report,
                                  const std::vector<VariableIndex>& quantities) {
    std::vector<std::string> names;
    for (const VariableIndex quantity : quantities) names.push_back(report.names.name(quantity));
    return names;
}

std::vector<std::string> ids_of(const Report& report, const std::vector<RelationIndex>& relations) {
    std::vector<std::string> ids;
    for (const RelationIndex relation : relations) ids.push_back(report.relations[relation].id);
    return ids;
}

Message relation_title(const Report& report, RelationIndex relation) {
    const Relation& r = report.relations[relation];
    Message title{{Role::name, r.id}};
    if (r.label.empty()) return title;
    title.push_back({Role::text, " ("});
    title.push_back({Role::quote, r.label});
    title.push_back({Role::text, ")"});
    return title;
}

Message describe_stated(const Report& report, VariableIndex quantity) {
    Message out{{Role::name, report.names.name(quantity)}, {Role::text, ": "}};
    const std::string stated = report.stated_text(quantity);
    if (stated.empty())
        out.push_back({Role::text, "not printed"});
    else
        out.push_back({Role::quote, '"' + stated + '"'});
    return out;
}

Message describe_statement(const Report& report, RelationIndex relation) {
    Message out = relation_title(report, relation);
    out.push_back({Role::text, ": "});
    out.push_back({Role::quote, expression_text(report.relations[relation].condition)});
    return out;
}

std::vector<std::string_view> explanation_paragraphs(const Rule& rule) {
    constexpr std::string_view separator = " | ";
    std::string_view text = rule.explanation;
    std::vector<std::string_view> paragraphs;
    while (true) {
        const auto end = text.find(separator);
        paragraphs.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return paragraphs;
        text.remove_prefix(end + separator.size());
    }
}

std::string_view comparison_words(Comparison comparison) noexcept {
    switch (comparison) {
        case Comparison::equal: return "equal to";
        case Comparison::less: return "less than";
        case Comparison::less_equal: return "at most";
        case Comparison::greater: return "more than";
        case Comparison::greater_equal: return "at least";
    }
    return "";
}

Unit side_unit(const Report& report, RelationIndex relation) {
    const Relation& r = report.relations[relation];
    for (const NodeIndex side : r.condition.sides()) {
        const Node& node = r.condition.nodes()[side];
        if (node.operation == Operation::variable && report.quantities[node.payload].has_unit)
            return report.quantities[node.payload].unit;
    }
    for (const QuantityType& type : r.side_types)
        if (type.is_known) return display_unit(type.dimension, type.kind);
    return {};
}

}  // namespace brcheck
