#include "engine/remarks.hpp"

#include "checked_report.hpp"

#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

TEST_CASE("one note names all figures that nothing checks") {
    const CheckedReport checked =
        check_parts(R"("a": "1.5 kg", "b": "2.5 m", "c": "1.5 kg", "d": "over 3 m",
                       "u": {"unit": "m"})",
                    R"("same": "a = c", "def": "u = 2 * d")");
    CHECK(checked.codes() == "BR902");
    CHECK(checked.result.findings.front().quantities == std::vector<VariableIndex>{1, 3});
    CHECK(checked.result.findings.front().severity == Severity::note);
    CHECK(checked.result.verdict == Verdict::consistent);
}

TEST_CASE("figures that are all checked, or of a report that checks nothing, need no note") {
    CHECK(check_parts(R"("a": "1.5 kg", "c": "1.5 kg")", R"("same": "a = c")").codes().empty());
    const CheckedReport nothing = check_parts(R"("a": "1.5 kg")", "");
    CHECK(nothing.codes().empty());
    CHECK(nothing.result.verdict == Verdict::incomplete);
    CHECK(unchecked_figures(nothing.report, nothing.result) == std::vector<VariableIndex>{0});
}

TEST_CASE("without remarks a check gives its verdicts alone") {
    const CheckedReport checked = check_parts(
        R"("a": "1.5 kg", "b": "1.5 kg", "c": "2.5 billion kg", "d": "2.5 million kg", "e": "1 m")",
        R"("same": "a = b", "other": "c = d")");
    CHECK(checked.codes() == "BR101 BR902");
    CHECK_FALSE(checked.result.findings.front().readings.empty());
    CHECK(checked.result.relations[0].power);
    CheckOptions options;
    options.with_remarks = false;
    const CheckResult bare = check(checked.report, options);
    REQUIRE(bare.findings.size() == 1);
    CHECK(bare.findings.front().readings.empty());
    CHECK_FALSE(bare.relations[0].power);
    CHECK(bare.verdict == checked.result.verdict);
}

TEST_CASE("the findings are the same without implied intervals and powers") {
    const CheckedReport checked = check_parts(
        R"("a": "over 4,000 t", "b": "7 m", "c": "60 %", "d": "90", "e": "4.2 kg", "f": "1.4 kg",
           "g": {"unit": "kg"}, "h": "3")",
        R"j("weak": "a > 100 t", "share": "c = share(d, 150)", "third": "e = 3 * f", "gives": "g = 2 * e",
           "wrong": "h = 2")j");
    CHECK(checked.codes() == "BR101 BR904 BR902");
    CheckOptions options;
    options.with_implied = false;
    options.with_power = false;
    const CheckResult less = check(checked.report, options);
    REQUIRE(less.findings.size() == checked.result.findings.size());
    for (std::size_t i = 0; i < less.findings.size(); ++i)
        CHECK(less.findings[i].code == checked.result.findings[i].code);
    CHECK(less.verdict == checked.result.verdict);
    CHECK(checked.result.relations[1].power);
    CHECK_FALSE(less.relations[1].power);
    CHECK(less.narrowed.empty());
    CHECK_FALSE(checked.result.narrowed.empty());
}

TEST_CASE("only the first two hundred failing relations are read") {
    std::string figures;
    std::string relations;
    for (int i = 0; i < 201; ++i) {
        const std::string n = std::to_string(i);
        const std::string comma = i == 0 ? "" : ", ";
        figures += comma + "\"a" + n + R"(": "2.5 billion kg", "b)" + n + R"(": "2.5 million kg")";
        relations += comma + "\"r" + n + "\": \"a" + n + " = b" + n + "\"";
    }
    const CheckedReport checked = check_parts(figures, relations);
    REQUIRE(checked.result.findings.size() == 201);
    CHECK_FALSE(checked.result.findings[199].readings.empty());
    CHECK(checked.result.findings[200].readings.empty());
}
