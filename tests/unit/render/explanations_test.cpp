#include "brcheck/render/explanations.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "unit/render/sample_report.hpp"

#include <nlohmann/json.hpp>

#include <sstream>
#include <string>

using namespace brcheck;
using nlohmann::json;

namespace {

Figure figure(std::string_view text) {
    auto parsed = parse_figure(text);
    REQUIRE(parsed.ok());
    return *parsed;
}

bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

void check_width(const std::string& text, std::size_t width) {
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        CAPTURE(line);
        CHECK(display_width(line) <= width);
    }
}

}  // namespace

TEST_CASE("a figure is taken apart in words") {
    const std::string out = render_figure(figure("over 4,000 projects"), {});
    CAPTURE(out);
    CHECK(out.starts_with("over 4,000 projects\n~~~~ ^^^^^ --------\n"));
    CHECK(has(out, "  number     4,000\n"));
    CHECK(has(out, "  qualifier  over   more than the number\n"));
    CHECK(has(out, "projects (it counts things, so the number is exact)"));
    CHECK(
        has(out, "  interval   (4000, inf)   over 4,000 projects; 4,000 projects itself is left"));
}

TEST_CASE("a figure as JSON has its digits, parts and interval") {
    const json over = json::parse(render_figure_json(figure("over 23.6 trillion yuan")));
    CHECK(over["text"] == "over 23.6 trillion yuan");
    CHECK(over["value"] == "23600000000000");
    CHECK(over["digits"] == "236");
    CHECK(over["place"] == -1);
    CHECK(over["scale"] == "trillion");
    CHECK(over["scale_exponent"] == 12);
    CHECK(over["unit"] == "CNY");
    CHECK(over["kind"] == "level");
    CHECK(over["qualifier"] == "over");
    CHECK(over["rounding"] == "nearest");
    CHECK(over["low"] == "23600000000000");
    CHECK(over["high"].is_null());
    CHECK(over["low_open"] == true);
    CHECK(over["high_open"] == true);
    CHECK(over["span"] == json::parse(R"({"number": [5, 9], "scale": [10, 18], "unit": [19, 23],
                                          "qualifier": [0, 4]})"));
    const json percent = json::parse(render_figure_json(figure("6.30 %")));
    CHECK(percent["digits"] == "630");
    CHECK(percent["low"] == "6.295");
    CHECK(percent["kind"] == "percent");
    CHECK(percent["qualifier"].is_null());
    CHECK(percent["scale"].is_null());
}

TEST_CASE("a refused figure is one line of JSON, too") {
    auto refused = parse_figure("12 trilion yuan");
    REQUIRE_FALSE(refused.ok());
    const std::string out = render_figure_json("12 trilion yuan", refused.errors());
    CHECK(out.find('\n') == out.size() - 1);
    const json line = json::parse(out);
    CHECK(line["text"] == "12 trilion yuan");
    CHECK(line["errors"][0]["code"] == "BR006");
    CHECK(line["errors"][0]["span"].size() == 2);
}

TEST_CASE("every rule is explained at every width") {
    for (const Rule& rule : all_rules()) {
        for (const std::size_t width : {40u, 80u}) {
            RenderOptions options;
            options.width_columns = width;
            const std::string out = render_rule(rule, options);
            CAPTURE(out);
            CHECK(out.starts_with("BR"));
            CHECK(has(out, "wrong  "));
            CHECK(has(out, "right  "));
            CHECK(has(out, "reserved: ") == !rule.in_force);
            check_width(out, width);
        }
        const json object = json::parse(render_rule_json(rule));
        CHECK(object["name"] == rule.name);
        CHECK(object["explanation"].size() >= 3);
    }
}

TEST_CASE("the list of rules has those in force") {
    for (const std::size_t width : {40u, 80u}) {
        RenderOptions options;
        options.width_columns = width;
        const std::string out = render_rules(options);
        check_width(out, width);
        for (const Rule& rule : all_rules())
            CHECK(has(out, std::string(rule.name) + (width == 40 ? "\n" : " ")) == rule.in_force);
    }
    const json rules = json::parse(render_rules_json());
    CHECK(rules.size() == 51);
    CHECK(rules[0]["code"] == "BR001");
}

TEST_CASE("why says where steps alone do not lead to what is implied") {
    const Sample sample = make_sample(
        R"j({"brcheck": 1, "figures": {"side": {"unit": "m"}, "area": "8.8 m^2"},
            "relations": {"square": "area = side * side", "some": "side > 0 m"}})j");
    const std::string out = render_why(sample.report, sample.result, "side", {});
    CHECK(has(out, "implied   more than 2.95803 and under 2.9749 m, which only all relations"));
}

