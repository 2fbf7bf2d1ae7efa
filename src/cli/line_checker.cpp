#include "cli/line_checker.hpp"

#include "brcheck/engine/check_report.hpp"
#include "cli/files.hpp"
#include "cli/judge.hpp"
#include "cli/report_rules.hpp"
#include "engine/glance.hpp"
#include "render/diagnostic_json.hpp"
#include "render/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck::cli {
namespace {

using Results = BatchOptions::Results;

/// As many kinds of reports as are looked for in each line.
constexpr std::size_t most_known = 8;
// Remembering a kind costs about as much as reading: where none comes back, few are remembered.
constexpr std::size_t patience = 16;
constexpr std::size_t lines_between_attempts = 64;
/// To learn one kind.
constexpr std::size_t most_attempts = 3;

/// Also where a byte-order mark is all there is.
bool is_blank(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    return text.find_first_not_of(" \t\r") == std::string_view::npos;
}

}  // namespace

/// All of a result but the line and the id.
struct LineChecker::Told {
    RunSummary counts;
    int exit_code = 0;
    bool has_diagnostics = false;
    std::string json;  ///< members from "verdict" on; empty where the line is not wanted
};

/// A kind of report that came by.
struct LineChecker::Known {
    std::unique_ptr<Likeness> likeness;
    // The rest is learned when a second one comes: that costs more than a check does.
    std::unique_ptr<QuickCheck> check;
    Told told;
    CheckResult result;  ///< with the notes that are told
    LeftOutCounts left_out;
    std::size_t misses = 0;  ///< since the last one that was alike, or attempts to learn
};

LineChecker::LineChecker(const Options& options, std::string path, const LineFormat& format,
                         const RunRules& rules)
    : options_(options),
      path_(std::move(path)),
      format_(format),
      rules_(rules),
      today_(cli::today()) {}

LineChecker::~LineChecker() = default;

void LineChecker::check(Line& line, CheckedLines& out) {
    if (is_blank(line.text) && !line.is_cut) return;
    ++lines_;
    const auto tell_of = [&](const std::string& id, const ReportOutcome& outcome) {
        put(line.number, id, tell(outcome), out);
    };
    if (line.is_cut) {
        const auto source = std::make_shared<const SourceText>(path_, "", line.number);
        const std::vector<Error> errors{
            {ErrorCode::limit_exceeded,
             fmt::format("the line is longer than {} bytes", options_.limits.max_bytes),
             {source, "", {}},
             fmt::format("--limit bytes=N moves the limit")}};
        return tell_of("", {path_, nullptr, nullptr, errors});
    }
    const Sight sight = check_at_sight(line, out);
    if (sight == Sight::told) return;
    std::string id;
    auto report = format_.read(line, memory_, id);
    if (!report.ok()) return tell_of(id, {path_, nullptr, nullptr, report.errors()});
    auto glanced = glance(*report);
    CheckResult result =
        glanced ? *std::move(glanced)
                : brcheck::check(*report,
                                 {.today = today_, .with_implied = false, .with_power = false});
    std::optional<CheckResult> whole;
    if (sight == Sight::met_once) whole = result;
    LeftOutCounts left_out;
    left_out.ignored = rules_.policy.apply(result, *report);
    left_out.not_shown = hide_below(result.findings, rules_.show);
    left_out.over_max = put_last_over(result.findings, rules_.max_findings);
    std::vector<Error> errors;
    if (auto error = nothing_checked(*report, result)) errors.push_back(std::move(*error));
    const Told told = tell({path_, &*report, &result, errors, left_out, rules_.fail_on});
    put(line.number, id, told, out);
    if (!errors.empty() || !can_tell_again(*report, told)) return;
    if (sight == Sight::met_once)
        learn(*report, *whole, {nullptr, nullptr, told, std::move(result), left_out});
    else if (sight == Sight::new_kind && is_willing_to_learn())
        remember(*report);
}

