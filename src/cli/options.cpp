#include "cli/options.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/render/renderer.hpp"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace brcheck::cli {
namespace {

constexpr std::string_view version_text = "brcheck " BRCHECK_VERSION "\n";

constexpr std::string_view footer = R"(Exit codes: 0 nothing at or above --fail-on; 1 at least one such finding; 2 the job could not be
done (wrong option, unreadable or invalid report, nothing to check).

Examples:
  brcheck data/report.json                 check one report
  brcheck -f json report.json | jq .       the same for other tools
  brcheck why report.json trade_2024       where a value comes from
  brcheck figure "over 4,000 projects"     what is understood of one figure
  brcheck init report.json                 a report to start from)";

std::string format_help() {
    std::string help = "how to write the result, and where: ";
    std::string separator;
    for (const Format& format : all_formats()) {
        help += separator + std::string(format.name);
        separator = ", ";
    }
    return help + "; repeat with paths for several";
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
    Settings settings;
    std::string write_baseline;
};

struct UsageError {
    std::string message;
    std::string hint;
};

std::string in_quotes(std::string_view text) { return fmt::format("\"{}\"", escape_unsafe(text)); }

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
        throw UsageError{fmt::format("{} takes a whole number, not {}", option, in_quotes(text)), ""};
    return value;
}

void read_limit(std::string_view text, ReadLimits& limits) {
    static const std::vector<std::string> names = {"bytes",      "nesting", "figures", "relations",
                                                   "characters", "digits",  "exponent"};
    const auto equals = text.find('=');
    const std::string_view name = text.substr(0, equals);
    if (equals == std::string_view::npos ||
        std::find(names.begin(), names.end(), name) == names.end())
        throw UsageError{fmt::format("--limit takes NAME=NUMBER, not {}", in_quotes(text)),
                         hint_among(name, names)};
    const std::size_t value = parse_size(text.substr(equals + 1), "--limit " + std::string(name));
    if (name == "bytes") limits.max_bytes = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "nesting") limits.max_nesting = value;
    if (name == "figures") limits.max_figures = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "relations") limits.max_relations = std::min<std::size_t>(value, UINT32_MAX - 1);
    if (name == "characters") limits.max_characters = value;
    if (name == "digits") limits.numbers.max_digits = value;
    if (name == "exponent")
        limits.numbers.max_exponent = static_cast<std::int64_t>(std::min<std::size_t>(value, 1'000'000));
}

