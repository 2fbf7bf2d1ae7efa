// What the formats of other tools say of a report. Whether they are valid is tested with the
// validators of those tools (tests/validators).
#include "unit/render/sample_report.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace brcheck;
using nlohmann::json;

namespace {

/// `count` relations that fail, each with figures of its own, then one of severity warning.
Sample failing(int count) {
    std::string figures = R"("w": "1.0 kg", "v": "2.0 kg")";
    std::string relations = R"("warns": {"holds": "w = v", "severity": "warning"})";
    for (int i = 0; i < count; ++i) {
        figures += fmt::format(R"(, "a{}": "1.0 kg", "b{}": "2.0 kg")", i, i);
        relations += fmt::format(R"(, "r{}": "a{} = b{}")", i, i, i);
    }
    return make_sample(report_json(figures, "", relations), "./data/many.json");
}

Sample allowed() {
    return make_sample(report_json(
        R"("a": "12 %", "b": "14 %", "c": "14 %")", "",
        R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "old base", "by": "me"}]},
           "s": "b = c")"));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

std::string render_error_only(std::string_view format) {
    std::string out;
    const auto renderer =
        find_format(format)->make([&](std::string_view bytes) { out.append(bytes); }, {});
    const std::vector<Error> errors = {
        {ErrorCode::unreadable_file, "cannot open none.json", {}, "is the path right?"}};
    renderer->begin();
    renderer->add({"none.json", nullptr, nullptr, errors});
    renderer->end(2);
    return out;
}

std::size_t count_of_prefix(const std::vector<std::string>& lines, std::string_view prefix) {
    return static_cast<std::size_t>(std::count_if(
        lines.begin(), lines.end(), [&](const std::string& line) { return line.starts_with(prefix); }));
}

}  // namespace

TEST_CASE("concise: one line a finding, the path as it was given, nothing that is accepted") {
    const auto lines = lines_of(render_sample("concise", failing(2)));
    REQUIRE(lines.size() == 3);
    CHECK(lines[0].starts_with("./data/many.json:4:"));
    CHECK(count_of_prefix(lines, "./data/many.json:") == 3);
    CHECK(lines[2].find(": warning: warns: ") != std::string::npos);
    CHECK(lines[2].ends_with("[BR101]"));
    CHECK(render_sample("concise", allowed()).find("r:") == std::string::npos);
    CHECK(render_error_only("concise") == "none.json:1:1: error: cannot open none.json [BR001]\n");
}

TEST_CASE("jsonl: a line an object, the findings of the JSON format, the summary last") {
    const Sample sample = failing(2);
    const auto lines = lines_of(render_sample("jsonl", sample, {}, 1));
    const json document = json::parse(render_sample("json", sample, {}, 1));
    REQUIRE(lines.size() == 4);
    for (std::size_t i = 0; i < 3; ++i) {
        json line = json::parse(lines[i]);
        CHECK(line["type"] == "finding");
        line.erase("type");
        CHECK(line == document["findings"][i]);
    }
    const json summary = json::parse(lines[3]);
    CHECK(summary["type"] == "summary");
    CHECK(summary["summary"] == document["summary"]);
    CHECK(summary["verdict"] == "inconsistent");
    CHECK(summary["exit_code"] == 1);
    CHECK(json::parse(lines_of(render_error_only("jsonl"))[0])["type"] == "error");
}

