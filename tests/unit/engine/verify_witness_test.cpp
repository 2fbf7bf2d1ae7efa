#include "brcheck/engine/verify.hpp"
#include "support/proofs.hpp"

#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

using testing::interval;
using testing::Prover;
using testing::range;
using testing::rational;
using testing::report_of;

std::string refusal(const Report& report, const std::vector<const char*>& values,
                    std::vector<Witness::Enclosed> enclosed = {},
                    std::vector<bool> takes_part = {}) {
    Witness witness;
    for (const char* value : values) witness.values.push_back(rational(value));
    witness.enclosed = std::move(enclosed);
    takes_part.resize(report.relations.size(), true);
    const auto error = verify(witness, report, takes_part);
    return error ? error->place + ": " + error->reason : "";
}

TEST_CASE("a witness satisfies figures, definitions and relations exactly") {
    const Report report =
        report_of(range("x", "1", "2") + R"(, "n": {"range": {"low": "3"}, "whole": true})",
                  R"("d": "n / x")", R"("r": "d > 2 * x", "chain": "1 < x < n")");
    CHECK(refusal(report, {"1.25", "4", "3.2"}) == "");
    CHECK(refusal(report, {"1.25", "4", "3.21"}) ==
          "quantity d: is not what its definition gives");
    CHECK(refusal(report, {"0.5", "4", "8"}) == "quantity x: lies outside what is printed");
    CHECK(refusal(report, {"1.25", "4.5", "3.6"}) == "quantity n: has to be a whole number");
    CHECK(refusal(report, {"2", "4", "2"}) == "relation r: does not hold");
    CHECK(refusal(report, {"1", "4", "4"}) == "relation chain: does not hold");
    const Report chain = report_of(range("x", "1", "2"), "", R"("r": "1 < x < 1.5 < 3")");
    CHECK(refusal(chain, {"1.25"}) == "");
    CHECK(refusal(chain, {"1.75"}) == "relation r: does not hold");
    CHECK(refusal(report, {"1.25", "4"}) == ": it does not have one value for each quantity");
}

TEST_CASE("only relations that take part have to hold") {
    const Report report = report_of(range("x", "1", "2"), "", R"("a": "x > 1.5", "b": "x < 1.5")");
    CHECK(refusal(report, {"1.2"}) == "relation a: does not hold");
    CHECK(refusal(report, {"1.2"}, {}, {false, true}) == "");
    CHECK(refusal(report, {"1.2"}, {}, {true, false}) != "");
}

TEST_CASE("what has no value satisfies nothing") {
    const Report report = report_of(range("x", "-1", "1"), "",
                                    R"("order": "1 / x > 0", "root": "sqrt(x) >= 0")");
    CHECK(refusal(report, {"1"}) == "");
    CHECK(refusal(report, {"0"}) == "relation order: a side may be undefined");
    CHECK(refusal(report, {"-1"}, {}, {false, true}) == "relation root: a side may be undefined");
    const Report derived = report_of(range("x", "-1", "1"), R"("d": "1 / x")", R"("r": "x < 2")");
    CHECK(refusal(derived, {"0", "5"}) == "quantity d: its definition may be undefined");
}

TEST_CASE("a witness uses a tolerance to its end and no further") {
    const auto is_good = [](const char* relation, const char* tolerance, const char* x) {
        const Report report = report_of(range("x", "-9", "9") + "," + range("y", "4", "4"), "",
                                        std::string(R"("r": {"holds": ")") + relation +
                                            R"(", "tolerance": ")" + tolerance + "\"}");
        return refusal(report, {x, "4"}) == "";
    };
    CHECK(is_good("x = y", "0.5", "3.5"));
    CHECK_FALSE(is_good("x = y", "0.5", "3.49"));
    CHECK(is_good("x = y", "25 %", "3.2"));
    CHECK_FALSE(is_good("x = y", "25 %", "3.19"));
    CHECK(is_good("x > y", "0.5", "3.6"));
    CHECK_FALSE(is_good("x > y", "0.5", "3.5"));
    CHECK(is_good("x <= y", "0.5", "4.5"));
    CHECK_FALSE(is_good("x <= y", "0.5", "4.51"));
}

