#include "render/html_finding.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/interval_drawing.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace brcheck {
namespace {

constexpr std::size_t most_steps_of_page = 100;
// Two per cent of the width stay free on both sides, for the marks of the ends.
constexpr std::size_t drawing_columns = 385;
constexpr std::size_t drawing_arrow_columns = 40;
constexpr int row_distance = 44;
constexpr int first_row = 16;

/// "12.25%": four columns to a per cent.
std::string across(std::int64_t column) {
    constexpr std::int64_t columns_per_percent = 4;
    constexpr std::int64_t margin_percent = 2;
    const std::int64_t hundredths = margin_percent * 100 + column * 100 / columns_per_percent;
    return fmt::format("{}.{:02}%", hundredths / 100, hundredths % 100);
}

/// Below one another: what lies between the sides, then each side with its ends.
class DrawingWriter {
public:
    DrawingWriter(HtmlWriter& html, const Drawing& drawing)
        : html_(html),
          drawing_(drawing),
          spans_(place_intervals(drawing.intervals, drawing_columns, drawing_arrow_columns)) {}

    void write() {
        html_.open("figure", {{"class", "drawing"}});
        const std::size_t count = drawing_.names.size();
        if (count > 0) write_label(0);
        html_.open("svg", {{"width", "100%"},
                           {"height", std::to_string(2 * first_row + row_distance)},
                           {"role", "img"},
                           {"aria-label", alternative()}});
        write_gap();
        for (std::size_t i = 0; i < count; ++i)
            if (spans_[i]) write_side(i);
        html_.close();
        if (count > 1) write_label(1);
        write_legend();
        html_.close();
    }

private:
    [[nodiscard]] std::string value(std::size_t side) const {
        return format_interval_finely(drawing_.intervals[side], drawing_.unit,
                                      drawing_.resolution);
    }

    [[nodiscard]] std::string alternative() const {
        std::string text = "Drawn to scale";
        for (std::size_t i = 0; i < drawing_.names.size(); ++i)
            text += fmt::format("{}{}, {}", i == 0 ? ": " : "; below it ", drawing_.names[i],
                                value(i));
        return text;
    }

    void write_label(std::size_t side) {
        html_.open("p", {{"class", fmt::format("side side-{}", side + 1)}})
            .leaf("code", drawing_.names[side])
            .text(" ")
            .leaf("span", value(side), {{"class", "value"}})
            .close();
    }

    void write_gap() {
        if (spans_.size() != 2 || !spans_[0] || !spans_[1]) return;
        const std::int64_t begin = std::min(spans_[0]->end, spans_[1]->end);
        const std::int64_t end = std::max(spans_[0]->begin, spans_[1]->begin);
        if (begin >= end) return;
        for (const std::int64_t column : {begin, end})
            html_.empty("line", {{"class", "edge"},
                                 {"x1", across(column)},
                                 {"x2", across(column)},
                                 {"y1", std::to_string(first_row)},
                                 {"y2", std::to_string(first_row + row_distance)}});
        const std::string middle = std::to_string(first_row + row_distance / 2);
        html_.empty("line", {{"class", "gap"},
                             {"x1", across(begin)},
                             {"x2", across(end)},
                             {"y1", middle},
                             {"y2", middle}});
    }

    void write_side(std::size_t side) {
        const Interval& interval = drawing_.intervals[side];
        const auto [begin, end] = *spans_[side];
        const int y = first_row + static_cast<int>(side) * row_distance;
        const std::string row = std::to_string(y);
        html_.open("g", {{"class", fmt::format("side-{}", side + 1)}});
        html_.empty("line", {{"class", "bar"},
                             {"x1", across(begin)},
                             {"x2", across(end)},
                             {"y1", row},
                             {"y2", row}});
        write_end(begin, y, interval.has_low(), interval.low_open(), -1);
        write_end(end, y, interval.has_high(), interval.high_open(), 1);
        html_.close();
    }

    /// A stroke for an end that belongs to the interval, a ring for one that does not, an arrow
    /// towards `direction` where there is no end.
    void write_end(std::int64_t column, int y, bool has_end, bool is_open, int direction) {
        if (has_end && is_open) {
            html_.empty("circle", {{"class", "ring"},
                                   {"cx", across(column)},
                                   {"cy", std::to_string(y)},
                                   {"r", "5"}});
        } else if (has_end) {
            html_.empty("line", {{"class", "end"},
                                 {"x1", across(column)},
                                 {"x2", across(column)},
                                 {"y1", std::to_string(y - 9)},
                                 {"y2", std::to_string(y + 9)}});
        } else {
            html_.open("svg", {{"x", across(column)}, {"y", std::to_string(y)}});
            html_.empty("path", {{"class", "arrow"},
                                 {"d", direction > 0 ? "M-9 -7 L0 0 L-9 7" : "M9 -7 L0 0 L9 7"}});
            html_.close();
        }
    }

