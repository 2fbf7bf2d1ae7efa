#include "render/interval_drawing.hpp"

#include "base/sort_unique.hpp"

#include <algorithm>

namespace brcheck {
namespace {

struct Strokes {
    std::string_view line, closed_low, closed_high, point, to_left, to_right;
};
constexpr Strokes unicode_strokes{"─", "├", "┤", "│", "◀", "▶"};
constexpr Strokes ascii_strokes{"-", "[", "]", "|", "<", ">"};

// What an arrow out of the drawing takes: its head and enough of a shaft to be seen.
constexpr std::size_t text_arrow_columns = 3;

/// The columns of sorted distinct values: to scale, then pushed apart where two share one.
std::vector<std::int64_t> place_values(const std::vector<Rational>& values, std::int64_t first,
                                       std::int64_t last) {
    const auto count = static_cast<std::int64_t>(values.size());
    if (count == 0) return {};
    if (count == 1) return {(first + last) / 2};
    const Rational width = values.back() - values.front();
    std::vector<std::int64_t> columns;
    for (const Rational& value : values) {
        const Rational share = (value - values.front()) / width * Rational(last - first);
        columns.push_back(first + round_to_place(share, 0, Toward::nearest).floor().to_int64());
    }
    for (std::int64_t i = 0; i < count; ++i) {
        auto& column = columns[static_cast<std::size_t>(i)];
        const std::int64_t least =
            i == 0 ? first : columns[static_cast<std::size_t>(i - 1)] + 1;
        column = std::min(std::max(column, least), last - (count - 1 - i));
    }
    return columns;
}

}  // namespace

std::vector<std::optional<DrawnSpan>> place_intervals(std::span<const Interval> intervals,
                                                      std::size_t columns,
                                                      std::size_t arrow_columns) {
    std::vector<Rational> values;
    bool open_left = false;
    bool open_right = false;
    for (const Interval& interval : intervals) {
        if (interval.is_empty()) continue;
        if (interval.has_low()) values.push_back(interval.low());
        if (interval.has_high()) values.push_back(interval.high());
        open_left = open_left || !interval.has_low();
        open_right = open_right || !interval.has_high();
    }
    sort_unique(values);
    const auto last_column = static_cast<std::int64_t>(columns) - 1;
    const auto arrow = static_cast<std::int64_t>(arrow_columns);
    const std::vector<std::int64_t> places =
        place_values(values, open_left ? arrow : 0, open_right ? last_column - arrow : last_column);
    const auto column_of = [&](const Rational& value) {
        const auto found = std::lower_bound(values.begin(), values.end(), value);
        return places[static_cast<std::size_t>(found - values.begin())];
    };

    std::vector<std::optional<DrawnSpan>> spans;
    for (const Interval& interval : intervals) {
        auto& drawn = spans.emplace_back();
        if (interval.is_empty()) continue;
        drawn = DrawnSpan{interval.has_low() ? column_of(interval.low()) : 0,
                          interval.has_high() ? column_of(interval.high()) : last_column};
    }
    return spans;
}

std::vector<std::string> draw_intervals(std::span<const Interval> intervals, std::size_t columns,
                                        bool ascii) {
    const Strokes& strokes = ascii ? ascii_strokes : unicode_strokes;
    const auto spans = place_intervals(intervals, columns, text_arrow_columns);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < intervals.size(); ++i) {
        const Interval& interval = intervals[i];
        std::string& line = lines.emplace_back();
        if (!spans[i]) continue;
        const auto [begin, end] = *spans[i];
        line.append(static_cast<std::size_t>(begin), ' ');
        if (interval.is_point()) {
            line += strokes.point;
            continue;
        }
        line += !interval.has_low()  ? strokes.to_left
                : interval.low_open() ? std::string_view("(")
                                      : strokes.closed_low;
        for (std::int64_t column = begin + 1; column < end; ++column) line += strokes.line;
        line += !interval.has_high()  ? strokes.to_right
                : interval.high_open() ? std::string_view(")")
                                       : strokes.closed_high;
    }
    return lines;
}

}  // namespace brcheck
