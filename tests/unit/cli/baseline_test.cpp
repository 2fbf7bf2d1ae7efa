#include "cli/baseline.hpp"

#include "support/catch.hpp"
#include "support/in_memory.hpp"

#include "brcheck/engine/check_report.hpp"

#include <filesystem>

using namespace brcheck;
using namespace brcheck::cli;
using brcheck::testing::describe_errors;
using brcheck::testing::make_source;

namespace {

Report sum_of(const std::string& total, const std::string& first_lines = "") {
    return *read_report("report.json", first_lines + R"({"brcheck": 1,
        "figures": {"all": ")" + total + R"( tonnes", "one": "1.0 tonnes", "two": "2.0 tonnes"},
        "relations": {"total": "all = one + two"}})");
}

std::vector<KnownFinding> known_in(const Report& report, const CheckResult& result) {
    std::vector<KnownFinding> known;
    for (const Finding& finding : result.findings)
        for (KnownFinding& one : known_findings(finding, report, result, "report.json", "known.json"))
            known.push_back(std::move(one));
    return known;
}

}  // namespace

TEST_CASE("a known finding is taken out, wherever its lines went", "[baseline]") {
    const Report report = sum_of("3.5");
    CheckResult result = check(report);
    REQUIRE(result.findings.size() == 1);
    Baseline baseline(known_in(report, result), "known.json");
    const Report moved = sum_of("3.5", "// moved\n\n");
    result = check(moved);
    CHECK(baseline.take_known(result, moved, "report.json") == 1);
    CHECK(result.findings.empty());
    CHECK(baseline.unmatched({}) == 0);

    // One entry stands for one finding, and only in its own report.
    result = check(report);
    CHECK(baseline.take_known(result, report, "report.json") == 0);
    CHECK(Baseline(known_in(report, result), "known.json")
              .take_known(result, report, "other.json") == 0);
}

TEST_CASE("a gap that grew is reported with the one that was known, one that shrank is not",
          "[baseline]") {
    const Report before = sum_of("3.5");
    const CheckResult known = check(before);
    Baseline baseline(known_in(before, known), "known.json");
    const Report worse = sum_of("3.6");
    CheckResult result = check(worse);
    CHECK(baseline.take_known(result, worse, "report.json") == 0);
    REQUIRE(result.findings.size() == 1);
    CHECK(result.findings.front().known_gap == known.findings.front().gap);
    CHECK(baseline.unmatched({}) == 0);

    Baseline again(known_in(before, known), "known.json");
    const Report better = sum_of("3.4");
    result = check(better);
    CHECK(again.take_known(result, better, "report.json") == 1);
}

TEST_CASE("mending one of two known conflicts that one finding tells makes the other no new one",
          "[baseline]") {
    const auto report_with = [](const std::string& rate) {
        return *read_report("report.json", R"({"brcheck": 1, "figures": {"all": "3.5 tonnes",
            "one": "1.0 tonnes", "two": "2.0 tonnes", "before": "2.0 tonnes", "rate": ")" + rate +
            R"x("}, "relations": {"total": "all = one + two",
            "rose": "rate = growth(all, before)"}})x");
    };
    const Report before = report_with("50 %");
    const CheckResult known = check(before);
    REQUIRE(known.findings.size() == 1);
    const auto entries = known_in(before, known);
    REQUIRE(entries.size() == 2);
    const Report mended = report_with("75 %");
    CheckResult result = check(mended);
    REQUIRE(result.findings.size() >= 1);
    Baseline baseline(entries, "known.json");
    CHECK(baseline.take_known(result, mended, "report.json") == 1);
    CHECK(baseline.unmatched({}) == 1);

    // The other way round the conflict that is new is told, and by its name.
    Baseline half({entries.front()}, "known.json");
    result = check(before);
    CHECK(half.take_known(result, before, "report.json") == 0);
    CHECK(result.findings.size() == 1);
}

TEST_CASE("entries that match nothing are counted where their report was checked", "[baseline]") {
    const Report before = sum_of("3.5");
    const CheckResult known = check(before);
    auto entries = known_in(before, known);
    entries.push_back(entries.front());
    entries.back().key.report = "elsewhere.json";
    Baseline baseline(entries, "known.json");
    const Report right = sum_of("3.0");
    CheckResult result = check(right);
    baseline.take_known(result, right, "report.json");
    CHECK(baseline.unmatched({}) == 1);
    FindingPolicy policy;
    policy.ignore = {std::get<CodeSelector>(parse_selector("BR1"))};
    CHECK(baseline.unmatched(policy) == 0);
}

TEST_CASE("a baseline that was written is read back, sorted, one finding a line", "[baseline]") {
    const std::vector<KnownFinding> entries = {
        {{"b.json", 904, {"r"}, {"x"}}, std::nullopt},
        {{"a.json", 301, {"r", "s"}, {"x", "y"}}, Rational(Integer(1), Integer(3))},
        {{"a\"\n.json", 102, {"r"}, {}}, Rational(7)}};
    const std::string text = write_baseline(entries);
    CHECK(text == R"({
  "baseline": 1,
  "findings": [
    {"report": "a\"\n.json", "code": "BR102", "relations": ["r"], "figures": [], "gap": "7"},
    {"report": "a.json", "code": "BR301", "relations": ["r", "s"], "figures": ["x", "y"], "gap": "1/3"},
    {"report": "b.json", "code": "BR904", "relations": ["r"], "figures": ["x"]}
  ]
}
)");
    const auto read = read_baseline(make_source(text));
    REQUIRE(read.ok());
    CHECK(write_baseline(*read) == text);
    CHECK(read_baseline(make_source(write_baseline({})))->empty());
}

TEST_CASE("a baseline that is none is refused with the place", "[baseline]") {
    const auto errors = [](const std::string& text) {
        return describe_errors(read_baseline(make_source(text)));
    };
    CHECK(errors("[]").front() == "BR003 1:1-3  a baseline is an object");
    CHECK(errors(R"({"baseline": 2, "findings": []})").front().starts_with("BR010 1:14-15"));
    CHECK(errors(R"({"baseline": 1, "findngs": []})").back().find("did you mean \"findings\"?") !=
          std::string::npos);
    CHECK(errors(R"({"baseline": 1, "findings": [{"report": "a", "code": "BR999", "relations": [],
        "figures": [], "gap": "1/0"}]})").size() == 2);
    CHECK(errors(R"({"baseline": 1, "findings": [{"report": "a"}, 7]})").size() == 4);
    CHECK(errors(R"({"baseline": 1, "findings": [], "findings": []})").front().starts_with("BR004"));
}

TEST_CASE("a report is named as seen from the folder of the baseline", "[baseline]") {
    CHECK(baseline_path("data/a.json", "known.json") == "data/a.json");
    CHECK(baseline_path("./data//a.json", "data/known.json") == "a.json");
    CHECK(baseline_path("a.json", "ci/known.json") == "../a.json");
    const auto here = std::filesystem::current_path().string();
    CHECK(baseline_path(here + "/data/a.json", "known.json") == "data/a.json");
    CHECK(baseline_path("-", "known.json") == "<stdin>");
}
