#include "cli/options.hpp"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <thread>

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/render/renderer.hpp"
#include "cli/completions.hpp"
#include "cli/man_page.hpp"

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

const std::vector<std::string> roundings = {"nearest",   "half-up", "half-down", "half-even",
                                            "truncated", "up",      "floor",     "ceiling",
                                            "exact",     "unknown"};
const std::vector<std::string> batch_results = {"all", "failing", "summary"};
const std::vector<std::string> limit_names = {"bytes",      "nesting", "figures", "relations",
                                              "characters", "digits",  "exponent"};

std::string help_footer() {
    std::string text = "Exit codes:\n";
    for (const Explained& code : exit_codes)
        text += fmt::format("  {}  {}\n", code.what, code.meaning);
    text += "\nExamples:";
    for (const Explained& example : examples)
        text += fmt::format("\n  {:<38} {}", example.what, example.meaning);
    return text;
}

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const Format& format : all_formats()) names.emplace_back(format.name);
    return names;
}

std::string format_help() {
    return fmt::format("how to write the result, and where: {}; repeat with paths for several",
                       fmt::join(format_names(), ", "));
}

/// Raw texts as CLI11 fills them in; turned into Options, with our own messages, afterwards.
struct Raw {
    std::vector<std::string> files;
    std::vector<std::string> formats;
    std::string file;
    std::string subject;
    std::string color = "auto";
    std::string width;
    std::string rounding;
    std::string rounded_to;
    std::string decimal_mark;
    std::vector<std::string> limits;
    std::string results;
    std::string threads;
    std::string resume;
    std::string shard;
    std::array<std::vector<std::string>, setting_count> settings;
    std::string write_baseline;
    bool man = false;
};

struct UsageError {
    std::string message;
    std::string hint;
};

std::string in_quotes(std::string_view text) {
    return fmt::format("\"{}\"", escape_unsafe(text));
}

std::string hint_among(std::string_view word, const std::vector<std::string>& known) {
    const std::string hint = did_you_mean(word, known);
    if (!hint.empty()) return hint;
    return fmt::format("known are {}", fmt::join(known, ", "));
}

std::size_t parse_size(std::string_view text, std::string_view option) {
    std::size_t value = 0;
    const auto end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || text.empty())
        throw UsageError{fmt::format("{} takes a whole number, not {}", option, in_quotes(text)),
                         ""};
    return value;
}

void read_limit(std::string_view text, ReadLimits& limits) {
    const auto equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    if (equals == std::string_view::npos ||
        std::find(limit_names.begin(), limit_names.end(), name) == limit_names.end())
        throw UsageError{fmt::format("--limit takes NAME=NUMBER, not {}", in_quotes(text)),
                         hint_among(name, limit_names)};
    const std::size_t value = parse_size(text.substr(equals + 1), "--limit " + std::string(name));
    if (name == "bytes") limits.max_bytes = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "nesting") limits.max_nesting = value;
    if (name == "figures") limits.max_figures = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "relations") limits.max_relations = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "characters") limits.max_characters = value;
    if (name == "digits") limits.numbers.max_digits = value;
    if (name == "exponent")
        limits.numbers.max_exponent =
            static_cast<std::int64_t>(std::min<std::size_t>(value, 1'000'000));
}

/// "./a.json" is "a.json"; "" stays.
std::string clean_path(const std::string& path) {
    return std::filesystem::path(path).lexically_normal().string();
}

std::vector<Target> read_targets(const std::vector<std::string>& formats) {
    std::vector<Target> targets;
    for (const std::string& text : formats) {
        const auto equals = text.find('=');
        Target target{text.substr(0, equals),
                      equals == std::string::npos ? "" : text.substr(equals + 1)};
        if (find_format(target.format) == nullptr)
            throw UsageError{fmt::format("there is no format {}", in_quotes(target.format)),
                             hint_among(target.format, format_names())};
        if (equals != std::string::npos && target.path.empty())
            throw UsageError{fmt::format("-f {} names no file after \"=\"", in_quotes(text)), ""};
        for (const Target& other : targets) {
            if (clean_path(other.path) != clean_path(target.path)) continue;
            throw UsageError{
                target.path.empty()
                    ? std::string("standard output holds one format only")
                    : fmt::format("two formats go to the same file {}", in_quotes(target.path)),
                fmt::format("give one of them a file of its own: -f {}=PATH", target.format)};
        }
        targets.push_back(std::move(target));
    }
    if (targets.empty()) targets.push_back({"text", ""});
    return targets;
}

void read_figure_options(const Raw& raw, FigureOptions& figure) {
    if (!raw.rounding.empty()) {
        const auto rounding = parse_rounding(raw.rounding);
        if (!rounding)
            throw UsageError{fmt::format("there is no rounding {}", in_quotes(raw.rounding)),
                             hint_among(raw.rounding, roundings)};
        figure.rounding = *rounding;
        figure.rounding_given = true;
    }
    if (!raw.rounded_to.empty()) {
        const auto decimal = parse_decimal(raw.rounded_to);
        if (!decimal || decimal->digits.sign() <= 0)
            throw UsageError{fmt::format("--rounded-to takes a number above 0, not {}",
                                         in_quotes(raw.rounded_to)),
                             ""};
        figure.rounded_to = decimal->value();
    }
    if (!raw.decimal_mark.empty()) {
        if (raw.decimal_mark != "." && raw.decimal_mark != ",")
            throw UsageError{fmt::format("--decimal-mark is \".\" or \",\", not {}",
                                         in_quotes(raw.decimal_mark)),
                             ""};
        figure.decimal_mark = raw.decimal_mark.front();
    }
}

