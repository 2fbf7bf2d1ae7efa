#include "brcheck/expr/narrow.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

using namespace brcheck;

namespace {

constexpr Comparison comparisons[] = {Comparison::equal, Comparison::less, Comparison::less_equal,
                                      Comparison::greater, Comparison::greater_equal};

// All intervals with ends 0..3, open, closed or infinite.
std::vector<Interval> small_intervals() {
    std::vector<Interval> out = {Interval::all(), Interval::empty()};
    for (int low = 0; low <= 3; ++low) {
        for (const bool low_open : {false, true}) {
            out.push_back(Interval::at_least(low, low_open));
            out.push_back(Interval::at_most(low, low_open));
            for (int high = low; high <= 3; ++high) {
                for (const bool high_open : {false, true}) {
                    out.push_back(Interval::between(low, low_open, high, high_open));
                }
            }
        }
    }
    return out;
}

bool compare(Comparison comparison, const Rational& a, const Rational& b) {
    switch (comparison) {
        case Comparison::equal: return a == b;
        case Comparison::less: return a < b;
        case Comparison::less_equal: return a <= b;
        case Comparison::greater: return a > b;
        case Comparison::greater_equal: return a >= b;
    }
    return false;
}

// From below the least end to above the greatest.
std::vector<Rational> grid(int parts) {
    std::vector<Rational> out;
    for (int i = -2 * parts; i <= 5 * parts; ++i) {
        out.emplace_back(i, parts);
    }
    return out;
}

}  // namespace

TEST_CASE("a comparison keeps exactly the members with a partner", "[narrow]") {
    const std::vector<Interval> intervals = small_intervals();
    // Partners need a finer grid: between a member and an open end there is always one more.
    const std::vector<Rational> members = grid(2);
    const std::vector<Rational> partners = grid(4);
    for (const Comparison comparison : comparisons) {
        for (const Interval& a : intervals) {
            for (const Interval& b : intervals) {
                Interval left = a;
                Interval right = b;
                narrow_comparison(comparison, left, right);
                bool all_hold = true;
                for (const Rational& x : members) {
                    bool has_partner = false;
                    for (const Rational& y : partners) {
                        const bool holds = compare(comparison, x, y);
                        has_partner = has_partner || (b.contains(y) && holds);
                        all_hold = all_hold && (holds || !a.contains(x) || !b.contains(y));
                    }
                    // The grid ends, so that its outermost points lack partners that exist.
                    const bool is_inner = Rational(-1) <= x && x <= Rational(4);
                    if (is_inner && left.contains(x) != (a.contains(x) && has_partner)) {
                        FAIL(a.to_string() << ' ' << format_comparison(comparison) << ' '
                                           << b.to_string() << " left " << left.to_string());
                    }
                }
                if (left.is_empty() != right.is_empty() ||
                    holds_for_all(comparison, a, b) != all_hold) {
                    FAIL(a.to_string() << ' ' << format_comparison(comparison) << ' '
                                       << b.to_string() << " right " << right.to_string());
                }
            }
        }
    }
}

namespace {

NameTable make_names() {
    NameTable names;
    for (const char* name : {"a", "b", "c"}) {
        names.add(name);
    }
    return names;
}

// The leaves of "left = right" after narrowing, "a [1, 2]; b [3, 4]", or "empty".
std::string narrow(const std::string& text, const NameTable& names,
                   const std::vector<Interval>& box) {
    const Expression condition = parse_condition(text, names).value();
    std::vector<Interval> values;
    evaluate(condition, box, values);
    narrow_comparison(condition.comparisons()[0], values[condition.sides()[0]],
                      values[condition.sides()[1]]);
    if (const auto empty = narrow_to_leaves(condition, values)) {
        return values[*empty].is_empty() ? "empty" : "wrong node";
    }
    std::string out;
    for (std::size_t i = 0; i < condition.nodes().size(); ++i) {
        const Node& node = condition.nodes()[i];
        if (node.operation == Operation::variable) {
            out += (out.empty() ? "" : "; ") + names.name(node.payload) + ' ' +
                   values[i].to_string();
        }
    }
    return out;
}

}  // namespace

TEST_CASE("what a condition allows reaches the leaves", "[narrow]") {
    const NameTable names = make_names();
    const Interval all = Interval::all();
    struct Case {
        std::string text;
        std::vector<Interval> box;
        std::string expected;
    };
    const std::vector<Case> cases = {
        {"a = b", {Interval::closed(1, 3), Interval::between(2, true, 5, false), all},
         "a (2, 3]; b (2, 3]"},
        {"a < b", {Interval::closed(1, 3), Interval::closed(0, 2), all}, "a [1, 2); b (1, 2]"},
        {"a > b", {Interval::closed(1, 3), Interval::closed(2, 4), all}, "a (2, 3]; b [2, 3)"},
        {"a = b", {Interval::closed(1, 2), Interval::closed(3, 4), all}, "empty"},
        {"a < b", {Interval::closed(2, 3), Interval::closed(1, 2), all}, "empty"},
        {"a <= b", {Interval::closed(2, 3), Interval::closed(1, 2), all}, "a [2, 2]; b [2, 2]"},
        {"a = b * (1 + c)", {Interval::closed(110, 120), Interval(Rational(100)), all},
         "a [110, 120]; b [100, 100]; c [0.1, 0.2]"},
        {"10 = sum(a, b, c)", {Interval::closed(0, 4), Interval::closed(0, 4), all},
         "a [0, 4]; b [0, 4]; c [2, 10]"},
        {"10 = a + (b + 2 * c)", {Interval::closed(0, 4), Interval::closed(0, 4), all},
         "a [0, 4]; b [0, 4]; c [1, 5]"},
        {"a / b = 2", {all, Interval::closed(0, 4), all}, "a (0, 8]; b (0, 4]"},
        {"a / b = 0", {Interval::closed(1, 2), Interval::closed(1, 2), all}, "empty"},
        {"a / (b - b) = 1", {Interval::closed(1, 2), Interval(Rational(0)), all}, "empty"},
        {"growth(a, b) = 10 %", {all, Interval::closed(100, 200), all},
         "a [110, 220]; b [100, 200]"},
        // Each leaf for itself.
        {"a + a = 4", {Interval::closed(0, 10), all, all}, "a [0, 4]; a [0, 4]"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(narrow(c.text, names, c.box) == c.expected);
    }
}

TEST_CASE("the total of 100,000 parts narrows each in one pass", "[narrow]") {
    NameTable names;
    const std::size_t count = 100'000;
    for (std::size_t i = 0; i < count; ++i) {
        names.add("x_" + std::to_string(i));
    }
    std::vector<Interval> box(count, Interval::closed(0, 1));
    box[5] = Interval::all();
    const Expression condition = parse_condition("sum(x_*) = 100000", names).value();
    std::vector<Interval> values;
    evaluate(condition, box, values);
    narrow_comparison(Comparison::equal, values[condition.sides()[0]],
                      values[condition.sides()[1]]);
    REQUIRE_FALSE(narrow_to_leaves(condition, values));
    CHECK(values[5] == Interval::closed(1, 100'000));
    CHECK(values[6] == Interval::closed(0, 1));
}
