#include "cli/check_run.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/compare_reports.hpp"
#include "brcheck/render/renderer.hpp"
#include "cli/baseline.hpp"
#include "cli/console.hpp"
#include "cli/files.hpp"
#include "cli/judge.hpp"
#include "cli/report_rules.hpp"
#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <unistd.h>
#include <utility>
#include <vector>

namespace brcheck::cli {
namespace {

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
class Run {
public:
    explicit Run(const Options& options) : options_(options), rules_(options) {
        for (const Target& target : options.targets) {
            add_output(target, OutputStream::Mode::replace);
            text_on_standard_output_ |= target.path.empty() && target.format == "text";
        }
        if (const std::string summary = step_summary(options); !summary.empty())
            add_output({"markdown", summary}, OutputStream::Mode::append);
    }

    int check_all() {
        if (complain_of(understand(environment_settings()))) return 2;
        const std::vector<Input> inputs = find_inputs();
        if (overwrites(inputs)) return 2;
        has_several_ = inputs.size() > 1;
        for (const auto& renderer : renderers_) renderer->begin();
        for (const Input& input : inputs) {
            if (input.errors.empty())
                check_one(input.path);
            else
                add({input.path, nullptr, nullptr, input.errors});
        }
        tell_dangling();
        if (!options_.write_baseline.empty()) write_known_findings();
        for (const auto& renderer : renderers_) renderer->end(exit_code_);
        for (const auto& output : outputs_) {
            if (const auto error = output->finish()) {
                complain(*error);
                exit_code_ = 2;
            }
        }
        tell_left_out();
        tell_unmatched();
        return exit_code_;
    }

private:
    /// A report to check, or why what was named is none.
    struct Input {
        std::string path;
        std::vector<Error> errors;
    };

    /// A report is checked once, however often and by whatever path it was named.
    std::vector<Input> find_inputs() const {
        std::vector<Input> inputs;
        std::set<std::string> seen;
        for (const std::string& argument : options_.files) {
            auto paths = expand_path(argument);
            if (!paths.ok()) {
                inputs.push_back({argument, std::move(paths).errors()});
                continue;
            }
            for (std::string& path : *paths) {
                if (seen.insert(real_path(path)).second)
                    inputs.push_back({std::move(path), {}});
            }
        }
        return inputs;
    }

    bool overwrites(const std::vector<Input>& inputs) {
        if (files_written(options_).empty()) return false;
        std::vector<std::string> read;
        for (const Input& input : inputs) {
            const ReportRules::Rules& rules = rules_.of(input.path);
            read.push_back(rules.config);
            // The baseline in force may be written anew, but not by a result.
            if (options_.write_baseline.empty() || !is_same_file(options_.write_baseline,
                                                                 rules.run.baseline))
                read.push_back(rules.run.baseline);
            read.push_back(input.path);
        }
        return refuse_to_overwrite(options_, read);
    }

    /// What is written is known from then on, so that this run has nothing left to report.
    void write_known_findings() {
        const std::string& path = options_.write_baseline;
        const std::string shown = escape_unsafe(path);
        if (exit_code_ == 2) {
            write_to_standard_error(fmt::format(
                "brcheck: {} is not written, since not every report could be checked\n", shown));
            return;
        }
        const std::size_t count = found_.size();
        exit_code_ = write_document({"json", path}, write_baseline(std::move(found_)));
        if (exit_code_ == 0)
            write_to_standard_error(fmt::format("brcheck: {} known finding{} written to {}\n",
                                                count, count == 1 ? "" : "s", shown));
    }

    void tell_unmatched() {
        for (const auto& [path, count] : rules_.unmatched())
            write_to_standard_error(fmt::format(
                "brcheck: {} of {} match{} nothing any more; --write-baseline writes it anew\n",
                count == 1 ? std::string("1 entry") : fmt::format("{} entries", count),
                escape_unsafe(path), count == 1 ? "es" : ""));
    }

    /// Takes known findings out; under --write-baseline all that are not allowed.
    std::size_t take_known(const std::string& path, const ReportRules::Rules& rules,
                           const Report& report, CheckResult& result) {
        if (!options_.write_baseline.empty()) {
            for (const Finding& finding : result.findings) {
                if (finding.allowed_by) continue;
                auto known = known_findings(finding, report, result, path, options_.write_baseline);
                std::move(known.begin(), known.end(), std::back_inserter(found_));
            }
            return std::erase_if(result.findings,
                                 [](const Finding& finding) { return !finding.allowed_by; });
        }
        if (rules.baseline == nullptr) return 0;
        return rules.baseline->take_known(result, report, path);
    }

    void add_output(const Target& target, OutputStream::Mode mode) {
        auto output = std::make_unique<OutputStream>(target.path, mode);
        OutputStream* stream = output.get();
        renderers_.push_back(find_format(target.format)
                                 ->make([stream](std::string_view bytes) { stream->write(bytes); },
                                        render_options(options_, target)));
        outputs_.push_back(std::move(output));
    }

    /// Null where they cannot be used; why is told with the first report that they hold for.
    const ReportRules::Rules* rules_of(const std::string& path) {
        ReportRules::Rules& rules = rules_.of(path);
        if (rules.errors.empty()) return &rules;
        std::vector<Error> errors = rules.errors;
        if (std::exchange(rules.is_told, true))
            errors = {
                {errors.front().code,
                 fmt::format("not checked: {} cannot be used, as said above",
                             rules.run.baseline.empty() ? "its config file " + rules.config
                                                        : "its baseline " + rules.run.baseline),
                 {std::make_shared<SourceText>(source_name(path), ""), "", {}},
                 ""}};
        add({source_name(path), nullptr, nullptr, errors});
        return nullptr;
    }

