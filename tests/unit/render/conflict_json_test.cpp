#include "brcheck/render/explanations.hpp"
#include "unit/render/conflict_samples.hpp"

#include <nlohmann/json.hpp>

using namespace brcheck;
using nlohmann::json;

namespace {

json document_of(const ConflictSample& sample) {
    return json::parse(render_sample("json", sample.sample(), {}, 1));
}

json why(const ConflictSample& sample, std::string_view id) {
    return json::parse(render_why_json(sample.report(), sample.sample().result, id));
}

}  // namespace

TEST_CASE("a conflict has its relations, figures and repairs") {
    const json document = document_of(swapped_digits_sample());
    const json& report = document["reports"][0];
    REQUIRE(report["conflicts"].size() == 1);
    json conflict = report["conflicts"][0];
    CHECK(conflict.contains("refutation"));
    conflict.erase("refutation");
    CHECK(conflict["refutation_digest"].get<std::string>().size() == 16);
    conflict.erase("refutation_digest");
    CHECK(conflict == json::parse(R"({
        "relations": ["share_rose"], "figures": ["partner_share_2025", "partner_share_2024"],
        "group": 0, "repairs_complete": true,
        "repairs": [{"change": [{
            "figure": "partner_share_2025", "unit": "%",
            "low": "50", "high": null, "low_open": false, "high_open": true,
            "printed": ["51.9 percent", "55.9 percent"],
            "slip": "digit-swap", "same_as": null, "rounded_to": null,
            "replacements": [
                {"printed": "51.9 percent", "slip": "digit-swap", "same_as": null,
                 "rounded_to": null},
                {"printed": "55.9 percent", "slip": "wrong-digit", "same_as": null,
                 "rounded_to": null}]}]}]})"));
    CHECK(report["conflicts_complete"] == true);
    CHECK(report["witness"].is_null());
    CHECK(report["witness_digest"].is_null());
    CHECK(document["findings"][0]["conflicts"] == json::parse("[0]"));
    CHECK(document["schema_version"] == "1.0");
}

TEST_CASE("a change says whose value it is, and that coarser rounding would do") {
    const json document = document_of(several_candidates_sample());
    const json& repairs = document["reports"][0]["conflicts"][0]["repairs"];
    REQUIRE(repairs.size() == 3);
    CHECK(repairs[0]["change"][0]["same_as"] == "south_last_year");
    CHECK(repairs[1]["change"][0]["slip"].is_null());
    CHECK(repairs[2]["change"][0]["rounded_to"] == "1000");
    CHECK(repairs[2]["change"][0]["printed"] == json::parse(R"(["4,000 tonnes", "4,180 tonnes"])"));
}

TEST_CASE("a joint conflict names its statements in order, in the message, too") {
    const json document = document_of(joint_sample());
    CHECK(document["reports"][0]["conflicts"][0]["relations"] ==
          json::parse(R"(["sold", "share", "rise"])"));
    const json& finding = document["findings"][0];
    CHECK(finding["code"] == "BR301");
    CHECK(finding["message"] ==
          "sold, share and rise: each statement can hold by itself, but not all together: "
          "home_share can only be 64.95 to 65.05 %, while share(domestic, total) can only be "
          "59.87 to 60.13 %: 4.82 pp apart");
    CHECK(document_of(unmended_sample())["findings"][0]["message"] ==
          "sold, share and rise: each statement can hold by itself, but not all together");
}

TEST_CASE("the conflicts of a group stand in the document once, and their finding refers to them") {
    const json document = document_of(sets_sample());
    const json& report = document["reports"][0];
    REQUIRE(report["conflicts"].size() == 8);
    REQUIRE(document["findings"].size() == 1);
    CHECK(document["findings"][0]["conflicts"] == json::parse("[0, 1, 2, 3, 4, 5, 6, 7]"));
    CHECK(report["conflicts"][7]["relations"] == json::parse(R"(["sum_8", "sum_9"])"));
    CHECK(report["conflicts"][7]["repairs"] == report["conflicts"][0]["repairs"]);
    CHECK(report["conflicts"][0]["repairs"][1]["change"].size() == 3);
    CHECK(report["conflicts"][0]["repairs_complete"] == false);
    CHECK(report["conflicts_complete"] == false);
}

TEST_CASE("a report that was not read has no conflicts, and is not known to have none") {
    std::string out;
    const auto renderer =
        find_format("json")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    renderer->add({"none.json", nullptr, nullptr, {}});
    renderer->end(2);
    const json document = json::parse(out);
    CHECK(document["reports"][0]["conflicts"] == json::array());
    CHECK(document["reports"][0]["conflicts_complete"] == false);
    CHECK(document["reports"][0]["witness"].is_null());
}

TEST_CASE("why has the conflicts of a relation and of a figure") {
    const ConflictSample sample = sets_sample();
    CHECK(why(sample, "sum_3")["relation"]["conflicts"][0]["relations"] ==
          json::parse(R"(["sum_3"])"));
    CHECK(why(sample, "total")["quantity"]["conflicts"].size() == 8);
    CHECK(why(sample, "a8")["quantity"]["conflicts"].size() == 1);
    CHECK(why(swapped_digits_sample(), "grew")["relation"]["conflicts"] == json::array());
}

TEST_CASE("why gives the exact values of the witness") {
    ConflictSample sample(
        report_json(R"("a": "12 %", "b": {"unit": "%"})", "", R"("r": "b = a")"));
    CHECK(why(sample, "r")["relation"]["quantities"][0]["witness"].is_null());
    Witness witness;
    witness.values = {Rational(Integer(12), Integer(100)), Rational(Integer(1), Integer(7))};
    sample.result().witness = witness;
    const json exact = why(sample, "r");
    for (const json& quantity : exact["relation"]["quantities"])
        CHECK(quantity["witness"] == (quantity["id"] == "a" ? "3/25" : "1/7"));
    witness.enclosed.push_back({1, {}, Interval::closed(Rational(0), Rational(1))});
    sample.result().witness = witness;
    const json enclosed = why(sample, "r");
    for (const json& quantity : enclosed["relation"]["quantities"])
        CHECK(quantity["witness"].is_null() == (quantity["id"] == "b"));
}
