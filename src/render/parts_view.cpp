#include "render/parts_view.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/expr/evaluate.hpp"
#include "expr/tight_hull.hpp"
#include "render/interval_drawing.hpp"
#include "render/message_facts.hpp"
#include "render/value_text.hpp"
#include "report/printed_box.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <utility>

namespace brcheck {
namespace {

// Deeper levels are shown at this one: eight columns of blanks are enough to see an order.
constexpr std::size_t deepest_level = 4;

/// The variables below a node, each once, in the order in which they are written.
std::vector<VariableIndex> variables_below(const Expression& expression, NodeIndex node) {
    std::vector<VariableIndex> variables;
    std::unordered_set<VariableIndex> seen;
    std::vector<NodeIndex> todo{node};
    while (!todo.empty()) {
        const Node& current = expression.nodes()[todo.back()];
        todo.pop_back();
        if (current.operation == Operation::variable) {
            if (seen.insert(current.payload).second) variables.push_back(current.payload);
            continue;
        }
        if (current.operation == Operation::literal) continue;
        const auto arguments = expression.arguments(current);
        todo.insert(todo.end(), arguments.rbegin(), arguments.rend());
    }
    return variables;
}

class PartsCollector {
public:
    PartsCollector(ReportView& view, std::size_t max_rows)
        : view_(view), max_rows_(max_rows) {}

    void add_expression(const Expression& expression, NodeIndex node, const std::string& text,
                        const Unit& unit) {
        const Node& root = expression.nodes()[node];
        if (root.operation == Operation::variable) return add_quantity(root.payload);
        if (root.operation == Operation::literal) return;
        add_row({{{Role::name, text}},
                 {{Role::value, format_interval(view_.printed_range(expression, node), unit)}},
                 {}});
        push(variables_below(expression, node), 1);
        drain();
    }

    void add_quantity(VariableIndex quantity) {
        todo_.push_back({quantity, 0});
        drain();
    }

    TableRows take() {
        if (left_out_ > 0)
            rows_.push_back({{{Role::faint, fmt::format("... and {} more", left_out_)}}});
        return std::move(rows_);
    }

private:
    void add_row(std::vector<Message> row) {
        if (rows_.size() < max_rows_)
            rows_.push_back(std::move(row));
        else
            ++left_out_;
    }

    void push(const std::vector<VariableIndex>& quantities, std::size_t level) {
        for (auto it = quantities.rbegin(); it != quantities.rend(); ++it)
            todo_.push_back({*it, level});
    }

    void drain() {
        while (!todo_.empty()) {
            const auto [index, level] = todo_.back();
            todo_.pop_back();
            if (!seen_.insert(index).second) continue;
            const Quantity& quantity = view_.report().quantities[index];
            Message name;
            if (level > 0)
                name.push_back({Role::text, std::string(2 * std::min(level, deepest_level), ' ')});
            name.push_back({Role::name, view_.report().names.name(index)});
            add_row({std::move(name),
                     {{Role::value, format_interval(view_.printed_box()[index], quantity.unit)}},
                     rows_.size() < max_rows_ ? describe_origin(view_, index) : Message{}});
            if (quantity.kind == QuantityKind::derived)
                push(variables_below(*quantity.definition, quantity.definition->root()), level + 1);
        }
    }

