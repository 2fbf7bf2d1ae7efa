#include "engine/root_search.hpp"

#include "brcheck/engine/verify.hpp"
#include "checked_report.hpp"
#include "support/proofs.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace brcheck {
namespace {

using testing::check_parts;
using testing::CheckedReport;

std::string unknowns(const std::vector<std::string>& ids) {
    std::string out;
    for (const std::string& id : ids)
        out += (out.empty() ? "\"" : ", \"") + id + R"(": {"unknown": true})";
    return out;
}

/// "x y": what is enclosed in the verified witness, "-" for a witness of numbers alone.
std::string enclosed_in(const CheckedReport& checked) {
    if (!checked.result.witness) return checked.codes();
    const std::vector<bool> all(checked.report.relations.size(), true);
    if (const auto error = verify(*checked.result.witness, checked.report, all))
        return error->place + ": " + error->reason;
    std::string out;
    for (const auto& entry : checked.result.witness->enclosed)
        out += (out.empty() ? "" : " ") + std::string(checked.name(entry.quantity));
    return out.empty() ? "-" : out;
}

TEST_CASE("a report whose only solution is a root is consistent") {
    const auto with_x = [](const std::string& relations) {
        return enclosed_in(check_parts(unknowns({"x"}), relations));
    };
    CHECK(with_x(R"("a": "x ^ 2 = 47.62")") == "x");
    CHECK(with_x(R"("a": "x ^ 2 = 47.62", "b": "x > 0")") == "x");
    CHECK(with_x(R"("a": "x ^ 2 = 47.62", "b": "x < 0")") == "x");
    CHECK(with_x(R"("a": "x ^ 2 = 47.62", "b": "6.9 < x < 6.91")") == "x");
    CHECK(with_x(R"("b": "x < 6.91", "a": "x ^ 2 = 47.62", "c": "x > 6.9")") == "x");
    CHECK(with_x(R"("a": "x ^ 3 + x = 7")") == "x");
    CHECK(with_x(R"("a": "2 / x = x - 1.5", "b": "x < 2.4")") == "x");
    CHECK(with_x(R"("a": "47.62 = x * x", "b": "x > 6.9")") == "x");
    CHECK(with_x(R"("a": "x ^ 2 = 6.25", "b": "x > 0")") == "-");
    // Near another bound: the root of 2 is 1.41421356237309504880168872...
    CHECK(with_x(R"("a": "x ^ 2 = 2", "b": "x > 1.4142135623730950488016887")") == "x");
    CHECK(with_x(R"r("a": "x = sqrt(2)", "b": "x > 1", "c": "x < 1.5")r") == "x");
}

TEST_CASE("a report that excludes all its roots is refuted") {
    const auto codes = [](const std::string& relations) {
        return check_parts(unknowns({"x"}), relations).codes();
    };
    CHECK(codes(R"("a": "x ^ 2 = 2", "b": "x > 1.4142135623730950488016888")") == "BR301");
    CHECK(codes(R"("a": "x ^ 2 = 47.62", "b": "-6.9 < x < 6.9")") == "BR301");
    // An undefined part at the root itself.
    CHECK(codes(R"("a": "x ^ 2 = 2", "b": "0 / (x ^ 2 - 2) = 0", "c": "x > 0")") != "");
}

TEST_CASE("several quantities may follow from one root") {
    const std::string exact = R"(, "f": {"stated": "12.71", "rounding": "exact"},
                                 "g": {"stated": "7.13", "rounding": "exact"})";
    const auto with = [&](const std::vector<std::string>& ids, const std::string& relations) {
        return enclosed_in(check_parts(unknowns(ids) + exact, relations));
    };
    CHECK(with({"x", "y"}, R"("a": "f = x * y", "b": "x = y")") == "x y");
    CHECK(with({"x", "y"}, R"("a": "f = x * y", "b": "x = y", "c": "x < 0")") == "x y");
    CHECK(with({"x", "y"}, R"("a": "f = x + y", "b": "g = x * y")") == "x y");
    CHECK(with({"x", "y"}, R"("a": "f = x + y", "b": "g = x * y", "c": "y < x")") == "x y");
    CHECK(with({"x", "y"}, R"("a": "f = x + y", "b": "g = x * y", "c": "x < y")") == "x y");
    CHECK(with({"x", "y"}, R"("a": "y = x + 1", "b": "x ^ 2 = f", "c": "y > 4.5")") == "x y");
    CHECK(with({"x", "y", "z"}, R"("a": "f = x * y", "b": "x = z", "c": "z = y", "d": "y > 0")")
              .size() == 5);
    CHECK(with({"x", "y"}, R"("a": "x ^ 2 = f", "b": "y ^ 2 = g")") == "x y");
    CHECK(check_parts(unknowns({"x", "y"}) + exact, R"("a": "f = x + y", "b": "40.5 = x * y")")
              .codes() == "BR301 BR902");
}

