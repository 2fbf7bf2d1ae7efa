#include "render/html.hpp"

#include "base/embedded_data.hpp"
#include "render/html_finding.hpp"
#include "render/message_facts.hpp"
#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

// A browser shows pages of some ten megabytes; beyond that everything is in -f json.
constexpr std::size_t most_full_findings = 1000;
constexpr std::size_t most_rows = 5000;

constexpr std::string_view content_mark = "<!--content-->";

/// Ids of reports and findings hold nothing that a link must escape.
std::string anchor(std::size_t report) { return fmt::format("report-{}", report); }

bool is_web_address(std::string_view url) {
    return url.starts_with("https://") || url.starts_with("http://");
}

class HtmlRenderer : public Renderer {
public:
    HtmlRenderer(Output output, const RenderOptions& options)
        : output_(std::move(output)), markup_(options) {
        const std::string_view page = embedded::page_html;
        const std::size_t mark = page.find(content_mark);
        assert(mark != std::string_view::npos);
        before_ = page.substr(0, mark);
        after_ = page.substr(mark + content_mark.size());
    }

    void begin() override { output_(before_); }

    void add(const ReportOutcome& outcome) override {
        const bool checked = outcome.report != nullptr && outcome.result != nullptr;
        const Verdict verdict = checked ? outcome.result->verdict : Verdict::incomplete;
        verdicts_.add(verdict);
        paths_.emplace_back(outcome.path, verdict);
        html_.open("article", {{"id", anchor(paths_.size())}});
        write_head(outcome, verdict);
        if (!outcome.errors.empty()) {
            open_section("What keeps it from being checked");
            html_.open("ul", {{"class", "remarks"}});
            PositionCache positions;
            for (const Error& error : outcome.errors) {
                write_error(html_, markup_, error, positions);
                flush();
            }
            html_.close().close();
        }
        if (checked) write_result(outcome);
        html_.close();
        flush();
    }

    void end(int exit_code) override {
        const bool by_level = fails_by_level(counts_, verdicts_, exit_code);
        if (verdicts_.reports() != 1 || by_level) {
            html_.open("section", {{"class", "overview"}});
            if (verdicts_.reports() != 1) write_overview();
            if (by_level) {
                html_.open("p");
                write_mark(html_, markup_, Role::warning, "the run fails");
                html_.text(": " + describe_failed_level(counts_) + ".").close();
            }
            html_.close();
        }
        flush();
        output_(after_);
    }

private:
    void flush() { output_(html_.take()); }

    /// The caller closes it.
    void open_section(std::string_view title) {
        html_.open("section").leaf("h3", title);
    }

    void write_verdict(Verdict verdict, std::string_view words) {
        html_.open("p", {{"class", "verdict"}});
        write_mark(html_, markup_, role_of(verdict), format_verdict(verdict));
        html_.close().open("p", {{"class", "counts"}});
        html_.message(as_sentence({{Role::text, std::string(words)}})).close();
    }

    void write_head(const ReportOutcome& outcome, Verdict verdict) {
        const Report* report = outcome.report;
        const bool titled = report != nullptr && !report->title.empty();
        html_.open("header");
        html_.open("h2").leaf("bdi", titled ? report->title : outcome.path).close();
        if (titled) html_.leaf("p", outcome.path, {{"class", "place"}});
        if (report != nullptr) write_source(report->source);
        if (report != nullptr && outcome.result != nullptr) {
            write_verdict(verdict, describe_verdict(*outcome.result, outcome.left_out));
            const Coverage coverage = coverage_of(*report, *outcome.result);
            if (coverage.printed > 0)
                html_.leaf("p", describe(coverage) + ".", {{"class", "counts"}});
        } else {
            write_verdict(verdict, describe_unread(outcome.errors.size(), outcome.path));
        }
        html_.close();
    }

    void write_source(const ReportSource& source) {
        Message line;
        for (const std::string* text : {&source.publisher, &source.date}) {
            if (text->empty()) continue;
            if (!line.empty()) line.push_back({Role::text, ", "});
            line.push_back({Role::quote, *text});
        }
        if (line.empty() && source.url.empty()) return;
        html_.open("p", {{"class", "source"}}).message(line);
        if (!source.url.empty()) {
            if (!line.empty()) html_.text(", ");
            if (is_web_address(source.url))
                html_.leaf("a", source.url, {{"href", source.url}, {"rel", "noreferrer"}});
            else
                html_.leaf("bdi", source.url);
        }
        html_.close();
    }

    void write_result(const ReportOutcome& outcome) {
        const Report& report = *outcome.report;
        const CheckResult& result = *outcome.result;
        ReportView view(report);
        counts_.add(result, outcome.fail_on);
        write_findings(view, outcome);
        write_remarks("Remarks", view, outcome,
                      [](const FindingContent& content) { return content.allowance == nullptr; });
        write_implied(report, result);
        write_narrowed(report, result);
        write_relations(report, result);
        write_remarks("Allowed", view, outcome,
                      [](const FindingContent& content) { return content.allowance != nullptr; });
        write_unchecked(view, result);
    }

    static bool is_clash(const Finding& finding) {
        return static_cast<std::uint16_t>(finding.code) < 400 && !finding.allowed_by;
    }

