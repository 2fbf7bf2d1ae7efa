#include "render/markdown.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/error_text.hpp"
#include "render/finding_content.hpp"
#include "render/finding_text.hpp"
#include "render/markdown_text.hpp"
#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

// GitHub takes fewer than 65,536 characters.
constexpr std::size_t most_characters = 65'535;
constexpr std::size_t room_for_last_line = 400;
constexpr std::size_t most_reports = 50;
constexpr std::size_t longest_path = 200;
constexpr std::size_t most_implied = 30;
constexpr std::size_t most_unchecked = 12;

/// What is left out last comes first.
enum class Rank : std::uint8_t { error, warning, note, quantities };
constexpr std::size_t rank_count = 4;

struct Item {
    std::size_t report = 0;
    Rank rank = Rank::error;
    std::size_t size_characters = 0;
    std::string text;
    bool fits = false;
};

struct Head {
    std::string path;
    Verdict verdict = Verdict::incomplete;
    std::string words;  ///< of the verdict
    std::string text;   ///< what the section of the report begins with
    bool fits = false;
};

Rank rank_of(Severity severity) {
    return severity == Severity::error     ? Rank::error
           : severity == Severity::warning ? Rank::warning
                                           : Rank::note;
}

/// A path of any length in the head, whose size is not counted.
std::string shortened_path(const std::string& path) {
    std::string visible = without_commands(escape_unsafe(path));
    if (visible.size() <= longest_path) return visible;
    std::size_t begin = visible.size() - longest_path;
    while ((static_cast<unsigned char>(visible[begin]) & 0xC0u) == 0x80u) ++begin;
    return "..." + visible.substr(begin);
}

/// Code blocks must not depend on the terminal of whoever runs it.
RenderOptions block_options(const RenderOptions& options) {
    RenderOptions block;
    block.ascii = options.ascii;
    return block;
}

class MarkdownRenderer : public Renderer {
public:
    MarkdownRenderer(Output output, const RenderOptions& options)
        : output_(std::move(output)), markup_(block_options(options)) {}

    void add(const ReportOutcome& outcome) override {
        const bool checked = outcome.report != nullptr && outcome.result != nullptr;
        const Verdict verdict = checked ? outcome.result->verdict : Verdict::incomplete;
        verdicts_.add(verdict);
        heads_.push_back({shortened_path(outcome.path), verdict, {}, {}, false});
        Head& head = heads_.back();
        head.words = checked ? describe_verdict(*outcome.result, outcome.left_out)
                             : describe_unread(outcome.errors.size(), head.path);
        if (outcome.report != nullptr && !outcome.report->title.empty())
            head.text = fmt::format("**{}** ({})\n", markdown_text(outcome.report->title),
                                    markdown_code(head.path));
        else
            head.text = markdown_code(head.path) + "\n";
        PositionCache positions;
        for (const Error& error : outcome.errors) {
            std::string text;
            if (has_room(Rank::error)) add_error(text, markup_, error, positions);
            put(Rank::error, markdown_block(text));
        }
        if (checked) add_result(outcome);
    }

    void end(int exit_code) override {
        std::string out;
        const bool several = heads_.size() != 1;
        const Verdict verdict = several ? verdicts_.verdict() : heads_.front().verdict;
        out += fmt::format("## {}: {}\n", mark(role_of(verdict), format_verdict(verdict)),
                           markdown_text(several ? describe_run(verdicts_)
                                                 : heads_.front().words));
        if (fails_by_level(counts_, verdicts_, exit_code))
            out += fmt::format("\n{}: {}\n", mark(Role::warning, "the run fails"),
                               describe_failed_level(counts_));
        if (several) add_overview(out);
        output_(out);
        choose(most_characters - count_code_points(out) - room_for_last_line);
        for (std::size_t i = 0, report = heads_.size(); i < items_.size(); ++i) {
            const Item& item = items_[i];
            if (!item.fits) continue;
            if (item.report != report) {
                report = item.report;
                output_("\n" + std::string(several ? section_title(report) : "") +
                        heads_[report].text);
            }
            output_("\n" + item.text);
        }
        if (!several && std::none_of(items_.begin(), items_.end(),
                                     [](const Item& item) { return item.fits; }))
            output_("\n" + heads_.front().text);
        const std::string left_out = describe_left_out();
        if (!left_out.empty()) output_("\n" + left_out + "\n");
    }

private:
    [[nodiscard]] std::string mark(Role role, std::string_view word) const {
        return fmt::format("{} {}", markup_.sign(role), word);
    }

