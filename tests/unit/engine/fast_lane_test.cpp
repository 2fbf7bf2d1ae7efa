#include "engine/fast_lane.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "brcheck/input/read_report.hpp"
#include "engine/propagate.hpp"
#include "report/leeway.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <vector>

using namespace brcheck;
using brcheck::testing::interval;

namespace {

/// A report with what the fast lane found out about it.
struct Decided {
    explicit Decided(const std::string& body)
        : report(read(body)), network(report), active(network.constraints().size(), true) {
        for (const Quantity& quantity : report.quantities) box.push_back(quantity.interval);
        decide();
    }

    static Report read(const std::string& body) {
        auto report = read_report("test.json", "{\"brcheck\": 1, " + body + "}");
        if (!report.ok()) FAIL(report.errors().front().message << " in " << body);
        return std::move(report).value();
    }

    void decide() {
        lane.compile(network);
        ask(lane, std::nullopt);
    }

    /// Of the last question only these quantities' intervals have changed.
    void go_on(const std::vector<VariableIndex>& changed) { ask(lane, changed); }

    [[nodiscard]] bool is_decided_afresh() const {
        FastLane fresh;
        fresh.compile(network);
        ask(fresh, std::nullopt);
        return fresh.all_decided();
    }

    void ask(FastLane& asked, std::optional<std::span<const VariableIndex>> changed,
             bool want_implied = true) const {
        std::vector<ConstraintIndex> constraints;
        for (ConstraintIndex c = 0; c < active.size(); ++c)
            if (active[c]) constraints.push_back(c);
        std::vector<VariableIndex> quantities(box.size());
        std::iota(quantities.begin(), quantities.end(), VariableIndex{0});
        asked.decide(box, constraints, quantities, want_implied, changed);
    }

    /// Of the quantities only that the constraints name.
    void ask_of_named(const std::optional<std::vector<VariableIndex>>& changed) {
        std::vector<ConstraintIndex> constraints;
        std::set<VariableIndex> named;
        for (ConstraintIndex c = 0; c < active.size(); ++c) {
            if (!active[c]) continue;
            constraints.push_back(c);
            const auto used = network.expression(network.constraints()[c]).variables();
            named.insert(used.begin(), used.end());
        }
        const std::vector<VariableIndex> quantities(named.begin(), named.end());
        lane.decide(box, constraints, quantities, false,
                    changed ? std::optional<std::span<const VariableIndex>>(*changed)
                            : std::nullopt);
    }

    /// What the other figures of a sum leave of one.
    [[nodiscard]] Interval others_allow(std::string_view relation, VariableIndex figure) const {
        std::vector<Interval> open = box;
        open[figure] = Interval::all();
        Propagator(network).run(std::vector<ConstraintIndex>{*report.find_relation(relation)}, open,
                                {1});
        return open[figure];
    }

    [[nodiscard]] VariableIndex find(std::string_view name) const {
        return *report.names.find(name);
    }
    [[nodiscard]] std::optional<Interval> implied(std::string_view name) const {
        return lane.implied(find(name));
    }

    /// Puts the witness into the report itself; "" when it satisfies all that is decided.
    [[nodiscard]] std::string fault() const {
        std::vector<Interval> points(box.size());
        for (VariableIndex v = 0; v < box.size(); ++v) {
            if (!lane.is_decided(v)) continue;
            const Rational value = lane.witness(v);
            points[v] = Interval(value);
            const std::string text = report.names.name(v) + " = " + value.to_string();
            if (!box[v].contains(value)) return text + " is outside " + box[v].to_string();
            const auto range = lane.implied(v);
            if (range && !range->contains(value)) return text + " is not implied";
            const Quantity& quantity = report.quantities[v];
            if (quantity.whole && !(value / quantity.unit.factor()).is_integer())
                return text + " is not whole";
        }
        for (ConstraintIndex c = 0; c < active.size(); ++c)
            if (active[c] && !holds(network.constraints()[c], points))
                return network.expression(network.constraints()[c]).text() + " does not hold";
        return "";
    }

