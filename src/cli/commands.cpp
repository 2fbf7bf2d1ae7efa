#include "cli/commands.hpp"

#include "base/embedded_data.hpp"
#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/engine/check_report.hpp"
#include "brcheck/render/explanations.hpp"
#include "cli/batch_run.hpp"
#include "cli/check_run.hpp"
#include "cli/completions.hpp"
#include "cli/console.hpp"
#include "cli/files.hpp"
#include "cli/merge_run.hpp"
#include "cli/show_settings.hpp"
#include "cli/verify_result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <unistd.h>
#include <utility>
#include <vector>

namespace brcheck::cli {
namespace {

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
    return write_document(target,
                          target.format == "json"
                              ? render_why_json(*report, result, id)
                              : render_why(*report, result, id, render_options(options, target)));
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
        complain({ErrorCode::unknown_name,
                  fmt::format("there is no rule \"{}\"", options.subject),
                  {},
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
        complain({ErrorCode::unreadable_file,
                  fmt::format("{} is there already", path),
                  {},
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
        {"baseline", embedded::baseline_schema_json},
        {"config", embedded::config_schema_json}};
    for (const auto& [name, text] : schemas)
        if (options.subject == name) return write_document(options.targets.front(), text);
    complain({ErrorCode::unknown_name,
              fmt::format("there is no schema \"{}\"", options.subject),
              {},
              "known are report, result, baseline, config"});
    return 2;
}

int run_config(const Options& options) {
    const std::string& report = options.files.front();
    const FoundSettings found = find_settings(options, report);
    complain(found.errors);
    const auto understood = understand(found.settings);
    if (complain_of(understood) || !found.errors.empty()) return 2;
    const Target& target = options.targets.front();
    return write_document(target, target.format == "json" ? settings_json(found, report)
                                                          : settings_text(found, report));
}

int run_completions(const Options& options) {
    const auto script = completion_script(options.subject, describe_command_line());
    if (script) return write_document(options.targets.front(), *script);
    complain({ErrorCode::unknown_name,
              fmt::format("there are no completions for \"{}\"", options.subject),
              {},
              fmt::format("known are {}", fmt::join(completion_shells(), ", "))});
    return 2;
}

int run_verify(const Options& options) {
    const auto report = read_one_report(options);
    if (!report) return 2;
    auto bytes = read_file(options.subject, options.limits.max_bytes);
    if (complain_of(bytes)) return 2;
    auto source =
        make_source_text(source_name(options.subject), std::move(bytes).value(), options.limits);
    if (complain_of(source)) return 2;
    const auto claimed =
        read_result(*source, *report, source_name(options.files.front()), options.limits);
    if (complain_of(claimed)) return 2;
    const Verification done = verify_result(*report, *claimed, today(), options.quiet);
    return write_document(options.targets.front(), done.text, done.exit_code);
}

}  // namespace

int run_command(const Options& options) {
    // A check knows only later what it reads.
    if (options.command != Command::check) {
        std::vector<std::string> read = options.files;
        if (options.command == Command::verify) read.push_back(options.subject);
        if (options.command == Command::batch) read.push_back(options.batch.relations_path);
        if (refuse_to_overwrite(options, read)) return 2;
    }
    switch (options.command) {
        case Command::check:
            return check_reports(options);
        case Command::why:
            return run_why(options);
        case Command::figure:
            return run_figure(options);
        case Command::explain:
            return run_explain(options);
        case Command::rules:
            return run_rules(options);
        case Command::init:
            return run_init(options);
        case Command::schema:
            return run_schema(options);
        case Command::config:
            return run_config(options);
        case Command::verify:
            return run_verify(options);
        case Command::batch:
            return check_batch(options);
        case Command::merge:
            return merge_summaries(options);
        case Command::completions:
            return run_completions(options);
    }
    return 2;
}

int answer(const Reply& reply) {
    if (reply.exit_code == 0) return write_document({"text", ""}, reply.text);
    write_to_standard_error(reply.text);
    return reply.exit_code;
}

}  // namespace brcheck::cli
