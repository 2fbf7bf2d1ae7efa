#include "brcheck/report/comparable.hpp"
#include "support/proofs.hpp"

namespace brcheck {
namespace {

TEST_CASE("figures of different basis or vintage are not compared, through definitions too") {
    const Report report = testing::report_of(
        R"("a": {"stated": "1.0", "basis": "current prices"},
           "b": {"stated": "1.0", "basis": "constant prices"},
           "c": {"stated": "1.0", "vintage": "revised"},
           "d": {"stated": "1.0", "vintage": "first published"},
           "e": "1.0", "u": {"unknown": true})",
        R"("twice": "2 * b", "plus": "twice + e")",
        R"("ab": "a = b", "ac": "a = c", "cd": "c = d", "ae": "a = e", "a_twice": "a = twice",
           "a_plus": "a < plus", "b_plus": "b < plus", "u": "u = u + a - a")");
    CHECK(find_comparable_relations(report) ==
          std::vector<bool>{false, true, false, true, false, false, true, true});
}

TEST_CASE("without basis and vintage all relations are judged") {
    const Report report = testing::report_of(R"("a": "1.0", "b": "2.0")", "", R"("r": "a < b")");
    CHECK(find_comparable_relations(report) == std::vector<bool>{true});
}

}  // namespace
}  // namespace brcheck
