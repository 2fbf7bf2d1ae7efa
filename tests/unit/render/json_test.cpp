#include "brcheck/render/message.hpp"
#include "unit/render/sample_report.hpp"

#include <nlohmann/json.hpp>

#include <set>
#include <string>

using namespace brcheck;
using nlohmann::json;

namespace {

std::set<std::string> keys_of(const json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.insert(key);
    return keys;
}

bool has_keys(const json& object, const std::set<std::string>& wanted) {
    const auto keys = keys_of(object);
    for (const std::string& key : wanted)
        if (keys.count(key) == 0) {
            UNSCOPED_INFO("missing: " << key);
            return false;
        }
    return true;
}

}  // namespace

TEST_CASE("the document has every member of the format") {
    const json document = json::parse(render_sample("json", make_sample(slip_json()), {}, 1));
    CHECK(keys_of(document) == std::set<std::string>{"schema_version", "tool", "verdict",
                                                     "exit_code", "summary", "reports", "findings",
                                                     "errors"});
    CHECK(document["schema_version"] == "1.0");
    CHECK(document["tool"]["name"] == "brcheck");
    CHECK(document["tool"]["version"].is_string());
    CHECK(document["verdict"] == "inconsistent");
    CHECK(document["exit_code"] == 1);
    CHECK(document["errors"] == json::array());

    const json& summary = document["summary"];
    CHECK(summary["reports"] == 1);
    CHECK(summary["relations"] ==
          json::parse(R"({"total": 2, "holds": 1, "holds_by_rounding": 0, "fails": 1,
                          "undecided": 0, "defines": 0, "not_comparable": 0, "allowed": 0})"));
    CHECK(summary["figures"] == json::parse(R"({"total": 7, "checked": 4})"));
    CHECK(summary["findings"] ==
          json::parse(R"({"error": 1, "warning": 0, "note": 1, "allowed": 0})"));

    REQUIRE(document["reports"].size() == 1);
    const json& report = document["reports"][0];
    CHECK(report["path"] == "data/sample.json");
    CHECK(report["title"] == "Belt and Road trade in 2025");
    CHECK(report["verdict"] == "inconsistent");
    CHECK(report["conflicts"].size() == 1);
    CHECK(report["figures"]["partner_trade_2025"] ==
          json::parse(R"({"stated": "23.6 trillion yuan", "unit": "CNY", "qualifier": null,
                          "low": "23550000000000", "high": "23650000000000",
                          "low_open": false, "high_open": false,
                          "implied": {"low": "23550000000000", "high": "23650000000000",
                                      "low_open": false, "high_open": false}})"));
    const json& over = report["figures"]["projects"];
    CHECK(over["qualifier"] == "over");
    CHECK(over["low"] == "4000");
    CHECK(over["high"].is_null());
    CHECK(over["low_open"] == true);
    CHECK(over["high_open"] == true);
    CHECK(report["derived"]["overall_growth"] ==
          json::parse(R"({"is": "partner_growth - growth_lead", "unit": "%", "value": "3.8",
                          "low": "3.7", "high": "3.9", "low_open": false, "high_open": false})"));
    const json& relation = report["relations"]["share_rose"];
    CHECK(relation["holds"] == "partner_share_2025 > partner_share_2024");
    CHECK(relation["status"] == "fails");
    CHECK(relation["unit"] == "%");
    CHECK(relation["gap"] == "34.05");
    CHECK(relation["left"] == json::parse(R"({"value": "15.9", "low": "15.85", "high": "15.95",
                                              "low_open": false, "high_open": false})"));
    CHECK(has_keys(relation["right"], {"value", "low", "high", "low_open", "high_open"}));

    REQUIRE(document["findings"].size() == 2);
    CHECK(document["findings"][1]["code"] == "BR902");
    const json& finding = document["findings"][0];
    CHECK(has_keys(finding, {"code", "name", "severity", "message", "report", "relation", "figures",
                             "location", "related", "fingerprint", "allowed"}));
    CHECK(finding["code"] == "BR105");
    CHECK(finding["name"] == "order-mismatch");
    CHECK(finding["severity"] == "error");
    CHECK(finding["relation"] == "share_rose");
    CHECK(finding["figures"] == json::parse(R"(["partner_share_2025", "partner_share_2024"])"));
    CHECK(finding["allowed"].is_null());
    CHECK(finding["location"] ==
          json::parse(R"({"path": "data/sample.json", "pointer": "/relations/share_rose/holds",
                          "line": 20, "column": 29, "end_line": 20, "end_column": 70})"));
    CHECK(finding["related"][0]["location"]["pointer"] == "/figures/partner_share_2025");
    CHECK(finding["fingerprint"].get<std::string>().size() == 16);
}

