#include "cli/commands.hpp"

#include "base/embedded_data.hpp"
#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/compare_reports.hpp"
#include "brcheck/render/explanations.hpp"
#include "brcheck/render/renderer.hpp"
#include "cli/baseline.hpp"
#include "cli/completions.hpp"
#include "cli/files.hpp"
#include "cli/verify_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

namespace brcheck::cli {
namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t greatest_width = 100;
constexpr std::size_t default_width = 80;

std::size_t choose_width(const Options& options) {
    std::optional<std::size_t> width = options.width_columns;
    if (!width) {
        const std::string columns = environment("COLUMNS");
        std::size_t value = 0;
        const auto end = columns.data() + columns.size();
        const auto [stop, error] = std::from_chars(columns.data(), end, value);
        if (error == std::errc() && stop == end && value > 0) width = value;
    }
    if (!width) width = terminal_width();
    return std::clamp(width.value_or(default_width), least_width, greatest_width);
}

bool choose_color(Color color) {
    if (color != Color::automatic) return color == Color::always;
    if (!environment("NO_COLOR").empty()) return false;
    const std::string forced = environment("CLICOLOR_FORCE");
    if (!forced.empty() && forced != "0") return true;
    return is_terminal(STDOUT_FILENO) && environment("TERM") != "dumb";
}

RenderOptions render_options(const Options& options, const Target& target) {
    RenderOptions render;
    const bool to_terminal = target.path.empty();
    render.width_columns = choose_width(options);
    render.color = to_terminal ? choose_color(options.color) : options.color == Color::always;
    render.ascii = options.ascii;
    render.quiet = options.quiet;
    render.fail_on = options.rules.fail_on;
    return render;
}

void complain(const Error& error) {
    RenderOptions plain;
    write_to_standard_error("brcheck: " + render_error(error, plain));
}

std::string source_name(const std::string& path) { return path == "-" ? "<stdin>" : path; }

/// Writes one whole document where it belongs.
int write_document(const Target& target, std::string_view text, int exit_code = 0) {
    OutputStream output(target.path);
    output.write(text);
    if (const auto error = output.finish()) {
        complain(*error);
        return 2;
    }
    return exit_code;
}

Error nothing_checked(const Report& report) {
    const bool has_relations = !report.relations.empty();
    return {ErrorCode::nothing_checked,
            has_relations ? "no relation checks anything: each one only gives an unknown its value "
                            "or joins figures that cannot be compared"
                          : "the report has no relations, so nothing was checked",
            {report.source_text, has_relations ? "/relations" : "", {}},
            "say how the figures hang together, for example \"relations\": {\"total\": \"all = "
            "part_one + part_two\"}"};
}

/// Annotations are short: where they are written in a step of GitHub Actions, the same in full goes
/// to the file that GitHub shows on the page of the run. "" where there is none.
std::string step_summary(const Options& options) {
    std::string path = environment("GITHUB_STEP_SUMMARY");
    for (const Target& target : options.targets)
        if (target.path == path) return "";
    const bool annotates =
        std::any_of(options.targets.begin(), options.targets.end(),
                    [](const Target& target) { return target.format == "github"; });
    return annotates ? path : "";
}

template <typename T>
bool complain_of(const Result<T>& result) {
    if (result.ok()) return false;
    for (const Error& error : result.errors()) complain(error);
    return true;
}

class Run {
public:
    explicit Run(const Options& options) : options_(options) {
        for (const Target& target : options.targets) {
            add_output(target, OutputStream::Mode::replace);
            text_on_standard_output_ |= target.path.empty() && target.format == "text";
        }
        if (const std::string summary = step_summary(options); !summary.empty())
            add_output({"markdown", summary}, OutputStream::Mode::append);
    }

    int check_all() {
        if (!read_known_findings()) return 2;
        for (const auto& renderer : renderers_) renderer->begin();
        for (const std::string& argument : options_.files) {
            auto paths = expand_path(argument);
            if (!paths.ok()) {
                add({argument, nullptr, nullptr, paths.errors()});
                continue;
            }
            has_several_ |= options_.files.size() > 1 || paths->size() > 1;
            for (const std::string& path : *paths) check_one(path);
        }
        complain_of_dangling();
        if (!options_.write_baseline.empty()) write_known_findings();
        for (const auto& renderer : renderers_) renderer->end(exit_code_);
        for (const auto& output : outputs_) {
            if (const auto error = output->finish()) {
                complain(*error);
                exit_code_ = 2;
            }
        }
        if (baseline_) tell_unmatched();
        return exit_code_;
    }

private:
    /// False when there is a baseline that cannot be used.
    bool read_known_findings() {
        const std::string& path = options_.rules.baseline;
        if (path.empty() || !options_.write_baseline.empty()) return true;
        auto bytes = read_file(path, options_.limits.max_bytes);
        if (complain_of(bytes)) return false;
        auto source = make_source_text(source_name(path), std::move(bytes).value(), options_.limits);
        if (complain_of(source)) return false;
        const auto entries = read_baseline(*source, options_.limits);
        if (complain_of(entries)) return false;
        baseline_.emplace(*entries);
        return true;
    }

