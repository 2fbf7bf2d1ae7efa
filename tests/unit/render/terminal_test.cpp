#include "brcheck/base/utf8.hpp"
#include "brcheck/render/message.hpp"
#include "unit/render/sample_report.hpp"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

std::string joined(const std::string& text) {
    std::string out;
    for (const char c : text)
        if (c != ' ' && c != '\n') out += c;
    return out;
}

RenderOptions options_of(std::size_t width, bool ascii = false, bool color = false,
                         bool quiet = false) {
    RenderOptions options;
    options.width_columns = width;
    options.ascii = ascii;
    options.color = color;
    options.quiet = quiet;
    return options;
}

}  // namespace

TEST_CASE("a finding is shown with sentence, source line, parts, drawing and what to do") {
    const std::string out = render_sample("text", make_sample(slip_json()));
    for (const char* piece :
         {"data/sample.json  Belt and Road trade in 2025\n",
          "✗ error  share_rose: the share further increased",
          "BR105\n",
          "  data/sample.json:20:29\n",
          "partner_share_2025 is 15.85 to 15.95 %, but must be more than",
          "20 | ",
          "^^^^^^^",
          "\"15.9 percent\"",
          "line 8",
          "\"surpassed 50 percent\"",
          "(──",
          "▶",
          "brcheck why data/sample.json share_rose",
          "growth_is_positive   holds",
          "implied by the report\n",
          "  overall_growth       3.7 to 3.9 %\n",
          "    China's total foreign trade\n",
          "✗ inconsistent: 1 of 2 relations fails, 1 holds\n",
          "  4 of 7 figures are checked; not checked: partner_trade_2025, projects, ",
          " BR902\n    countries\n"}) {
        CAPTURE(out, piece);
        CHECK(has(out, piece));
    }
}

TEST_CASE("quiet leaves the findings and the verdict") {
    const std::string out =
        render_sample("text", make_sample(slip_json()), options_of(80, false, false, true));
    CHECK(has(out, "share_rose: the share further increased"));
    CHECK(has(out, "✗ inconsistent: "));
    CHECK_FALSE(has(out, "implied by the report"));
    CHECK_FALSE(has(out, "growth_is_positive"));
}

TEST_CASE("ASCII output has nothing but ASCII, and says the same") {
    const std::string out = render_sample("text", make_sample(slip_json()), options_of(80, true));
    CHECK(std::all_of(out.begin(), out.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x80; }));
    CHECK(has(out, "x error  share_rose"));
    CHECK(has(out, "x inconsistent: "));
    CHECK(has(out, "-->"));
}

TEST_CASE("without colour there is no escape sequence; with it there is one for the mark") {
    const Sample sample = make_sample(slip_json());
    CHECK_FALSE(has(render_sample("text", sample), "\x1b"));
    const std::string colored = render_sample("text", sample, options_of(80, false, true));
    CHECK(has(colored, "\x1b[1;31m✗ error\x1b[0m"));
    // Red bold, yellow, cyan, bold and faint are all that there is; no green.
    for (std::size_t i = colored.find("\x1b["); i != std::string::npos;
         i = colored.find("\x1b[", i + 1)) {
        const std::string sequence = colored.substr(i + 2, colored.find('m', i) - i - 2);
        CAPTURE(sequence);
        CHECK((sequence == "0" || sequence == "1;31" || sequence == "33" || sequence == "36" ||
               sequence == "1" || sequence == "2"));
    }
}

TEST_CASE("every width keeps its lines, and loses no id and no label") {
    const std::string id =
        "a_very_long_identifier_of_a_figure_that_nobody_would_want_to_type_twice";
    const std::string label = "贸易总额占比超过百分之五十并且进一步提高到了新的历史水平数据来源海关总署统计";
    const Sample sample = make_sample(
        report_json("\"" + id + "\": {\"stated\": \"15.9 percent\", \"label\": \"" + label +
                        "\"}, \"b\": \"over 50 %\"",
                    "\"sum_of_both\": {\"is\": \"" + id + " + b\", \"label\": \"" + label + "\"}",
                    "\"r\": {\"holds\": \"" + id + " > b\", \"label\": \"" + label + "\"}"));
    for (const std::size_t width : {40u, 48u, 64u, 80u, 100u}) {
        for (const bool ascii : {false, true}) {
            const std::string out = render_sample("text", sample, options_of(width, ascii));
            for (const std::string& line : lines_of(out)) {
                CAPTURE(width, line);
                CHECK(display_width(line) <= width);
                CHECK_FALSE(line.ends_with(' '));
            }
            CHECK(has(joined(out), id));
            CHECK(has(joined(out), label));
        }
    }
}

