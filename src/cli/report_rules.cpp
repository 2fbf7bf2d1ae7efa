#include "cli/report_rules.hpp"

#include "brcheck/input/read_report.hpp"
#include "cli/files.hpp"

#include <fmt/format.h>

#include <utility>

namespace brcheck::cli {
namespace {

constexpr std::string_view config_name = "brcheck.json";

std::string config_of(const Options& options, const std::string& report) {
    if (options.no_config) return "";
    if (!options.config.empty()) return options.config;
    if (std::string named = environment("BRCHECK_CONFIG"); !named.empty()) return named;
    return find_upward(report, config_name).value_or("");
}

/// Of a file that is named on the command line or in the environment, or found.
Result<std::shared_ptr<const SourceText>> read_source(const std::string& path, bool is_named,
                                                      const ReadLimits& limits) {
    auto bytes = is_named ? read_file(path, limits.max_bytes)
                          : read_found_file(path, limits.max_bytes);
    if (!bytes.ok()) return std::move(bytes).errors();
    const std::size_t begin = bytes->find_first_not_of(" \t\r\n\xef\xbb\xbf");
    // It may begin with a comment.
    const bool may_be_object =
        begin != std::string::npos && std::string_view("{/").find((*bytes)[begin]) != std::string::npos;
    if (!is_named && !may_be_object)
        // Whoever put it there could mean a file that is not for the log.
        return Error{ErrorCode::invalid_json, fmt::format("{} is no JSON object", path),
                     {std::make_shared<SourceText>(path, ""), "", {}},
                     "settings and baselines are objects, in braces"};
    return make_source_text(path, std::move(bytes).value(), limits);
}

/// Strict makes nothing less strict: who asked for notes to fail keeps that.
void be_strict(Settings& settings) {
    auto& fail_on = settings[Setting::fail_on];
    const bool is_lower =
        fail_on && !fail_on->values.empty() && fail_on->values.back().text == "note";
    if (!is_lower) fail_on = GivenSetting{"--strict", {{"warning", {}}}};
}

FoundSettings settings_with(const Options& options, const std::string& config) {
    FoundSettings found{config, {}, {}};
    Settings in_file;
    if (!config.empty()) {
        const bool is_named =
            !options.config.empty() || !environment("BRCHECK_CONFIG").empty();
        auto source = read_source(config, is_named, options.limits);
        auto read = source.ok() ? read_config(*source, options.limits)
                                : Result<Settings>(std::move(source).errors());
        if (read.ok())
            in_file = std::move(read).value();
        else
            found.errors = std::move(read).errors();
    }
    found.settings = prefer(options.settings, prefer(environment_settings(), in_file));
    if (options.strict) be_strict(found.settings);
    return found;
}

}  // namespace

FoundSettings find_settings(const Options& options, const std::string& report) {
    return settings_with(options, config_of(options, report));
}

ReportRules::Rules& ReportRules::of(const std::string& report) {
    const std::string config = config_of(options_, report);
    const auto [place, is_new] = by_config_.try_emplace(config);
    Rules& rules = place->second;
    if (!is_new) return rules;
    FoundSettings found = settings_with(options_, config);
    rules.config = std::move(found.config);
    rules.errors = std::move(found.errors);
    if (!rules.errors.empty()) return rules;
    auto understood = understand(found.settings);
    if (!understood.ok()) {
        rules.errors = std::move(understood).errors();
        return rules;
    }
    rules.run = std::move(understood).value();
    if (options_.write_baseline.empty() && !rules.run.baseline.empty())
        use_baseline(rules, *found.settings[Setting::baseline]);
    return rules;
}

void ReportRules::use_baseline(Rules& rules, const GivenSetting& given) {
    const auto [place, is_new] = known_.try_emplace(rules.run.baseline);
    Known& known = place->second;
    if (is_new || known.baseline == nullptr) {
        // A flag or a variable has no place in a file.
        const bool is_named =
            given.values.empty() || given.values.front().location.source == nullptr;
        auto source = read_source(rules.run.baseline, is_named, options_.limits);
        auto entries = source.ok() ? read_baseline(*source, options_.limits)
                                   : Result<std::vector<KnownFinding>>(std::move(source).errors());
        if (!entries.ok()) {
            rules.errors = std::move(entries).errors();
            if (rules.errors.front().code == ErrorCode::unreadable_file)
                rules.errors.front().hint =
                    fmt::format("{} names it as the baseline; --write-baseline {} writes one",
                                describe_origin(given), rules.run.baseline);
            return;
        }
        known = {std::make_unique<Baseline>(*entries, rules.run.baseline), &rules.run.policy};
    }
    rules.baseline = known.baseline.get();
}

std::vector<ReportRules::Unmatched> ReportRules::unmatched() const {
    std::vector<Unmatched> all;
    for (const auto& [path, known] : known_)
        if (known.baseline != nullptr)
            if (const std::size_t count = known.baseline->unmatched(*known.policy); count > 0)
                all.push_back({path, count});
    return all;
}

}  // namespace brcheck::cli
