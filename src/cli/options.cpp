#include "cli/options.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/render/renderer.hpp"
#include "cli/bill_of_materials.hpp"
#include "cli/completions.hpp"
#include "cli/man_page.hpp"
#include "cli/raw_options.hpp"

#include <fmt/format.h>
#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>

namespace brcheck::cli {
namespace {

constexpr std::string_view version_text = "brcheck " BRCHECK_VERSION "\n";

const std::vector<Explained> exit_codes = {
    {"0", "nothing at or above --fail-on"},
    {"1", "at least one such finding"},
    {"2",
     "the job could not be done: wrong option, unreadable or invalid report, nothing to check"},
};

const std::vector<Explained> environment_variables = [] {
    std::vector<Explained> all;
    for (const SettingNames& names : all_settings()) all.push_back({names.variable, names.help});
    const std::vector<Explained> others = {
        {"BRCHECK_CONFIG", "the config file, where --config names none"},
        {"NO_COLOR", "no colours, unless --color says otherwise"},
        {"CLICOLOR_FORCE", "colours also where standard output is no terminal"},
        {"COLUMNS", "columns of text output, where --width is not given"},
        {"GITHUB_STEP_SUMMARY",
         "where -f github adds a summary in Markdown; set by GitHub Actions"},
    };
    all.insert(all.end(), others.begin(), others.end());
    return all;
}();

const std::vector<Explained> examples = {
    {"brcheck data/report.json", "check one report"},
    {"brcheck -f json report.json | jq .", "the same for other tools"},
    {"brcheck why report.json trade_2024", "where a value comes from"},
    {"brcheck figure \"over 4,000 projects\"", "what is understood of one figure"},
    {"brcheck init report.json", "a report to start from"},
};

std::string help_footer() {
    std::string text = "Exit codes:\n";
    for (const Explained& code : exit_codes)
        text += fmt::format("  {}  {}\n", code.what, code.meaning);
    text += "\nExamples:";
    for (const Explained& example : examples)
        text += fmt::format("\n  {:<38} {}", example.what, example.meaning);
    return text;
}

std::string format_help() {
    return fmt::format("how to write the result, and where: {}; repeat with paths for several",
                       fmt::join(format_names(), ", "));
}

Reply usage_reply(const UsageError& error) {
    std::string text = "brcheck: " + error.message + "\n";
    if (!error.hint.empty()) text += "  hint: " + error.hint + "\n";
    return {text + "  brcheck --help lists what there is\n", 2};
}

/// CLI11 names what it could not use inside a sentence; we want the words themselves.
UsageError explain_extras(const std::vector<std::string>& extras, const CLI::App& app) {
    const std::string& word = extras.front();
    if (word.size() > 1 && word.front() == '-') {
        std::vector<std::string> names;
        for (const CLI::Option* option : app.get_options())
            for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
        return {fmt::format("unknown option {}", in_quotes(word)), did_you_mean(word, names)};
    }
    return {fmt::format("one argument too many: {}", in_quotes(word)), ""};
}

void add_settings(CLI::App& app, Options& options, RawOptions& raw) {
    for (const SettingNames& names : all_settings()) {
        app.add_option(std::string(names.flag), raw.settings[names.setting],
                       std::string(names.help))
            ->type_name(std::string(names.value))
            ->allow_extra_args(false);
        if (names.setting == Setting::fail_on)
            app.add_flag("--strict", options.strict, "warnings fail, too");
    }
    app.add_option("--write-baseline", raw.write_baseline, "write what is found as known findings")
        ->type_name("FILE");
    CLI::Option* config =
        app.add_option(
               "--config", options.config,
               "settings from this file, not from the brcheck.json beside or above a report")
            ->type_name("FILE");
    app.add_flag("--no-config", options.no_config, "no config file at all")->excludes(config);
}

/// All options and commands, and where CLI11 puts what it reads of them.
void add_options(CLI::App& app, Options& options, RawOptions& raw) {
    // First, because CLI11 leaves an empty line where the last group is a hidden one.
    app.add_flag("--man", raw.man, "print the manual page and stop")->group("");
    app.set_help_flag("-h,--help", "print this and stop");
    app.set_version_flag("-V,--version", std::string(version_text), "print the version and stop");
    app.add_flag("--verbose", raw.verbose,
                 "with --version: the libraries as well, their versions and licences")
        ->needs("--version");
    app.footer(help_footer());
    app.fallthrough();
    app.require_subcommand(0, 1);
    app.get_formatter()->column_width(28);
    app.get_formatter()->label("OPTIONS", "options");
    app.get_formatter()->label("SUBCOMMAND", "command");
    app.get_formatter()->label("TEXT", "");
    app.get_formatter()->label("REQUIRED", "");

    app.add_option("FILE", raw.files,
                   "reports to check; - is standard input, a folder means its *.brcheck.json");
    app.add_option("-f,--format", raw.formats, format_help())
        ->type_name("FORMAT[=PATH]")
        ->allow_extra_args(false);
    app.add_option("--color", raw.color, "auto (default), always, never")->type_name("WHEN");
    app.add_option("--width", raw.width, "columns of text output, kept within 40 and 100")
        ->type_name("N");
    app.add_flag("--ascii", options.ascii, "draw with ASCII characters only");
    app.add_flag("-q,--quiet", options.quiet, "findings and the verdict only");
    app.add_option("--limit", raw.limits,
                   "raise or lower a limit: bytes, nesting, figures, relations, characters, "
                   "digits, exponent")
        ->type_name("NAME=N")
        ->allow_extra_args(false);

    add_settings(app, options, raw);

    CLI::App* why =
        app.add_subcommand("why", "say where a value comes from, or why a relation holds");
    why->add_option("FILE", raw.file, "the report")->required();
    why->add_option("ID", raw.subject, "a figure, derived quantity or relation")->required();
    CLI::App* figure = app.add_subcommand("figure", "say what is understood of one figure");
    figure->add_option("TEXT", raw.subject, "the figure as printed; - reads one from each line")
        ->required();
    figure->add_option("--unit", options.figure.unit_text, "the unit, where the text has none")
        ->type_name("UNIT");
    figure
        ->add_option("--rounding", raw.rounding,
                     "nearest (default), half-up, truncated, exact, ...")
        ->type_name("RULE");
    figure->add_option("--rounded-to", raw.rounded_to, "coarser than the digits show: 1000")
        ->type_name("N");
    figure->add_option("--decimal-mark", raw.decimal_mark, "\".\" or \",\"")->type_name("MARK");
    figure->add_flag("--whole", options.figure.whole, "the value is a whole number");
    CLI::App* explain = app.add_subcommand("explain", "explain a code such as BR202");
    explain->add_option("CODE", raw.subject, "BR202, 202 or growth-mismatch")->required();
    app.add_subcommand("rules", "list all codes");
    CLI::App* init = app.add_subcommand("init", "write a report to start from");
    init->add_option("FILE", raw.file, "where to (default report.json); - is standard output");
    CLI::App* schema =
        app.add_subcommand("schema", "print a JSON Schema: report, result, baseline, config");
    schema->add_option("NAME", raw.subject, "report, result, baseline, config")->required();
    CLI::App* config =
        app.add_subcommand("config", "show the settings of a report and where they come from");
    config->add_option("FILE", raw.file, "the report")->required();
    CLI::App* verify =
        app.add_subcommand("verify", "redo the proofs of a result that -f json has written");
    verify->add_option("REPORT", raw.file, "the report")->required();
    verify->add_option("RESULT", raw.subject, "its result; - is standard input")->required();

    CLI::App* batch =
        app.add_subcommand("batch", "check many reports, one a line, a result a line");
    batch->add_option("FILE", raw.files, "NDJSON: a report a line; - is standard input")
        ->required();
    batch->add_option("--results", raw.results, "all (default), failing, summary")
        ->type_name("WHICH");
    batch->add_option("-j,--jobs", raw.threads, "threads; default: one a core")->type_name("N");
    batch->add_option("--shard", raw.shard, "the K-th of N parts of each file only")
        ->type_name("K/N");
    batch->add_option("--resume", raw.resume, "go on at this byte, which the summary has named")
        ->type_name("BYTE");
    batch
        ->add_option("--summary", options.batch.summary_path,
                     "write the summary in JSON to this file")
        ->type_name("FILE");
    batch
        ->add_option("--relations", options.batch.relations_path,
                     "a report that gives the relations: lines are records with figures alone")
        ->type_name("FILE");
    batch
        ->add_option("--columns", raw.columns,
                     "the records are a table in CSV; header: its first row names the figures, or "
                     "their names with commas between")
        ->type_name("NAMES");
    batch
        ->add_option("--separator", raw.separator, "between its cells: \",\" (default), \";\", tab")
        ->type_name("CHAR");
    CLI::App* merge = app.add_subcommand("merge", "join the summaries of the parts of a batch");
    merge->add_option("FILE", raw.files, "summaries that batch --summary has written")->required();

    CLI::App* completions =
        app.add_subcommand("completions", "print a completion script: bash, zsh, fish");
    completions->add_option("SHELL", raw.subject, "bash, zsh, fish")->required();

    for (CLI::App* command : app.get_subcommands({})) command->footer("")->group("Commands");
}

Command find_command(const CLI::App& app) {
    static constexpr std::pair<std::string_view, Command> names[] = {
        {"why", Command::why},
        {"figure", Command::figure},
        {"explain", Command::explain},
        {"rules", Command::rules},
        {"config", Command::config},
        {"init", Command::init},
        {"schema", Command::schema},
        {"verify", Command::verify},
        {"batch", Command::batch},
        {"merge", Command::merge},
        {"completions", Command::completions}};
    for (const auto& [name, command] : names)
        if (app.got_subcommand(std::string(name))) return command;
    return Command::check;
}

/// Choices hang on the name of a value, so that a new option that takes a LEVEL is completed, too.
std::vector<std::string> choices_of(std::string_view value) {
    if (value == "FORMAT[=PATH]") return format_names();
    if (value == "LEVEL") return {"error", "warning", "note"};
    if (value == "WHEN") return {"auto", "always", "never"};
    if (value == "RULE") return rounding_names();
    if (value == "MARK") return {".", ","};
    if (value == "NAME") return {"report", "result", "baseline", "config"};
    if (value == "SHELL") return completion_shells();
    if (value == "WHICH") return batch_result_names();
    std::vector<std::string> choices;
    if (value == "CODE")
        for (const Rule& rule : all_rules()) choices.push_back(format_code(rule.number));
    if (value == "NAME=N")
        for (const std::string& name : limit_names()) choices.push_back(name + "=");
    return choices;
}

Value describe_value(const std::string& name) {
    return {name, choices_of(name), name == "FILE" || name == "REPORT" || name == "RESULT"};
}

CommandDescription describe_command(const CLI::App& app, bool with_help) {
    CommandDescription command{app.get_name(), app.get_description(), {}, {}};
    for (const CLI::Option* option : app.get_options()) {
        const bool repeats = option->get_expected_max() > 1;
        if (option->get_group().empty()) continue;
        if (!option->nonpositional()) {
            command.arguments.push_back({describe_value(option->get_name()),
                                         option->get_description(), option->get_required(),
                                         repeats});
            continue;
        }
        if (option == app.get_help_ptr() && !with_help) continue;
        OptionDescription described;
        for (const std::string& name : option->get_snames()) described.names.push_back("-" + name);
        for (const std::string& name : option->get_lnames()) described.names.push_back("--" + name);
        if (option->get_items_expected_max() > 0)
            described.value = describe_value(option->get_type_name());
        described.help = option->get_description();
        described.repeats = repeats;
        command.options.push_back(std::move(described));
    }
    return command;
}

constexpr std::string_view description =
    "Recomputes the numbers of a report exactly, and says which cannot all be true.";

}  // namespace

CommandLine describe_command_line() {
    Options options;
    RawOptions raw;
    CLI::App app{std::string(description), "brcheck"};
    add_options(app, options, raw);
    CommandLine line{describe_command(app, true), {}, exit_codes, environment_variables, examples};
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        line.commands.push_back(describe_command(*command, false));
    return line;
}

std::variant<Options, Reply> parse_options(const std::vector<std::string>& arguments) {
    Options options;
    RawOptions raw;
    CLI::App app{std::string(description), "brcheck"};
    add_options(app, options, raw);

    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(std::move(reversed));
        if (raw.man) return Reply{man_page(describe_command_line()), 0};
        options.command = find_command(app);
        if (options.command == Command::check && raw.files.empty())
            throw UsageError{
                "no report was named",
                "brcheck report.json checks one; brcheck init writes one to start from"};
        const bool takes_files = options.command == Command::check ||
                                 options.command == Command::batch ||
                                 options.command == Command::merge;
        // What stands before a command is no argument of it: a file may have a command's name.
        if (options.command != Command::check && app.get_option("FILE")->count() > 0)
            return usage_reply(
                {explain_extras(app.get_option("FILE")->results(), app).message,
                 fmt::format("what belongs to a command stands behind it; a file that is called so "
                             "is ./{}",
                             app.get_subcommands().front()->get_name())});
        if (!takes_files && !raw.files.empty()) return usage_reply(explain_extras(raw.files, app));
        return read_raw(raw, std::move(options));
    } catch (const UsageError& error) {
        return usage_reply(error);
    } catch (const CLI::CallForHelp&) {
        const auto used = app.get_subcommands();
        return Reply{used.empty() ? app.help() : used.front()->help("brcheck"), 0};
    } catch (const CLI::CallForVersion& version) {
        const bool is_verbose = app.get_option("--verbose")->count() > 0;
        return Reply{is_verbose ? bill_of_materials() : version.what(), 0};
    } catch (const CLI::ExtrasError&) {
        return usage_reply(explain_extras(app.remaining(true), app));
    } catch (const CLI::Error& error) {
        return usage_reply({escape_unsafe(error.what()), ""});
    }
}

}  // namespace brcheck::cli
