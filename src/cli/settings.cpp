#include "cli/settings.hpp"

#include "brcheck/base/utf8.hpp"
#include "cli/files.hpp"
#include "input/member_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>

namespace brcheck::cli {
namespace {

using Form = SettingNames::Form;

constexpr SettingNames settings_table[] = {
    {Setting::fail_on, "fail_on", "--fail-on", "BRCHECK_FAIL_ON", "LEVEL",
     "least severity that makes exit code 1: error (default), warning, note", Form::text},
    {Setting::select, "select", "--select", "BRCHECK_SELECT", "CODES",
     "report these only: codes, names or first digits (BR9), with commas between", Form::list},
    {Setting::ignore, "ignore", "--ignore", "BRCHECK_IGNORE", "CODES", "report all but these",
     Form::list},
    {Setting::severity, "severity", "--severity", "BRCHECK_SEVERITY", "CODE=LEVEL",
     "off, note, warning or error for a code", Form::object},
    {Setting::show, "show", "--show", "BRCHECK_SHOW", "LEVEL",
     "least severity that is printed; the rest is counted", Form::text},
    {Setting::max_findings, "max_findings", "--max-findings", "BRCHECK_MAX_FINDINGS", "N",
     "print at most N findings of a report, the most severe first; 0 (default): all", Form::number},
    {Setting::baseline, "baseline", "--baseline", "BRCHECK_BASELINE", "FILE",
     "do not report again what this file knows", Form::text},
};
static_assert(std::size(settings_table) == setting_count);

class ConfigReader {
public:
    ConfigReader(const JsonDocument& document, const ReadLimits& limits)
        : document_(document), context_(document, limits) {}

    Result<Settings> run() {
        for (const auto& [first, second] : document_.duplicate_keys())
            context_.fail_at(
                ErrorCode::duplicate_key, document_.key_span(second), second,
                fmt::format("the key {} stands twice", quote_cut(document_.key(second))));
        if (document_.kind(0) != JsonKind::object)
            context_.fail(ErrorCode::schema_violation, 0, "settings are an object");
        else if (is_report())
            refuse_report();
        else
            read_members();
        if (context_.error_count() > 0) return context_.take_errors();
        return std::move(settings_);
    }

private:
    [[nodiscard]] bool is_report() const {
        for (JsonIndex i = document_.first_child(0); i != no_value; i = document_.next_sibling(i))
            if (document_.key(i) == "brcheck") return true;
        return false;
    }

    void refuse_report() {
        const std::filesystem::path path(document_.source()->name());
        if (path.filename() == "brcheck.json")
            context_.fail(ErrorCode::schema_violation, 0,
                          "this is a report, but brcheck.json is the name of the settings",
                          "give the report another name, for example report.brcheck.json");
        else
            context_.fail(ErrorCode::schema_violation, 0, "this is a report, not settings",
                          "settings are an object such as {\"ignore\": [\"BR904\"]}");
    }

    void read_members() {
        static const std::vector<std::string> keys = [] {
            std::vector<std::string> all{"$schema"};
            for (const SettingNames& names : settings_table) all.emplace_back(names.key);
            return all;
        }();
        MemberReader members(context_, 0, keys);
        members.string("$schema");
        for (const SettingNames& names : settings_table) {
            if (!members.has(names.key)) continue;
            GivenSetting given{fmt::format("\"{}\"", names.key), {}};
            if (const auto value = members.find(names.key, kind_of(names.form)))
                read_value(*value, names, given);
            settings_[names.setting] = std::move(given);
        }
    }

    static JsonKind kind_of(Form form) {
        switch (form) {
            case Form::list:
                return JsonKind::array;
            case Form::object:
                return JsonKind::object;
            case Form::number:
                return JsonKind::number;
            case Form::text:
                break;
        }
        return JsonKind::string;
    }

    void read_value(JsonIndex value, const SettingNames& names, GivenSetting& given) {
        if (names.form == Form::text || names.form == Form::number) {
            std::string text = document_.text(value).text();
            if (names.setting == Setting::baseline && !text.empty()) text = beside_config(text);
            return given.values.push_back({std::move(text), location(value)});
        }
        for (JsonIndex i = document_.first_child(value); i != no_value;
             i = document_.next_sibling(i)) {
            if (document_.kind(i) != JsonKind::string) {
                context_.fail(ErrorCode::schema_violation, i,
                              names.form == Form::list ? "this must be a code, a string"
                                                       : "this must be a level, a string");
                continue;
            }
            std::string text = document_.text(i).text();
            if (names.form == Form::object) text = document_.key(i) + '=' + text;
            given.values.push_back({std::move(text), location(i)});
        }
    }

    [[nodiscard]] std::string beside_config(const std::string& path) const {
        const std::filesystem::path config(document_.source()->name());
        return (config.parent_path() / path).lexically_normal().string();
    }

    [[nodiscard]] Location location(JsonIndex value) const {
        return {document_.source(), document_.pointer(value), document_.span(value)};
    }

    const JsonDocument& document_;
    ReadContext context_;
    Settings settings_;
};

class Understanding {
public:
    explicit Understanding(const Settings& settings) : settings_(settings) {}