    /// The box after bounds propagation; nothing when that meets a contradiction.
    [[nodiscard]] std::optional<std::vector<Interval>> propagate() const {
        std::vector<ConstraintIndex> constraints;
        for (ConstraintIndex c = 0; c < active.size(); ++c)
            if (active[c]) constraints.push_back(c);
        std::vector<Interval> narrowed = box;
        if (Propagator(network).run(constraints, narrowed, {100'000, false, false}).conflict)
            return std::nullopt;
        return narrowed;
    }

    Report report;
    Network network;
    std::vector<bool> active;
    std::vector<Interval> box;
    FastLane lane;

private:
    [[nodiscard]] bool holds(const Constraint& constraint,
                             const std::vector<Interval>& points) const {
        const Expression& expression = network.expression(constraint);
        for (const VariableIndex v : expression.variables())
            if (!lane.is_decided(v)) return true;
        std::vector<Interval> values;
        evaluate(expression, points, values);
        if (constraint.kind == DerivationStep::Kind::definition)
            return points[constraint.index] == values[expression.root()];
        Interval left = values[expression.sides()[constraint.comparison]];
        const Interval right = values[expression.sides()[constraint.comparison + 1]];
        if (left.is_empty() || right.is_empty()) return false;
        const auto& tolerance = report.relations[constraint.index].tolerance;
        if (!tolerance)
            return holds_for_all(expression.comparisons()[constraint.comparison], left, right);
        left = Leeway(tolerance).widen(left);
        Interval partner = right;
        narrow_comparison(expression.comparisons()[constraint.comparison], left, partner);
        return !left.is_empty();
    }
};

std::string figures(const std::vector<std::string>& units) {
    std::string text = "\"figures\": {";
    for (std::size_t i = 0; i < units.size(); ++i)
        text += (i == 0 ? "\"f" : ", \"f") + std::to_string(i) + "\": {\"unit\": \"" + units[i] +
                "\"}";
    return text + "}, \"relations\": {";
}

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}
    /// From `low` to `high`, both included; the same on every machine.
    int between(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(int n) { return between(1, n) == 1; }
    /// Round `value`, which often lies on an end; some ends are open, some are not there.
    Interval interval_near(Rational value) {
        if (one_in(8)) return Interval::all();
        if (one_in(5)) value += Rational(between(-2, 2));
        const Rational low = value - Rational(Integer(between(0, 2)), Integer(2));
        const Rational high = value + Rational(Integer(between(0, 2)), Integer(2));
        if (one_in(10)) return Interval::at_least(low, low != value && one_in(2));
        return Interval::between(low, one_in(3), high, one_in(3));
    }

private:
    std::mt19937_64 engine_;
};

/// Relations over new and, for cycles, old figures with values that nearly satisfy them.
struct RandomSystem {
    RandomSystem(Random& random, bool cycles, int relation_count) : random_(random) {
        std::string relations;
        const int first = add(random.between(2, 30));
        for (int r = 0; r < relation_count; ++r) {
            const int a = r == 0 ? first : random.between(0, static_cast<int>(values.size()) - 1);
            relations += (r == 0 ? "\"r" : ", \"r") + std::to_string(r) + "\": \"" +
                         relation(a, cycles && random.one_in(2)) + "\"";
        }
        body = figures(std::vector<std::string>(values.size(), "1")) + relations + "}";
    }

    std::string body;
    std::vector<Rational> values;

private:
    int add(Rational value) {
        values.push_back(std::move(value));
        return static_cast<int>(values.size()) - 1;
    }
    static std::string name(int figure) { return "f" + std::to_string(figure); }
    [[nodiscard]] const Rational& value(int figure) const {
        return values[static_cast<std::size_t>(figure)];
    }
    /// A figure that is not `a`: an old one, or a new one.
    int other(int a, bool old) {
        if (old && values.size() > 1) {
            const int b = random_.between(0, static_cast<int>(values.size()) - 2);
            return b < a ? b : b + 1;
        }
        return add(random_.between(1, 30));
    }

    std::string relation(int a, bool cycle) {
        const int b = other(a, cycle);
        int kind = random_.between(0, 6);
        if (value(b).is_zero() && (kind == 1 || kind == 2)) kind = 0;
        switch (kind) {
            case 0: {
                const int c = other(a, false);
                return name(add(value(a) + value(b) + value(c))) + " = sum(" + name(a) + ", " +
                       name(b) + ", " + name(c) + ")";
            }
            case 1: return name(add(value(a) / value(b))) + " = share(" + name(a) + ", " +
                           name(b) + ")";
            case 2: return "growth(" + name(a) + ", " + name(b) + ") = " +
                           name(add(value(a) / value(b) - Rational(1)));
            case 3: return name(add((value(a) + value(b)) / Rational(2))) + " = mean(" + name(a) +
                           ", " + name(b) + ")";
            case 4: return name(a) + " - " + name(b) + " = " + name(add(value(a) - value(b)));
            case 5: return name(a) + " * " + name(b) + " = " + name(add(value(a) * value(b)));
            default: return name(a) + (value(a) < value(b)    ? " < "
                                       : value(b) < value(a) ? " >= "
                                                              : " <= ") + name(b);
        }
    }

    Random& random_;
};

/// A table of hundredths and its totals, all printed to tenths; or of counts, which are exact.
std::string table(Random& random, int rows, int columns, bool grand, int wrong_by,
                  bool counts = false) {
    std::vector<int> column_sums(static_cast<std::size_t>(columns), wrong_by);
    std::string figures;
    std::string relations;
    const auto state = [&](const std::string& name, int hundredths) {
        const int tenths = (hundredths + 5) / 10;
        const std::string rounded = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
        figures += (figures.empty() ? "\"" : ", \"") + name + "\": \"" +
                   (counts ? std::to_string(hundredths) + " projects" : rounded) + "\"";
    };
    const auto relate = [&](const std::string& name, const std::string& text) {
        relations += (relations.empty() ? "\"" : ", \"") + name + "\": \"" + text + "\"";
    };
    int all = 0;
    for (int r = 0; r < rows; ++r) {
        const std::string row = "r" + std::to_string(r);
        int sum = 0;
        for (int c = 0; c < columns; ++c) {
            const int cell = random.between(1000, 90'000);
            state(row + "_c" + std::to_string(c), cell);
            sum += cell;
            column_sums[static_cast<std::size_t>(c)] += cell;
        }
        all += sum;
        state("total_" + row, sum);
        relate(row, "total_" + row + " = sum(" + row + "_*)");
    }
    for (int c = 0; c < columns; ++c) {
        const std::string column = "c" + std::to_string(c);
        state("column_" + column, column_sums[static_cast<std::size_t>(c)]);
        relate(column, "column_" + column + " = sum(r*_" + column + ")");
    }
    if (grand) {
        state("grand", all);
        relate("by_row", "grand = sum(total_*)");
        relate("by_column", "sum(column_*) = grand");
    }
    return "\"figures\": {" + figures + "}, \"relations\": {" + relations + "}";
}

}  // namespace

TEST_CASE("a forest is decided with the exact ranges of its figures", "[fast_lane]") {
    const Decided decided(R"("figures": {
            "a": "10.1 million yuan", "b": "20.2 million yuan", "t": "30.4 million yuan",
            "old": {"unit": "CNY"}, "rate": "up 6.3 percent"},
        "derived": {"old_twice": {"is": "2 * old"}},
        "relations": {"sum": "t = a + b", "grew": "growth(a, old) = rate"})");
    REQUIRE(decided.lane.all_decided());
    CHECK(decided.fault().empty());
    // 10.1 + 20.2 is 30.3: the parts and the total have to give way.
    CHECK(decided.implied("t") == interval("[30350000, 30400000]"));
    CHECK(decided.implied("a") == interval("[10100000, 10150000]"));
    CHECK(decided.implied("old_twice") == interval("[40400000000/2127, 324800000/17]"));
}

TEST_CASE("an exact touch counts where both ends are closed", "[fast_lane]") {
    struct Case {
        std::string a, b, sum;
        bool possible;
    };
    const std::vector<Case> cases = {
        {"[1, 2]", "[3, 4]", "[6, 7]", true},   {"[1, 2)", "[3, 4]", "[6, 7]", false},
        {"[1, 2]", "[3, 4]", "(6, 7]", false},  {"[1, 2)", "[3, 4]", "(5, 7]", true},
        {"(1, 2]", "[3, 4]", "[3, 4]", false},  {"[1, 2]", "[3, 4]", "[3, 4]", true},
        {"(-inf, 2]", "[3, 4]", "[6, inf)", true},
        {"(-inf, 2)", "[3, 4]", "[6, inf)", false},
    };
    for (const Case& c : cases) {
        Decided decided(figures({"1", "1", "1"}) + R"("r": "f0 + f1 = f2"})");
        decided.box = {interval(c.a), interval(c.b), interval(c.sum)};
        decided.decide();
        CAPTURE(c.a, c.b, c.sum);
        CHECK(decided.lane.all_decided() == c.possible);
        CHECK(decided.lane.is_impossible() != c.possible);
        CHECK(decided.fault().empty());
        if (c.a == "(-inf, 2]" && c.possible) CHECK(decided.implied("f0") == interval("2"));
    }
}

TEST_CASE("sums of whole numbers and of others allow the same", "[fast_lane]") {
    // Ends in whole numbers take another way than ends in thirds.
    Random random(20260306);
    const std::string body = figures({"1", "1", "1", "1"}) + R"("r": "2 * f0 - 3 * f1 + f2 = f3"})";
    int possible = 0;
    for (int run = 0; run < 300; ++run) {
        std::vector<Interval> box;
        for (int v = 0; v < 4; ++v) {
            const int low = random.between(-9, 9);
            const int width = random.between(0, 6);
            box.push_back(Interval::between(Rational(low), random.one_in(3) && width != 0,
                                            Rational(low + width), random.one_in(3) && width != 0));
        }
        std::vector<std::optional<Interval>> implied;
        for (const Rational& factor :
             {Rational(1), Rational(Integer(1), Integer(3)), Rational(7)}) {
            Decided decided(body);
            for (std::size_t v = 0; v < 4; ++v) decided.box[v] = box[v] * Interval(factor);
            decided.decide();
            CAPTURE(run, factor.to_string());
            CHECK(decided.fault() == "");
            CHECK(decided.lane.all_decided() != decided.lane.is_impossible());
            possible += decided.lane.all_decided() ? 1 : 0;
            for (VariableIndex v = 0; v < 4; ++v) {
                auto range = decided.lane.implied(v);
                if (range) range = *range / Interval(factor);
                if (implied.size() < 4)
                    implied.push_back(range);
                else
                    CHECK(range == implied[v]);
            }
        }
    }
    CHECK(possible > 200);
}

TEST_CASE("quotients: ends, signs and zeros", "[fast_lane]") {
    struct Case {
        std::string part, whole, share;
        std::string part_implied, whole_implied, share_implied;
    };
    const std::vector<Case> cases = {
        {"[10, 20]", "[40, 50]", "[0.3, 0.35]", "[12, 17.5]", "[40, 50]", "[0.3, 0.35]"},
        {"[10, 20]", "(-inf, inf)", "[0.1, 0.2)", "[10, 20]", "(50, 200]", "[0.1, 0.2)"},
        {"[-10, 20]", "(0, 50]", "(-1, inf)", "[-10, 20]", "(0, 50]", "(-1, inf)"},
        {"[0, 20]", "[40, 50]", "(-inf, inf)", "[0, 20]", "[40, 50]", "[0, 0.5]"},
        {"[-20, -10)", "[40, 50]", "(-inf, inf)", "[-20, -10)", "[40, 50]", "[-0.5, -0.2)"},
    };
    for (const Case& c : cases) {
        Decided decided(figures({"1", "1", "1"}) + R"("r": "share(f0, f1) = f2"})");
        decided.box = {interval(c.part), interval(c.whole), interval(c.share)};
        decided.decide();
        CAPTURE(c.part, c.whole, c.share);
        REQUIRE(decided.lane.all_decided());
        CHECK(decided.fault().empty());
        CHECK(decided.implied("f0") == interval(c.part_implied));
        CHECK(decided.implied("f1") == interval(c.whole_implied));
        CHECK(decided.implied("f2") == interval(c.share_implied));
    }
}

TEST_CASE("a sign that is only assumed gives a witness but no ranges", "[fast_lane]") {
    Decided decided(figures({"1", "1", "1"}) + R"("r": "share(f0, f1) = f2"})");
    decided.box = {interval("[-1, 1]"), interval("[-5, 5]"), interval("[0.5, 1]")};
    decided.decide();
    CHECK(decided.lane.all_decided());
    CHECK(decided.fault().empty());
    CHECK_FALSE(decided.implied("f1").has_value());
}

TEST_CASE("what is not of the form of rows is left to others", "[fast_lane]") {
    const Decided decided(R"("figures": {"a": "4.0", "b": "2.0", "c": "7.0", "d": "7.0"},
        "relations": {"root": "sqrt(a) = b", "same": "c = d"})");
    CHECK_FALSE(decided.lane.all_decided());
    CHECK_FALSE(decided.lane.is_decided(decided.find("a")));
    CHECK_FALSE(decided.lane.is_decided(decided.find("b")));
    CHECK(decided.lane.is_decided(decided.find("c")));
}

TEST_CASE("a net of cycles gets a witness, and a conflict in it is proved", "[fast_lane]") {
    // Twelve relations over eight figures, all of them true of 100, 200, ..., 800.
    const std::string figures = R"("figures": {"a": "100.0", "b": "200.0", "c": "300.0",
        "d": "400.0", "e": "500.0", "f": "600.0", "g": "700.0", "h": "800.0"})";
    const std::string relations = R"json("c1": "c = a + b", "c2": "d = a + c", "c3": "e = b + c",
        "c4": "f = a + e", "c5": "g = c + d", "c6": "h = c + e", "c7": "h = a + g",
        "c8": "f = b + d", "c9": "g = b + e", "d1": "ratio(h, d) = 2", "d2": "ratio(f, c) = 2",
        "d3": "share(a, e) = 20 %")json";
    const Decided decided(figures + ", \"relations\": {" + relations + "}");
    REQUIRE(decided.lane.all_decided());
    CHECK(decided.fault() == "");
    const Decided wrong(figures + ", \"relations\": {" + relations + ", \"x\": \"h = f + b + a\"}");
    CHECK(wrong.lane.is_impossible());
    CHECK_FALSE(wrong.lane.all_decided());
}