TEST_CASE("a derived quantity follows from a root, whatever the order of names") {
    const CheckedReport checked =
        check_parts(unknowns({"a", "b"}), R"("r": "b ^ 2 = 2", "s": "a = b + 1", "t": "d > 5")",
                    R"("d": "a + b ^ 2 + b")");
    CHECK(enclosed_in(checked) == "b a d");
}

struct Search {
    Report report;
    Network network;
    std::vector<ConstraintIndex> constraints;
    std::vector<Interval> box;
    std::vector<Witness::Enclosed> enclosed;

    Search(const std::string& figures, const std::string& relations)
        : report(testing::report_of(figures, "", relations)), network(report) {
        for (VariableIndex v = 0; v < report.quantities.size(); ++v)
            box.push_back(network.given_interval(v));
        for (ConstraintIndex c = 0; c < network.constraints().size(); ++c) constraints.push_back(c);
    }
    bool run() { return RootSearch(network).run(constraints, box, enclosed); }
    /// Of so much work; what it took.
    std::uint64_t work_of(std::uint64_t limit) {
        RootSearch roots(network);
        roots.work_left = limit;
        found = roots.run(constraints, box, enclosed);
        return limit - roots.work_left;
    }
    bool found = false;
};

TEST_CASE("the search finds the root inside the box and leaves the rest alone") {
    Search above(testing::range("x", "0", "9") + "," + testing::range("z", "1", "2"),
                 R"("a": "x ^ 2 = 2", "b": "z < x")");
    REQUIRE(above.run());
    CHECK(
        testing::interval("[1.4142135623730950488, 1.4142135623730950489]").contains(above.box[0]));
    CHECK(above.box[1] == testing::interval("[1, 2]"));
    CHECK(above.enclosed.size() == 1);
    Search below(testing::range("x", "-9", "0"), R"("a": "x ^ 2 = 2")");
    REQUIRE(below.run());
    CHECK(below.box[0].is_negative());
    Search exact(testing::range("x", "0.3", "9"), R"("a": "x ^ 3 - 8 = 0")");
    REQUIRE(exact.run());
    CHECK((exact.box[0].is_point() || exact.enclosed.size() == 1));
}

TEST_CASE("the search wants as many equalities as quantities, none of them whole") {
    const auto finds = [](const std::string& figures, const std::string& relations) {
        Search search(figures, relations);
        const std::vector<Interval> before = search.box;
        const bool found = search.run();
        if (!found) CHECK((search.box == before && search.enclosed.empty()));
        return found;
    };
    const std::string two = testing::range("x", "0", "9") + "," + testing::range("y", "0", "9");
    CHECK(finds(two, R"("a": "x * y = 2", "b": "x = y")"));
    CHECK_FALSE(finds(two, R"("a": "x * y = 2")"));
    CHECK_FALSE(finds(two, R"("a": "x * y = 2", "b": "x = y", "c": "x = 3")"));
    CHECK_FALSE(finds(two, R"("a": "x * y = 2", "b": "x > y")"));
    CHECK_FALSE(finds(two, R"("a": "x * y = 200", "b": "x = y")"));
    CHECK_FALSE(finds(R"("x": {"range": {"low": "0"}, "whole": true})", R"("a": "x ^ 2 = 2")"));
    CHECK_FALSE(finds(testing::range("x", "2", "9"), R"("a": "x ^ 2 = 2")"));
    // A change of sign that is a pole.
    CHECK_FALSE(finds(testing::range("x", "1.1", "3"), R"("a": "1 / (x - 1.3) = x - 5")"));
}

TEST_CASE("work on roots is counted, and a root that lies elsewhere takes little of it") {
    constexpr std::uint64_t plenty = 1'000'000;
    const std::string relations = R"("a": "x * y = 2", "b": "x = y")";
    const std::string x = testing::range("x", "0", "9");
    Search inside(x + "," + testing::range("y", "0", "9"), relations);
    const std::uint64_t needed = inside.work_of(plenty);
    CHECK(inside.found);
    Search hasty(x + "," + testing::range("y", "0", "9"), relations);
    CHECK(hasty.work_of(needed / 2) == needed / 2);
    CHECK_FALSE(hasty.found);
    Search elsewhere(x + "," + testing::range("y", "1.5", "9"), relations);
    CHECK(elsewhere.work_of(plenty) < 2 * needed);
    CHECK_FALSE(elsewhere.found);
}

}  // namespace
}  // namespace brcheck