    /// What is written is known from then on, so that this run has nothing left to report.
    void write_known_findings() {
        const std::string& path = options_.write_baseline;
        const std::string shown = escape_unsafe(path);
        if (exit_code_ == 2) {
            write_to_standard_error(
                fmt::format("brcheck: {} is not written, since not every report could be checked\n",
                            shown));
            return;
        }
        const std::size_t count = found_.size();
        exit_code_ = write_document({"json", path}, write_baseline(std::move(found_)));
        if (exit_code_ == 0)
            write_to_standard_error(fmt::format("brcheck: {} known finding{} written to {}\n", count,
                                                count == 1 ? "" : "s", shown));
    }

    void tell_unmatched() {
        const std::size_t count = baseline_->unmatched(options_.rules.policy);
        if (count == 0) return;
        write_to_standard_error(fmt::format(
            "brcheck: {} of {} match{} nothing any more; --write-baseline writes it anew\n",
            count == 1 ? std::string("1 entry") : fmt::format("{} entries", count),
            escape_unsafe(options_.rules.baseline), count == 1 ? "es" : ""));
    }

    /// Takes known findings out; under --write-baseline all that are not allowed.
    std::size_t take_known(const std::string& path, const Report& report, CheckResult& result) {
        if (!options_.write_baseline.empty()) {
            const std::string seen_from = baseline_path(path, options_.write_baseline);
            for (const Finding& finding : result.findings)
                if (!finding.allowed_by)
                    found_.push_back(known_finding(finding, report, result, seen_from));
            return std::erase_if(result.findings,
                                 [](const Finding& finding) { return !finding.allowed_by; });
        }
        if (!baseline_) return 0;
        return baseline_->take_known(result.findings, report, result,
                                     baseline_path(path, options_.rules.baseline));
    }

    void add_output(const Target& target, OutputStream::Mode mode) {
        auto output = std::make_unique<OutputStream>(target.path, mode);
        OutputStream* stream = output.get();
        renderers_.push_back(find_format(target.format)->make(
            [stream](std::string_view bytes) { stream->write(bytes); },
            render_options(options_, target)));
        outputs_.push_back(std::move(output));
    }

    void check_one(const std::string& path) {
        auto bytes = read_file(path, options_.limits.max_bytes);
        if (!bytes.ok()) return add({path, nullptr, nullptr, bytes.errors()});
        const std::string name = source_name(path);
        auto report = read_report(name, std::move(bytes).value(), options_.limits);
        if (!report.ok()) return add({name, nullptr, nullptr, report.errors()});

        CheckResult result = check(*report, {.today = today()});
        compare_with_others(*report, name, result);
        const RunRules& rules = options_.rules;
        LeftOutCounts left_out;
        left_out.ignored = rules.policy.apply(result.findings, *report);
        left_out.known = take_known(path, *report, result);
        left_out.not_shown = hide_below(result.findings, rules.show);
        std::vector<Error> errors;
        if (result.verdict == Verdict::incomplete && !has_undecided(result))
            errors.push_back(nothing_checked(*report));
        const bool fails = std::any_of(
            result.findings.begin(), result.findings.end(), [&](const Finding& finding) {
                return finding.severity >= rules.fail_on && !finding.allowed_by;
            });
        if (fails) exit_code_ = std::max(exit_code_, 1);
        add({name, &*report, &result, errors, left_out});
    }

    static bool has_undecided(const CheckResult& result) {
        return result.status_counts()[static_cast<std::size_t>(RelationStatus::undecided)] > 0;
    }

    /// What differs from an earlier report stands first: it is an error as any other.
    void compare_with_others(const Report& report, const std::string& path, CheckResult& result) {
        ReportComparison::Outcome outcome = comparison_.add(report, path, has_several_);
        for (const VariableIndex figure : outcome.compared) {
            result.quantities[figure].checked = true;
            for (Finding& finding : result.findings)
                if (finding.code == RuleCode::unchecked_figure)
                    std::erase(finding.quantities, figure);
        }
        std::erase_if(result.findings, [](const Finding& finding) {
            return finding.code == RuleCode::unchecked_figure && finding.quantities.empty();
        });
        if (outcome.findings.empty()) return;
        result.findings.insert(result.findings.begin(),
                               std::make_move_iterator(outcome.findings.begin()),
                               std::make_move_iterator(outcome.findings.end()));
        result.verdict = Verdict::inconsistent;
        result.witness.reset();
    }