TEST_CASE("what is left out can only make it worse: the rest is looked at for conflicts",
          "[fast_lane]") {
    const Decided decided(R"json("figures": {"a": "4.0", "b": "2.0", "c": "7.0"},
        "relations": {"root": "sqrt(a) = b", "sum": "c = a + b"})json");
    CHECK(decided.lane.is_impossible());
}

TEST_CASE("questions to one lane do not disturb each other", "[fast_lane]") {
    Decided decided(R"json("figures": {"a": "10.0", "b": "20.0", "c": "30.0", "d": "2.0", "e": "61.0"},
        "relations": {"sum": "c = a + b", "ratio": "d = ratio(b, a)", "share": "share(a, c) < 40 %",
                      "twice": "e = 2 * c", "less": "a < b"})json");
    FastLane lane;
    lane.compile(decided.network);
    const std::size_t count = decided.active.size();
    for (int round = 0; round < 2; ++round) {
        for (std::size_t bits = 0; bits < (std::size_t{1} << count); ++bits) {
            std::vector<ConstraintIndex> constraints;
            for (ConstraintIndex c = 0; c < count; ++c) {
                decided.active[c] = (bits >> c & 1U) != 0;
                if (decided.active[c]) constraints.push_back(c);
            }
            std::vector<VariableIndex> quantities(decided.box.size());
            std::iota(quantities.begin(), quantities.end(), VariableIndex{0});
            decided.decide();  // a lane that has answered nothing before
            lane.decide(decided.box, constraints, quantities, bits % 2 == 0);
            INFO(bits);
            CHECK(lane.all_decided() == decided.lane.all_decided());
            CHECK(lane.is_impossible() == decided.lane.is_impossible());
        }
    }
}

