#include "brcheck/render/explanations.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/error_text.hpp"
#include "render/json_value.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace brcheck {
namespace {

std::string_view qualifier_meaning(Qualifier qualifier) noexcept {
    switch (qualifier) {
        case Qualifier::none: return "";
        case Qualifier::over: return "more than the number";
        case Qualifier::just_over: return "a little more than the number";
        case Qualifier::at_least: return "the number or more";
        case Qualifier::under: return "less than the number";
        case Qualifier::at_most: return "the number or less";
        case Qualifier::nearly: return "a little less than the number";
        case Qualifier::about: return "near the number, on either side";
        case Qualifier::range: return "from the first number to the second";
        case Qualifier::margin: return "the number, give or take the margin";
        case Qualifier::ratio_word: return "a word for a ratio: 5 % either way";
    }
    return "";
}

std::string_view kind_name(UnitKind kind) noexcept {
    switch (kind) {
        case UnitKind::level: return "level";
        case UnitKind::number: return "number";
        case UnitKind::percent: return "percent";
        case UnitKind::points: return "points";
    }
    return "";
}

std::string describe_unit(const Figure& figure) {
    const Unit& unit = figure.unit;
    std::string symbol = unit.symbol().empty() ? "none: a bare number" : unit.symbol();
    if (figure.is_exact) return symbol + " (it counts things, so the number is exact)";
    switch (unit.kind()) {
        case UnitKind::percent: return symbol + " (parts of a whole)";
        case UnitKind::points: return symbol + " (percentage points: a difference of percentages)";
        case UnitKind::number:
        case UnitKind::level: return symbol;
    }
    return symbol;
}

/// A line of marks under the figure's text: ^ the number, ~ the words, - scale and unit.
std::string mark_spans(const Figure& figure) {
    const auto column = [&](std::uint32_t offset) {
        return display_width(escape_unsafe(std::string_view(figure.text).substr(0, offset)));
    };
    std::string marks;
    const std::pair<Span, char> spans[] = {{figure.qualifier_span, '~'},
                                           {figure.unit_span, '-'},
                                           {figure.scale_span, '-'},
                                           {figure.number_span, '^'}};
    for (const auto& [span, mark] : spans) {
        if (span.end <= span.begin || span.end > figure.text.size()) continue;
        const std::size_t begin = column(span.begin);
        const std::size_t end = column(span.end);
        if (marks.size() < end) marks.resize(end, ' ');
        std::fill(marks.begin() + static_cast<std::ptrdiff_t>(begin),
                  marks.begin() + static_cast<std::ptrdiff_t>(end), mark);
    }
    return marks;
}

/// "4,000 itself is left out", for each open end.
std::string describe_open_ends(const Figure& figure) {
    const Interval& interval = figure.interval;
    std::string out;
    const auto add = [&](const Rational& end) {
        out += fmt::format("; {} itself is left out",
                           format_value(end * figure.unit.factor(), figure.unit));
    };
    if (interval.has_low() && interval.low_open()) add(interval.low());
    if (interval.has_high() && interval.high_open()) add(interval.high());
    return out;
}

std::string span_json(Span span) {
    return span.end <= span.begin ? "null" : fmt::format("[{}, {}]", span.begin, span.end);
}

std::string rule_json(const Rule& rule) {
    std::vector<std::string> paragraphs;
    for (const std::string_view paragraph : explanation_paragraphs(rule))
        paragraphs.push_back(json_string(paragraph));
    return JsonObject()
        .add_string("code", format_code(rule.number))
        .add_string("name", rule.name)
        .add_string("severity", format_severity(rule.severity))
        .add_string("title", rule.title)
        .add("explanation", json_list(paragraphs))
        .add_string("wrong", rule.wrong)
        .add_string("right", rule.right)
        .add_bool("in_force", rule.in_force)
        .str();
}

struct RuleGroup {
    std::uint16_t first;
    std::string_view title;
};
constexpr std::array rule_groups = {
    RuleGroup{1, "the file"},        RuleGroup{100, "levels"},
    RuleGroup{200, "rates"},         RuleGroup{300, "several statements together"},
    RuleGroup{400, "the text"},      RuleGroup{500, "slips"},
    RuleGroup{900, "about the check"},
};

}  // namespace