TEST_CASE("sarif: rules, places, fingerprints, suppressions, notifications") {
    const json run = json::parse(render_sample("sarif", failing(2), {}, 1))["runs"][0];
    CHECK(run["columnKind"] == "utf16CodeUnits");
    REQUIRE(run["results"].size() == 3);
    std::set<std::string> fingerprints;
    for (const json& result : run["results"]) {
        const json& rule = run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()];
        CHECK(rule["id"] == result["ruleId"]);
        CHECK(!rule["help"]["text"].get<std::string>().empty());
        fingerprints.insert(result["partialFingerprints"]["brcheckFinding/v1"]);
        const json& file = result["locations"][0]["physicalLocation"]["artifactLocation"];
        CHECK(file["uri"] == "data/many.json");
        CHECK(file["uriBaseId"] == "%SRCROOT%");
        CHECK(result["relatedLocations"].size() == 2);
        CHECK(result.count("suppressions") == 0);
    }
    CHECK(fingerprints.size() == 3);
    CHECK(run["results"][2]["level"] == "warning");
    CHECK(run["invocations"][0]["exitCode"] == 1);
    CHECK(run["invocations"][0]["executionSuccessful"] == true);

    const json suppressed = json::parse(render_sample("sarif", allowed()))["runs"][0]["results"][0];
    CHECK(suppressed["suppressions"][0]["status"] == "accepted");
    CHECK(suppressed["suppressions"][0]["justification"] == "accepted: old base, by me");

    const json failed = json::parse(render_error_only("sarif"))["runs"][0];
    CHECK(failed["invocations"][0]["executionSuccessful"] == false);
    const json& notification = failed["invocations"][0]["toolExecutionNotifications"][0];
    CHECK(notification["descriptor"]["id"] == "BR001");
    CHECK(notification["message"]["text"] == "cannot open none.json. Hint: is the path right?");
    CHECK(failed["tool"]["driver"]["notifications"][0]["id"] == "BR001");
}

TEST_CASE("sarif: a path is a URI") {
    const auto uri = [](const std::string& path) {
        const json document =
            json::parse(render_sample("sarif", make_sample(report_json(R"("a": "1.0 kg", "b": "2.0 kg")",
                                                                       "", R"("r": "a = b")"), path)));
        return document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
                       ["artifactLocation"];
    };
    CHECK(uri("./a b/亿:%.json")["uri"] == "a%20b/%E4%BA%BF%3A%25.json");
    CHECK(uri("/x/y.json")["uri"] == "file:///x/y.json");
    CHECK(uri("/x/y.json").count("uriBaseId") == 0);
}

TEST_CASE("junit: red exactly for what fails the run") {
    const Sample sample = failing(2);
    const auto has = [](const std::string& out, std::string_view text) {
        return out.find(text) != std::string::npos;
    };
    const std::string out = render_sample("junit", sample);
    CHECK(has(out, R"(<testsuite name="data/many.json" tests="3" failures="2" errors="0" skipped="0">)"));
    CHECK(has(out, R"(<testcase name="warns" classname="data/many">)"));
    CHECK(has(out, "<system-out>warning: warns: "));
    CHECK(has(render_sample("junit", sample, {}, 1, Severity::warning), R"(failures="3")"));

    const std::string skipped = render_sample("junit", allowed());
    CHECK(has(skipped, R"(tests="2" failures="0" errors="0" skipped="1")"));
    CHECK(has(skipped, R"(<skipped message="accepted: old base, by me">r: )"));
    CHECK(has(skipped, R"(<testcase name="s" classname="data/sample"/>)"));

    const std::string failed = render_error_only("junit");
    CHECK(has(failed, R"(tests="1" failures="0" errors="1")"));
    CHECK(has(failed, R"(<error message="cannot open none.json" type="BR001 unreadable-file">)"));
}

TEST_CASE("junit: a conflict of several relations fails each, and is told in full at one") {
    const std::string out = render_sample(
        "junit", make_sample(report_json(R"("a": "10 kg", "b": "12 kg", "u": {"unit": "kg"})", "",
                                         R"("r": "u = a", "s": "u = b")")));
    CHECK(out.find(R"(tests="2" failures="2")") != std::string::npos);
    CHECK(out.find("(told in full at ") != std::string::npos);
}

