#include "cli/raw_options.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/render/renderer.hpp"
#include "render/diagnostic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <thread>

namespace brcheck::cli {
namespace {

std::string hint_among(std::string_view word, const std::vector<std::string>& known) {
    std::string hint = did_you_mean(word, known);
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
        std::find(limit_names().begin(), limit_names().end(), name) == limit_names().end())
        throw UsageError{fmt::format("--limit takes NAME=NUMBER, not {}", in_quotes(text)),
                         hint_among(name, limit_names())};
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
        for (const Target& other : targets)
            if (target.path.empty() && other.path.empty())
                throw UsageError{"standard output holds one format only",
                                 fmt::format("give one of them a file of its own: -f {}=PATH",
                                             target.format)};
        targets.push_back(std::move(target));
    }
    if (targets.empty()) targets.push_back({"text", ""});
    return targets;
}

void read_figure_options(const RawOptions& raw, FigureOptions& figure) {
    if (!raw.rounding.empty()) {
        const auto rounding = parse_rounding(raw.rounding);
        if (!rounding)
            throw UsageError{fmt::format("there is no rounding {}", in_quotes(raw.rounding)),
                             hint_among(raw.rounding, rounding_names())};
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

Settings read_settings(const RawOptions& raw) {
    Settings settings;
    for (const SettingNames& names : all_settings()) {
        const auto words = raw.settings.find(names.setting);
        if (words == raw.settings.end() || words->second.empty()) continue;
        GivenSetting& given = settings[names.setting].emplace();
        given.origin = names.flag;
        for (const std::string& text : words->second) given.values.push_back({text, {}});
    }
    auto rules = understand(settings);
    if (!rules.ok()) throw UsageError{rules.errors().front().message, rules.errors().front().hint};
    return settings;
}

void read_table_options(const RawOptions& raw, BatchOptions& batch) {
    if (raw.columns.empty() && raw.separator.empty()) return;
    if (batch.relations_path.empty() || raw.columns.empty())
        throw UsageError{
            fmt::format("{} needs {}", raw.columns.empty() ? "--separator" : "--columns",
                        raw.columns.empty() ? "--columns" : "--relations"),
            "brcheck batch --relations relations.json --columns header table.csv"};
    if (raw.separator == "tab")
        batch.separator = '\t';
    else if (raw.separator == "," || raw.separator == ";" || raw.separator == "|")
        batch.separator = raw.separator.front();
    else if (!raw.separator.empty())
        throw UsageError{fmt::format("--separator takes \",\", \";\", \"|\" or tab, not {}",
                                     in_quotes(raw.separator)),
                         ""};
    auto& columns = batch.columns.emplace();
    if (raw.columns == "header") return;
    for (std::size_t begin = 0; begin <= raw.columns.size();) {
        const std::size_t end = std::min(raw.columns.find(',', begin), raw.columns.size());
        columns.push_back(raw.columns.substr(begin, end - begin));
        begin = end + 1;
    }
}

void read_batch_options(const RawOptions& raw, BatchOptions& batch) {
    read_table_options(raw, batch);
    const auto place =
        std::find(batch_result_names().begin(), batch_result_names().end(), raw.results);
    if (!raw.results.empty() && place == batch_result_names().end())
        throw UsageError{fmt::format("--results takes {}, not {}",
                                     fmt::join(batch_result_names(), ", "), in_quotes(raw.results)),
                         hint_among(raw.results, batch_result_names())};
    if (!raw.results.empty())
        batch.results = static_cast<BatchOptions::Results>(place - batch_result_names().begin());
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

}  // namespace

std::vector<std::string> format_names() {
    std::vector<std::string> names;
    for (const Format& format : all_formats()) names.emplace_back(format.name);
    return names;
}

const std::vector<std::string>& rounding_names() {
    static const std::vector<std::string> names = {"nearest",   "half-up", "half-down", "half-even",
                                                   "truncated", "up",      "floor",     "ceiling",
                                                   "exact",     "unknown"};
    return names;
}

const std::vector<std::string>& limit_names() {
    static const std::vector<std::string> names = {"bytes",      "nesting", "figures", "relations",
                                                   "characters", "digits",  "exponent"};
    return names;
}

const std::vector<std::string>& batch_result_names() {
    static const std::vector<std::string> names = {"all", "failing", "summary"};
    return names;
}

std::string in_quotes(std::string_view text) {
    return fmt::format("\"{}\"", escape_unsafe(text));
}

Options read_raw(const RawOptions& raw, Options options) {
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

}  // namespace brcheck::cli
