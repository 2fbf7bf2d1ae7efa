#include "render/terminal.hpp"

#include "render/error_text.hpp"
#include "render/finding_text.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/parts_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t most_relations = 50;
constexpr std::size_t most_implied = 50;
constexpr std::size_t most_unchecked = 12;

std::string count_of(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// "a, b and c", leaving out what is empty.
std::string join_clauses(const std::vector<std::string>& clauses) {
    return fmt::format("{}", fmt::join(clauses, ", "));
}

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

std::string_view status_words(RelationStatus status) noexcept {
    switch (status) {
        case RelationStatus::holds: return "holds";
        case RelationStatus::holds_by_rounding: return "holds by rounding";
        case RelationStatus::fails: return "fails";
        case RelationStatus::undecided: return "undecided";
        case RelationStatus::defines: return "defines an unknown";
        case RelationStatus::not_comparable: return "not comparable";
        case RelationStatus::allowed: return "fails, allowed";
    }
    return "";
}

/// Remarks that the list of relations or the last line tells, too: said once is enough.
bool is_told_elsewhere(const Finding& finding, bool quiet) {
    if (finding.severity != Severity::note) return false;
    return finding.code == RuleCode::unchecked_figure ||
           (!quiet && finding.code == RuleCode::holds_only_by_rounding);
}

class TerminalRenderer : public Renderer {
public:
    TerminalRenderer(Output output, const RenderOptions& options)
        : output_(std::move(output)), options_(options), markup_(options) {}

    void add(const ReportOutcome& outcome) override {
        std::string out;
        if (reports_++ > 0) out += '\n';
        PositionCache positions;
        for (const Error& error : outcome.errors) add_error(out, markup_, error, positions);
        if (outcome.report == nullptr || outcome.result == nullptr) {
            ++incomplete_;
            out += '\n';
            add_verdict_line(out, Verdict::incomplete,
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
            add_verdict_line(out, all,
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
            if (is_told_elsewhere(finding, options_.quiet)) continue;
            std::string text;
            add_finding(text, markup_, view, finding);
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
        if (!options_.quiet) {
            add_relations(out, report, result);
            add_implied(out, report, result);
        }
        add_verdict(out, report, result);
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

    void add_verdict_line(std::string& out, Verdict verdict, const std::string& words) {
        const Role role = verdict == Verdict::consistent     ? Role::good
                          : verdict == Verdict::inconsistent ? Role::error
                                                             : Role::warning;
        markup_.add_lines(
            out,
            {{role, fmt::format("{} {}", markup_.sign(role), format_verdict(verdict))},
             {Role::text, ": " + words}},
            {0, 2});
    }

    void add_verdict(std::string& out, const Report& report, const CheckResult& result) {
        switch (result.verdict) {
            case Verdict::consistent: ++consistent_; break;
            case Verdict::inconsistent: ++inconsistent_; break;
            case Verdict::incomplete: ++incomplete_; break;
        }
        const auto counts = result.status_counts();
        const auto count = [&](RelationStatus status) {
            return counts[static_cast<std::size_t>(status)];
        };
        const std::size_t total = result.relations.size();
        const std::size_t by_rounding = count(RelationStatus::holds_by_rounding);
        const std::size_t hold = count(RelationStatus::holds) + by_rounding;
        const std::size_t fail = count(RelationStatus::fails);
        const std::string rounding =
            by_rounding > 0 ? fmt::format(" ({} only by rounding)", by_rounding) : "";
        std::vector<std::string> clauses;
        if (total == 0) {
            clauses.push_back("there are no relations");
        } else if (hold == total) {
            clauses.push_back((total == 1 ? "the only relation holds"
                                          : fmt::format("all {} relations hold", total)) +
                              rounding);
        } else if (fail > 0) {
            clauses.push_back(fmt::format("{} of {} {}", fail, count_of(total, "relation"),
                                          fail == 1 ? "fails" : "fail"));
            if (hold > 0)
                clauses.push_back(
                    fmt::format("{} {}{}", hold, hold == 1 ? "holds" : "hold", rounding));
        } else {
            clauses.push_back(fmt::format("{} of {} {}{}", hold, count_of(total, "relation"),
                                          hold == 1 ? "holds" : "hold", rounding));
        }
        const std::pair<RelationStatus, std::pair<std::string_view, std::string_view>> others[] = {
            {RelationStatus::allowed, {"fails but is allowed", "fail but are allowed"}},
            {RelationStatus::not_comparable, {"is not comparable", "are not comparable"}},
            {RelationStatus::defines, {"defines an unknown", "define unknowns"}},
            {RelationStatus::undecided, {"is undecided", "are undecided"}},
        };
        for (const auto& [status, words] : others)
            if (count(status) > 0)
                clauses.push_back(fmt::format("{} {}", count(status),
                                              count(status) == 1 ? words.first : words.second));
        add_verdict_line(out, result.verdict, join_clauses(clauses));
        add_coverage(out, report, result);
    }

    void add_coverage(std::string& out, const Report& report, const CheckResult& result) {
        std::size_t printed = 0;
        std::vector<VariableIndex> unchecked;
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const QuantityKind kind = report.quantities[v].kind;
            if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
            ++printed;
            if (!result.quantities[v].checked) unchecked.push_back(v);
        }
        if (printed == 0) return;
        Message line{{Role::text,
                      fmt::format("{} of {} {} checked", printed - unchecked.size(),
                                  count_of(printed, "figure"),
                                  printed == 1 || printed - unchecked.size() == 1 ? "is" : "are")}};
        for (std::size_t i = 0; i < unchecked.size() && i < most_unchecked; ++i) {
            line.push_back({Role::text, i == 0 ? "; not checked: " : ", "});
            line.push_back({Role::name, report.names.name(unchecked[i])});
        }
        if (unchecked.size() > most_unchecked)
            line.push_back({Role::text,
                            fmt::format(" and {} more", unchecked.size() - most_unchecked)});
        markup_.add_lines(out, line, {2, 4});
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