TEST_CASE("constraints that are not active do not count", "[fast_lane]") {
    Decided decided(R"("figures": {"a": "4.0", "b": "2.0"},
        "relations": {"same": "a = b", "more": "a > b"})");
    CHECK_FALSE(decided.lane.all_decided());
    decided.active = {false, true};
    decided.decide();
    CHECK(decided.lane.all_decided());
    CHECK(decided.fault().empty());
}

TEST_CASE("tolerances, constants and names that occur twice", "[fast_lane]") {
    const Decided decided(R"("figures": {"a": "10", "b": "11", "c": "7 percent", "d": "2.0",
            "e": "2.0", "price": "12.5", "sold": "40 tonnes", "m": "4.0", "n": "2.0"},
        "derived": {"revenue": {"is": "price * sold / 100"}},
        "relations": {
            "near": {"holds": "a = b", "tolerance": "1"},
            "below": {"holds": "a + 1 < b", "tolerance": "2"},
            "limit": "c <= 7.5 %",
            "itself": "d + e - d = e",
            "half": "m / (m + n) = n / (m - 1) * 1",
            "chain": "1 < n < m"})");
    CHECK(decided.lane.is_decided(decided.find("a")));
    CHECK(decided.lane.is_decided(decided.find("c")));
    CHECK(decided.lane.is_decided(decided.find("e")));
    CHECK(decided.lane.is_decided(decided.find("revenue")));
    CHECK(decided.fault().empty());
}

