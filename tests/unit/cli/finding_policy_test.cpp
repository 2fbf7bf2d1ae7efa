#include "cli/finding_policy.hpp"

#include "support/catch.hpp"
#include "support/in_memory.hpp"

using namespace brcheck;
using namespace brcheck::cli;

namespace {

CodeSelector codes(std::string_view text) {
    const auto parsed = parse_selector(text);
    INFO(text);
    REQUIRE(std::holds_alternative<CodeSelector>(parsed));
    return std::get<CodeSelector>(parsed);
}

UnknownCode refused(std::string_view text) {
    const auto parsed = parse_selector(text);
    INFO(text);
    REQUIRE(std::holds_alternative<UnknownCode>(parsed));
    return std::get<UnknownCode>(parsed);
}

Finding finding(RuleCode code, Severity severity, std::optional<RelationIndex> relation = {}) {
    Finding out;
    out.code = code;
    out.severity = severity;
    out.relation = relation;
    return out;
}

Report two_relations() {
    return *read_report("report.json", R"({"brcheck": 1, "figures": {"a": "1", "b": "2"},
        "relations": {"first": "a < b", "second": "b > a"}})");
}

}  // namespace

TEST_CASE("a selector is a code, a number, a name or first digits, in any letter case", "[policy]") {
    for (const std::string_view text : {"BR904", "br904", "904", "weak-check", "Weak-Check"}) {
        INFO(text);
        CHECK(codes(text).matches(RuleCode::weak_check));
        CHECK_FALSE(codes(text).matches(RuleCode::undecided));
        CHECK(codes(text).digits == 3);
    }
    CHECK(codes("BR9").matches(RuleCode::expired_allow));
    CHECK_FALSE(codes("BR9").matches(RuleCode::joint_conflict));
    CHECK(codes("BR91").matches(RuleCode::expired_allow));
    CHECK_FALSE(codes("BR91").matches(RuleCode::undecided));
    CHECK(codes("BR").matches(RuleCode::relation_fails));
}

TEST_CASE("what no finding has is no selector, and the nearest one is named", "[policy]") {
    CHECK(refused("week-check").hint == "did you mean \"weak-check\"?");
    CHECK(refused("BR9044").hint == "did you mean \"BR904\"?");
    CHECK(refused("BR7").message == "no finding has the code \"BR7\"");
    CHECK(refused("").message == "no finding has the code \"\"");
    CHECK(refused("BR002").message == "BR002 is an error of the file, which cannot be left out");
    CHECK(refused("unreadable-file").message ==
          "unreadable-file is an error of the file, which cannot be left out");
    CHECK(refused("BR0").message == "BR0 is an error of the file, which cannot be left out");
    CHECK(refused("digit-swap").message == "digit-swap is a hint inside of other findings");
    CHECK(refused("\x1b[1m").message == "no finding has the code \"\\u{001B}[1m\"");
}

TEST_CASE("the more specific of select and ignore decides, ignore among equals", "[policy]") {
    FindingPolicy policy;
    const auto told = [&](RuleCode code) { return policy.level(code, Severity::note).has_value(); };
    CHECK(told(RuleCode::weak_check));

    policy.ignore = {codes("BR9")};
    CHECK_FALSE(told(RuleCode::weak_check));
    CHECK(told(RuleCode::sum_mismatch));

    policy.select = {codes("BR904"), codes("BR1")};
    CHECK(told(RuleCode::weak_check));
    CHECK_FALSE(told(RuleCode::undecided));
    CHECK(told(RuleCode::sum_mismatch));
    CHECK_FALSE(told(RuleCode::joint_conflict));

    policy.ignore = {codes("weak-check")};
    CHECK_FALSE(told(RuleCode::weak_check));
    policy = {};
    policy.ignore = {codes("BR")};
    CHECK_FALSE(told(RuleCode::sum_mismatch));
}

TEST_CASE("the most specific level counts, the later among equals", "[policy]") {
    FindingPolicy policy;
    policy.severities = {{codes("BR904"), Severity::error}, {codes("BR9"), std::nullopt}};
    CHECK(policy.level(RuleCode::weak_check, Severity::note) == Severity::error);
    CHECK(policy.level(RuleCode::undecided, Severity::warning) == std::nullopt);
    CHECK(policy.level(RuleCode::sum_mismatch, Severity::warning) == Severity::warning);
    policy.severities.push_back({codes("904"), Severity::warning});
    CHECK(policy.level(RuleCode::weak_check, Severity::note) == Severity::warning);
}

TEST_CASE("findings with new levels are sorted anew, and what is taken out is counted", "[policy]") {
    const Report report = two_relations();
    CheckResult result;
    std::vector<Finding>& findings = result.findings;
    findings = {finding(RuleCode::order_mismatch, Severity::error, 1),
                finding(RuleCode::undecided, Severity::warning, 0),
                finding(RuleCode::weak_check, Severity::note, 0),
                finding(RuleCode::unchecked_figure, Severity::note)};
    FindingPolicy policy;
    policy.ignore = {codes("BR902")};
    policy.severities = {{codes("BR904"), Severity::error}, {codes("BR105"), Severity::note}};
    CHECK(policy.apply(result, report) == 1);
    REQUIRE(findings.size() == 3);
    CHECK(findings[0].code == RuleCode::weak_check);
    CHECK(findings[0].severity == Severity::error);
    CHECK(findings[1].code == RuleCode::undecided);
    CHECK(findings[2].code == RuleCode::order_mismatch);
    CHECK(findings[2].severity == Severity::note);

    CHECK(hide_below(findings, Severity::warning) == 1);
    CHECK(findings.size() == 2);
    CHECK(hide_below(findings, Severity::note) == 0);
}

TEST_CASE("what is over the number goes last, what is allowed before anything else", "[policy]") {
    const auto allowed = [](RuleCode code, RelationIndex relation) {
        Finding made = finding(code, Severity::error, relation);
        made.allowed_by = 0;
        return made;
    };
    const std::vector<Finding> all = {
        allowed(RuleCode::sum_mismatch, 0), finding(RuleCode::order_mismatch, Severity::error, 1),
        allowed(RuleCode::share_mismatch, 0), finding(RuleCode::undecided, Severity::warning, 1),
        finding(RuleCode::weak_check, Severity::note, 0)};
    const auto told = [&](std::size_t most) {
        std::vector<Finding> findings = all;
        const std::size_t over = put_last_over(findings, most);
        CHECK(findings.size() == all.size());
        std::vector<RuleCode> out;
        for (std::size_t i = 0; i + over < findings.size(); ++i) out.push_back(findings[i].code);
        return out;
    };
    using Codes = std::vector<RuleCode>;
    const Codes every = {RuleCode::sum_mismatch, RuleCode::order_mismatch, RuleCode::share_mismatch,
                         RuleCode::undecided, RuleCode::weak_check};
    CHECK(told(0) == every);
    CHECK(told(5) == every);
    CHECK(told(9) == every);
    CHECK(told(1) == Codes{RuleCode::order_mismatch});
    CHECK(told(2) == Codes{RuleCode::order_mismatch, RuleCode::undecided});
    CHECK(told(3) == Codes{RuleCode::order_mismatch, RuleCode::undecided, RuleCode::weak_check});
    CHECK(told(4) == Codes{RuleCode::sum_mismatch, RuleCode::order_mismatch, RuleCode::undecided,
                           RuleCode::weak_check});
}
