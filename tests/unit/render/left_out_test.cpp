// Findings that count and are not told, because they are more than the user wants to see.
#include "unit/render/sample_report.hpp"

#include "render/report_content.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

using namespace brcheck;

namespace {

/// Three relations that fail, each with figures of its own; the last only warns.
Sample three_fail() {
    return make_sample(report_json(
        R"("a": "1.0 kg", "b": "2.0 kg", "c": "3.0 kg", "d": "4.0 kg", "e": "5.0 kg", "f": "6.0 kg")",
        "",
        R"("first": "a = b", "second": "c = d", "third": {"holds": "e = f", "severity": "warning"})"));
}

std::string render(std::string_view format, const Sample& sample, std::size_t over_max) {
    std::string out;
    RenderOptions options;
    options.quiet = true;
    options.width_columns = 100;
    const auto renderer =
        find_format(format)->make([&](std::string_view bytes) { out.append(bytes); }, options);
    ReportOutcome outcome{"sample.json", &sample.report, &sample.result, {}};
    outcome.left_out.over_max = over_max;
    renderer->begin();
    renderer->add(outcome);
    renderer->end(1);
    return out;
}

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
        ++found;
    return found;
}

}  // namespace

TEST_CASE("what is left out is said with each reason that there is") {
    CHECK(describe_left_out({}).empty());
    CHECK(describe_left_out({1, 0, 0, 0}) == "1 finding left out (1 ignored)");
    CHECK(describe_left_out({1, 2, 3, 4}) ==
          "10 findings left out (1 ignored, 2 known, 3 not to be shown, 4 over --max-findings)");
    CHECK(describe_over_max({1, 2, 3, 0}).empty());
    CHECK(describe_over_max({1, 2, 3, 4}) == "4 findings left out (4 over --max-findings)");
}

TEST_CASE("every format tells the first findings only, and each that has a place says so") {
    const Sample sample = three_fail();
    REQUIRE(sample.result.findings.size() == 3);
    for (const Format& format : all_formats()) {
        INFO(format.name);
        const std::string all = render(format.name, sample, 0);
        const std::string one = render(format.name, sample, 2);
        CHECK(all.find("left out") == std::string::npos);
        CHECK(one.size() < all.size());
        CHECK(render(format.name, sample, 3).size() < one.size());
        const bool has_no_place = format.name == "concise" || format.name == "gitlab" ||
                                  format.name == "rdjson" || format.name == "json" ||
                                  format.name == "jsonl";
        CHECK((one.find("2 findings left out (2 over --max-findings)") == std::string::npos) ==
              has_no_place);
    }
}

TEST_CASE("the counts of JSON stay, with those that are not told beside them") {
    const Sample sample = three_fail();
    const auto document = nlohmann::json::parse(render("json", sample, 2));
    CHECK(document["findings"].size() == 1);
    CHECK(document["findings"][0]["relation"] == "first");
    CHECK(document["summary"]["findings"]["error"] == 2);
    CHECK(document["summary"]["findings"]["warning"] == 1);
    CHECK(document["summary"]["findings"]["left_out"]["over_max"] == 2);
    CHECK(document["summary"]["findings"]["left_out"]["not_shown"] == 0);
}

TEST_CASE("JUnit fails the same cases, whether their findings are told or not") {
    const Sample sample = three_fail();
    for (const std::size_t over : {0U, 2U, 3U}) {
        const std::string out = render("junit", sample, over);
        CHECK(out.find(R"(tests="3" failures="2")") != std::string::npos);
        CHECK(count(out, "<failure ") == 2);
        CHECK(count(out, R"(<failure message="left out: over --max-findings" type="BR101)") ==
              (over == 0 ? 0 : over - 1));
    }
}