    ReportView& view_;
    std::size_t max_rows_;
    std::unordered_set<VariableIndex> seen_;
    std::vector<std::pair<VariableIndex, std::size_t>> todo_;
    TableRows rows_;
    std::size_t left_out_ = 0;
};

}  // namespace

const std::vector<Interval>& ReportView::printed_box() {
    if (box_.empty()) fill_printed_box(*report_, box_);
    return box_;
}

Interval ReportView::printed_range(const Expression& expression, NodeIndex node) {
    std::vector<Interval> values;
    evaluate(expression, printed_box(), values);
    if (expression.has_repeated_variable())
        if (const auto tight = TightHull::range_in(box_, expression, node, std::nullopt))
            return intersect(values[node], *tight);
    return values[node];
}

const PositionIndex& ReportView::positions() {
    if (!positions_) positions_ = std::make_unique<PositionIndex>(*report_->source_text);
    return *positions_;
}

std::size_t ReportView::line_of(VariableIndex quantity) {
    return positions().position(report_->quantities[quantity].value.begin).line;
}

Message describe_origin(ReportView& view, VariableIndex quantity) {
    const Quantity& q = view.report().quantities[quantity];
    const auto line = [&] { return fmt::format("  line {}", view.line_of(quantity)); };
    switch (q.kind) {
        case QuantityKind::stated:
            return {{Role::quote, "\"" + view.report().stated_text(quantity) + "\""},
                    {Role::faint, line()}};
        case QuantityKind::range: return {{Role::text, "a range"}, {Role::faint, line()}};
        case QuantityKind::unknown: return {{Role::text, "not printed"}};
        case QuantityKind::derived:
            return {{Role::faint, "= "}, {Role::faint, expression_text(*q.definition)}};
    }
    return {};
}

TableRows side_parts(ReportView& view, RelationIndex relation, std::size_t first_side,
                     std::size_t side_count, std::size_t max_rows) {
    PartsCollector collector(view, max_rows);
    const Expression& condition = view.report().relations[relation].condition;
    const Unit unit = side_unit(view.report(), relation);
    for (std::size_t side = first_side; side < first_side + side_count; ++side)
        collector.add_expression(condition, condition.sides()[side],
                                 side_text(view.report(), condition, side).text, unit);
    return collector.take();
}

TableRows definition_parts(ReportView& view, VariableIndex derived, std::size_t max_rows) {
    PartsCollector collector(view, max_rows);
    collector.add_quantity(derived);
    return collector.take();
}

TableRows quantity_rows(ReportView& view, const std::vector<VariableIndex>& quantities,
                        std::size_t max_rows) {
    TableRows rows;
    for (const VariableIndex index : quantities) {
        if (rows.size() == max_rows) {
            rows.push_back(
                {{{Role::faint, fmt::format("... and {} more", quantities.size() - max_rows)}}});
            break;
        }
        rows.push_back({{{Role::name, view.report().names.name(index)}},
                        {{Role::value, format_interval(view.printed_box()[index],
                                                       view.report().quantities[index].unit)}},
                        describe_origin(view, index)});
    }
    return rows;
}

void add_drawing(std::string& out, const Markup& markup, const Drawing& drawing,
                 std::size_t indent) {
    constexpr std::size_t widest_name = 24;
    constexpr std::size_t gutter = 3;
    constexpr std::size_t narrowest = 16;
    constexpr std::size_t widest = 40;
    std::size_t name_width = 0;
    std::size_t value_width = 0;
    std::vector<std::string> values;
    for (const Interval& interval : drawing.intervals) {
        values.push_back(format_interval_finely(interval, drawing.unit, drawing.resolution));
        value_width = std::max(value_width, display_width(escape_unsafe(values.back())));
    }
    for (const std::string& name : drawing.names)
        name_width = std::max(name_width, display_width(escape_unsafe(name)));
    const bool short_names = name_width <= widest_name;
    if (!short_names) name_width = std::string_view("right").size();

    const auto room_beside = [&](std::size_t taken) {
        const std::size_t all = indent + name_width + gutter + taken;
        return markup.width() > all ? markup.width() - all : std::size_t{0};
    };
    bool with_values = true;
    std::size_t room = room_beside(value_width + gutter);
    if (room < narrowest) {
        // The values stand in the sentence above; the picture is worth more than their repetition.
        with_values = false;
        room = room_beside(0);
    }
    const auto lines = draw_intervals(drawing.intervals, std::min(room, widest), markup.ascii());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::string name = short_names ? drawing.names[i] : i == 0 ? "left" : "right";
        const std::size_t used = display_width(escape_unsafe(name));
        Message line{{Role::faint, name},
                     {Role::text, std::string(name_width + gutter - used, ' ')},
                     {Role::text, lines[i]}};
        if (with_values) {
            const std::size_t drawn = display_width(lines[i]);
            line.push_back({Role::text, std::string(std::min(room, widest) + gutter - drawn, ' ')});
            line.push_back({Role::value, values[i]});
        }
        markup.add_lines(out, line, {indent, indent});
    }
}

}  // namespace brcheck