    /// What the marks mean that are not plain strokes.
    void write_legend() {
        bool ring = false;
        bool arrow = false;
        for (const Interval& interval : drawing_.intervals) {
            if (interval.is_empty()) continue;
            arrow = arrow || !interval.has_low() || !interval.has_high();
            ring = ring || (interval.has_low() && interval.low_open()) ||
                   (interval.has_high() && interval.high_open());
        }
        const auto& gap = drawing_.resolution;
        std::string legend = gap && !gap->is_zero()
                                 ? format_distance(*gap, drawing_.unit) + " apart, drawn to scale"
                                 : "Drawn to scale";
        if (ring) legend += "; a ring is an end that is left out";
        if (arrow) legend += "; an arrow goes on without end";
        html_.leaf("figcaption", legend + ".");
    }

    HtmlWriter& html_;
    const Drawing& drawing_;
    std::vector<std::optional<DrawnSpan>> spans_;
};

void write_cells(HtmlWriter& html, const std::vector<Message>& row) {
    for (const Message& cell : row)
        if (!cell.empty()) html.open("div").message(cell).close();
}

void write_steps(HtmlWriter& html, const Report& report, const std::vector<DerivationStep>& steps) {
    html.leaf("h5", "How they clash, step by step").open("ol", {{"class", "steps"}});
    const bool cut = steps.size() > most_steps_of_page;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (cut && i == most_steps_of_page / 2) {
            const std::size_t left_out = steps.size() - most_steps_of_page;
            html.leaf("li", fmt::format("... {} steps left out", left_out), {{"class", "more"}});
            i += left_out;
        }
        html.open("li", {{"value", std::to_string(i + 1)}});
        html.message(describe(steps[i], report)).close();
    }
    html.close();
}

void write_derivation(HtmlWriter& html, const Report& report, const FindingContent& content) {
    if (!content.statements.empty()) {
        html.leaf("h5", "The statements");
        write_rows(html, "rows statements", content.statements);
    }
    if (!content.parts.empty()) {
        html.leaf("h5", content.statements.empty() ? "What the sides rest on" : "What is printed");
        write_rows(html, "rows parts", content.parts);
    }
    if (content.steps != nullptr) write_steps(html, report, *content.steps);
    if (!content.remark_on_steps.empty())
        html.open("p").message(as_sentence(content.remark_on_steps)).close();
    if (!content.clash.empty())
        html.open("p", {{"class", "clash"}}).message(as_sentence(content.clash)).close();
}

void write_advice(HtmlWriter& html, const std::vector<Advice>& advice) {
    if (advice.empty()) return;
    html.open("dl", {{"class", "advice"}});
    bool in_group = false;
    for (const Advice& line : advice) {
        if (!line.label.text.empty()) {
            if (in_group) html.close();
            html.open("div").leaf("dt", line.label.text);
            in_group = true;
        }
        html.open("dd").message(line.message).close();
    }
    html.close().close();
}

void write_advice(HtmlWriter& html, const FindingContent& content) {
    std::vector<Advice> suspects;
    if (content.group && !content.group->others.empty()) {
        html.open("h5").message(content.group->others_title).close().open("ul", {{"class", "others"}});
        for (const Message& other : content.group->others)
            html.open("li").message(other).close();
        html.close();
    }
    if (content.group && !content.group->suspects.empty())
        suspects.push_back({{Role::faint, "look at"}, content.group->suspects});
    else if (!content.next_step.empty())
        suspects.push_back({{Role::faint, "look at"}, content.next_step});
    const bool any_fit = !content.hints.empty() || (content.group && !content.group->repairs.empty());
    const bool introduced = content.group && !content.group->introduction.empty();
    if (!any_fit && !introduced && suspects.empty()) return;
    html.leaf("h5", any_fit || introduced ? "What would fit" : "What to do");
    write_advice(html, content.hints);
    if (introduced) html.open("p").message(as_sentence(content.group->introduction)).close();
    if (content.group) write_advice(html, content.group->repairs);
    write_advice(html, suspects);
}

}  // namespace