TEST_CASE("fingerprints do not move with lines or files, but tell findings apart") {
    const auto fingerprints = [](const std::string& text, const std::string& path) {
        std::vector<std::string> out;
        const json document = json::parse(render_sample("json", make_sample(text, path)));
        for (const json& finding : document["findings"]) out.push_back(finding["fingerprint"]);
        return out;
    };
    const std::string figures = R"("a": "12 %", "b": "14 %", "c": "16 %", "d": "18 %")";
    const std::string text = report_json(figures, "", R"("r": "a = b", "s": "c = d")");
    const auto first = fingerprints(text, "one.json");
    REQUIRE(first.size() == 2);
    CHECK(first[0] != first[1]);
    CHECK(fingerprints("\n\n" + text, "two.json") == first);
    CHECK(fingerprints(report_json(figures, "", R"("t": "a = b", "s": "c = d")"), "one.json")[0] !=
          first[0]);
}

TEST_CASE("values that do not end are rounded outward, the recomputed one to the nearest") {
    const json document = json::parse(render_sample(
        "json",
        make_sample(report_json(
            R"("a": {"stated": "1", "rounding": "exact"}, "b": {"stated": "3", "rounding": "exact"})",
            R"("q": "a / b")", R"("r": "q < 1")"))));
    const json& q = document["reports"][0]["derived"]["q"];
    CHECK(q["low"] == "0.333333333333333");
    CHECK(q["high"] == "0.333333333333334");
    CHECK(q["value"] == "0.333333333333333");
}

TEST_CASE("an unreadable report stands in the document with its errors") {
    auto report = read_report("data/bad.json",
                              "{\"brcheck\": 1,\n \"figures\": {\"total\": \"5 %\"},\n"
                              " \"relations\": {\"r\": \"totl = 5 %\"}}");
    REQUIRE_FALSE(report.ok());
    std::string out;
    const auto renderer =
        find_format("json")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    renderer->add({"data/bad.json", nullptr, nullptr, report.errors()});
    renderer->add({"data/none\xFF.json", nullptr, nullptr, {}});
    renderer->end(2);
    const json document = json::parse(out);
    CHECK(document["verdict"] == "incomplete");
    CHECK(document["exit_code"] == 2);
    CHECK(document["summary"]["reports"] == 2);
    CHECK(document["reports"][0]["verdict"] == "incomplete");
    CHECK(has_keys(document["reports"][0],
                   {"path", "title", "verdict", "figures", "derived", "relations", "conflicts"}));
    REQUIRE(document["errors"].size() == 1);
    const json& error = document["errors"][0];
    CHECK(error["code"] == "BR005");
    CHECK(error["hint"] == "did you mean \"total\"?");
    CHECK(error["location"]["line"] == 3);
    CHECK(error["location"]["column"] == 22);
    CHECK(error["location"]["pointer"] == "/relations/r");
}

TEST_CASE("no report at all is incomplete") {
    std::string out;
    const auto renderer =
        find_format("json")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    renderer->end(2);
    CHECK(json::parse(out)["verdict"] == "incomplete");
}

TEST_CASE("an allowed finding carries its reason and counts as allowed") {
    const json document = json::parse(render_sample(
        "json",
        make_sample(report_json(
            R"("a": "12 %", "b": "14 %")", "",
            R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "revised \u001b base"}]})"))));
    CHECK(document["findings"][0]["allowed"] ==
          json::parse(R"({"reason": "revised \u001b base", "until": null, "by": null})"));
    CHECK(document["summary"]["findings"]["allowed"] == 1);
    CHECK(document["summary"]["findings"]["error"] == 0);
    CHECK(document["verdict"] == "consistent");
}

TEST_CASE("the document holds no control characters but line ends") {
    const std::string out = render_sample(
        "json",
        make_sample(report_json(
            R"("a": {"stated": "12 %", "basis": "\u001b\u009b"}, "b": {"stated": "14 %", "basis": "\u202e"})",
            "", R"("r": {"holds": "a = b", "label": "\u001b[31m\u009b\u2028"})")));
    CHECK(out.find('\x1b') == std::string::npos);
    CHECK(out.find("\xC2\x9B") == std::string::npos);
    CHECK(out.find("\xE2\x80") == std::string::npos);
    CHECK(json::parse(out).is_object());
}