    [[nodiscard]] std::string section_title(std::size_t report) const {
        const Head& head = heads_[report];
        return fmt::format("## {}: {}\n\n", mark(role_of(head.verdict),
                                                 format_verdict(head.verdict)),
                           markdown_text(head.words));
    }

    /// False once the items of this rank and of more severe ones are more than the room takes.
    [[nodiscard]] bool has_room(Rank rank) const {
        std::size_t used = 0;
        for (std::size_t r = 0; r <= static_cast<std::size_t>(rank); ++r) used += used_[r];
        return used < most_characters;
    }

    void put(Rank rank, std::string text) {
        const std::size_t size = count_code_points(text) + 1;
        if (!has_room(rank) || size > most_characters) {
            ++left_out_[static_cast<std::size_t>(rank)];
            return;
        }
        used_[static_cast<std::size_t>(rank)] += size;
        items_.push_back({heads_.size() - 1, rank, size, std::move(text), false});
    }

    /// The most severe first, in the order of the run; what is too long alone is passed over.
    void choose(std::size_t room) {
        for (std::size_t rank = 0; rank < rank_count; ++rank) {
            for (Item& item : items_) {
                if (item.rank != static_cast<Rank>(rank)) continue;
                Head& head = heads_[item.report];
                const std::size_t head_size =
                    head.fits ? 0
                              : count_code_points(head.text) +
                                    count_code_points(section_title(item.report)) + 1;
                if (item.size_characters + head_size > room) {
                    ++left_out_[rank];
                    continue;
                }
                room -= item.size_characters + head_size;
                head.fits = true;
                item.fits = true;
            }
        }
    }

    [[nodiscard]] std::string describe_left_out() const {
        constexpr std::array names = {"error", "warning", "note", "list of figures"};
        std::vector<std::string> clauses;
        for (std::size_t rank = 0; rank < rank_count; ++rank) {
            const std::size_t count = left_out_[rank];
            if (count == 0) continue;
            clauses.push_back(rank + 1 == rank_count && count > 1
                                  ? fmt::format("{} lists of figures", count)
                                  : count_of(count, names[rank]));
        }
        if (clauses.empty()) return {};
        return fmt::format("**Left out, since a comment has no room for them:** {}.",
                           join_clauses(clauses));
    }

    void add_overview(std::string& out) const {
        if (heads_.empty()) return;
        out += "\n| report | verdict |\n| --- | --- |\n";
        for (std::size_t i = 0; i < std::min(heads_.size(), most_reports); ++i)
            out += fmt::format("| {} | {} |\n", markdown_code(heads_[i].path, true),
                               mark(role_of(heads_[i].verdict),
                                    format_verdict(heads_[i].verdict)));
        if (heads_.size() > most_reports)
            out += fmt::format("\n... and {} more\n", heads_.size() - most_reports);
    }

    void add_result(const ReportOutcome& outcome) {
        const Report& report = *outcome.report;
        const CheckResult& result = *outcome.result;
        ReportView view(report);
        counts_.add(result, outcome.fail_on);
        for (const Finding& finding : outcome.told()) {
            if (is_told_elsewhere(finding, true)) continue;
            const Rank rank = finding.allowed_by ? Rank::note : rank_of(finding.severity);
            if (!has_room(rank))
                put(rank, {});
            else
                put(rank, finding_text(view, content_of(view, result, finding)));
        }
        if (!result.conflicts_complete)
            put(Rank::warning, "More conflicts may exist: the work limit was reached.\n");
        std::string quantities = implied_text(report, result);
        const std::string coverage = coverage_text(report, result);
        if (!quantities.empty() && !coverage.empty()) quantities += '\n';
        quantities += coverage;
        if (!quantities.empty()) put(Rank::quantities, std::move(quantities));
    }