TEST_CASE("figures of more digits than words have are summed", "[fast_lane]") {
    const std::string figures = R"("figures": {"a": "123456789012345678901234567890.5", "b": "1.0",
            "c": "123456789012345678901234567891.6", "e": "123456789012345678901234567891.7"},
        "relations": {"sum": )";
    const Decided decided(figures + R"("a + b = c"})");
    REQUIRE(decided.lane.all_decided());
    CHECK(decided.fault() == "");
    CHECK(decided.implied("c") == interval("[123456789012345678901234567891.55, "
                                           "123456789012345678901234567891.6]"));
    const Decided wrong(figures + R"("a + b = e"})");
    CHECK(wrong.lane.is_impossible());
    // What is exact has no width to count in.
    const Decided exact(R"("figures": {
            "a": {"stated": "900000000000000000000000000001", "rounding": "exact"},
            "b": {"stated": "100000000000000000000000000000", "rounding": "exact"},
            "t": {"stated": "1000000000000000000000000000001", "rounding": "exact"}},
        "relations": {"t": "a + b = t"})");
    CHECK(exact.lane.all_decided());
    CHECK(exact.fault() == "");
}

TEST_CASE("products of numbers of many digits are left to others", "[fast_lane]") {
    const Decided decided(R"("figures": {"a": "123456789012345678901234567890.5", "b": "1.0",
            "c": "123456789012345678901234567891.5", "d": "2.0"},
        "relations": {"product": "a * b = c", "double": "d = 2 * b"})");
    CHECK_FALSE(decided.lane.is_decided(decided.find("a")));
    CHECK_FALSE(decided.lane.all_decided());
}

TEST_CASE("values that words do not hold are found: a chain of rates", "[fast_lane]") {
    Decided decided(R"json("figures": {
            "f0": "888 billion yuan", "f1": "832 billion yuan", "f2": "-6.22 %",
            "u3": {"unit": "yuan"}, "f4": "6 %", "u5": {"unit": "yuan"}, "f6": "-0.41 %",
            "f7": "998.9 billion yuan", "f8": {"stated": "14.2 %", "rounding": "up"},
            "f9": "12.6 %"},
        "relations": {"c0": "f2 = growth(f1, f0)", "c1": "f4 = growth(u3, f1)",
            "c2": "f6 = growth(u5, u3)", "c3": "f8 = growth(f7, u5)",
            "c4": "1 + f9 = (((1 + f2) * (1 + f4)) * (1 + f6)) * (1 + f8)"})json");
    decided.ask(decided.lane, std::nullopt, false);
    CHECK(decided.lane.all_decided());
    CHECK(decided.fault() == "");
    // No cycle, but ends of more digits than words have.
    Decided tree(R"json("figures": {"a": "1.234567", "b": "2.345678", "c": "3.456789",
            "p": {"unit": "1"}, "q": {"unit": "1"}, "s": {"unit": "1"}},
        "relations": {"p": "p = a * b", "q": "q = p * c", "s": "s = q + p"})json");
    tree.ask(tree.lane, std::nullopt, false);
    CHECK(tree.lane.all_decided());
    CHECK(tree.fault() == "");
}

