#include "brcheck/report/check_result.hpp"
#include "support/catch.hpp"

using namespace brcheck;

TEST_CASE("statuses are counted, each in its own place") {
    CheckResult result;
    for (const RelationStatus status :
         {RelationStatus::holds, RelationStatus::allowed, RelationStatus::holds,
          RelationStatus::defines}) {
        result.relations.emplace_back();
        result.relations.back().status = status;
    }
    const auto counts = result.status_counts();
    CHECK(counts[static_cast<std::size_t>(RelationStatus::holds)] == 2);
    CHECK(counts[static_cast<std::size_t>(RelationStatus::allowed)] == 1);
    CHECK(counts[static_cast<std::size_t>(RelationStatus::defines)] == 1);
    CHECK(counts[static_cast<std::size_t>(RelationStatus::fails)] == 0);
}

TEST_CASE("statuses and verdicts are written as in the JSON output") {
    CHECK(format_status(RelationStatus::holds) == "holds");
    CHECK(format_status(RelationStatus::holds_by_rounding) == "holds_by_rounding");
    CHECK(format_status(RelationStatus::fails) == "fails");
    CHECK(format_status(RelationStatus::undecided) == "undecided");
    CHECK(format_status(RelationStatus::defines) == "defines");
    CHECK(format_status(RelationStatus::not_comparable) == "not_comparable");
    CHECK(format_status(RelationStatus::allowed) == "allowed");
    CHECK(format_verdict(Verdict::consistent) == "consistent");
    CHECK(format_verdict(Verdict::inconsistent) == "inconsistent");
    CHECK(format_verdict(Verdict::incomplete) == "incomplete");
}