std::string render_figure(const Figure& figure, const RenderOptions& options) {
    const Markup markup(options);
    std::string out;
    markup.add_lines(out, {{Role::quote, figure.text}});
    const std::string marks = mark_spans(figure);
    if (!marks.empty() && display_width(escape_unsafe(figure.text)) <= markup.width())
        markup.add_lines(out, {{Role::note, marks}});
    out += '\n';
    const auto add = [&](std::string_view name, std::string_view value, std::string_view more) {
        Message line{{Role::faint, fmt::format("{:<9}", name)}, {Role::text, "  "}};
        line.push_back({Role::value, std::string(value)});
        if (!more.empty()) line.push_back({Role::text, "   " + std::string(more)});
        markup.add_lines(out, line, {2, 13});
    };

    std::string number = format_written(figure.number);
    std::string remark;
    if (figure.second) {
        number += (figure.qualifier == Qualifier::margin ? " +- " : " to ") +
                  format_written(*figure.second);
    }
    const std::string_view written = std::string_view(figure.text).substr(
        std::min<std::size_t>(figure.number_span.begin, figure.text.size()),
        figure.number_span.end - figure.number_span.begin);
    if (written.find_first_of("0123456789") == std::string_view::npos)
        remark = "(a number in words)";
    else if (!figure.is_exact && figure.qualifier != Qualifier::ratio_word)
        remark = fmt::format("(the last digit counts {})",
                             format_written({Integer(1), figure.number.place}));
    add("number", number, remark);
    if (!figure.scale_name.empty())
        add("scale", figure.scale_name, fmt::format("(10^{})", figure.scale_exponent));
    if (figure.qualifier != Qualifier::none)
        add("qualifier", format_qualifier(figure.qualifier), qualifier_meaning(figure.qualifier));
    add("unit", describe_unit(figure), "");
    if (figure.qualifier == Qualifier::none && !figure.is_exact)
        add("rounding", format_rounding(figure.rounding),
            figure.rounding == Rounding::nearest ? "(any rule for ties)" : "");
    const Interval base = figure.interval * Interval(figure.unit.factor());
    add("interval", figure.interval.to_string(),
        format_interval(base, figure.unit) + describe_open_ends(figure));
    return out;
}

std::string render_figure_json(const Figure& figure) {
    const Interval base = figure.interval * Interval(figure.unit.factor());
    JsonObject out;
    out.add_string("text", figure.text)
        .add_value("value", figure.value() * figure.unit.factor(), figure.unit)
        .add_string("digits", figure.number.digits.to_string())
        .add("place", std::to_string(figure.number.place));
    if (figure.second)
        out.add_string("second_digits", figure.second->digits.to_string())
            .add("second_place", std::to_string(figure.second->place));
    out.add("scale", json_string_or_null(figure.scale_name))
        .add("scale_exponent", std::to_string(figure.scale_exponent))
        .add_string("unit", figure.unit.symbol())
        .add_string("kind", kind_name(figure.unit.kind()))
        .add("qualifier", json_string_or_null(format_qualifier(figure.qualifier)))
        .add_string("rounding", format_rounding(figure.rounding))
        .add_bool("exact", figure.is_exact)
        .add_interval(base, figure.unit)
        .add("span", JsonObject().add("number", span_json(figure.number_span))
                         .add("scale", span_json(figure.scale_span))
                         .add("unit", span_json(figure.unit_span))
                         .add("qualifier", span_json(figure.qualifier_span)).str());
    return out.str() + "\n";
}

std::string render_figure_json(std::string_view text, std::span<const Error> errors) {
    std::vector<std::string> items;
    for (const Error& error : errors)
        items.push_back(JsonObject()
                            .add_string("code", format_code(static_cast<std::uint16_t>(error.code)))
                            .add_string("message", error.message)
                            .add("span", fmt::format("[{}, {}]", error.location.span.begin,
                                                     error.location.span.end))
                            .add("hint", json_string_or_null(error.hint))
                            .str());
    return JsonObject().add_string("text", text).add("errors", json_list(items)).str() + "\n";
}