    std::string finding_text(ReportView& view, const FindingContent& content) const {
        if (content.is_remark) return remark_text(content);
        const Report& report = view.report();
        const Position position = view.positions().position(content.place.begin);
        std::string out = fmt::format(
            "### {} {} {}\n\n{}\n\n",
            mark(role_of(content.severity), format_severity(content.severity)), content.code,
            markdown_message(content.title),
            markdown_code(fmt::format("{}:{}:{}", report.source_text->name(), position.line,
                                      position.column)));
        out += markdown_message(as_sentence(content.sentence)) + "\n\n";
        std::string derivation;
        add_derivation(derivation, markup_, report, content, 0);
        out += markdown_block(derivation) + "\n";
        add_advice(out, content);
        return out;
    }

    static void add_advice(std::string& out, const FindingContent& content) {
        const auto add_list = [&](const std::vector<Advice>& list) {
            for (const Advice& line : list)
                out += line.label.text.empty()
                           ? fmt::format("- {}\n", markdown_message(line.message))
                           : fmt::format("- **{}** {}\n", line.label.text,
                                         markdown_message(line.message));
        };
        add_list(content.hints);
        if (content.group && !content.group->others.empty()) {
            out += fmt::format("- **{}**\n", markdown_message(content.group->others_title));
            for (const Message& other : content.group->others)
                out += fmt::format("  - {}\n", markdown_message(other));
        }
        if (content.group) {
            if (!content.group->introduction.empty())
                out += fmt::format("- {}\n", markdown_message(content.group->introduction));
            add_list(content.group->repairs);
        }
        const Message& next = content.group ? content.group->suspects : content.next_step;
        if (!next.empty()) add_list({{{Role::faint, "look at"}, next}});
    }

    [[nodiscard]] std::string remark_text(const FindingContent& content) const {
        std::string out = fmt::format(
            "- **{}** {} {}",
            content.allowance != nullptr
                ? mark(Role::note, "allowed")
                : mark(role_of(content.severity), format_severity(content.severity)),
            content.code, markdown_message(as_sentence(content.sentence)));
        for (const Message& more :
             {content.allowance != nullptr ? describe(*content.allowance) : Message{},
              content.next_step})
            if (!more.empty()) out += " " + markdown_message(as_sentence(more));
        return out + "\n";
    }

    static std::string implied_text(const Report& report, const CheckResult& result) {
        const std::vector<VariableIndex> implied = implied_quantities(report, result);
        if (implied.empty()) return {};
        std::string out = "| implied by the report | |\n| --- | --- |\n";
        for (std::size_t i = 0; i < std::min(implied.size(), most_implied); ++i) {
            const Quantity& quantity = report.quantities[implied[i]];
            Message name{{Role::name, report.names.name(implied[i])}};
            if (!quantity.label().empty()) {
                name.push_back({Role::text, " "});
                name.push_back({Role::quote, quantity.label()});
            }
            out += fmt::format("| {} | {} |\n", markdown_message(name, true),
                               markdown_text(format_interval(result.implied(report, implied[i]),
                                                             quantity.unit)));
        }
        if (implied.size() > most_implied)
            out += fmt::format("\n... and {} more\n", implied.size() - most_implied);
        return out;
    }

    static std::string coverage_text(const Report& report, const CheckResult& result) {
        const Coverage coverage = coverage_of(report, result);
        if (coverage.printed == 0) return {};
        const auto& unchecked = coverage.unchecked;
        std::string out = describe(coverage);
        for (std::size_t i = 0; i < std::min(unchecked.size(), most_unchecked); ++i)
            out += (i == 0 ? "; not checked: " : ", ") +
                   markdown_code(report.names.name(unchecked[i]));
        if (unchecked.size() > most_unchecked)
            out += fmt::format(" and {} more", unchecked.size() - most_unchecked);
        return out + ".\n";
    }

    Output output_;
    Markup markup_;
    VerdictCounts verdicts_;
    FindingCounts counts_;
    std::vector<Head> heads_;
    std::vector<Item> items_;
    std::array<std::size_t, rank_count> used_{};
    std::array<std::size_t, rank_count> left_out_{};
};

}  // namespace

std::unique_ptr<Renderer> make_markdown_renderer(const Output& output,
                                                 const RenderOptions& options) {
    return std::make_unique<MarkdownRenderer>(output, options);
}

}  // namespace brcheck
