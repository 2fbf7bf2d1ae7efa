#include "render/terminal.hpp"

#include "render/error_text.hpp"
#include "render/finding_text.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/parts_view.hpp"
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

struct FindingCounts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t notes = 0;

    void add(const CheckResult& result) {
        for (const Finding& finding : result.findings) {
            if (finding.allowed_by) continue;
            std::size_t& count = finding.severity == Severity::error     ? errors
                                 : finding.severity == Severity::warning ? warnings
                                                                         : notes;
            ++count;
        }
    }
};

/// Remarks that the list of relations or the last line tells, too: said once is enough.
bool is_told_elsewhere(const Finding& finding, bool with_list) {
    return finding.severity == Severity::note &&
           (finding.code == RuleCode::unchecked_figure ||
            (with_list && finding.code == RuleCode::holds_only_by_rounding));
}

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
        if (reports_++ > 0) out += '\n';
        PositionCache positions;
        for (const Error& error : outcome.errors) add_error(out, markup_, error, positions);
        if (outcome.report == nullptr || outcome.result == nullptr) {
            ++incomplete_;
            out += '\n';
            add_verdict_line(out, markup_, Verdict::incomplete,
                             fmt::format("{} in {}, so it was not checked",
                                         count_of(outcome.errors.size(), "error"), outcome.path));
            output_(out);
            return;
        }
        if (!outcome.errors.empty()) out += '\n';
        add_checked(out, outcome);
        output_(out);
    }

    void end(int exit_code) override {
        std::string out;
        if (reports_ != 1) {
            out += reports_ > 1 ? "\n" : "";
            const Verdict all = incomplete_ > 0 || reports_ == 0 ? Verdict::incomplete
                                : inconsistent_ > 0              ? Verdict::inconsistent
                                                                 : Verdict::consistent;
            std::vector<std::string> clauses;
            const std::pair<std::size_t, Verdict> groups[] = {
                {consistent_, Verdict::consistent},
                {inconsistent_, Verdict::inconsistent},
                {incomplete_, Verdict::incomplete}};
            for (const auto& [count, verdict] : groups)
                if (count > 0)
                    clauses.push_back(fmt::format("{} {}", count, format_verdict(verdict)));
            add_verdict_line(out, markup_, all,
                             reports_ == 0 ? "no report was checked"
                                           : fmt::format("{}: {}", count_of(reports_, "report"),
                                                         join_clauses(clauses)));
        }
        if (exit_code == 1 && counts_.errors == 0) {
            const bool by_warning = counts_.warnings > 0 && options_.fail_on <= Severity::warning;
            markup_.add_lines(
                out,
                {{Role::warning, fmt::format("{} the run fails", markup_.sign(Role::warning))},
                 {Role::text, fmt::format(": {} at or above the level {} that was asked for",
                                          by_warning ? count_of(counts_.warnings, "warning")
                                                     : count_of(counts_.notes, "note"),
                                          format_severity(options_.fail_on))}},
                {0, 2});
        }
        if (!out.empty()) output_(out);
    }

private:
    void add_checked(std::string& out, const ReportOutcome& outcome) {
        const Report& report = *outcome.report;
        const CheckResult& result = *outcome.result;
        ReportView view(report);
        counts_.add(result);

        Message title{{Role::good, outcome.path}};
        if (!report.title.empty()) {
            title.push_back({Role::text, "  "});
            title.push_back({Role::quote, report.title});
        }
        markup_.add_lines(out, title, {0, 2});
        out += '\n';

        bool any = false;
        bool after_short = false;
        for (const Finding& finding : result.findings) {
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
        add_verdict(out, markup_, report, result);
        switch (result.verdict) {
            case Verdict::consistent: ++consistent_; break;
            case Verdict::inconsistent: ++inconsistent_; break;
            case Verdict::incomplete: ++incomplete_; break;
        }
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
                            compare_sides(report, r, outcome)});
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

    static Message compare_sides(const Report& report, RelationIndex relation,
                                 const RelationResult& outcome) {
        if (outcome.sides.empty()) return {};
        const Unit unit = side_unit(report, relation);
        const auto comparisons = report.relations[relation].condition.comparisons();
        Message out;
        for (std::size_t i = 0; i < outcome.sides.size(); ++i) {
            if (i > 0)
                out.push_back(
                    {Role::faint, fmt::format(" {} ", format_comparison(comparisons[i - 1]))});
            const Interval& side = outcome.sides[i].interval;
            out.push_back(
                {Role::value, side.is_all() ? "an unknown" : format_interval(side, unit)});
        }
        return out;
    }

    void add_implied(std::string& out, const Report& report, const CheckResult& result) {
        std::string text;
        std::size_t shown = 0;
        std::size_t left_out = 0;
        std::size_t name_width = 0;
        constexpr std::size_t widest_name = 28;
        std::vector<VariableIndex> implied;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const Quantity& quantity = report.quantities[v];
            const bool derived = quantity.kind == QuantityKind::derived;
            const bool unknown = quantity.kind == QuantityKind::unknown &&
                                 !result.quantities[v].implied.is_all();
            if (!derived && !unknown) continue;
            if (shown++ >= most_implied) {
                ++left_out;
                continue;
            }
            implied.push_back(v);
            name_width = std::max(name_width, report.names.name(v).size());
        }
        name_width = std::min(name_width, widest_name);
        for (const VariableIndex v : implied) {
            const Quantity& quantity = report.quantities[v];
            const std::string& name = report.names.name(v);
            const std::size_t used = std::min(name.size(), name_width);
            markup_.add_lines(text,
                              {{Role::name, name},
                               {Role::text, std::string(name_width - used + 3, ' ')},
                               {Role::value, format_interval(result.quantities[v].implied,
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
        TableRows rows;
        std::size_t left_out = 0;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const Quantity& quantity = report.quantities[v];
            const Interval& implied = result.quantities[v].implied;
            const bool printed =
                quantity.kind == QuantityKind::stated || quantity.kind == QuantityKind::range;
            if (!printed || implied == quantity.interval || !quantity.interval.contains(implied))
                continue;
            // What looks the same to the reader is no news.
            const std::string after = format_interval(implied, quantity.unit);
            const std::string before = format_interval(quantity.interval, quantity.unit);
            if (after == before) continue;
            if (rows.size() == most_narrowed) {
                ++left_out;
                continue;
            }
            rows.push_back({{{Role::name, report.names.name(v)}},
                            {{Role::value, after}},
                            {{Role::faint, "printed: "}, {Role::faint, before}}});
        }
        if (left_out > 0)
            rows.push_back({{{Role::faint, fmt::format("... and {} more", left_out)}}});
        if (rows.empty()) return;
        markup_.add_lines(out, {{Role::good, "narrower than printed"}});
        markup_.add_table(out, rows, 2);
        out += '\n';
    }

    Output output_;
    RenderOptions options_;
    Markup markup_;
    FindingCounts counts_;
    std::size_t reports_ = 0;
    std::size_t consistent_ = 0;
    std::size_t inconsistent_ = 0;
    std::size_t incomplete_ = 0;
};

}  // namespace

std::unique_ptr<Renderer> make_terminal_renderer(const Output& output,
                                                 const RenderOptions& options) {
    return std::make_unique<TerminalRenderer>(output, options);
}

}  // namespace brcheck