TEST_CASE("whole numbers: points, single ones, and what a witness happens to find", "[fast_lane]") {
    Decided decided(R"("figures": {
            "alone": {"unit": "projects", "whole": true}, "many": "over 4,000 projects",
            "a": "1,234 projects", "b": "766 projects", "t": "2,000 projects",
            "men": "about 12 thousand people", "women": "about 13 thousand people",
            "all": "about 25 thousand people", "score": "3.47", "count": "17 people",
            "answers": {"unit": "people", "whole": true}},
        "relations": {"t": "a + b = t", "all": "men + women = all", "mean": "answers / count = score"})");
    decided.box[decided.find("alone")] = interval("(2.5, 4.5]");
    decided.decide();
    CHECK(decided.fault().empty());
    for (const char* name : {"alone", "many", "a", "t", "men", "all"}) {
        CAPTURE(name);
        CHECK(decided.lane.is_decided(decided.find(name)));
    }
    // 59 / 17 is 3.4706: whatever is said about the mean, a sum that is not whole is not.
    CHECK(decided.implied("t") == interval("2000"));
    CHECK_FALSE(decided.implied("answers").has_value());
}

TEST_CASE("random forests: decided if and only if possible, ranges as propagated",
          "[fast_lane]") {
    Random random(20260301);
    int possible = 0;
    int impossible = 0;
    for (int run = 0; run < 3000; ++run) {
        const RandomSystem system(random, false, random.between(1, 5));
        Decided decided(system.body);
        for (std::size_t v = 0; v < system.values.size(); ++v)
            decided.box[v] = intersect(random.interval_near(system.values[v]),
                                       Interval::at_least(Rational(Integer(1), Integer(100))));
        const bool negative = std::any_of(system.values.begin(), system.values.end(),
                                          [](const Rational& v) { return v.sign() <= 0; });
        const bool empty = std::any_of(decided.box.begin(), decided.box.end(),
                                       [](const Interval& i) { return i.is_empty(); });
        if (negative || empty) continue;
        decided.decide();
        CAPTURE(run, system.body);
        REQUIRE(decided.fault().empty());
        const auto propagated = decided.propagate();
        REQUIRE(decided.lane.all_decided() == propagated.has_value());
        REQUIRE(decided.lane.is_impossible() != propagated.has_value());
        ++(propagated ? possible : impossible);
        if (!propagated) continue;
        for (VariableIndex v = 0; v < decided.box.size(); ++v)
            REQUIRE(decided.lane.implied(v) == (*propagated)[v]);
    }
    CHECK(possible > 500);
    CHECK(impossible > 200);
}

TEST_CASE("random systems with cycles and any signs: what is said is right", "[fast_lane]") {
    Random random(20260302);
    int found = 0;
    int found_without_ends = 0;
    int claimed_ends = 0;
    int found_alone = 0;
    for (int run = 0; run < 4000; ++run) {
        const RandomSystem system(random, true, random.between(2, 6));
        Decided decided(system.body);
        for (std::size_t v = 0; v < system.values.size(); ++v)
            decided.box[v] = random.interval_near(system.values[v]);
        decided.decide();
        CAPTURE(run, system.body);
        REQUIRE(decided.fault().empty());
        // Without asking for ends more is decided, and as rightly.
        FastLane ends = std::move(decided.lane);
        decided.lane = FastLane();
        decided.lane.compile(decided.network);
        decided.ask(decided.lane, std::nullopt, false);
        REQUIRE(decided.fault().empty());
        REQUIRE(decided.lane.is_impossible() == ends.is_impossible());
        for (VariableIndex v = 0; v < decided.box.size(); ++v)
            if (ends.is_decided(v)) REQUIRE(decided.lane.is_decided(v));
        found_without_ends += decided.lane.all_decided() && !ends.all_decided() ? 1 : 0;
        decided.lane = std::move(ends);
        const auto propagated = decided.propagate();
        std::vector<std::optional<Interval>> implied;
        for (VariableIndex v = 0; v < decided.box.size(); ++v) {
            found += decided.lane.is_decided(v) ? 1 : 0;
            if (!propagated && decided.lane.all_decided()) FAIL("a conflict was missed");
            if (propagated && decided.lane.is_impossible()) FAIL("no conflict, but said to be one");
            implied.push_back(decided.lane.implied(v));
        }
        // Holds every solution (what is propagated may be wider, or not come to its end) ...
        if (propagated)
            for (VariableIndex v = 0; v < decided.box.size(); ++v)
                if (implied[v]) REQUIRE(implied[v]->contains((*propagated)[v]));
        // ... and its closed ends are solutions.
        const VariableIndex pinned = static_cast<VariableIndex>(
            random.between(0, static_cast<int>(decided.box.size()) - 1));
        // The verdict alone goes another way.
        decided.ask(decided.lane, std::nullopt, false);
        REQUIRE(decided.fault().empty());
        if (!propagated) CHECK_FALSE(decided.lane.all_decided());
        if (propagated) CHECK_FALSE(decided.lane.is_impossible());
        found_alone += decided.lane.all_decided() ? 1 : 0;
        if (!implied[pinned]) continue;
        for (const bool high : {false, true}) {
            const Interval& range = *implied[pinned];
            if (high ? range.high_open() : range.low_open()) continue;
            const Interval before = decided.box[pinned];
            decided.box[pinned] = Interval(high ? range.high() : range.low());
            decided.decide();
            if (decided.lane.is_decided(pinned)) ++claimed_ends;
            REQUIRE(decided.fault().empty());
            CHECK(decided.propagate().has_value());
            decided.box[pinned] = before;
        }
    }
    CHECK(found_without_ends > 10);
    CHECK(found > 5000);
    CHECK(claimed_ends > 500);
    CHECK(found_alone > 1000);
}