    Result<RunRules> run() {
        rules_.fail_on = level(Setting::fail_on).value_or(Severity::error);
        if (const auto show = level(Setting::show)) rules_.show = std::min(*show, rules_.fail_on);
        rules_.policy.select = selectors(Setting::select);
        rules_.policy.ignore = selectors(Setting::ignore);
        for_each_item(Setting::severity, [&](std::string_view item, const SettingValue& value) {
            read_severity(item, value);
        });
        rules_.max_findings = number(Setting::max_findings).value_or(0);
        if (const auto& baseline = given(Setting::baseline); baseline && !baseline->values.empty())
            rules_.baseline = baseline->values.back().text;
        if (!errors_.empty()) return std::move(errors_);
        return std::move(rules_);
    }

private:
    [[nodiscard]] const std::optional<GivenSetting>& given(Setting setting) const {
        return settings_[setting];
    }

    /// `what` goes on after the name of the setting.
    void fail(Setting setting, const SettingValue& value, const std::string& what,
              std::string hint = "") {
        errors_.push_back({ErrorCode::unknown_name, given(setting)->origin + what, value.location,
                           std::move(hint)});
    }

    std::optional<Severity> level(Setting setting) {
        const auto& values = given(setting);
        if (!values || values->values.empty()) return std::nullopt;
        const SettingValue& value = values->values.back();
        const auto severity = parse_severity(value.text);
        if (!severity)
            fail(setting, value,
                 fmt::format(" takes error, warning or note, not \"{}\"",
                             escape_unsafe(value.text)));
        return severity;
    }

    std::optional<std::size_t> number(Setting setting) {
        const auto& values = given(setting);
        if (!values || values->values.empty()) return std::nullopt;
        const SettingValue& value = values->values.back();
        std::size_t number = 0;
        const char* const end = value.text.data() + value.text.size();
        const auto [stop, error] = std::from_chars(value.text.data(), end, number);
        if (error == std::errc() && stop == end) return number;
        fail(setting, value,
             fmt::format(" takes a whole number, not \"{}\"", escape_unsafe(value.text)));
        return std::nullopt;
    }

    void for_each_item(Setting setting,
                       const std::function<void(std::string_view, const SettingValue&)>& use) {
        if (!given(setting)) return;
        for (const SettingValue& value : given(setting)->values) {
            const std::string_view text = value.text;
            for (std::size_t begin = 0; begin <= text.size();) {
                const std::size_t end = std::min(text.find(',', begin), text.size());
                std::string_view item = text.substr(begin, end - begin);
                while (item.starts_with(' ')) item.remove_prefix(1);
                while (item.ends_with(' ')) item.remove_suffix(1);
                use(item, value);
                begin = end + 1;
            }
        }
    }

    std::optional<CodeSelector> selector(Setting setting, std::string_view text,
                                         const SettingValue& value) {
        const auto parsed = parse_selector(text);
        if (const auto* selector = std::get_if<CodeSelector>(&parsed)) return *selector;
        const auto& unknown = std::get<UnknownCode>(parsed);
        fail(setting, value, ": " + unknown.message, unknown.hint);
        return std::nullopt;
    }

    std::vector<CodeSelector> selectors(Setting setting) {
        std::vector<CodeSelector> out;
        for_each_item(setting, [&](std::string_view item, const SettingValue& value) {
            if (const auto codes = selector(setting, item, value)) out.push_back(*codes);
        });
        return out;
    }

    void read_severity(std::string_view item, const SettingValue& value) {
        const auto equals = item.find('=');
        const std::string_view level =
            equals == std::string_view::npos ? "" : item.substr(equals + 1);
        const auto severity = parse_severity(level);
        if (!severity && level != "off")
            return fail(Setting::severity, value,
                        fmt::format(" takes CODE=LEVEL with the level off, note, warning or error, "
                                    "not \"{}\"",
                                    escape_unsafe(item)));
        if (const auto codes = selector(Setting::severity, item.substr(0, equals), value))
            rules_.policy.severities.push_back({*codes, severity});
    }

    const Settings& settings_;
    RunRules rules_;
    std::vector<Error> errors_;
};

}  // namespace

std::span<const SettingNames> all_settings() {
    return settings_table;
}

std::string describe_origin(const GivenSetting& given) {
    if (given.values.empty() || given.values.front().location.source == nullptr)
        return given.origin;
    const Location& place = given.values.front().location;
    const Position at = place.source->position(place.span.begin);
    return fmt::format("{}:{}:{}", place.source->name(), at.line, at.column);
}

Settings environment_settings() {
    Settings settings;
    for (const SettingNames& names : settings_table) {
        const std::string variable(names.variable);
        if (std::string text = environment(variable.c_str()); !text.empty())
            settings[names.setting] =
                GivenSetting{variable, {{std::move(text), {}}}};
    }
    return settings;
}

Result<Settings> read_config(std::shared_ptr<const SourceText> source, const ReadLimits& limits) {
    auto document = parse_json(std::move(source), limits.max_nesting);
    if (!document.ok()) return std::move(document).errors();
    return ConfigReader(*document, limits).run();
}

Settings prefer(const Settings& first, const Settings& second) {
    Settings merged = first;
    for (const SettingNames& names : settings_table)
        if (!merged[names.setting]) merged[names.setting] = second[names.setting];
    return merged;
}

Result<RunRules> understand(const Settings& settings) {
    return Understanding(settings).run();
}

}  // namespace brcheck::cli