    /// A `same_as` that led nowhere: an error where its report was in the run, else only said.
    void complain_of_dangling() {
        for (const ReportComparison::Dangling& dangling : comparison_.dangling()) {
            const std::string place =
                fmt::format("{}:{}:{}", dangling.place.path, dangling.place.line,
                            dangling.place.column);
            if (!dangling.is_report_known) {
                write_to_standard_error(fmt::format(
                    "brcheck: {}: note: {} was not compared with {}: that report is not in this "
                    "run\n",
                    place, dangling.place.id, dangling.wanted));
                continue;
            }
            complain({ErrorCode::unknown_name,
                      fmt::format("{}: {} is the same as {}, but that report prints no such figure",
                                  place, dangling.place.id, dangling.wanted),
                      {},
                      "\"same_as\" is the other file, #, and the id of a printed figure there"});
            exit_code_ = 2;
        }
    }

    void add(const ReportOutcome& outcome) {
        if (!outcome.errors.empty()) exit_code_ = 2;
        for (const auto& renderer : renderers_) renderer->add(outcome);
        // Who pipes JSON on must still see why the run ended with 2.
        if (!text_on_standard_output_)
            for (const Error& error : outcome.errors) complain(error);
    }

    const Options& options_;
    std::vector<std::unique_ptr<OutputStream>> outputs_;
    std::vector<std::unique_ptr<Renderer>> renderers_;
    ReportComparison comparison_;
    bool has_several_ = false;  ///< reports: only then is there anything to compare
    std::optional<Baseline> baseline_;
    std::vector<KnownFinding> found_;  ///< for --write-baseline
    bool text_on_standard_output_ = false;
    int exit_code_ = 0;
};

/// The report of a command that takes one; nothing once its errors are told.
std::optional<Report> read_one_report(const Options& options) {
    const std::string& path = options.files.front();
    auto bytes = read_file(path, options.limits.max_bytes);
    if (complain_of(bytes)) return std::nullopt;
    auto report = read_report(source_name(path), std::move(bytes).value(), options.limits);
    if (complain_of(report)) return std::nullopt;
    return std::move(report).value();
}

int run_why(const Options& options) {
    const auto report = read_one_report(options);
    if (!report) return 2;
    const std::string& id = options.subject;
    if (!report->names.find(id) && !report->find_relation(id)) {
        std::vector<std::string> known;
        for (VariableIndex v = 0; v < report->names.size(); ++v)
            known.push_back(report->names.name(v));
        for (const Relation& relation : report->relations) known.push_back(relation.id);
        complain({ErrorCode::unknown_name,
                  fmt::format("the report has no figure, derived quantity or relation \"{}\"", id),
                  {report->source_text, "", {}},
                  did_you_mean(id, known)});
        return 2;
    }
    const CheckResult result = check(*report, {.today = today(), .keep_derivation = true});
    const Target& target = options.targets.front();
    return write_document(target, target.format == "json"
                                      ? render_why_json(*report, result, id)
                                      : render_why(*report, result, id,
                                                   render_options(options, target)));
}

/// The lines of a text, each with the span of its bytes.
std::vector<Span> split_lines(std::string_view text) {
    std::vector<Span> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t newline = std::min(text.find('\n', begin), text.size());
        const bool has_return = newline > begin && text[newline - 1] == '\r';
        lines.push_back({static_cast<std::uint32_t>(begin),
                         static_cast<std::uint32_t>(newline - (has_return ? 1 : 0))});
        begin = newline + 1;
    }
    return lines;
}

