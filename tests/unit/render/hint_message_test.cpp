#include "render/hint_message.hpp"

#include "sample_report.hpp"
#include "support/interval_text.hpp"

#include <string>

using namespace brcheck;
using namespace brcheck::testing;

TEST_CASE("a small probability is rounded upward to two digits") {
    struct Row {
        std::string value, text;
    };
    for (const Row& row : {Row{"0.00000003", "3.0e-8"}, Row{"0.000000030001", "3.1e-8"},
                           Row{"0.0000000991", "1.0e-7"}, Row{"1/3", "3.4e-1"}, Row{"1", "1.0e0"},
                           Row{"0.00000000000099", "9.9e-13"}}) {
        CAPTURE(row.value);
        CHECK(format_probability(rational(row.value)) == row.text);
    }
}

TEST_CASE("what cannot be compared says on which grounds its figures rest, and what would help") {
    const Sample sample = make_sample(report_json(
        R"("n": {"stated": "140.2 kg", "basis": "current prices", "vintage": "first"},
           "o": {"stated": "134.9 kg", "basis": "current prices", "vintage": "revised"},
           "g": {"stated": "5.0 %", "basis": "constant prices"}, "a": "1 m", "b": "1 m")",
        "", R"j("r": "g = growth(n, o)", "s": "a = b")j"));
    const Finding& finding = sample.finding(RuleCode::not_comparable);
    CHECK(to_plain_text(describe(finding, sample.report, sample.result)) ==
          "r: not judged, since its figures rest on different grounds: \"current prices\" (n and "
          "o) and \"constant prices\" (g); comparable if all were on one basis, \"current "
          "prices\" or \"constant prices\"; or put an unknown figure in the place of the base "
          "that is not printed");
    const std::string json = render_sample("json", sample);
    CHECK(json.find(R"("grounds": [{"basis": "current prices", "figures": ["n", "o"]}, )"
                    R"({"basis": "constant prices", "figures": ["g"]}, )"
                    R"({"vintage": "first", "figures": ["n"]}, )"
                    R"({"vintage": "revised", "figures": ["o"]}])") != std::string::npos);
}

TEST_CASE("readings and a revised base stand in both outputs") {
    const Sample sample = make_sample(
        report_json(R"("n": "130.0 kg", "o": "121.0 kg", "g": "6.9 %")", "",
                    R"j("r": "g = growth(n, o)")j"));
    const std::string text = render_sample("text", sample, {}, 1);
    CHECK(text.find("  fits if  the growth is taken over the new value, not the old one: 1 - o / n "
                    "is\n           6.84878 to 6.99731 %\n") != std::string::npos);
    CHECK(text.find("  base     consistent with a base of 121.505 to 121.713 kg (o)\n") !=
          std::string::npos);
    const std::string json = render_sample("json", sample, {}, 1);
    CHECK(json.find(R"("readings": [{"kind": "growth-over-new", "message": "fits if the growth )") !=
          std::string::npos);
    CHECK(json.find(R"("text": "1 - o / n", "figures": ["n", "o"], "unit": "%", "low": )") !=
          std::string::npos);
    CHECK(json.find(R"("revised_base": {"figure": "o", "message": "consistent with a base of )") !=
          std::string::npos);
}

TEST_CASE("unchecked figures are one note in JSON and part of the last line in text") {
    std::string figures = R"("a": "1.5 kg", "b": "1.5 kg")";
    for (int i = 0; i < 20; ++i) figures += ", \"x" + std::to_string(i) + "\": \"1.5 kg\"";
    const Sample sample = make_sample(report_json(figures, "", R"("r": "a = b")"));
    for (const bool quiet : {false, true}) {
        RenderOptions options;
        options.quiet = quiet;
        const std::string text = render_sample("text", sample, options);
        const std::size_t line = text.find("not checked: x0, x1");
        REQUIRE(line != std::string::npos);
        const std::size_t code = text.find("BR902");
        CHECK((line < code && code < text.find('\n', line)));
        CHECK(text.find("BR902", code + 1) == std::string::npos);
    }
    const std::string json = render_sample("json", sample);
    CHECK(json.find("no relation rests on x0, x1, x2, x3, x4, x5 and 14 more, so what is printed "
                    "there was not checked") != std::string::npos);
    CHECK(json.find(R"("location": {"path": "data/sample.json", "pointer": "/figures/x0")") !=
          std::string::npos);
    CHECK(json.find(R"("power": "0.88)") != std::string::npos);
}