TEST_CASE("github: ten of each kind are annotations, the rest is text in a group") {
    const auto few = lines_of(render_sample("github", failing(2)));
    REQUIRE(few.size() == 3);
    CHECK(few[0].starts_with("::error title=BR101 relation-fails,file=data/many.json,line=4,endLine=4,col="));
    CHECK(few[2].starts_with("::warning "));

    const auto many = lines_of(render_sample("github", failing(13)));
    CHECK(count_of_prefix(many, "::error ") == 10);
    CHECK(count_of_prefix(many, "::warning ") == 1);
    CHECK(count_of_prefix(many, "./data/many.json:") == 3);
    CHECK(std::count(many.begin(), many.end(), "::group::brcheck: 3 errors") == 1);
    CHECK(std::count(many.begin(), many.end(),
                     "::notice title=brcheck::GitHub shows 10 errors and 10 warnings of a step; the "
                     "rest is in its log: 3 errors") == 1);
    CHECK(many.back() == "::endgroup::");
    CHECK(render_sample("github", allowed()).find("r:") == std::string::npos);
}

TEST_CASE("github: what could not be read comes before findings") {
    const Sample sample = failing(12);
    std::string out;
    const auto renderer =
        find_format("github")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    const std::vector<Error> errors = {{ErrorCode::unreadable_file, "100 %\nor so: no", {}, ""}};
    renderer->begin();
    renderer->add({"./data/many.json", &sample.report, &sample.result, {}});
    renderer->add({"a,b:c.json", nullptr, nullptr, errors});
    renderer->end(2);
    const auto lines = lines_of(out);
    CHECK(lines[0] == "::error title=BR001 unreadable-file,file=a%2Cb%3Ac.json::100 %25\\u{000A}or so: no");
    CHECK(count_of_prefix(lines, "::error ") == 10);
}

TEST_CASE("gitlab: every issue has a fingerprint of its own, also for one report twice") {
    const Sample sample = failing(2);
    std::string out;
    const auto renderer =
        find_format("gitlab")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    for (const char* path : {"./data/many.json", "data/many.json", "other.json"})
        renderer->add({path, &sample.report, &sample.result, {}});
    renderer->end(1);
    const json issues = json::parse(out);
    REQUIRE(issues.size() == 9);
    std::set<std::string> fingerprints;
    for (const json& issue : issues) fingerprints.insert(issue["fingerprint"]);
    CHECK(fingerprints.size() == 9);
    CHECK(issues[0]["location"]["path"] == "data/many.json");
    CHECK(issues[0]["location"]["lines"]["begin"] == 4);
    CHECK(issues[0]["severity"] == "major");
    CHECK(issues[2]["severity"] == "minor");
    CHECK(issues[0]["check_name"] == "BR101/relation-fails");
    CHECK(json::parse(render_sample("gitlab", allowed())) == json::array());
    CHECK(json::parse(render_error_only("gitlab"))[0]["severity"] == "blocker");
}

TEST_CASE("rdjson: columns in bytes, ends exclusive, no range for a whole file") {
    const json found = json::parse(render_sample(
        "rdjson", make_sample(report_json(R"("a": "1.0 kg", "b": "2.0 kg")", "",
                                          R"("r": {"label": "亿", "holds": "a = b"})"))));
    const json& range = found["diagnostics"][0]["location"]["range"];
    CHECK(found["source"]["name"] == "brcheck");
    CHECK(range["end"]["column"].get<int>() - range["start"]["column"].get<int>() == 7);
    CHECK(range["start"]["column"] == 47);
    CHECK(found["diagnostics"][0]["severity"] == "ERROR");
    CHECK(found["diagnostics"][0]["related_locations"].size() == 2);
    const json whole = json::parse(render_error_only("rdjson"));
    CHECK(whole["diagnostics"][0]["location"] == json::parse(R"({"path": "none.json"})"));
    CHECK(whole["diagnostics"][0]["message"] == "cannot open none.json\nhint: is the path right?");
    CHECK(json::parse(render_sample("rdjson", allowed()))["diagnostics"] == json::array());
}