TEST_CASE("why follows a quantity to the printed figures") {
    const Sample sample = make_sample(slip_json());
    const std::string out = render_why(sample.report, sample.result, "overall_trade_2025", {});
    CAPTURE(out);
    CHECK(has(out, "overall_trade_2025  China's total foreign trade\n"));
    CHECK(has(out, "= partner_trade_2025 / partner_share_2025"));
    CHECK(has(out, "\"23.6 trillion yuan\""));
    CHECK(has(out, "line 5"));
    CHECK(has(out, "implied   147.648 to 149.212 trillion CNY\n"));
    const json why =
        json::parse(render_why_json(sample.report, sample.result, "overall_trade_2025"));
    CHECK(why["id"] == "overall_trade_2025");
    CHECK(why["relation"].is_null());
    CHECK(why["quantity"]["is"] == "partner_trade_2025 / partner_share_2025");
    CHECK(why["quantity"]["unit"] == "CNY");
    CHECK(why["quantity"]["implied"]["low"].is_string());
}

TEST_CASE("why shows what a step rests on, and nothing else") {
    const Sample sample = make_sample(report_json(
        R"("a": {"unit": "%"}, "b": {"unit": "%"}, "x": "10 %", "y": {"unit": "%"}, "z": "3 %")",
        "", R"("first": "a = x", "second": "b = a + 1 pp", "other": "y = z")"));
    const json why = json::parse(render_why_json(sample.report, sample.result, "b"));
    const json& steps = why["quantity"]["steps"];
    REQUIRE(steps.size() == 2);
    CHECK(steps[0]["text"] == "first: a = x, so a is 9.5 to 10.5 %");
    CHECK(steps[1]["id"] == "second");
    CHECK(steps[1]["after"]["low"] == "10.5");
}

TEST_CASE("why shows both sides of a relation, passing ones too") {
    const Sample sample = make_sample(slip_json());
    const std::string holds = render_why(sample.report, sample.result, "growth_is_positive", {});
    CAPTURE(holds);
    CHECK(has(holds, "status    holds\n"));
    CHECK(has(holds, "overall_growth"));
    CHECK(has(holds, "3.7 to 3.9 %"));
    CHECK(has(holds, "\"2.5 percentage points\""));
    const std::string fails = render_why(sample.report, sample.result, "share_rose", {});
    CHECK(has(fails, "status    fails\n"));
    CHECK(has(fails, "(──"));
    CHECK(has(fails, "34.05 pp apart"));
    const json why = json::parse(render_why_json(sample.report, sample.result, "share_rose"));
    CHECK(why["quantity"].is_null());
    CHECK(why["relation"]["status"] == "fails");
    CHECK(why["relation"]["sides"].size() == 2);
    CHECK(why["relation"]["quantities"][0]["stated"] == "15.9 percent");
    for (const std::size_t width : {40u, 64u}) {
        RenderOptions options;
        options.width_columns = width;
        check_width(render_why(sample.report, sample.result, "share_rose", options), width);
        check_width(render_why(sample.report, sample.result, "overall_trade_2024", options), width);
    }
}

TEST_CASE("an error is shown with its line, or without one where there is none") {
    const auto source = std::make_shared<SourceText>("a.json", "{\n \"a\": nix\n}\n");
    const std::string placed = render_error(
        {ErrorCode::invalid_json, "not a value", {source, "/a", {8, 11}}, "use null"}, {});
    CHECK(placed == "a.json:2:7: BR002: not a value\n    2 |  \"a\": nix\n      |       ^^^\n"
                    "  hint: use null\n");
    const auto missing = std::make_shared<SourceText>("b.json", "");
    CHECK(render_error({ErrorCode::unreadable_file, "cannot open it", {missing, "", {}}, ""}, {}) ==
          "b.json: BR001: cannot open it\n");
    CHECK(render_error({ErrorCode::unknown_name, "no such rule", {}, ""}, {}) ==
          "BR005: no such rule\n");
}

TEST_CASE("many errors are shown as each alone, also where they stand in several files") {
    const auto first = std::make_shared<SourceText>("a.json", "{\"é\": nix, \"b\": nox}");
    const auto second = std::make_shared<SourceText>("b.json", "\n\n[1,]");
    const std::vector<Error> errors = {
        {ErrorCode::invalid_json, "not a value", {first, "/é", {7, 10}}, "use null"},
        {ErrorCode::invalid_json, "a comma too many", {second, "", {4, 5}}, ""},
        {ErrorCode::invalid_json, "not a value", {first, "/b", {17, 20}}, ""}};
    std::string each;
    for (const Error& error : errors) each += "brcheck: " + render_error(error, {});
    CHECK(render_errors(errors, "brcheck: ", {}) == each);
    CHECK(render_errors({}, "brcheck: ", {}).empty());
}
