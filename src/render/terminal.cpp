#include "render/terminal.hpp"

#include "render/error_text.hpp"
#include "render/finding_text.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/parts_view.hpp"
#include "render/report_content.hpp"
#include "render/verdict_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t most_relations = 50;
constexpr std::size_t most_implied = 50;

class TerminalRenderer : public Renderer {
public:
    TerminalRenderer(Output output, const RenderOptions& options)
        : output_([output = std::move(output)](std::string_view lines) {
              output(without_commands(std::string(lines)));
          }),
          options_(options),
          markup_(options) {}

    void add(const ReportOutcome& outcome) override {
        std::string out;
        if (verdicts_.reports() > 0) out += '\n';
        PositionCache positions;
        for (const Error& error : outcome.errors) add_error(out, markup_, error, positions);
        if (outcome.report == nullptr || outcome.result == nullptr) {
            verdicts_.add(Verdict::incomplete);
            out += '\n';
            add_verdict_line(out, markup_, Verdict::incomplete,
                             describe_unread(outcome.errors.size(), outcome.path));
            output_(out);
            return;
        }
        if (!outcome.errors.empty()) out += '\n';
        add_checked(out, outcome);
        output_(out);
    }

    void end(int exit_code) override {
        std::string out;
        if (verdicts_.reports() != 1) {
            if (verdicts_.reports() > 1) out += '\n';
            add_verdict_line(out, markup_, verdicts_.verdict(), describe_run(verdicts_));
        }
        if (fails_by_level(counts_, verdicts_, exit_code))
            markup_.add_lines(
                out,
                {{Role::warning, fmt::format("{} the run fails", markup_.sign(Role::warning))},
                 {Role::text, ": " + describe_failed_level(counts_)}},
                {0, 2});
        if (!out.empty()) output_(out);
    }

private:
    void add_checked(std::string& out, const ReportOutcome& outcome) {
        const Report& report = *outcome.report;
        const CheckResult& result = *outcome.result;
        ReportView view(report);
        counts_.add(result, outcome.fail_on);

        Message title{{Role::good, outcome.path}};
        if (!report.title.empty()) {
            title.push_back({Role::text, "  "});
            title.push_back({Role::quote, report.title});
        }
        markup_.add_lines(out, title, {0, 2});
        out += '\n';

        bool any = false;
        bool after_short = false;
        for (const Finding& finding : outcome.told()) {
            if (is_told_elsewhere(finding, !options_.quiet)) continue;
            std::string text;
            add_finding(text, markup_, view, result, finding);
            const bool is_short = std::count(text.begin(), text.end(), '\n') < 6;
            if (any && !(is_short && after_short)) out += '\n';
            after_short = is_short;
            any = true;
            out += text;
            // What is written need not be kept: a report may have very many findings.
            output_(out);
            out.clear();
        }
        if (any) out += '\n';
        if (!result.conflicts_complete) {
            markup_.add_lines(
                out, {{Role::faint, fmt::format("{}conflicts may exist: the work limit was reached",
                                                result.conflicts.empty() ? "" : "more ")}});
            out += '\n';
        }
        if (!options_.quiet) {
            add_relations(out, report, result);
            add_implied(out, report, result);
        }
        add_verdict(out, markup_, report, result, outcome.left_out);
        verdicts_.add(result.verdict);
    }

    void add_relations(std::string& out, const Report& report, const CheckResult& result) {
        TableRows rows;
        std::size_t left_out = 0;
        for (RelationIndex r = 0; r < report.relations.size(); ++r) {
            const RelationResult& outcome = result.relations[r];
            if (outcome.status == RelationStatus::fails) continue;
            if (rows.size() == most_relations) {
                ++left_out;
                continue;
            }
            rows.push_back({{{Role::name, report.relations[r].id}},
                            {{Role::text, std::string(status_words(outcome.status))}},
                            compare_sides(report, r, result)});
        }
        if (rows.empty()) return;
        if (left_out > 0)
            rows.push_back({{{Role::faint, fmt::format("... and {} more", left_out)}}});
        const auto counts = result.status_counts();
        const std::size_t hold =
            counts[static_cast<std::size_t>(RelationStatus::holds)] +
            counts[static_cast<std::size_t>(RelationStatus::holds_by_rounding)];
        const std::size_t fail = counts[static_cast<std::size_t>(RelationStatus::fails)];
        markup_.add_lines(
            out, {{Role::good, hold + fail == result.relations.size() ? "relations that hold"
                               : fail > 0                             ? "the other relations"
                                                                      : "relations"}});
        markup_.add_table(out, rows, 2);
        out += '\n';
    }

    void add_implied(std::string& out, const Report& report, const CheckResult& result) {
        std::string text;
        std::size_t name_width = 0;
        constexpr std::size_t widest_name = 28;
        std::vector<VariableIndex> implied = implied_quantities(report, result);
        const std::size_t left_out = implied.size() - std::min(implied.size(), most_implied);
        implied.resize(implied.size() - left_out);
        for (const VariableIndex v : implied)
            name_width = std::max(name_width, report.names.name(v).size());
        name_width = std::min(name_width, widest_name);
        for (const VariableIndex v : implied) {
            const Quantity& quantity = report.quantities[v];
            const std::string& name = report.names.name(v);
            const std::size_t used = std::min(name.size(), name_width);
            markup_.add_lines(text,
                              {{Role::name, name},
                               {Role::text, std::string(name_width - used + 3, ' ')},
                               {Role::value, format_interval(result.implied(report, v),
                                                             quantity.unit)}},
                              {2, 6});
            if (!quantity.label().empty())
                markup_.add_lines(text, {{Role::quote, quantity.label()}}, {4, 4});
            if (quantity.definition)
                markup_.add_lines(text,
                                  {{Role::faint, "= "},
                                   {Role::faint, expression_text(*quantity.definition)}},
                                  {4, 6});
        }
        if (!text.empty()) {
            markup_.add_lines(out, {{Role::good, "implied by the report"}});
            out += text;
            if (left_out > 0)
                markup_.add_lines(out, {{Role::faint, fmt::format("... and {} more", left_out)}},
                                  {2, 2});
            out += '\n';
        }
        add_narrowed(out, report, result);
    }

    /// Printed figures of which the rest of the report allows only a part of what was printed.
    void add_narrowed(std::string& out, const Report& report, const CheckResult& result) {
        constexpr std::size_t most_narrowed = 12;
        const std::vector<NarrowedFigure> narrowed = narrowed_figures(report, result);
        TableRows rows;
        for (const NarrowedFigure& figure : narrowed) {
            if (rows.size() == most_narrowed) {
                rows.push_back({{{Role::faint, fmt::format("... and {} more",
                                                           narrowed.size() - most_narrowed)}}});
                break;
            }
            rows.push_back({{{Role::name, report.names.name(figure.figure)}},
                            {{Role::value, figure.implied}},
                            {{Role::faint, "printed: "}, {Role::faint, figure.printed}}});
        }
        if (rows.empty()) return;
        markup_.add_lines(out, {{Role::good, "narrower than printed"}});
        markup_.add_table(out, rows, 2);
        out += '\n';
    }

    Output output_;
    RenderOptions options_;
    Markup markup_;
    FindingCounts counts_;
    VerdictCounts verdicts_;
};

}  // namespace

std::unique_ptr<Renderer> make_terminal_renderer(const Output& output,
                                                 const RenderOptions& options) {
    return std::make_unique<TerminalRenderer>(output, options);
}

}  // namespace brcheck