    /// "explian" is no file.
    static std::string hint_at_command(const std::string& path) {
        if (path.find_first_of("./") != std::string::npos) return "";
        std::vector<std::string> known{"--help", "--version"};
        for (const CommandDescription& command : describe_command_line().commands)
            known.push_back(command.name);
        return did_you_mean(path, known);
    }

    void check_one(const std::string& path) {
        const ReportRules::Rules* rules = rules_of(path);
        if (rules == nullptr) return;
        auto bytes = read_file(path, options_.limits.max_bytes);
        if (!bytes.ok()) {
            std::vector<Error> errors = std::move(bytes).errors();
            if (const std::string hint = hint_at_command(path); !hint.empty())
                errors.front().hint = hint;
            return add({path, nullptr, nullptr, errors});
        }
        const std::string name = source_name(path);
        auto report = read_report(name, std::move(bytes).value(), options_.limits);
        if (!report.ok()) return add({name, nullptr, nullptr, report.errors()});

        CheckResult result = check(*report, {.today = today()});
        std::vector<Error> errors = compare_with_others(*report, name, result);
        LeftOutCounts left_out;
        left_out.ignored = rules->run.policy.apply(result, *report);
        left_out.known = take_known(path, *rules, *report, result);
        left_out.not_shown = hide_below(result.findings, rules->run.show);
        left_out.over_max = put_last_over(result.findings, rules->run.max_findings);
        left_out_ += left_out;
        if (auto error = nothing_checked(*report, result)) errors.push_back(std::move(*error));
        if (!errors.empty() && result.verdict == Verdict::consistent)
            result.verdict = Verdict::incomplete;
        if (has_failure(result, rules->run.fail_on)) exit_code_ = std::max(exit_code_, 1);
        add({name, &*report, &result, errors, left_out, rules->run.fail_on});
    }

    /// What differs from an earlier report stands first: it is an error as any other.
    std::vector<Error> compare_with_others(const Report& report, const std::string& path,
                                           CheckResult& result) {
        ReportComparison::Outcome outcome = comparison_.add(report, path, has_several_);
        for (const VariableIndex figure : outcome.compared) {
            result.checked[figure] = true;
            for (Finding& finding : result.findings)
                if (finding.code == RuleCode::unchecked_figure)
                    std::erase(finding.quantities, figure);
        }
        std::erase_if(result.findings, [](const Finding& finding) {
            return finding.code == RuleCode::unchecked_figure && finding.quantities.empty();
        });
        for (const ReportComparison::SameAs& named : outcome.named)
            if (!is_there(named)) outcome.errors.push_back(same_as_nothing(named));
        if (outcome.findings.empty()) return std::move(outcome.errors);
        result.findings.insert(result.findings.begin(),
                               std::make_move_iterator(outcome.findings.begin()),
                               std::make_move_iterator(outcome.findings.end()));
        result.verdict = Verdict::inconsistent;
        result.witness.reset();
        return std::move(outcome.errors);
    }

    /// A `same_as` that led nowhere in reports that are there: an error, but for one that is not in
    /// this run.
    void tell_dangling() {
        std::map<std::string, std::vector<Error>> errors;
        for (const ReportComparison::SameAs& dangling : comparison_.dangling()) {
            if (!is_there(dangling)) continue;  // told with its report
            if (!dangling.is_report_known) {
                const Position at =
                    dangling.location.source->position(dangling.location.span.begin);
                write_to_standard_error(
                    fmt::format("brcheck: {}:{}:{}: note: {} was not compared with {}: that report "
                                "is not in this "
                                "run\n",
                                dangling.path, at.line, at.column, dangling.id, dangling.wanted));
                continue;
            }
            errors[dangling.path].push_back(same_as_nothing(dangling));
        }
        for (const auto& [path, found] : errors) add({path, nullptr, nullptr, found});
    }

    static bool is_there(const ReportComparison::SameAs& named) {
        const std::string report = named.wanted.substr(0, named.wanted.rfind('#'));
        return named.is_report_known || access(report.c_str(), F_OK) == 0;
    }

    static Error same_as_nothing(const ReportComparison::SameAs& named) {
        return {ErrorCode::unknown_name,
                fmt::format("{} is the same as {}, but {}", named.id, named.wanted,
                            named.is_report_known ? "that report prints no such figure"
                                                  : "there is no such file"),
                named.location,
                "\"same_as\" is the other file, #, and the id of a printed figure there"};
    }

    /// Most formats have no place to say so.
    void tell_left_out() const {
        const std::string words = describe_left_out(left_out_);
        if (words.empty() || text_on_standard_output_ || !options_.write_baseline.empty()) return;
        write_to_standard_error(fmt::format("brcheck: {}\n", words));
    }

    void add(const ReportOutcome& outcome) {
        if (!outcome.errors.empty()) exit_code_ = 2;
        for (const auto& renderer : renderers_) renderer->add(outcome);
        // Who pipes JSON on must still see why the run ended with 2.
        if (!text_on_standard_output_)
            complain(outcome.errors);
    }

    const Options& options_;
    ReportRules rules_;
    std::vector<std::unique_ptr<OutputStream>> outputs_;
    std::vector<std::unique_ptr<Renderer>> renderers_;
    ReportComparison comparison_{real_path};
    LeftOutCounts left_out_;           ///< findings of all reports
    bool has_several_ = false;         ///< reports: only then is there anything to compare
    std::vector<KnownFinding> found_;  ///< for --write-baseline
    bool text_on_standard_output_ = false;
    int exit_code_ = 0;
};

}  // namespace

int check_reports(const Options& options) {
    return Run(options).check_all();
}

}  // namespace brcheck::cli
