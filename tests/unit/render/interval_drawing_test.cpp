#include "render/interval_drawing.hpp"
#include "brcheck/base/utf8.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace brcheck;

namespace {

Interval closed(std::int64_t low, std::int64_t high) {
    return Interval::closed(Rational(low), Rational(high));
}

}  // namespace

TEST_CASE("intervals are drawn to one scale") {
    struct Row {
        std::string name;
        std::vector<Interval> intervals;
        std::size_t columns;
        std::vector<std::string> unicode;
        std::vector<std::string> ascii;
    };
    const std::vector<Row> rows = {
        {"closed, side by side", {closed(0, 4), closed(8, 12)}, 13,
         {"├───┤", "        ├───┤"}, {"[---]", "        [---]"}},
        {"one above the other", {closed(0, 12), closed(3, 9)}, 13,
         {"├───────────┤", "   ├─────┤"}, {"[-----------]", "   [-----]"}},
        {"open ends", {Interval::between(Rational(0), true, Rational(12), true)}, 13,
         {"(───────────)"}, {"(-----------)"}},
        {"half open", {Interval::between(Rational(0), false, Rational(12), true)}, 13,
         {"├───────────)"}, {"[-----------)"}},
        {"a point", {closed(0, 12), closed(6, 6)}, 13,
         {"├───────────┤", "      │"}, {"[-----------]", "      |"}},
        {"no upper end", {closed(0, 2), Interval::at_least(Rational(9), true)}, 13,
         {"├─┤", "         (──▶"}, {"[-]", "         (-->"}},
        {"no lower end", {Interval::at_most(Rational(0)), closed(7, 9)}, 13,
         {"◀──┤", "          ├─┤"}, {"<--]", "          [-]"}},
        {"no end at all", {Interval::all(), closed(1, 1)}, 13,
         {"◀───────────▶", "      │"}, {"<----------->", "      |"}},
        {"nothing", {Interval::empty(), closed(0, 12)}, 13,
         {"", "├───────────┤"}, {"", "[-----------]"}},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(draw_intervals(row.intervals, row.columns, false) == row.unicode);
        CHECK(draw_intervals(row.intervals, row.columns, true) == row.ascii);
    }
}

TEST_CASE("ends that differ never share a column") {
    const Rational tiny = power_of_ten(-30);
    const std::vector<Interval> intervals = {
        Interval::closed(Rational(0), Rational(1)),
        Interval::closed(Rational(1) + tiny, Rational(1) + tiny + tiny)};
    CHECK(draw_intervals(intervals, 12, true) ==
          std::vector<std::string>{"[--------]", "          []"});
    const std::vector<Interval> first = {Interval::closed(Rational(0), tiny),
                                         Interval::closed(tiny + tiny, power_of_ten(400))};
    CHECK(draw_intervals(first, 12, true) ==
          std::vector<std::string>{"[]", "  [--------]"});
}

TEST_CASE("a drawing keeps to its columns") {
    for (std::size_t columns = 8; columns < 60; ++columns) {
        const std::vector<Interval> intervals = {Interval::at_most(Rational(-7)),
                                                 Interval::closed(Rational(1), Rational(2)),
                                                 Interval::at_least(Rational(1000))};
        for (const std::string& line : draw_intervals(intervals, columns, false))
            CHECK(display_width(line) <= columns);
    }
}

TEST_CASE("places are to scale, and what has no end reaches over the room of an arrow") {
    const std::vector<Interval> intervals = {Interval::closed(Rational(0), Rational(1)),
                                             Interval::at_least(Rational(4), true),
                                             Interval::empty()};
    const auto spans = place_intervals(intervals, 101, 20);
    REQUIRE(spans.size() == 3);
    REQUIRE((spans[0] && spans[1]));
    CHECK((spans[0]->begin == 0 && spans[0]->end == 20));
    CHECK((spans[1]->begin == 80 && spans[1]->end == 100));
    CHECK(!spans[2]);
}
