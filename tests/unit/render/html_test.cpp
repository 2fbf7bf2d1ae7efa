#include "render/finding_content.hpp"
#include "sample_report.hpp"

#include <string>

using namespace brcheck;

namespace {

bool has(const std::string& text, const std::string& piece) {
    return text.find(piece) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& piece) {
    std::size_t found = 0;
    for (std::size_t at = text.find(piece); at != std::string::npos; at = text.find(piece, at + 1))
        ++found;
    return found;
}

/// `relations` many that fail, all of them by themselves.
Sample failing_sample(std::size_t relations) {
    std::string figures;
    std::string conditions;
    for (std::size_t i = 0; i < relations; ++i) {
        const std::string n = std::to_string(i);
        const std::string comma = i > 0 ? ", " : "";
        figures += comma + "\"a" + n + "\": \"1.0 kg\", \"b" + n + "\": \"3.0 kg\"";
        conditions += comma + "\"r" + n + "\": \"a" + n + " = b" + n + "\"";
    }
    return make_sample(report_json(figures, "", conditions));
}

}  // namespace

TEST_CASE("the page tells verdict, finding, drawing, repair, implied, relations and the unchecked") {
    const Sample sample = make_sample(slip_json());
    const std::string page = render_sample("html", sample, {}, 1);
    CHECK(page.starts_with("<!DOCTYPE html>"));
    CHECK(has(page, "</span> inconsistent</span></p>"));
    CHECK(has(page, "aria-label=\"Drawn to scale: "));
    CHECK(has(page, "51.9 percent</span> (printed "));
    CHECK(has(page, "<h3>Implied by the report</h3>"));
    CHECK(has(page, "<code>overall_trade_2024</code>"));
    CHECK(has(page, "<h3>All relations</h3>"));
    CHECK(has(page, "<h3>Figures that nothing checks</h3>"));
    CHECK(has(page, "<code>countries</code>"));
    CHECK(page.find("inconsistent</span>") < page.find("<section"));
    CHECK(page.ends_with("</html>\n"));
}

TEST_CASE("several reports are led by what came out of all") {
    const Sample sample = make_sample(slip_json());
    std::string page;
    const auto renderer =
        find_format("html")->make([&](std::string_view bytes) { page.append(bytes); }, {});
    renderer->begin();
    const std::string path = sample.report.source_text->name();
    renderer->add({path, &sample.report, &sample.result, {}});
    renderer->add({"<gone>.json", nullptr, nullptr, {}});
    renderer->end(2);
    CHECK(count(page, "<article id=") == 2);
    CHECK(has(page, "2 reports: 1 inconsistent, 1 incomplete."));
    CHECK(has(page, "<a href=\"#report-2\">&lt;gone&gt;.json</a>"));
}

TEST_CASE("beyond a thousand findings the sentence alone is kept") {
    const std::string page = render_sample("html", failing_sample(1005), {}, 1);
    CHECK(count(page, "<section class=\"finding\">") == 1005);
    CHECK(count(page, "<svg width=") == 1000);
}

TEST_CASE("a sentence has a capital where its words are ours, and one stop") {
    struct Row {
        Message message;
        std::string text;
    };
    for (const Row& row : {Row{{{Role::text, "these 2 statements"}}, "These 2 statements."},
                           Row{{{Role::name, "share"}, {Role::text, " is 5"}}, "share is 5."},
                           Row{{{Role::text, "smallest changes:"}}, "Smallest changes:"},
                           Row{{{Role::quote, "over."}}, "over."},
                           Row{{}, ""}})
        CHECK(to_plain_text(as_sentence(row.message)) == row.text);
}