    void write_findings(ReportView& view, const ReportOutcome& outcome) {
        const CheckResult& result = *outcome.result;
        std::size_t written = 0;
        for (const Finding& finding : outcome.told()) {
            if (!is_clash(finding)) continue;
            if (written == 0) open_section("What does not agree");
            write_finding(html_, markup_, view, content_of(view, result, finding),
                          written++ < most_full_findings);
            flush();
        }
        if (!result.conflicts_complete)
            html_.leaf("p", fmt::format("{} may exist: the work limit was reached.",
                                        result.conflicts.empty() ? "Conflicts" : "More conflicts"));
        if (written > 0) html_.close();
    }

    template <typename Predicate>
    void write_remarks(std::string_view title, ReportView& view, const ReportOutcome& outcome,
                       Predicate belongs) {
        bool any = false;
        for (const Finding& finding : outcome.told()) {
            if (is_clash(finding) || is_told_elsewhere(finding, true)) continue;
            const FindingContent content = content_of(view, *outcome.result, finding);
            if (!belongs(content)) continue;
            if (!any) {
                open_section(title);
                html_.open("ul", {{"class", "remarks"}});
            }
            any = true;
            write_remark(html_, markup_, content);
            flush();
        }
        if (any) html_.close().close();
    }

    /// A name as people know it, the id below it.
    void write_name(const std::string& id, const std::string& label) {
        html_.open("div", {{"class", "name"}});
        if (!label.empty()) html_.open("p").leaf("bdi", label).close();
        html_.open("p").leaf("code", id).close();
        html_.close();
    }

    void write_left_out(std::size_t all) {
        if (all > most_rows)
            html_.leaf("li", fmt::format("... and {} more", all - most_rows), {{"class", "more"}});
    }

    void write_implied(const Report& report, const CheckResult& result) {
        const std::vector<VariableIndex> implied = implied_quantities(report, result);
        if (implied.empty()) return;
        open_section("Implied by the report");
        html_.open("ul", {{"class", "quantities"}});
        for (std::size_t i = 0; i < std::min(implied.size(), most_rows); ++i) {
            const Quantity& quantity = report.quantities[implied[i]];
            html_.open("li");
            write_name(report.names.name(implied[i]), quantity.label());
            html_.open("div", {{"class", "value"}})
                .leaf("p", format_interval(result.implied(report, implied[i]), quantity.unit));
            if (quantity.definition)
                html_.open("p", {{"class", "faint"}})
                    .text("= ")
                    .leaf("code", expression_text(*quantity.definition))
                    .close();
            html_.close().close();
            flush();
        }
        write_left_out(implied.size());
        html_.close().close();
    }

    void write_narrowed(const Report& report, const CheckResult& result) {
        const std::vector<NarrowedFigure> narrowed = narrowed_figures(report, result);
        if (narrowed.empty()) return;
        open_section("Narrower than printed");
        html_.open("ul", {{"class", "quantities"}});
        for (std::size_t i = 0; i < std::min(narrowed.size(), most_rows); ++i) {
            const NarrowedFigure& figure = narrowed[i];
            html_.open("li");
            write_name(report.names.name(figure.figure),
                       report.quantities[figure.figure].label());
            html_.open("div", {{"class", "value"}}).leaf("p", figure.implied);
            html_.leaf("p", "printed: " + figure.printed, {{"class", "faint"}}).close().close();
            flush();
        }
        write_left_out(narrowed.size());
        html_.close().close();
    }

    void write_relations(const Report& report, const CheckResult& result) {
        if (report.relations.empty()) return;
        const std::vector<bool> jointly = failing_jointly(result);
        open_section("All relations");
        html_.open("ul", {{"class", "relations"}});
        for (RelationIndex r = 0; r < std::min(report.relations.size(), most_rows); ++r) {
            const Relation& relation = report.relations[r];
            html_.open("li").open("div");
            write_mark(html_, markup_, role_of(result.relations[r].status),
                       status_words(result, r, jointly));
            html_.close();
            html_.open("div");
            if (!relation.label.empty()) html_.open("p").leaf("bdi", relation.label).close();
            html_.open("p").leaf("code", relation.id).text(": ");
            html_.leaf("code", expression_text(relation.condition), {{"class", "faint"}}).close();
            const Message sides = compare_sides(report, r, result);
            if (!sides.empty()) html_.open("p").message(sides).close();
            html_.close().close();
            flush();
        }
        write_left_out(report.relations.size());
        html_.close().close();
    }

    void write_unchecked(ReportView& view, const CheckResult& result) {
        const Coverage coverage = coverage_of(view.report(), result);
        if (coverage.unchecked.empty()) return;
        open_section("Figures that nothing checks");
        write_rows(html_, "rows parts", quantity_rows(view, coverage.unchecked, most_rows));
        html_.close();
    }

    void write_overview() {
        write_verdict(verdicts_.verdict(), describe_run(verdicts_));
        if (paths_.empty()) return;
        html_.open("ul", {{"class", "rows"}});
        for (std::size_t i = 0; i < paths_.size(); ++i) {
            const auto& [path, verdict] = paths_[i];
            html_.open("li").open("div");
            html_.leaf("a", path, {{"href", "#" + anchor(i + 1)}}).close().open("div");
            write_mark(html_, markup_, role_of(verdict), format_verdict(verdict));
            html_.close().close();
        }
        html_.close();
    }

    Output output_;
    Markup markup_;
    HtmlWriter html_;
    std::string_view before_;
    std::string_view after_;
    VerdictCounts verdicts_;
    FindingCounts counts_;
    std::vector<std::pair<std::string, Verdict>> paths_;
};

}  // namespace

std::unique_ptr<Renderer> make_html_renderer(const Output& output, const RenderOptions& options) {
    return std::make_unique<HtmlRenderer>(output, options);
}

}  // namespace brcheck