int run_figure(const Options& options) {
    const bool from_lines = options.subject == "-";
    std::string all = options.subject;
    if (from_lines) {
        auto bytes = read_file("-", options.limits.max_bytes);
        if (!bytes.ok()) {
            complain(bytes.errors().front());
            return 2;
        }
        all = std::move(bytes).value();
    }
    auto read = make_source_text(from_lines ? "<stdin>" : "figure", std::move(all), options.limits);
    if (!read.ok()) {
        complain(read.errors().front());
        return 2;
    }
    const std::shared_ptr<const SourceText> source = std::move(read).value();
    const auto end = static_cast<std::uint32_t>(source->text().size());
    const std::vector<Span> spans =
        from_lines ? split_lines(source->text()) : std::vector<Span>{{0, end}};

    const Target& target = options.targets.front();
    const RenderOptions render = render_options(options, target);
    OutputStream output(target.path);
    int exit_code = 0;
    bool first = true;
    for (const Span& span : spans) {
        const std::string_view text = source->text().substr(span.begin, span.end - span.begin);
        auto figure = parse_figure(text, options.figure);
        if (target.format == "json") {
            output.write(figure.ok() ? render_figure_json(*figure)
                                     : render_figure_json(text, figure.errors()));
        } else if (figure.ok()) {
            if (!std::exchange(first, false)) output.write("\n");
            output.write(render_figure(*figure, render));
        }
        if (figure.ok()) continue;
        exit_code = 2;
        for (Error error : figure.errors()) {
            error.location.source = source;
            error.location.span.begin += span.begin;
            error.location.span.end += span.begin;
            complain(error);
        }
    }
    if (const auto error = output.finish()) {
        complain(*error);
        return 2;
    }
    return exit_code;
}

int run_explain(const Options& options) {
    const Rule* found = find_rule(options.subject);
    if (found == nullptr) {
        std::vector<std::string> known;
        for (const Rule& rule : all_rules()) {
            known.push_back(format_code(rule.number));
            known.emplace_back(rule.name);
        }
        complain({ErrorCode::unknown_name, fmt::format("there is no rule \"{}\"", options.subject), {},
                  did_you_mean(options.subject, known)});
        return 2;
    }
    const Target& target = options.targets.front();
    return write_document(target, target.format == "json"
                                      ? render_rule_json(*found)
                                      : render_rule(*found, render_options(options, target)));
}

int run_rules(const Options& options) {
    const Target& target = options.targets.front();
    return write_document(target, target.format == "json"
                                      ? render_rules_json()
                                      : render_rules(render_options(options, target)));
}

int run_init(const Options& options) {
    const std::string path = options.files.empty() ? "report.json" : options.files.front();
    if (path == "-") return write_document({"text", ""}, embedded::starter_report_json);
    if (access(path.c_str(), F_OK) == 0) {
        complain({ErrorCode::unreadable_file, fmt::format("{} is there already", path), {},
                  "name another file, or \"-\" to print the report"});
        return 2;
    }
    const int exit_code = write_document({"text", path}, embedded::starter_report_json);
    if (exit_code == 0)
        write_to_standard_error(fmt::format("{} written; check it with: brcheck {}\n",
                                            escape_unsafe(path), escape_unsafe(path)));
    return exit_code;
}

int run_schema(const Options& options) {
    const std::pair<std::string_view, std::string_view> schemas[] = {
        {"report", embedded::report_schema_json},
        {"result", embedded::result_schema_json},
        {"baseline", embedded::baseline_schema_json}};
    for (const auto& [name, text] : schemas)
        if (options.subject == name) return write_document(options.targets.front(), text);
    complain({ErrorCode::unknown_name, fmt::format("there is no schema \"{}\"", options.subject), {},
              "known are report, result, baseline"});
    return 2;
}

int run_completions(const Options& options) {
    const auto script = completion_script(options.subject, describe_command_line());
    if (script) return write_document(options.targets.front(), *script);
    complain({ErrorCode::unknown_name, fmt::format("there are no completions for \"{}\"", options.subject),
              {}, fmt::format("known are {}", fmt::join(completion_shells(), ", "))});
    return 2;
}

int run_verify(const Options& options) {
    const auto report = read_one_report(options);
    if (!report) return 2;
    auto bytes = read_file(options.subject, options.limits.max_bytes);
    if (complain_of(bytes)) return 2;
    auto source = make_source_text(source_name(options.subject), std::move(bytes).value(),
                                   options.limits);
    if (complain_of(source)) return 2;
    const auto claimed =
        read_result(*source, *report, source_name(options.files.front()), options.limits);
    if (complain_of(claimed)) return 2;
    const Verification done = verify_result(*report, *claimed, today(), options.quiet);
    return write_document(options.targets.front(), done.text, done.exit_code);
}

}  // namespace

int run_command(const Options& options) {
    switch (options.command) {
        case Command::check: return Run(options).check_all();
        case Command::why: return run_why(options);
        case Command::figure: return run_figure(options);
        case Command::explain: return run_explain(options);
        case Command::rules: return run_rules(options);
        case Command::init: return run_init(options);
        case Command::schema: return run_schema(options);
        case Command::verify: return run_verify(options);
        case Command::completions: return run_completions(options);
    }
    return 2;
}

int answer(const Reply& reply) {
    if (reply.exit_code == 0) return write_document({"text", ""}, reply.text);
    write_to_standard_error(reply.text);
    return reply.exit_code;
}

}  // namespace brcheck::cli