std::string render_error(const Error& error, const RenderOptions& options) {
    return render_errors({&error, 1}, "", options);
}

std::string render_errors(std::span<const Error> errors, std::string_view start,
                          const RenderOptions& options) {
    const Markup markup(options);
    std::string out;
    PositionCache positions;
    for (const Error& error : errors) {
        std::string one;
        add_error(one, markup, error, positions);
        out.append(start).append(without_commands(std::move(one)));
    }
    return out;
}

std::string render_rule(const Rule& rule, const RenderOptions& options) {
    const Markup markup(options);
    std::string out;
    markup.add_lines(out, {{Role::good, format_code(rule.number)},
                           {Role::text, "  "},
                           {Role::name, std::string(rule.name)},
                           {Role::text, "  ("},
                           {role_of(rule.severity), std::string(format_severity(rule.severity))},
                           {Role::text, ")"}});
    markup.add_lines(out, {{Role::text, std::string(rule.title)}});
    if (!rule.in_force)
        markup.add_lines(out, {{Role::faint, "reserved: this version does not find it yet"}});
    for (const std::string_view paragraph : explanation_paragraphs(rule)) {
        out += '\n';
        markup.add_lines(out, {{Role::text, std::string(paragraph)}}, {2, 2});
    }
    out += '\n';
    markup.add_lines(out, {{Role::error, "wrong"}, {Role::text, "  "},
                           {Role::name, std::string(rule.wrong)}}, {2, 9});
    markup.add_lines(out, {{Role::good, "right"}, {Role::text, "  "},
                           {Role::name, std::string(rule.right)}}, {2, 9});
    return out;
}

std::string render_rule_json(const Rule& rule) { return rule_json(rule) + "\n"; }

std::string render_rules(const RenderOptions& options) {
    const Markup markup(options);
    std::string out;
    std::size_t name_width = 0;
    for (const Rule& rule : all_rules())
        if (rule.in_force) name_width = std::max(name_width, rule.name.size());
    const std::size_t title_column = 2 + 5 + 2 + name_width + 2;
    const bool beside = title_column + 30 <= markup.width();
    std::size_t group = 0;
    bool first = true;
    for (const Rule& rule : all_rules()) {
        if (!rule.in_force) continue;
        std::size_t own = group;
        while (own + 1 < rule_groups.size() && rule_groups[own + 1].first <= rule.number) ++own;
        if (first || own != group) {
            if (!first) out += '\n';
            markup.add_lines(out, {{Role::good, std::string(rule_groups[own].title)}});
            first = false;
            group = own;
        }
        Message line{{Role::code, format_code(rule.number)},
                     {Role::text, "  "},
                     {Role::name, std::string(rule.name)}};
        Message title;
        if (rule.severity != Severity::error) {
            title.push_back({role_of(rule.severity), std::string(format_severity(rule.severity))});
            title.push_back({Role::text, ": "});
        }
        title.push_back({Role::text, std::string(rule.title)});
        if (beside) {
            line.push_back({Role::text, std::string(name_width - rule.name.size() + 2, ' ')});
            line.insert(line.end(), title.begin(), title.end());
            markup.add_lines(out, line, {2, title_column});
        } else {
            markup.add_lines(out, line, {2, 9});
            markup.add_lines(out, title, {9, 9});
        }
    }
    out += '\n';
    markup.add_lines(out, {{Role::faint, "brcheck explain CODE tells more about one of them"}});
    return out;
}

std::string render_rules_json() {
    std::string out = "[";
    bool first = true;
    for (const Rule& rule : all_rules()) {
        if (!rule.in_force) continue;
        out += first ? "\n  " : ",\n  ";
        out += rule_json(rule);
        first = false;
    }
    return out + "\n]\n";
}

}  // namespace brcheck