std::vector<Target> read_targets(const std::vector<std::string>& formats) {
    std::vector<std::string> names;
    for (const Format& format : all_formats()) names.emplace_back(format.name);
    std::vector<Target> targets;
    for (const std::string& text : formats) {
        const auto equals = text.find('=');
        Target target{text.substr(0, equals),
                      equals == std::string::npos ? "" : text.substr(equals + 1)};
        if (find_format(target.format) == nullptr)
            throw UsageError{fmt::format("there is no format {}", in_quotes(target.format)),
                             hint_among(target.format, names)};
        if (equals != std::string::npos && target.path.empty())
            throw UsageError{fmt::format("-f {} names no file after \"=\"", in_quotes(text)), ""};
        for (const Target& other : targets) {
            if (other.path != target.path) continue;
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
        if (!rounding) {
            const std::vector<std::string> names = {
                "nearest", "half-up", "half-down", "half-even", "truncated",
                "up",      "floor",   "ceiling",   "exact",     "unknown"};
            throw UsageError{fmt::format("there is no rounding {}", in_quotes(raw.rounding)),
                             hint_among(raw.rounding, names)};
        }
        figure.rounding = *rounding;
        figure.rounding_given = true;
    }
    if (!raw.rounded_to.empty()) {
        const auto decimal = parse_decimal(raw.rounded_to);
        if (!decimal || decimal->digits.sign() <= 0)
            throw UsageError{fmt::format("--rounded-to takes a number above 0, not {}",
                                         in_quotes(raw.rounded_to)), ""};
        figure.rounded_to = decimal->value();
    }
    if (!raw.decimal_mark.empty()) {
        if (raw.decimal_mark != "." && raw.decimal_mark != ",")
            throw UsageError{fmt::format("--decimal-mark is \".\" or \",\", not {}",
                                         in_quotes(raw.decimal_mark)), ""};
        figure.decimal_mark = raw.decimal_mark.front();
    }
}

Options read_raw(const Raw& raw, Options options) {
    options.targets = read_targets(raw.formats);
    for (const std::string& limit : raw.limits) read_limit(limit, options.limits);
    options.figure.limits = options.limits.numbers;
    options.figure.max_characters = options.limits.max_characters;
    auto rules = understand(raw.settings);
    if (!rules.ok()) throw UsageError{rules.errors().front().message, rules.errors().front().hint};
    options.rules = std::move(rules).value();
    if (raw.color != "auto" && raw.color != "always" && raw.color != "never")
        throw UsageError{fmt::format("--color takes auto, always or never, not {}",
                                     in_quotes(raw.color)), ""};
    options.color = raw.color == "always"  ? Color::always
                    : raw.color == "never" ? Color::never
                                           : Color::automatic;
    if (!raw.width.empty()) options.width_columns = parse_size(raw.width, "--width");
    read_figure_options(raw, options.figure);

    options.write_baseline = raw.write_baseline;
    options.files = raw.files;
    if (!raw.file.empty()) options.files = {raw.file};
    options.subject = raw.subject;
    const bool is_document = options.command != Command::check;
    if (is_document) {
        for (const Target& target : options.targets)
            if (target.format != "text" && target.format != "json")
                throw UsageError{fmt::format("this command has no format {}", in_quotes(target.format)),
                                 "known are text, json"};
        if (options.targets.size() > 1)
            throw UsageError{"this command writes one format at a time", ""};
        if (options.command == Command::verify && options.targets.front().format != "text")
            throw UsageError{"verify writes text only", ""};
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

void add_settings(CLI::App& app, Raw& raw) {
    const auto add = [&](const char* name, std::vector<std::string>& values, const char* type,
                         const char* help) {
        app.add_option(name, values, help)->type_name(type)->allow_extra_args(false);
    };
    Settings& settings = raw.settings;
    add("--fail-on", settings.fail_on, "LEVEL",
        "least severity that makes exit code 1: error (default), warning, note");
    app.add_flag("--strict", settings.strict, "warnings fail, too");
    add("--select", settings.select, "CODES",
        "report these only: codes, names or first digits (BR9), with commas between");
    add("--ignore", settings.ignore, "CODES", "report all but these");
    add("--severity", settings.severity, "CODE=LEVEL", "off, note, warning or error for a code");
    add("--show", settings.show, "LEVEL", "least severity that is printed; the rest is counted");
    app.add_option("--baseline", settings.baseline, "do not report again what this file knows")
        ->type_name("FILE");
    app.add_option("--write-baseline", raw.write_baseline, "write what is found as known findings")
        ->type_name("FILE");
}

}  // namespace

std::variant<Options, Reply> parse_options(const std::vector<std::string>& arguments) {
    Options options;
    Raw raw;
    CLI::App app{"Recomputes the numbers of a report exactly, and says which cannot all be true.",
                 "brcheck"};
    app.set_help_flag("-h,--help", "print this and stop");
    app.set_version_flag("-V,--version", std::string(version_text), "print the version and stop");
    app.footer(std::string(footer));
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

    add_settings(app, raw);

    CLI::App* why = app.add_subcommand("why", "say where a value comes from, or why a relation holds");
    why->add_option("FILE", raw.file, "the report")->required();
    why->add_option("ID", raw.subject, "a figure, derived quantity or relation")->required();
    CLI::App* figure = app.add_subcommand("figure", "say what is understood of one figure");
    figure->add_option("TEXT", raw.subject, "the figure as printed; - reads one from each line")
        ->required();
    figure->add_option("--unit", options.figure.unit_text, "the unit, where the text has none");
    figure->add_option("--rounding", raw.rounding, "nearest (default), half-up, truncated, exact, ...");
    figure->add_option("--rounded-to", raw.rounded_to, "coarser than the digits show: 1000");
    figure->add_option("--decimal-mark", raw.decimal_mark, "\".\" or \",\"");
    figure->add_flag("--whole", options.figure.whole, "the value is a whole number");
    CLI::App* explain = app.add_subcommand("explain", "explain a code such as BR202");
    explain->add_option("CODE", raw.subject, "BR202, 202 or growth-mismatch")->required();
    CLI::App* rules = app.add_subcommand("rules", "list all codes");
    CLI::App* init = app.add_subcommand("init", "write a report to start from");
    init->add_option("FILE", raw.file, "where to (default report.json); - is standard output");
    CLI::App* schema = app.add_subcommand("schema", "print a JSON Schema: report, result, baseline");
    schema->add_option("NAME", raw.subject, "report, result, baseline")->required();
    CLI::App* verify =
        app.add_subcommand("verify", "redo the proofs of a result that -f json has written");
    verify->add_option("REPORT", raw.file, "the report")->required();
    verify->add_option("RESULT", raw.subject, "its result; - is standard input")->required();

    for (CLI::App* command : {why, figure, explain, rules, init, schema, verify})
        command->footer("")->group("Commands");

    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
        app.parse(std::move(reversed));
        options.command = why->parsed()       ? Command::why
                          : figure->parsed()  ? Command::figure
                          : explain->parsed() ? Command::explain
                          : rules->parsed()   ? Command::rules
                          : init->parsed()    ? Command::init
                          : schema->parsed()  ? Command::schema
                          : verify->parsed()  ? Command::verify
                                              : Command::check;
        if (options.command == Command::check && raw.files.empty())
            throw UsageError{"no report was named",
                             "brcheck report.json checks one; brcheck init writes one to start from"};
        if (options.command != Command::check && !raw.files.empty())
            return usage_reply(explain_extras(raw.files, app));
        return read_raw(raw, std::move(options));
    } catch (const UsageError& error) {
        return usage_reply(error);
    } catch (const CLI::CallForHelp&) {
        const auto used = app.get_subcommands();
        return Reply{used.empty() ? app.help() : used.front()->help(), 0};
    } catch (const CLI::CallForVersion& version) {
        return Reply{version.what(), 0};
    } catch (const CLI::ExtrasError&) {
        return usage_reply(explain_extras(app.remaining(true), app));
    } catch (const CLI::Error& error) {
        return usage_reply({escape_unsafe(error.what()), ""});
    }
}

}  // namespace brcheck::cli
