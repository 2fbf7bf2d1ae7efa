#include "render/diagnostic.hpp"
#include "unit/render/sample_report.hpp"

#include <string>
#include <vector>

using namespace brcheck;

namespace {

std::vector<Diagnostic> diagnostics_of(const ReportOutcome& outcome,
                                       ColumnUnit unit = ColumnUnit::code_points) {
    std::vector<Diagnostic> out;
    for_each_diagnostic(outcome, unit, [&](const Diagnostic& each) { out.push_back(each); });
    return out;
}

std::vector<Diagnostic> diagnostics_of(const Sample& sample,
                                       ColumnUnit unit = ColumnUnit::code_points) {
    return diagnostics_of({"data/sample.json", &sample.report, &sample.result, {}}, unit);
}

}  // namespace

TEST_CASE("a finding stands at its relation, with the figures that it rests on") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": {"stated": "14 %"})", "", R"("r": {"holds": "a = b", "label": "L"})"));
    const auto all = diagnostics_of(sample);
    REQUIRE(all.size() == 1);
    CHECK(all[0].code == "BR101");
    CHECK(all[0].pointer == "/relations/r/holds");
    CHECK(all[0].region.has_lines);
    CHECK(all[0].region.begin == Position{4, 31});
    CHECK(all[0].region.end == Position{4, 38});
    CHECK(all[0].finding == &sample.result.findings[0]);
    CHECK(all[0].allowance == nullptr);
    REQUIRE(all[0].related.size() == 2);
    CHECK(all[0].related[0].text == "a: \"12 %\"");
    CHECK(all[0].related[1].pointer == "/figures/b/stated");
    CHECK(all[0].related[1].region.begin.line == 2);
}

TEST_CASE("columns are counted in the unit that was asked for") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "14 %")", "", R"("r": {"label": "é亿𐐀", "holds": "a = b"})"));
    const auto column = [&](ColumnUnit unit) {
        return diagnostics_of(sample, unit)[0].region.begin.column;
    };
    const std::size_t characters = column(ColumnUnit::code_points);
    CHECK(column(ColumnUnit::utf16_units) == characters + 1);
    CHECK(column(ColumnUnit::bytes) == characters + 1 + 2 + 3);
}

TEST_CASE("a joint conflict names its other statements after its figures") {
    const Sample sample = make_sample(report_json(
        R"("a": "10 kg", "b": "12 kg", "u": {"unit": "kg"})", "", R"("r": "u = a", "s": "u = b")"));
    const auto all = diagnostics_of(sample);
    REQUIRE(!all.empty());
    CHECK(all[0].code == "BR301");
    REQUIRE(all[0].related.size() == 3);
    CHECK(all[0].related[0].figure);
    CHECK(all[0].related[1].figure);
    CHECK_FALSE(all[0].related[2].figure);
    REQUIRE(all[0].related[2].relation);
    const std::string& id = sample.report.relations[*all[0].related[2].relation].id;
    CHECK(all[0].related[2].text == (id == "r" ? "r: u = a" : "s: u = b"));
    CHECK(all[0].pointer == (id == "r" ? "/relations/s" : "/relations/r"));
}

TEST_CASE("what was accepted carries its allowance") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "14 %")", "",
        R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "revised"}]})"));
    const auto all = diagnostics_of(sample);
    REQUIRE(!all.empty());
    REQUIRE(all[0].allowance != nullptr);
    CHECK(all[0].allowance->reason == "revised");
}

TEST_CASE("errors have places and hints; one about a whole file has no lines") {
    const auto report = read_report(
        "data/bad.json", "{\"brcheck\": 1,\n \"figures\": {\"total\": \"5 %\"},\n"
                         " \"relations\": {\"r\": \"totl = 5 %\"}}");
    REQUIRE_FALSE(report.ok());
    const auto all = diagnostics_of({"data/bad.json", nullptr, nullptr, report.errors()});
    REQUIRE(all.size() == 1);
    CHECK(all[0].finding == nullptr);
    CHECK(all[0].code == "BR005");
    CHECK(all[0].hint == "did you mean \"total\"?");
    CHECK(all[0].region.begin == Position{3, 22});

    const std::vector<Error> errors = {{ErrorCode::unreadable_file, "cannot open x", {}, ""}};
    const auto whole = diagnostics_of({"x", nullptr, nullptr, errors});
    REQUIRE(whole.size() == 1);
    CHECK(whole[0].path == "x");
    CHECK_FALSE(whole[0].region.has_lines);
    CHECK(whole[0].region.begin == Position{1, 1});

    const auto record = std::make_shared<const SourceText>("many.ndjson", "", 7);
    const std::vector<Error> of_record = {
        {ErrorCode::limit_exceeded, "too long", {record, "", {}}, ""}};
    const auto line = diagnostics_of({"many.ndjson", nullptr, nullptr, of_record});
    REQUIRE(line.size() == 1);
    CHECK_FALSE(line[0].region.has_lines);
    CHECK(line[0].region.begin == Position{7, 1});
    CHECK(line[0].region.end == Position{7, 1});
}

TEST_CASE("fingerprints of the same thing twice differ") {
    const std::vector<Error> errors = {{ErrorCode::invalid_json, "m", {}, ""},
                                       {ErrorCode::invalid_json, "m", {}, ""}};
    const auto all = diagnostics_of({"x", nullptr, nullptr, errors});
    REQUIRE(all.size() == 2);
    CHECK(all[0].fingerprint != all[1].fingerprint);
    CHECK(all[0].fingerprint == diagnostics_of({"y", nullptr, nullptr, errors})[0].fingerprint);
}

TEST_CASE("paths are cleaned as tools compare them") {
    CHECK(clean_path("./data//a.json") == "data/a.json");
    CHECK(clean_path("data/./x/../a.json") == "data/a.json");
    CHECK(clean_path("../a.json") == "../a.json");
    CHECK(clean_path("/a/b.json") == "/a/b.json");
    CHECK(clean_path("<stdin>") == "<stdin>");
}
