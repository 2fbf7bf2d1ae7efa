#include "brcheck/report/rule.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace brcheck;

TEST_CASE("rules stand by rising number and are complete") {
    const auto rules = all_rules();
    REQUIRE(rules.size() >= 50);
    std::set<std::string_view> names;
    std::uint16_t last = 0;
    for (const Rule& rule : rules) {
        CAPTURE(rule.number, rule.name);
        CHECK(rule.number > last);
        last = rule.number;
        CHECK(names.insert(rule.name).second);
        CHECK_FALSE(rule.name.empty());
        CHECK(rule.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string_view::npos);
        CHECK_FALSE(rule.title.empty());
        CHECK_FALSE(rule.wrong.empty());
        CHECK_FALSE(rule.right.empty());
        // What it means, why it happens, what to do.
        CHECK(rule.explanation.find(" | ") != rule.explanation.rfind(" | "));
        // Only findings have a sentence of their own; slips are hints beside another one.
        CHECK(rule.message.empty() == (rule.number < 100 || rule.number / 100 == 5));
    }
}

TEST_CASE("the rules in force are those that this version finds") {
    std::vector<int> in_force;
    for (const Rule& rule : all_rules())
        if (rule.in_force) in_force.push_back(rule.number);
    CHECK(in_force == std::vector<int>{1,   2,   3,   4,   5,   6,   7,   8,   9,   10,  11,
                                       12,  13,  101, 102, 103, 104, 105, 106, 201, 202, 203,
                                       204, 205, 206, 207, 208, 209, 210, 301, 501, 502, 503,
                                       504, 505, 506, 507, 508, 509, 510, 511, 901, 902, 903,
                                       904, 905, 906, 907, 911, 912, 913});
}

TEST_CASE("a rule has the severity of its group") {
    struct Row {
        std::uint16_t number;
        Severity severity;
    };
    for (const Row& row : {Row{1, Severity::error}, Row{101, Severity::error},
                           Row{202, Severity::error}, Row{301, Severity::error},
                           Row{901, Severity::note}, Row{906, Severity::note},
                           Row{903, Severity::warning}, Row{911, Severity::warning},
                           Row{912, Severity::warning}, Row{913, Severity::warning}}) {
        CAPTURE(row.number);
        CHECK(rule(row.number).severity == row.severity);
    }
}

TEST_CASE("a rule is found by code, number and name") {
    struct Row {
        std::string_view text;
        int number;  ///< 0: none
    };
    const Row rows[] = {{"BR202", 202},       {"br202", 202},     {"202", 202},
                        {"growth-mismatch", 202}, {"Growth-Mismatch", 202},
                        {"BR001", 1},         {"1", 1},           {"001", 1},
                        {"BR", 0},            {"", 0},            {"BR999", 0},
                        {"BR-1", 0},          {"202 ", 0},        {"99999999999", 0},
                        {"no-such-rule", 0}};
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Rule* found = find_rule(row.text);
        CHECK((found == nullptr ? 0 : found->number) == row.number);
    }
    CHECK(rule(RuleCode::joint_conflict).name == "joint-conflict");
}

TEST_CASE("severities have names both ways") {
    for (const Severity severity : {Severity::note, Severity::warning, Severity::error})
        CHECK(parse_severity(format_severity(severity)) == severity);
    CHECK_FALSE(parse_severity("Error").has_value());
    CHECK_FALSE(parse_severity("").has_value());
    CHECK(format_severity(Severity::warning) == "warning");
}