Settings read_settings(const Raw& raw) {
    Settings settings;
    for (const SettingNames& names : all_settings()) {
        const auto index = static_cast<std::size_t>(names.setting);
        if (raw.settings[index].empty()) continue;
        GivenSetting& given = settings[index].emplace();
        given.origin = names.flag;
        for (const std::string& text : raw.settings[index]) given.values.push_back({text, {}});
    }
    auto rules = understand(settings);
    if (!rules.ok()) throw UsageError{rules.errors().front().message, rules.errors().front().hint};
    return settings;
}

void read_batch_options(const Raw& raw, BatchOptions& batch) {
    const auto place = std::find(batch_results.begin(), batch_results.end(), raw.results);
    if (!raw.results.empty() && place == batch_results.end())
        throw UsageError{fmt::format("--results takes {}, not {}", fmt::join(batch_results, ", "),
                                     in_quotes(raw.results)),
                         hint_among(raw.results, batch_results)};
    if (!raw.results.empty())
        batch.results = static_cast<BatchOptions::Results>(place - batch_results.begin());
    batch.threads = std::max(1U, std::thread::hardware_concurrency());
    if (!raw.threads.empty())
        batch.threads = std::clamp<std::size_t>(parse_size(raw.threads, "--jobs"), 1, 256);
    if (!raw.resume.empty()) batch.resume_bytes = parse_size(raw.resume, "--resume");
    if (raw.shard.empty()) return;
    const auto slash = std::min(raw.shard.find('/'), raw.shard.size());
    const std::string_view text = raw.shard;
    BatchOptions::Shard shard;
    shard.index = parse_size(text.substr(0, slash), "--shard K/N");
    shard.count = parse_size(text.substr(std::min(slash + 1, text.size())), "--shard K/N");
    if (shard.index < 1 || shard.index > shard.count)
        throw UsageError{
            fmt::format("--shard takes K/N with K from 1 to N, not {}", in_quotes(raw.shard)), ""};
    batch.shard = shard;
}

Options read_raw(const Raw& raw, Options options) {
    options.targets = read_targets(raw.formats);
    for (const std::string& limit : raw.limits) read_limit(limit, options.limits);
    options.figure.limits = options.limits.numbers;
    options.figure.max_characters = options.limits.max_characters;
    options.settings = read_settings(raw);
    if (raw.color != "auto" && raw.color != "always" && raw.color != "never")
        throw UsageError{
            fmt::format("--color takes auto, always or never, not {}", in_quotes(raw.color)), ""};
    options.color = raw.color == "always"  ? Color::always
                    : raw.color == "never" ? Color::never
                                           : Color::automatic;
    if (!raw.width.empty()) options.width_columns = parse_size(raw.width, "--width");
    read_figure_options(raw, options.figure);
    read_batch_options(raw, options.batch);

    options.write_baseline = raw.write_baseline;
    options.files = raw.files;
    if (!raw.file.empty()) options.files = {raw.file};
    options.subject = raw.subject;
    const bool is_document = options.command != Command::check;
    if (is_document) {
        for (const Target& target : options.targets)
            if (target.format != "text" && target.format != "json")
                throw UsageError{
                    fmt::format("this command has no format {}", in_quotes(target.format)),
                    "known are text, json"};
        if (options.targets.size() > 1)
            throw UsageError{"this command writes one format at a time", ""};
        const bool text_only =
            options.command == Command::verify || options.command == Command::completions ||
            options.command == Command::batch || options.command == Command::merge;
        if (text_only && options.targets.front().format != "text")
            throw UsageError{"this command writes text only", ""};
    }
    return options;
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

void add_settings(CLI::App& app, Options& options, Raw& raw) {
    for (const SettingNames& names : all_settings()) {
        app.add_option(std::string(names.flag),
                       raw.settings[static_cast<std::size_t>(names.setting)],
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
void add_options(CLI::App& app, Options& options, Raw& raw) {
    // First, because CLI11 leaves an empty line where the last group is a hidden one.
    app.add_flag("--man", raw.man, "print the manual page and stop")->group("");
    app.set_help_flag("-h,--help", "print this and stop");
    app.set_version_flag("-V,--version", std::string(version_text), "print the version and stop");
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
    if (value == "RULE") return roundings;
    if (value == "MARK") return {".", ","};
    if (value == "NAME") return {"report", "result", "baseline", "config"};
    if (value == "SHELL") return completion_shells();
    if (value == "WHICH") return batch_results;
    std::vector<std::string> choices;
    if (value == "CODE")
        for (const Rule& rule : all_rules()) choices.push_back(format_code(rule.number));
    if (value == "NAME=N")
        for (const std::string& name : limit_names) choices.push_back(name + "=");
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
    Raw raw;
    CLI::App app{std::string(description), "brcheck"};
    add_options(app, options, raw);
    CommandLine line{describe_command(app, true), {}, exit_codes, environment_variables, examples};
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        line.commands.push_back(describe_command(*command, false));
    return line;
}

std::variant<Options, Reply> parse_options(const std::vector<std::string>& arguments) {
    Options options;
    Raw raw;
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
        if (!takes_files && !raw.files.empty()) return usage_reply(explain_extras(raw.files, app));
        return read_raw(raw, std::move(options));
    } catch (const UsageError& error) {
        return usage_reply(error);
    } catch (const CLI::CallForHelp&) {
        const auto used = app.get_subcommands();
        return Reply{used.empty() ? app.help() : used.front()->help("brcheck"), 0};
    } catch (const CLI::CallForVersion& version) {
        return Reply{version.what(), 0};
    } catch (const CLI::ExtrasError&) {
        return usage_reply(explain_extras(app.remaining(true), app));
    } catch (const CLI::Error& error) {
        return usage_reply({escape_unsafe(error.what()), ""});
    }
}

}  // namespace brcheck::cli
