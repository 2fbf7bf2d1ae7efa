#include "expr/tight_hull.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"
#include "support/interval_text.hpp"

#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

using testing::interval;

/// An expression in a, b and c, and what these may be: what is not told is 1.
struct Question {
    Expression expression;
    std::vector<Interval> box;

    Question(const std::string& text, std::vector<Interval> told) : box(std::move(told)) {
        NameTable names;
        for (const char* name : {"a", "b", "c"}) names.add(name);
        auto parsed = testing::parse_any(text, names);
        REQUIRE(parsed.ok());
        expression = *std::move(parsed);
        box.resize(names.size(), Interval(Rational(1)));
    }

    /// The box is the same in the end.
    template <typename Ask>
    auto ask(const Ask& ask) {
        const std::vector<Interval> before = box;
        auto answer = ask(expression.root());
        CHECK(box == before);
        return answer;
    }
};

/// Nothing where no range is told.
std::optional<Interval> range_of(const std::string& text, const std::vector<Interval>& box) {
    Question question(text, box);
    auto range = question.ask([&](NodeIndex root) {
        return TightHull::range_in(question.box, question.expression, root, std::nullopt);
    });
    CHECK(TightHull(question.box)
              .range(question.expression, question.expression.root(), std::nullopt) == range);
    return range;
}

TEST_CASE("a name that rises or falls all over its interval has its extremes at the ends") {
    CHECK(range_of("a / (a + b)", {interval("[1, 2]"), interval("[3, 4]")}) ==
          interval("[1/5, 2/5]"));
    CHECK(range_of("a * (1 - a)", {interval("[0.505, 0.515]")}) ==
          interval("[0.249775, 0.249975]"));
    CHECK(range_of("a * (1 - a)", {interval("[0.6, 0.7)")}) == interval("(0.21, 0.24]"));
    CHECK(range_of("a^2 - a", {interval("[2, 3]")}) == interval("[2, 6]"));
    CHECK(range_of("a - a^3", {interval("[1, 2]")}) == interval("[-6, 0]"));
}

TEST_CASE("a square root rises with what is below it") {
    CHECK(range_of("sqrt(a * (2 - a))", {interval("[0.2, 0.4]")}) ==
          interval("[0.6, 0.8]"));
    CHECK(range_of("b * sqrt(a * (2 - a))", {interval("[0.2, 0.4]"), interval("[1, 2]")}) ==
          interval("[0.6, 1.6]"));
    // Of 0 the slope has no end.
    CHECK(range_of("sqrt(a * (2 - a))", {interval("[0, 0.4]")}) == std::nullopt);
}

TEST_CASE("a name that turns in the middle of its interval is looked at in halves") {
    CHECK(range_of("a * (1 - a)", {interval("[0.495, 0.505]")}) ==
          interval("[0.249975, 0.25]"));
    CHECK(range_of("a * (1 - a)", {interval("[0.495, 0.506]")}) == std::nullopt);
    CHECK(range_of("a * (1 - a) + b * (1 - b)",
                   {interval("[0.495, 0.505]"), interval("[0.495, 0.505]")}) == std::nullopt);
}

/// "value at a, b" for the least or the greatest value; "open" where it is only approached.
std::string corner_of(const std::string& text, const std::vector<Interval>& box, bool is_low) {
    Question question(text, box);
    const auto corner = question.ask([&](NodeIndex root) {
        return TightHull::corner(question.box, question.expression, root, is_low);
    });
    if (!corner) return "none";
    std::string found = corner->value.to_string() + (corner->is_open ? " open at" : " at");
    for (const auto& [variable, value] : corner->at) found += " " + value.to_string();
    return found;
}

TEST_CASE("the corner of the box where an expression is least or greatest") {
    const std::vector<Interval> box = {interval("[1, 2]"), interval("[3, 4)")};
    CHECK(corner_of("a / (a + b)", box, true) == "[0.2, 0.2] open at 1 4");
    CHECK(corner_of("a / (a + b)", box, false) == "[0.4, 0.4] at 2 3");
    // Names that occur once count, too.
    CHECK(corner_of("a - b", box, true) == "[-3, -3] open at 1 4");
    CHECK(corner_of("a * (3 - a)", box, true) == "none");
    CHECK(corner_of("a", {Interval::all()}, true) == "none");
}

TEST_CASE("what has no simple slope is not told") {
    CHECK(range_of("a / (a - 1)", {interval("[0.5, 2]")}) == std::nullopt);
    CHECK(range_of("abs(a) + a", {interval("[1, 2]")}) == std::nullopt);
    CHECK(range_of("a^0.5 + a", {interval("[1, 2]")}) == std::nullopt);
    CHECK(range_of("a^b + a", {interval("[1, 2]"), interval("[1, 2]")}) == std::nullopt);
}

}  // namespace
}  // namespace brcheck