TEST_CASE("what is prepared answers like what is compiled for each question", "[fast_lane]") {
    Random random(20260305);
    int decided_ones = 0;
    int impossible_ones = 0;
    int known_ranges = 0;
    for (int run = 0; run < 300; ++run) {
        const RandomSystem system(random, run % 3 != 0, random.between(1, 6));
        Decided decided(system.body);
        // The scales come from the report, here of unknowns: from no interval.
        FastLane prepared;
        prepared.prepare(decided.network);
        for (int record = 0; record < 20; ++record) {
            for (std::size_t v = 0; v < system.values.size(); ++v)
                decided.box[v] = random.interval_near(system.values[v]);
            const bool want_implied = random.one_in(2);
            decided.lane.compile(decided.network);
            decided.ask(decided.lane, std::nullopt, want_implied);
            prepared.decide_prepared(decided.box, want_implied);
            CAPTURE(run, record, want_implied, system.body);
            REQUIRE(prepared.all_decided() == decided.lane.all_decided());
            REQUIRE(prepared.is_impossible() == decided.lane.is_impossible());
            decided_ones += prepared.all_decided() ? 1 : 0;
            impossible_ones += prepared.is_impossible() ? 1 : 0;
            for (VariableIndex v = 0; v < decided.box.size(); ++v) {
                REQUIRE(prepared.is_decided(v) == decided.lane.is_decided(v));
                if (prepared.is_decided(v)) REQUIRE(prepared.witness(v) == decided.lane.witness(v));
                REQUIRE(prepared.implied(v) == decided.lane.implied(v));
                known_ranges += prepared.implied(v) ? 1 : 0;
            }
        }
    }
    CHECK(decided_ones > 1000);
    CHECK(impossible_ones > 200);
    CHECK(known_ranges > 2000);
}

TEST_CASE("a prepared report decides records of other sizes and precisions", "[fast_lane]") {
    const auto body = [](const std::string& a, const std::string& b, const std::string& t,
                         const std::string& share) {
        return "\"figures\": {\"a\": \"" + a + "\", \"b\": \"" + b + "\", \"t\": \"" + t +
               "\", \"s\": \"" + share + "\"}, \"relations\": {\"sum\": \"t = a + b\", " +
               "\"share\": \"s = share(a, t)\", \"root\": \"sqrt(b) < b\"}";
    };
    Decided first(body("10.1", "20.2", "30.3", "33.3 %"));
    FastLane prepared;
    prepared.prepare(first.network);
    struct Record {
        std::string a, b, t, share;
        bool is_impossible;
    };
    const std::vector<Record> records = {
        {"10.1", "20.2", "30.3", "33.3 %", false},
        {"10.1", "20.2", "30.6", "33.3 %", true},
        {"10.12", "20.211", "30.3", "33 %", false},
        {"1.0 trillion", "20.2", "30.3", "33.3 %", true},
        {"1.01 trillion", "2.02 trillion", "3.03 trillion", "33.33 %", false},
        {"10.1", "20.2", "30.3", "34.5 %", true},
        {"1234567890123456789012.5", "1.0", "1234567890123456789013.5", "100 %", false},
        {"10.1", "20.2", "30.3", "33.3 %", false},
    };
    for (const Record& record : records) {
        const Decided fresh(body(record.a, record.b, record.t, record.share));
        prepared.decide_prepared(fresh.box, false);
        CAPTURE(record.a, record.b, record.t);
        CHECK(prepared.is_impossible() == record.is_impossible);
        CHECK(fresh.lane.is_impossible() == record.is_impossible);
        // The root is left to others, so that nothing is decided.
        CHECK_FALSE(prepared.all_decided());
    }
}

TEST_CASE("tables with row and column totals get a witness", "[fast_lane]") {
    Random random(20260303);
    for (const bool grand : {false, true})
        for (const int columns : {3, 12, 40}) {
            const Decided decided(table(random, 30, columns, grand, 0));
            CAPTURE(grand, columns);
            CHECK(decided.lane.all_decided());
            CHECK(decided.fault().empty());
        }
    const Decided exact(table(random, 30, 12, true, 0, true));
    CHECK(exact.lane.all_decided());
    CHECK(exact.fault().empty());
    const Decided wrong_count(table(random, 30, 12, true, 1, true));
    CHECK_FALSE(wrong_count.lane.all_decided());
    // Column totals that are off by more than rounding explains are not decided.
    const Decided wrong(table(random, 30, 12, false, 400));
    CHECK_FALSE(wrong.lane.all_decided());
}