TEST_CASE("a root is enclosed: it is fixed once, and all else holds for the whole enclosure") {
    const Report report = report_of(range("s", "1.4", "1.5") + R"(, "t": {"unknown": true})", "",
                                    R"r("root": "s = sqrt(2)", "next": "t = s + 1", "order": "t < 2.45")r");
    const Prover p{report};
    const Witness::Enclosed s{p.quantity("s"), p.relation("root"), interval("[1.41, 1.42]")};
    const Witness::Enclosed t{p.quantity("t"), p.relation("next"), interval("[2.41, 2.42]")};
    const auto at = [](Witness::Enclosed enclosed, const char* text) {
        enclosed.interval = interval(text);
        return enclosed;
    };
    CHECK(refusal(report, {"0", "0"}, {s, t}) == "");
    CHECK(refusal(report, {"1.41", "2.41"}) == "relation root: does not hold");
    CHECK(refusal(report, {"0", "0"}, {t, s}) == "");
    CHECK(refusal(report, {"0", "0"}, {at(s, "[1.415, 1.42]"), t}) ==
          "quantity s: may have no value in its enclosure");
    CHECK_THAT(refusal(report, {"0", "0"}, {at(s, "[1.39, 1.42]"), at(t, "[2.3, 2.43]")}),
               Catch::Contains("outside what is printed"));
    CHECK(refusal(report, {"0", "0"}, {s, at(t, "[2.41, 2.415]")}) == "");
    CHECK(refusal(report, {"0", "0"}, {s, at(t, "[2.415, 2.42]")}) ==
          "quantity t: may have no value in its enclosure");
    CHECK(refusal(report, {"0", "0"}, {s, at(t, "[2.41, 2.46]")}) ==
          "relation order: does not hold");
    for (const char* endless : {"empty", "(-inf, 2.42]", "[2.41, inf)"})
        CHECK(refusal(report, {"0", "0"}, {s, at(t, endless)}) ==
              "quantity t: has no two ends of its enclosure");
    CHECK_THAT(refusal(report, {"0", "0"}, {s, s}), Catch::Contains("enclosed twice"));
    CHECK(refusal(report, {"0", "2.41"}, {s}) == "relation next: does not hold");

    Witness::Enclosed wrong = t;
    wrong.fixed_by = p.relation("order");
    CHECK_THAT(refusal(report, {"0", "0"}, {s, wrong}), Catch::Contains("nothing fixes"));
    wrong.fixed_by = p.relation("root");
    CHECK_THAT(refusal(report, {"0", "0"}, {s, wrong}), Catch::Contains("fixes another"));
    CHECK(refusal(report, {"1.4", "2.4"}, {at(wrong, "[2.41, 2.42]")}) ==
          "quantity t: may have no value in its enclosure");
}

struct TwoUnknowns {
    Report report;

    explicit TwoUnknowns(const std::string& relations, const std::string& derived = "")
        : report(report_of(R"("x": {"unknown": true}, "y": {"unknown": true})", derived,
                           relations)) {}

    [[nodiscard]] Witness::Enclosed by(const char* relation, const char* id,
                                       const char* enclosure) const {
        const Prover p{report};
        return {p.quantity(id), p.relation(relation), interval(enclosure)};
    }
    [[nodiscard]] std::string refusal_of(std::vector<Witness::Enclosed> enclosed) const {
        return refusal(report, std::vector<const char*>(report.quantities.size(), "0"),
                       std::move(enclosed));
    }
};