TEST_CASE("control characters of a report never reach the terminal") {
    const std::string evil = "x\\u001b[31my\\u009bz\\u202ew\\r";
    const std::string path = "data/e\x1b[2Jvil\xFF.json";
    const Sample sample = make_sample(
        "{\"brcheck\": 1, \"title\": \"" + evil +
            "\",\n \"figures\": {\"a\": {\"stated\": \"12 %\", \"label\": \"" + evil +
            "\", \"at\": \"" + evil + "\", \"basis\": \"" + evil + "\"}, \"b\": \"14 %\"},\n" +
            " \"derived\": {\"d\": {\"is\": \"a + b\", \"label\": \"" + evil + "\"}},\n" +
            " \"relations\": {\"r\": {\"holds\": \"a = b\", \"label\": \"" + evil +
            "\"}, \"s\": {\"holds\": \"a = b\", \"allow\": [{\"code\": \"BR101\", \"reason\": \"" +
            evil + "\", \"by\": \"" + evil + "\"}]}}}",
        path);
    for (const bool color : {false, true}) {
        const std::string out = render_sample("text", sample, options_of(80, false, color));
        CHECK_FALSE(has(out, "\x1b[31my"));
        CHECK_FALSE(has(out, "\x1b[2J"));
        CHECK_FALSE(has(out, "\r"));
        CHECK_FALSE(has(out, "\xC2\x9B"));
        CHECK_FALSE(has(out, "\xE2\x80\xAE"));
        CHECK_FALSE(find_invalid_utf8(out).has_value());
        CHECK(has(out, "\\u{1B}") + has(out, "\\u{001B}") >= 1);
    }
}

TEST_CASE("errors are shown with place, line, carets and hint, and the run is incomplete") {
    auto report = read_report("data/bad.json",
                              "{\"brcheck\": 1,\n \"figures\": {\"total\": \"5 %\"},\n"
                              " \"relations\": {\"r\": \"totl = 5 %\"}}");
    REQUIRE_FALSE(report.ok());
    std::string out;
    const auto renderer =
        find_format("text")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    renderer->add({"data/bad.json", nullptr, nullptr, report.errors()});
    renderer->end(2);
    CAPTURE(out);
    CHECK(out.starts_with("data/bad.json:3:22: BR005: "));
    CHECK(has(out, "3 |"));
    CHECK(has(out, "^^^^"));
    CHECK(has(out, "hint: did you mean \"total\"?"));
    CHECK(has(out, "! incomplete: 1 error in data/bad.json"));
}

TEST_CASE("several reports end with a line over all") {
    const Sample good =
        make_sample(report_json(R"("a": "12 %", "b": "12 %")", "", R"("r": "a = b")"));
    const Sample bad =
        make_sample(report_json(R"("a": "12 %", "b": "14 %")", "", R"("r": "a = b")"));
    std::string out;
    const auto renderer =
        find_format("text")->make([&](std::string_view bytes) { out.append(bytes); }, {});
    renderer->begin();
    renderer->add({"a.json", &good.report, &good.result, {}});
    renderer->add({"b.json", &bad.report, &bad.result, {}});
    renderer->end(1);
    CHECK(has(out, "✓ consistent: the only relation holds\n"));
    CHECK(out.ends_with("✗ inconsistent: 2 reports: 1 consistent, 1 inconsistent\n"));
}

TEST_CASE("a failure asked for by --fail-on is explained") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "12 %")", "",
        R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "so"}]})"));
    const std::string out = render_sample("text", sample, {}, 1, Severity::warning);
    CHECK(has(out, "! warning  r: the allowance of BR101 is not needed"));
    CHECK(has(out, "✓ consistent: "));
    CHECK(has(out, "! the run fails: 1 warning at or above the level warning"));
}

TEST_CASE("an accepted finding is one line with its reason") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "14 %")", "",
        R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "revised base", "by": "LW", "until": "2030-01-01"}]})"));
    const std::string out = render_sample("text", sample);
    CHECK(has(out, "· allowed  r: a is 11.5 to 12.5 %, but b is 13.5 to 14.5 %: 1 pp"));
    CHECK(has(joined(out), "accepted:revisedbase,byLW,until2030-01-01"));
    CHECK_FALSE(has(out, "✗"));
}

TEST_CASE("a joint conflict shows its steps by number") {
    const Sample sample = make_sample(report_json(
        R"("a": {"unit": "%"}, "b": {"unit": "%"}, "low": "10 %", "high": "20 %")", "",
        R"("first": "a = low", "second": "b = a", "third": "b = high")"));
    const std::string out = render_sample("text", sample);
    CHECK(has(out, "how they clash, step by step\n"));
    CHECK(has(out, "     1  first: a = low, so a is 9.5 to 10.5 %\n"));
    CHECK(has(out, "BR301\n"));
}
