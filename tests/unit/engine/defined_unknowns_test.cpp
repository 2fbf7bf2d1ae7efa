#include "engine/defined_unknowns.hpp"

#include "checked_report.hpp"

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

/// The greatest number of relations that get an unknown each, by trying all.
std::size_t greatest_matching(const std::vector<std::vector<int>>& relations, std::size_t first,
                              std::set<int>& taken) {
    if (first == relations.size()) return 0;
    std::size_t most = greatest_matching(relations, first + 1, taken);
    for (const int v : relations[first]) {
        if (!taken.insert(v).second) continue;
        most = std::max(most, 1 + greatest_matching(relations, first + 1, taken));
        taken.erase(v);
    }
    return most;
}

}  // namespace

TEST_CASE("as many relations define an unknown as can, in whatever order they stand") {
    std::mt19937 engine(20261129);
    const auto roll = [&](int count) {
        return static_cast<int>(engine() % static_cast<unsigned>(count));
    };
    int with_checks = 0;
    for (int round = 0; round < 200; ++round) {
        constexpr int unknowns = 5;
        std::vector<std::vector<int>> relations(static_cast<std::size_t>(1 + roll(6)));
        for (auto& used : relations)
            for (int i = 1 + roll(3); i > 0; --i) used.push_back(roll(unknowns));
        std::string figures;
        std::string derived;
        for (int v = 0; v < unknowns; ++v) {
            const std::string number = std::to_string(v);
            figures += (v == 0 ? "" : ", ") + ("\"u" + number) + "\": {\"unit\": \"t\"}";
            derived += (v == 0 ? "" : ", ") + ("\"d" + number) + "\": \"2 * u" + number + "\"";
        }
        std::string written;
        for (std::size_t r = 0; r < relations.size(); ++r) {
            written += (r == 0 ? "\"r" : ", \"r") + std::to_string(r) + "\": \"5 t = 0 t";
            for (const int v : relations[r])
                written += std::string(roll(2) == 0 ? " + u" : " + d") + std::to_string(v);
            written += "\"";
        }
        INFO(written);
        const auto report = read_report("r.json", report_text(figures, derived, written));
        REQUIRE(report.ok());
        const Network network(*report);
        std::set<int> taken;
        const std::size_t wanted = greatest_matching(relations, 0, taken);
        with_checks += wanted < relations.size() ? 1 : 0;
        std::vector<RelationIndex> order(relations.size());
        for (std::size_t r = 0; r < order.size(); ++r) order[r] = static_cast<RelationIndex>(r);
        for (int shuffle = 0; shuffle < 4; ++shuffle) {
            DefinedUnknowns defined(network);
            CHECK(static_cast<std::size_t>(std::ranges::count_if(
                      order, [&](RelationIndex r) { return defined.define(r); })) == wanted);
            std::shuffle(order.begin(), order.end(), engine);
        }
    }
    CHECK(with_checks > 30);
}

TEST_CASE("a bound of an unknown that equalities hold checks something, wherever it stands") {
    const std::string figures =
        R"("n": {"unit": "people", "whole": true}, "a": {"unit": "people", "whole": true},
            "b": {"unit": "people", "whole": true}, "p": "21.3 %", "q": "78.7 %")";
    const std::string bound = R"("most": "n <= 467 people")";
    const std::string others =
        R"j("sum": "n = a + b", "first": "p = share(a, n)", "second": "q = share(b, n)")j";
    for (const std::string& relations : {bound + ", " + others, others + ", " + bound}) {
        const CheckedReport checked = check_parts(figures, relations);
        CHECK(checked.result.verdict == Verdict::consistent);
        CHECK(std::ranges::count_if(checked.result.relations, [](const RelationResult& relation) {
                  return relation.status == RelationStatus::defines;
              }) == 3);
        CHECK(checked.result.checked == std::vector<bool>(5, true));
    }
}

TEST_CASE("shares and distances of unknowns that move together check each other") {
    const auto defining = [](const std::string& figures, const std::string& relations) {
        const CheckedReport checked = check_parts(figures, relations);
        CHECK(checked.result.verdict == Verdict::consistent);
        return std::ranges::count_if(checked.result.relations, [](const RelationResult& relation) {
            return relation.status == RelationStatus::defines;
        });
    };
    for (const std::string whole : {"", ", \"whole\": true"}) {
        const std::string unknown = "{\"unit\": \"people\"" + whole + "}";
        CHECK(defining("\"n\": " + unknown + ", \"a\": " + unknown + ", \"b\": " + unknown +
                           R"(, "p": "21.3 %", "q": "78.7 %")",
                       R"j("sum": "n = a + b", "first": "p = share(a, n)",
                           "second": "q = share(b, n)")j") == 2);
    }
    CHECK(defining(R"("x": {"unit": "km"}, "y": {"unit": "km"}, "z": {"unit": "km"},
                       "near": "3 km", "far": "5 km", "all": "8 km")",
                   R"("first": "near = y - x", "second": "far = z - y", "both": "all = z - x")") ==
          2);
}

TEST_CASE("what gives each unknown a value of its own checks nothing") {
    const CheckedReport checked = check_parts(
        R"("n": {"unit": "people"}, "a": {"unit": "people"}, "p": "21.3 %", "b": "50 people")",
        R"j("sum": "n = a + b", "part": "p = share(a, n)")j");
    CHECK(checked.result.verdict == Verdict::incomplete);
}