TEST_CASE("enclosures that rest on each other need a change of sign") {
    const TwoUnknowns apart(R"("up": "x = y + 1", "down": "y = x + 1")");
    CHECK(apart.refusal_of({apart.by("up", "x", "[0, 4]"), apart.by("down", "y", "[-9, 9]")}) ==
          "quantity x: may have no value in its enclosure");
    CHECK_THAT(apart.refusal_of({apart.by("up", "x", "(-inf, inf)"),
                                 apart.by("down", "y", "(-inf, inf)")}),
               Catch::Contains("no two ends"));
    const TwoUnknowns meet(R"("up": "x = y / 2 + 1", "down": "y = x / 2 + 1")");
    CHECK(meet.refusal_of({meet.by("up", "x", "[1, 3]"), meet.by("down", "y", "[1, 3]")}) == "");
    CHECK(meet.refusal_of({meet.by("up", "x", "[1, 1.9]"), meet.by("down", "y", "[1, 3]")}) != "");
    CHECK(meet.refusal_of({meet.by("up", "x", "[1, 3]"), meet.by("down", "y", "[1, 1.9]")}) != "");

    const Report itself = report_of(R"("x": {"unknown": true})", "", R"("own": "x = x / 2 + 1")");
    const Prover p{itself};
    const auto own = [&](const char* enclosure) {
        return refusal(itself, {"0"}, {{p.quantity("x"), p.relation("own"), interval(enclosure)}});
    };
    CHECK(own("[0, 4]") == "");
    CHECK(own("[0, 1.9]") == "quantity x: may have no value in its enclosure");
}

TEST_CASE("a root lies where the sides change places") {
    const Report report = report_of(R"("x": {"unknown": true})", "", R"("square": "x ^ 2 = 2")");
    const Prover p{report};
    const auto with = [&](const char* enclosure) {
        return refusal(report, {"0"},
                       {{p.quantity("x"), p.relation("square"), interval(enclosure)}});
    };
    CHECK(with("[1.41, 1.42]") == "");
    CHECK(with("[-1.42, -1.41]") == "");
    CHECK(with("(-5, 1)") == "");
    for (const char* without : {"[1.42, 1.43]", "[1, 1.41]", "[-1, 1]", "[-2, 2]", "[1.41, 1.41]"})
        CHECK(with(without) == "quantity x: may have no value in its enclosure");

    const Report whole = report_of(R"("x": {"unknown": true})", "", R"("square": "x ^ 2 = 4")");
    const auto at_end = [&](const char* enclosure) {
        const Prover q{whole};
        return refusal(whole, {"0"},
                       {{q.quantity("x"), q.relation("square"), interval(enclosure)}});
    };
    CHECK(at_end("[2, 3]") == "");
    CHECK(at_end("[2, 2]") == "");
    CHECK(at_end("(2, 3]") != "");
    CHECK(at_end("[1, 2)") != "");
}

TEST_CASE("no sides change places across a pole") {
    const Report report =
        report_of(R"("x": {"unknown": true})", "", R"("r": "1 / (x - 1) = 0.5")");
    const Prover p{report};
    const auto with = [&](const char* enclosure) {
        return refusal(report, {"0"}, {{p.quantity("x"), p.relation("r"), interval(enclosure)}});
    };
    CHECK(with("[2, 4]") == "");
    CHECK(with("[0, 2]") == "quantity x: what fixes it may be undefined");
    CHECK(with("[0, 4]") == "quantity x: what fixes it may be undefined");
}

TEST_CASE("a quantity solved for follows the one whose sides change places") {
    const TwoUnknowns pair(R"("product": "x * y = 2", "same": "x = y")");
    const auto x = [&](const char* in) { return pair.by("product", "x", in); };
    const auto y = [&](const char* in) { return pair.by("same", "y", in); };
    CHECK(pair.refusal_of({x("[1.41, 1.42]"), y("[1.41, 1.42]")}) == "");
    CHECK(pair.refusal_of({x("[1.41, 1.42]"), y("[1.4, 1.5]")}) == "");
    CHECK(pair.refusal_of({x("[-1.42, -1.41]"), y("[-1.42, -1.41]")}) == "");
    CHECK(pair.refusal_of({x("[1.41, 1.42]"), y("[1.411, 1.42]")}) != "");
    CHECK(pair.refusal_of({x("[1.42, 1.43]"), y("[1.42, 1.43]")}) ==
          "quantity x: may have no value in its enclosure");
    CHECK(pair.refusal_of({y("[1.41, 1.42]"), x("[1.4, 1.43]")}) == "");
    CHECK(pair.refusal_of({y("[1.41, 1.42]"), x("[1.41, 1.42]")}) != "");
    CHECK(pair.refusal_of({pair.by("same", "x", "[1.41, 1.42]"),
                           pair.by("same", "y", "[1.41, 1.42]")}) ==
          "quantity y: is fixed by what fixes another quantity");
    CHECK(pair.refusal_of({x("[1.41, 1.42]")}) != "");

    const TwoUnknowns sum(R"("sum": "x + y = 5", "product": "x * y = 3")");
    CHECK(sum.refusal_of({sum.by("product", "x", "[0.6, 0.7]"),
                          sum.by("sum", "y", "[4.3, 4.4]")}) == "");
    CHECK(sum.refusal_of({sum.by("product", "x", "[0.6, 0.69]"),
                          sum.by("sum", "y", "[4.3, 4.4]")}) != "");
}