void write_mark(HtmlWriter& html, const Markup& markup, Role role, std::string_view word) {
    const std::string_view name = role == Role::error     ? "error"
                                  : role == Role::warning ? "warning"
                                  : role == Role::good    ? "good"
                                                          : "note";
    html.open("span", {{"class", fmt::format("mark {}", name)}});
    html.leaf("span", markup.sign(role), {{"aria-hidden", "true"}});
    html.text(" ").text(word).close();
}

void write_rows(HtmlWriter& html, std::string_view list_class, const TableRows& rows) {
    html.open("ul", {{"class", std::string(list_class)}});
    for (const auto& row : rows) {
        std::size_t level = 0;
        if (!row.empty() && row.front().size() > 1 && row.front().front().role == Role::text)
            level = row.front().front().text.size() / 2;
        html.open("li", {{"class", row.size() == 1 ? std::string("more")
                                                   : fmt::format("level-{}", level)}});
        write_cells(html, row);
        html.close();
    }
    html.close();
}

void write_finding(HtmlWriter& html, const Markup& markup, ReportView& view,
                   const FindingContent& content, bool in_full) {
    const Report& report = view.report();
    html.open("section", {{"class", "finding"}}).open("h4");
    write_mark(html, markup, role_of(content.severity), format_severity(content.severity));
    html.text(" ").open("span", {{"class", "title"}}).message(content.title).close();
    html.text(" ").leaf("span", content.code, {{"class", "rule"}}).close();
    const Position position = view.positions().position(content.place.begin);
    html.leaf("p", fmt::format("{}:{}:{}", report.source_text->name(), position.line,
                               position.column), {{"class", "place"}});
    html.open("p", {{"class", "lead"}}).message(as_sentence(content.sentence)).close();
    if (in_full) {
        if (content.drawing) DrawingWriter(html, *content.drawing).write();
        write_derivation(html, report, content);
        write_advice(html, content);
    }
    html.close();
}

void write_remark(HtmlWriter& html, const Markup& markup, const FindingContent& content) {
    html.open("li");
    if (content.allowance != nullptr)
        write_mark(html, markup, Role::note, "allowed");
    else
        write_mark(html, markup, role_of(content.severity), format_severity(content.severity));
    html.open("p").message(as_sentence(content.sentence)).text(" ");
    html.leaf("span", content.code, {{"class", "rule"}}).close();
    if (content.allowance != nullptr)
        html.open("p", {{"class", "reason"}})
            .message(as_sentence(describe(*content.allowance)))
            .close();
    if (!content.next_step.empty())
        html.open("p").message(as_sentence(content.next_step)).close();
    html.close();
}

void write_error(HtmlWriter& html, const Markup& markup, const Error& error,
                 PositionCache& positions) {
    const Location& location = error.location;
    html.open("li");
    write_mark(html, markup, Role::error, "error");
    html.open("p", {{"class", "lead"}}).text(error.message + ".");
    html.text(" ")
        .leaf("span", format_code(static_cast<std::uint16_t>(error.code)), {{"class", "rule"}})
        .close();
    if (location.source != nullptr && !is_about_whole(location)) {
        const Position position = positions.of(*location.source).position(location.span.begin);
        html.leaf("p", fmt::format("{}:{}:{}", location.source->name(), position.line,
                                   position.column), {{"class", "place"}});
        constexpr std::size_t widest_line = 100;
        const Snippet snippet =
            make_near_snippet(*location.source, location.span, widest_line, markup.ascii());
        // Carets count columns; a mark needs the characters above them.
        const std::size_t marked_columns = snippet.carets.find('^');
        std::size_t begin = 0;
        std::size_t end = 0;
        for (std::size_t columns = 0; end < snippet.line.size();) {
            const CodePoint c = decode_code_point(snippet.line, end);
            columns += display_width(std::string_view(snippet.line).substr(end, c.size_bytes));
            if (columns > snippet.carets.size()) break;
            end += c.size_bytes;
            if (columns <= marked_columns) begin = end;
        }
        const std::string_view line = snippet.line;
        const std::size_t first = std::min(line.find_first_not_of(' '), begin);
        html.open("pre").open("code").text(line.substr(first, begin - first));
        html.leaf("mark", begin == end ? " " : line.substr(begin, end - begin));
        html.text(line.substr(end)).close().close();
    } else if (location.source != nullptr) {
        html.leaf("p", location.source->name(), {{"class", "place"}});
    }
    if (!error.hint.empty())
        html.open("p", {{"class", "hint"}})
            .leaf("strong", "Hint:")
            .text(" ")
            .text(error.hint)
            .close();
    html.close();
}

}  // namespace brcheck
