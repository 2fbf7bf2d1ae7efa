#include "cli/check_run.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/compare_reports.hpp"
#include "brcheck/render/renderer.hpp"
#include "cli/baseline.hpp"
#include "cli/console.hpp"
#include "cli/files.hpp"
#include "cli/judge.hpp"
#include "cli/report_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
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
        tell_unmatched();
        return exit_code_;
    }

private:
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
            const std::string seen_from = baseline_path(path, options_.write_baseline);
            for (const Finding& finding : result.findings)
                if (!finding.allowed_by)
                    found_.push_back(known_finding(finding, report, result, seen_from));
            return std::erase_if(result.findings,
                                 [](const Finding& finding) { return !finding.allowed_by; });
        }
        if (rules.baseline == nullptr) return 0;
        return rules.baseline->take_known(result.findings, report, result,
                                          baseline_path(path, rules.run.baseline));
    }

    void add_output(const Target& target, OutputStream::Mode mode) {
        auto output = std::make_unique<OutputStream>(target.path, mode);
        OutputStream* stream = output.get();
        renderers_.push_back(find_format(target.format)->make(
            [stream](std::string_view bytes) { stream->write(bytes); },
            render_options(options_, target)));
        outputs_.push_back(std::move(output));
    }

    /// Null where they cannot be used; why is told with the first report that they hold for.
    const ReportRules::Rules* rules_of(const std::string& path) {
        ReportRules::Rules& rules = rules_.of(path);
        if (rules.errors.empty()) return &rules;
        std::vector<Error> errors = rules.errors;
        if (std::exchange(rules.is_told, true))
            errors = {{errors.front().code, "not checked for the same reason as the report before",
                       {std::make_shared<SourceText>(source_name(path), ""), "", {}}, ""}};
        add({source_name(path), nullptr, nullptr, errors});
        return nullptr;
    }

    void check_one(const std::string& path) {
        const ReportRules::Rules* rules = rules_of(path);
        if (rules == nullptr) return;
        auto bytes = read_file(path, options_.limits.max_bytes);
        if (!bytes.ok()) return add({path, nullptr, nullptr, bytes.errors()});
        const std::string name = source_name(path);
        auto report = read_report(name, std::move(bytes).value(), options_.limits);
        if (!report.ok()) return add({name, nullptr, nullptr, report.errors()});

        CheckResult result = check(*report, {.today = today()});
        compare_with_others(*report, name, result);
        LeftOutCounts left_out;
        left_out.ignored = rules->run.policy.apply(result.findings, *report);
        left_out.known = take_known(path, *rules, *report, result);
        left_out.not_shown = hide_below(result.findings, rules->run.show);
        std::vector<Error> errors;
        if (auto error = nothing_checked(*report, result)) errors.push_back(std::move(*error));
        if (has_failure(result, rules->run.fail_on)) exit_code_ = std::max(exit_code_, 1);
        add({name, &*report, &result, errors, left_out, rules->run.fail_on});
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
    ReportRules rules_;
    std::vector<std::unique_ptr<OutputStream>> outputs_;
    std::vector<std::unique_ptr<Renderer>> renderers_;
    ReportComparison comparison_;
    bool has_several_ = false;  ///< reports: only then is there anything to compare
    std::vector<KnownFinding> found_;  ///< for --write-baseline
    bool text_on_standard_output_ = false;
    int exit_code_ = 0;
};

}  // namespace

int check_reports(const Options& options) { return Run(options).check_all(); }

}  // namespace brcheck::cli