TEST_CASE("quantities that cannot be solved for are anything in their enclosures") {
    // The cube of y is 2.
    const TwoUnknowns cube(R"("product": "x * y = 2", "square": "y * y = x")");
    const auto x = [&](const char* in) { return cube.by("product", "x", in); };
    const auto y = [&](const char* in) { return cube.by("square", "y", in); };
    CHECK(cube.refusal_of({y("[1.2, 1.3]"), x("[1.5, 1.7]")}) == "");
    CHECK(cube.refusal_of({x("[1.5, 1.7]"), y("[1.2, 1.3]")}) ==
          "quantity y: may have no value in its enclosure");
    CHECK(cube.refusal_of({x("[1.52, 1.65]"), y("[1.22, 1.3]")}) == "");
    CHECK(cube.refusal_of({x("[1.6, 1.65]"), y("[1.22, 1.3]")}) != "");
    CHECK(cube.refusal_of({x("[1.52, 1.65]"), y("[1.27, 1.3]")}) != "");
}

TEST_CASE("no enclosures are accepted that hold no solution") {
    std::mt19937 random(7);
    const auto number = [&](int low, int high) {
        return std::uniform_int_distribution<int>(low, high)(random);
    };
    int accepted = 0;
    for (int round = 0; round < 300; ++round) {
        const int c = number(0, 1) == 0 ? number(1, 3) : number(-3, -1);
        const int s = number(-6, 6);
        const int product = number(-6, 6);
        const TwoUnknowns system("\"sum\": \"x + " + std::to_string(c) + " * y = " +
                                 std::to_string(s) + "\", \"product\": \"x * y = " +
                                 std::to_string(product) + "\"");
        // (s - c y) y = product
        const double discriminant = s * s - 4.0 * c * product;
        const auto has_solution_in = [&](int x_low, int x_high, int y_low, int y_high) {
            constexpr double hair = 1e-9;
            for (const double sign : {-1.0, 1.0}) {
                if (discriminant < 0) continue;
                const double y = (s + sign * std::sqrt(discriminant)) / (2.0 * c);
                const double x = s - c * y;
                if (x_low - hair <= x && x <= x_high + hair && y_low - hair <= y &&
                    y <= y_high + hair)
                    return true;
            }
            return false;
        };
        for (int attempt = 0; attempt < 60; ++attempt) {
            const int x_low = number(-8, 7);
            const int x_high = number(x_low, 8);
            const int y_low = number(-8, 7);
            const int y_high = number(y_low, 8);
            const auto closed = [](int low, int high) {
                return "[" + std::to_string(low) + ", " + std::to_string(high) + "]";
            };
            const bool is_crossed = number(0, 1) == 0;
            std::vector<Witness::Enclosed> enclosed{
                system.by(is_crossed ? "product" : "sum", "x", closed(x_low, x_high).c_str()),
                system.by(is_crossed ? "sum" : "product", "y", closed(y_low, y_high).c_str())};
            if (number(0, 1) == 0) std::swap(enclosed[0], enclosed[1]);
            if (!system.refusal_of(enclosed).empty()) continue;
            ++accepted;
            INFO(c << " " << s << " " << product << " x " << closed(x_low, x_high) << " y "
                   << closed(y_low, y_high));
            CHECK(has_solution_in(x_low, x_high, y_low, y_high));
        }
    }
    CHECK(accepted > 100);
}