LineChecker::Sight LineChecker::check_at_sight(Line& line, CheckedLines& out) {
    for (auto known = known_.begin(); known != known_.end(); ++known) {
        std::string_view id;
        if (!(*known)->likeness->split(line.text, stated_, id)) continue;
        if (!(*known)->check) {
            known_.splice(known_.begin(), known_, known);
            return Sight::met_once;
        }
        if (!(*known)->check->is_alike(stated_)) {
            // Its model may be an odd one: another gets the chance.
            if (++(*known)->misses > patience) known_.erase(known);
            return Sight::known_kind;
        }
        (*known)->misses = 0;
        if (tells_places((*known)->told)) {
            const std::string kept_id(id);
            put(line.number, kept_id, tell_again(**known, line), out);
        } else {
            put(line.number, id, (*known)->told, out);
        }
        known_.splice(known_.begin(), known_, known);
        learned_in_vain_ = 0;
        return Sight::told;
    }
    return Sight::new_kind;
}

bool LineChecker::is_willing_to_learn() const {
    return learned_in_vain_ < patience || lines_ % lines_between_attempts == 0;
}

/// What a note says has places in it, which are others in each line.
bool LineChecker::tells_places(const Told& told) const {
    return told.has_diagnostics && options_.batch.results == Results::all;
}

LineChecker::Told LineChecker::tell_again(Known& known, Line& line) {
    places_.clear();
    const std::string_view text = line.text;
    for (const std::string_view stated : stated_) {
        auto begin = static_cast<std::uint32_t>(stated.data() - text.data());
        auto end = begin + static_cast<std::uint32_t>(stated.size());
        if (begin > 0 && text[begin - 1] == '"') {
            --begin;
            ++end;
        }
        places_.push_back({begin, end});
    }
    auto source = std::make_shared<const SourceText>(path_, std::move(line.text), line.number);
    const Report& report = known.check->put_in(std::move(source), places_);
    return tell({path_, &report, &known.result, {}, known.left_out, rules_.fail_on});
}

/// Of a record of a template the places are put together anew for each.
bool LineChecker::can_tell_again(const Report& report, const Told& told) const {
    return !tells_places(told) || report.source_text->pieces().empty();
}

void LineChecker::remember(const Report& report) {
    ++learned_in_vain_;
    auto likeness = format_.likeness(report);
    if (!likeness) return;
    known_.push_front(std::make_unique<Known>());
    known_.front()->likeness = std::move(likeness);
    if (known_.size() > most_known) known_.pop_back();
}

void LineChecker::learn(Report& report, const CheckResult& whole, Known known) {
    known.check = QuickCheck::of(report, whole);
    if (!known.check) {
        if (++known_.front()->misses == most_attempts) known_.pop_front();
        return;
    }
    known.likeness = std::move(known_.front()->likeness);
    *known_.front() = std::move(known);
}

LineChecker::Told LineChecker::tell(const ReportOutcome& outcome) const {
    Told told;
    told.counts.add(outcome);
    told.exit_code = outcome.errors.empty() ? 0 : 2;
    if (told.exit_code == 0 && has_failure(*outcome.result, outcome.fail_on)) told.exit_code = 1;
    told.has_diagnostics = !outcome.errors.empty() || !outcome.result->findings.empty();
    if (options_.batch.results == Results::summary) return told;
    if (options_.batch.results == Results::failing && told.exit_code == 0) return told;

    std::vector<std::string> findings;
    std::vector<std::string> errors;
    for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
        JsonObject object;
        add_diagnostic(object, diagnostic, outcome);
        (diagnostic.finding != nullptr ? findings : errors).push_back(object.str());
    });
    JsonObject result;
    result.add_string("verdict", format_verdict(told.counts.verdict()))
        .add_number("exit_code", static_cast<std::size_t>(told.exit_code))
        .add("relations", told.counts.relations_json())
        .add("figures", told.counts.figures_json())
        .add("findings", json_list(findings));
    if (told.counts.left_out().total() > 0) result.add("left_out", told.counts.left_out_json());
    told.json = result.add("errors", json_list(errors)).str().substr(1);
    return told;
}

void LineChecker::put(std::size_t line, std::string_view id, const Told& told,
                      CheckedLines& out) const {
    out.summary.counts.add(told.counts);
    out.summary.add_line(told.counts.verdict());
    out.summary.exit_code = std::max(out.summary.exit_code, told.exit_code);
    if (told.json.empty()) return;
    out.results += "{\"line\": ";
    out.results += fmt::format_int(line).c_str();
    out.results += ", \"id\": ";
    out.results += json_string_or_null(std::string(id));
    out.results += ", ";
    out.results += told.json;
    out.results += '\n';
}

}  // namespace brcheck::cli