TEST_CASE("a sum of a table may leave its figures no room", "[fast_lane]") {
    Random random(20260307);
    Decided decided(table(random, 30, 12, false, 0));
    for (const char* total : {"total_r7", "column_c3"}) {
        const std::string relation = std::string(total).substr(std::string(total).find('_') + 1);
        const VariableIndex figure = decided.find(total);
        const Interval printed = decided.box[figure];
        decided.box[figure] = Interval(decided.others_allow(relation, figure).high());
        decided.decide();
        CHECK(decided.lane.all_decided());
        CHECK(decided.fault().empty());
        decided.box[figure] = decided.box[figure] + Interval(Rational(Integer(1), Integer(1000)));
        decided.decide();
        CHECK_FALSE(decided.lane.all_decided());
        decided.box[figure] = printed;
    }
}

TEST_CASE("a table is decided as a whole, also after a part of it and where it is prepared",
          "[fast_lane]") {
    Random random(20260308);
    Decided decided(table(random, 30, 12, true, 0));
    FastLane prepared;
    prepared.prepare(decided.network);
    prepared.decide_prepared(decided.box, false);
    REQUIRE(prepared.all_decided());

    // The table's first figure alone.
    decided.lane.compile(decided.network);
    decided.lane.decide(decided.box, {}, std::vector<VariableIndex>{0}, false);
    REQUIRE(decided.lane.is_decided(0));
    decided.ask(decided.lane, std::nullopt, false);
    CHECK(decided.lane.all_decided());
    CHECK(decided.fault().empty());
    for (VariableIndex v = 0; v < decided.box.size(); ++v) {
        REQUIRE(decided.lane.is_decided(v));
        REQUIRE(prepared.is_decided(v));
        CHECK(prepared.witness(v) == decided.lane.witness(v));
    }
}

TEST_CASE("a question about a table goes on from the last one", "[fast_lane]") {
    Random random(20260304);
    for (const bool grand : {false, true}) {
        Decided decided(table(random, 30, 12, grand, 0));
        REQUIRE(decided.lane.all_decided());
        const VariableIndex cell = decided.find("r7_c3");
        const VariableIndex other = decided.find("r20_c3");
        const Interval printed = decided.box[cell];
        const Rational tenth(Integer(1), Integer(10));
        // By a little, what is near makes up for it; by more, all figures do; by much, nothing does.
        for (const int tenths : {1, -2, 0, 5, -6, 3, 60, 1, 0, 900, 0}) {
            CAPTURE(grand, tenths);
            const Interval shift(Rational(tenths) * tenth);
            decided.box[cell] = printed + shift;
            decided.go_on({cell, other});
            const bool is_plain = tenths <= 1 && tenths >= -2;
            if (is_plain) CHECK(decided.lane.all_decided());
            if (tenths >= 60) CHECK_FALSE(decided.lane.all_decided());
            CHECK(decided.fault().empty());
            CHECK(decided.lane.all_decided() == decided.is_decided_afresh());
        }
    }
}

TEST_CASE("a figure of a table may go as far as its sums let it", "[fast_lane]") {
    Random random(20260305);
    for (const bool grand : {false, true}) {
        Decided decided(table(random, 30, 12, grand, 0));
        REQUIRE(decided.lane.all_decided());
        const VariableIndex cell = decided.find("r7_c3");
        Interval room = decided.others_allow("r7", cell);
        room = intersect(room, decided.others_allow("c3", cell));
        for (const Rational& end : {room.low(), room.high(), room.low()}) {
            CAPTURE(grand, end.to_string());
            decided.box[cell] = Interval(end);
            decided.go_on({cell});
            CHECK(decided.lane.all_decided());
            CHECK(decided.fault().empty());
        }
        decided.box[cell] = Interval(room.low() - Rational(Integer(1), Integer(1000)));
        decided.go_on({cell});
        CHECK_FALSE(decided.lane.all_decided());
    }
}

TEST_CASE("a large table goes on with a sum more", "[fast_lane]") {
    Random random(20260306);
    Decided decided(table(random, 120, 100, false, 0));
    const VariableIndex cell = decided.find("r7_c3");
    const VariableIndex total = decided.find("total_r7");
    const RelationIndex row = *decided.report.find_relation("r7");
    const Interval printed = decided.box[cell];
    for (const bool is_possible : {true, false}) {
        CAPTURE(is_possible);
        decided.active[row] = false;
        decided.box[cell] = printed;
        decided.ask_of_named(std::nullopt);
        REQUIRE(decided.lane.all_decided());
        const Rational far = decided.lane.witness(decided.find("r50_c50"));

        decided.active[row] = true;
        decided.box[cell] = printed + Interval(Rational(is_possible ? 1 : 500));
        decided.ask_of_named(std::vector<VariableIndex>{cell, total});
        CHECK(decided.lane.all_decided() == is_possible);
        CHECK(decided.fault().empty());
        // What is far away stays as it was: this is not another solution.
        if (is_possible) CHECK(decided.lane.witness(decided.find("r50_c50")) == far);

        // And so does a sum that the last question had beside this one.
        decided.box[cell] = printed;
        decided.ask_of_named(std::vector<VariableIndex>{cell});
        CHECK(decided.lane.all_decided());
        CHECK(decided.fault().empty());
    }
}