TEST_CASE("what fixes a quantity may name only what is solved from it") {
    const TwoUnknowns square(R"("r": "d = 2", "s": "y = 0")", R"("d": "x ^ 2")");
    const Prover p{square.report};
    const auto with = [&](const char* x, const char* d) {
        return square.refusal_of({square.by("r", "x", x),
                                  {p.quantity("d"), p.definition("d"), interval(d)}});
    };
    CHECK(with("[1.41, 1.42]", "[1.9, 2.1]") == "");
    CHECK(with("[1.42, 1.43]", "[1.9, 2.1]") != "");
    CHECK(with("[1.41, 1.42]", "[1.999, 2.001]") != "");
}

TEST_CASE("a divisor that the enclosure lets be 0 is undefined") {
    const Report report = report_of(R"("x": {"unknown": true})", "",
                                    R"r("root": "x = sqrt(2)", "order": "1 / (x - 1.415) < 9999999")r");
    const Prover p{report};
    const Witness::Enclosed x{p.quantity("x"), p.relation("root"), interval("[1.41, 1.415]")};
    CHECK_THAT(refusal(report, {"0"}, {x}), Catch::Contains("undefined"));
    const Witness::Enclosed near{p.quantity("x"), p.relation("root"), interval("[1.41, 1.4149]")};
    CHECK(refusal(report, {"0"}, {near}) == "");
}

TEST_CASE("no operation is undefined anywhere in an enclosure") {
    for (const char* relation :
         {"sqrt(x) < 99", "1 / x <= 1", "x ^ -1 <= 1", "x ^ 0.5 < 99", "weighted(5, x, 6, 1) < 99",
          "cagr(x, 1, 2) < 99", "cagr(1, x, 2) < 99", "growth(1, x) < 99"}) {
        INFO(relation);
        const Report report = report_of(R"("x": {"unknown": true})", "",
                                        R"json("root": "x = sqrt(2)", "r": ")json" + std::string(relation) + "\"");
        const Prover p{report};
        const auto with = [&](const char* enclosure) {
            return refusal(report, {"0"}, {{p.quantity("x"), p.relation("root"), interval(enclosure)}});
        };
        CHECK(with("[1, 2]") == "");
        CHECK(with("[-1, 2]") == "relation r: a side may be undefined");
    }
}

TEST_CASE("a tolerance is judged at both ends of an enclosure") {
    const auto with = [](const char* y) {
        const Report report = report_of(R"("x": {"unknown": true}, "y": {"unknown": true})", "",
                                        R"r("root": "x = sqrt(2)",
                                            "r": {"holds": "x = y", "tolerance": "0.1"})r");
        const Prover p{report};
        return refusal(report, {"0", y},
                       {{p.quantity("x"), p.relation("root"), interval("[1.4, 1.5]")}});
    };
    CHECK(with("1.4") == "");
    CHECK(with("1.5") == "");
    CHECK(with("1.39") == "relation r: does not hold");
    CHECK(with("1.51") == "relation r: does not hold");
}

TEST_CASE("a definition may fix a root, a whole quantity never is one") {
    const Report report = report_of(R"("n": {"unknown": true, "whole": true})", R"r("d": "sqrt(2)")r",
                                    R"r("r": "n = sqrt(2)", "between": "1 < d < 2")r");
    const Prover p{report};
    const Witness::Enclosed d{p.quantity("d"), p.definition("d"), interval("[1.4, 1.5]")};
    CHECK(refusal(report, {"0", "0"}, {d}, {false, true}) == "");
    Witness::Enclosed other = d;
    other.quantity = p.quantity("n");
    const Report real = report_of(R"("n": {"unknown": true})", R"r("d": "sqrt(2)")r", "");
    CHECK_THAT(refusal(real, {"0", "0"}, {other}), Catch::Contains("may have no value"));
    const Witness::Enclosed n{p.quantity("n"), p.relation("r"), interval("[1, 2]")};
    CHECK_THAT(refusal(report, {"0", "0"}, {d, n}), Catch::Contains("whole number"));
    Witness::Enclosed foreign = d;
    foreign.quantity = 9;
    CHECK_THAT(refusal(report, {"0", "0"}, {foreign}), Catch::Contains("no quantity"));
}

}  // namespace
}  // namespace brcheck
