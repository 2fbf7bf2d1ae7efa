#include "cli/settings.hpp"

#include "support/catch.hpp"
#include "support/in_memory.hpp"

using namespace brcheck;
using namespace brcheck::cli;
using brcheck::testing::describe_errors;
using brcheck::testing::make_source;

TEST_CASE("the first place that gives a setting decides alone", "[settings]") {
    Settings flags;
    flags[Setting::ignore] = GivenSetting{"--ignore", {{"BR904", {}}}};
    auto file = read_config(make_source(R"({"ignore": ["BR1"], "show": "warning"})"), {});
    REQUIRE(file.ok());
    const auto rules = understand(prefer(flags, *file));
    REQUIRE(rules.ok());
    CHECK(rules->show == Severity::warning);
    REQUIRE(rules->policy.ignore.size() == 1);
    CHECK(rules->policy.ignore.front().first == 904);
}

TEST_CASE("a value that is not understood is told by its origin and its place", "[settings]") {
    const auto file = read_config(make_source("{\n  \"fail_on\": \"never\"}"), {});
    REQUIRE(file.ok());
    CHECK(describe_errors(understand(*file)).front().starts_with("BR005 "));
    CHECK(describe_origin(*(*file)[Setting::fail_on]).ends_with(":2:14"));
    Settings flags;
    flags[Setting::show] = GivenSetting{"--show", {{"all", {}}}};
    CHECK(understand(flags).errors().front().message ==
          "--show takes error, warning or note, not \"all\"");
}

TEST_CASE("a number is digits, and nothing else", "[settings]") {
    const auto rules_with = [](const std::string& text) {
        Settings flags;
        flags[Setting::max_findings] = GivenSetting{"--max-findings", {{text, {}}}};
        return understand(flags);
    };
    CHECK(understand({})->max_findings == 0);
    CHECK(rules_with("0")->max_findings == 0);
    CHECK(rules_with("007")->max_findings == 7);
    for (const char* bad : {"-1", "+1", "1.0", "1e3", "all", " 1", "99999999999999999999999"}) {
        const auto rules = rules_with(bad);
        INFO(bad);
        REQUIRE_FALSE(rules.ok());
        CHECK(rules.errors().front().message ==
              std::string("--max-findings takes a whole number, not \"") + bad + "\"");
    }
    const auto file = read_config(make_source(R"({"max_findings": 12})"), {});
    REQUIRE(file.ok());
    CHECK(understand(*file)->max_findings == 12);
    const auto half = read_config(make_source(R"({"max_findings": 0.5})"), {});
    REQUIRE(half.ok());
    CHECK(describe_errors(understand(*half)).front().starts_with("BR005 "));
    CHECK_FALSE(read_config(make_source(R"({"max_findings": "12"})"), {}).ok());
}

TEST_CASE("each setting is known in a config file, and no report is taken for one", "[settings]") {
    for (const SettingNames& names : all_settings()) {
        const std::string key(names.key);
        const std::string value = names.form == SettingNames::Form::text     ? "\"x\""
                                  : names.form == SettingNames::Form::number ? "5"
                                  : names.form == SettingNames::Form::list   ? "[\"x\"]"
                                                                             : "{\"x\": \"off\"}";
        const std::string text = "{\"" + key + "\": " + value + "}";
        INFO(text);
        const auto file = read_config(make_source(text), {});
        REQUIRE(file.ok());
        CHECK((*file)[names.setting].has_value());
        const auto report = read_report(make_source(text));
        REQUIRE_FALSE(report.ok());
        CHECK(report.errors().size() == 1);
        CHECK(report.errors().front().message == "this is no report, but settings");
    }
    CHECK_FALSE(read_config(make_source(R"({"brcheck": 1, "figures": {"a": "5 %"}})"), {}).ok());
}
