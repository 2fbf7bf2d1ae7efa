#include "render/github.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/concise.hpp"
#include "render/diagnostic.hpp"
#include "render/markup.hpp"
#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

/// What GitHub shows of each kind in one step.
constexpr std::size_t most_shown = 10;

std::string escape_data(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '%' || c == '\r' || c == '\n')
            out += fmt::format("%{:02X}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

std::string escape_property(std::string_view text) {
    std::string out;
    for (const char c : escape_data(text)) {
        if (c == ':' || c == ',')
            out += fmt::format("%{:02X}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out;
}

std::string annotation(const Diagnostic& diagnostic) {
    const Region& region = diagnostic.region;
    std::string properties = fmt::format(
        "title={},file={}",
        escape_property(fmt::format("{} {}", diagnostic.code, diagnostic.rule->name)),
        escape_property(escape_unsafe(clean_path(diagnostic.path))));
    if (region.has_lines) {
        properties += fmt::format(",line={},endLine={}", region.begin.line, region.end.line);
        // Columns are allowed only inside one line.
        if (region.begin.line == region.end.line)
            properties +=
                fmt::format(",col={},endColumn={}", region.begin.column, region.end.column);
    }
    std::string message = escape_unsafe(diagnostic.message);
    if (!diagnostic.hint.empty()) message += "\nhint: " + escape_unsafe(diagnostic.hint);
    return fmt::format("::{} {}::{}\n", format_severity(diagnostic.severity), properties,
                       escape_data(without_commands(std::move(message))));
}

class GithubRenderer : public Renderer {
public:
    explicit GithubRenderer(Output output) : output_(std::move(output)) {}

    void add(const ReportOutcome& outcome) override {
        left_out_ += outcome.left_out;
        for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
            if (diagnostic.allowance != nullptr) return;
            keep(diagnostic.finding == nullptr            ? unreadable_
                 : diagnostic.severity == Severity::error ? errors_
                 : diagnostic.severity == Severity::warning
                     ? warnings_
                     : notes_,
                 diagnostic);
        });
    }

    void end(int) override {
        // Both kinds of errors share one ten: what could not be read comes first.
        const std::size_t unread = std::min(unreadable_.annotations.size(), most_shown);
        const std::size_t errors = std::min(errors_.annotations.size(), most_shown - unread);
        const std::size_t warnings = std::min(warnings_.annotations.size(), most_shown);
        show(unreadable_, unread);
        show(errors_, errors);
        show(warnings_, warnings);
        const std::size_t more_errors =
            unreadable_.lines.size() - unread + errors_.lines.size() - errors;
        const std::size_t more_warnings = warnings_.lines.size() - warnings;
        std::vector<std::string> more;
        if (more_errors > 0) more.push_back(count_of(more_errors, "error"));
        if (more_warnings > 0) more.push_back(count_of(more_warnings, "warning"));
        if (!more.empty())
            output_(fmt::format("::notice title=brcheck::GitHub shows {} errors and {} warnings of "
                                "a step; the rest is in its log: {}\n",
                                most_shown, most_shown, join_clauses(more)));
        if (const std::string over = describe_over_max(left_out_); !over.empty())
            output_(fmt::format("::notice title=brcheck::{}\n", over));
        if (!notes_.lines.empty()) more.push_back(count_of(notes_.lines.size(), "note"));
        if (more.empty()) return;
        output_(fmt::format("::group::brcheck: {}\n", join_clauses(more)));
        list(unreadable_, unread);
        list(errors_, errors);
        list(warnings_, warnings);
        list(notes_, 0);
        output_("::endgroup::\n");
    }

private:
    /// One level of severity, in the order of the run.
    struct Level {
        std::vector<std::string> annotations;  ///< of the first ten
        std::vector<std::string> lines;        ///< of all
    };

    static void keep(Level& level, const Diagnostic& diagnostic) {
        if (level.annotations.size() < most_shown)
            level.annotations.push_back(annotation(diagnostic));
        level.lines.push_back(concise_line(diagnostic) + '\n');
    }
    void show(const Level& level, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) output_(level.annotations[i]);
    }
    void list(const Level& level, std::size_t shown) {
        for (std::size_t i = shown; i < level.lines.size(); ++i) output_(level.lines[i]);
    }

    Output output_;
    Level unreadable_;
    Level errors_;
    Level warnings_;
    Level notes_;
    LeftOutCounts left_out_;
};

}  // namespace

std::unique_ptr<Renderer> make_github_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<GithubRenderer>(output);
}

}  // namespace brcheck
