#include "cli/settings.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace brcheck::cli {

const std::array<SettingName, 8> setting_names = {{
    {"fail-on", &Settings::fail_on},
    {"strict", &Settings::strict},
    {"select", &Settings::select},
    {"ignore", &Settings::ignore},
    {"severity", &Settings::severity},
    {"show", &Settings::show},
    {"baseline", &Settings::baseline},
    {"format", &Settings::format},
}};

std::string variable_name(std::string_view setting) {
    std::string out = "BRCHECK_";
    for (const char c : setting)
        out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

namespace {

class Understanding {
public:
    explicit Understanding(const Settings& settings) : settings_(settings) {}

    Result<RunRules> run() {
        const auto fail_on = level(settings_.fail_on, "fail-on");
        if (fail_on) rules_.fail_on = *fail_on;
        // A level that was said nearer than `strict` is meant instead of it.
        if (is_true(settings_.strict, "strict") &&
            settings_.strict.origin >= settings_.fail_on.origin)
            rules_.fail_on = std::min(rules_.fail_on, Severity::warning);
        if (const auto show = level(settings_.show, "show"))
            rules_.show = std::min(*show, rules_.fail_on);
        rules_.policy.select = selectors(settings_.select, "select");
        rules_.policy.ignore = selectors(settings_.ignore, "ignore");
        read_severities();
        if (settings_.baseline.is_given()) rules_.baseline = settings_.baseline.values.front();
        read_format();
        if (!errors_.empty()) return std::move(errors_);
        return std::move(rules_);
    }

private:
    /// `what` goes on after the name of the setting.
    void fail(const Setting& setting, std::string_view name, const std::string& what,
              std::string hint = "") {
        const std::string called = setting.origin == SettingOrigin::flag ? "--" + std::string(name)
                                   : setting.origin == SettingOrigin::environment
                                       ? variable_name(name)
                                       : fmt::format("\"{}\"", name);
        errors_.push_back({ErrorCode::schema_violation, called + what,
                           setting.place, std::move(hint)});
    }

    std::optional<Severity> level(const Setting& setting, std::string_view name) {
        if (!setting.is_given()) return std::nullopt;
        const auto severity = parse_severity(setting.values.back());
        if (!severity)
            fail(setting, name,
                 fmt::format(" takes error, warning or note, not \"{}\"",
                             escape_unsafe(setting.values.back())));
        return severity;
    }

    bool is_true(const Setting& setting, std::string_view name) {
        if (!setting.is_given()) return false;
        const std::string& value = setting.values.back();
        if (value == "true" || value == "1") return true;
        if (value != "false" && value != "0")
            fail(setting, name, fmt::format(" takes true or false, not \"{}\"", escape_unsafe(value)));
        return false;
    }

    static void for_each_item(const Setting& setting,
                              const std::function<void(std::string_view)>& use) {
        for (const std::string_view value : setting.values)
            for (std::size_t begin = 0; begin <= value.size();) {
                const std::size_t end = std::min(value.find(',', begin), value.size());
                std::string_view item = value.substr(begin, end - begin);
                while (item.starts_with(' ')) item.remove_prefix(1);
                while (item.ends_with(' ')) item.remove_suffix(1);
                use(item);
                begin = end + 1;
            }
    }

    std::optional<CodeSelector> selector(const Setting& setting, std::string_view name,
                                         std::string_view text) {
        const auto parsed = parse_selector(text);
        if (const auto* selector = std::get_if<CodeSelector>(&parsed)) return *selector;
        const auto& unknown = std::get<UnknownCode>(parsed);
        fail(setting, name, ": " + unknown.message,
             unknown.hint);
        return std::nullopt;
    }

    std::vector<CodeSelector> selectors(const Setting& setting, std::string_view name) {
        std::vector<CodeSelector> out;
        for_each_item(setting, [&](std::string_view item) {
            if (const auto codes = selector(setting, name, item)) out.push_back(*codes);
        });
        return out;
    }

    void read_severities() {
        const Setting& setting = settings_.severity;
        for_each_item(setting, [&](std::string_view item) {
            const auto equals = item.find('=');
            const std::string_view level =
                equals == std::string_view::npos ? "" : item.substr(equals + 1);
            const auto severity = parse_severity(level);
            if (!severity && level != "off")
                return fail(setting, "severity",
                            fmt::format(" takes CODE=LEVEL with the level off, note, warning or "
                                        "error, not \"{}\"",
                                        escape_unsafe(item)));
            if (const auto codes = selector(setting, "severity", item.substr(0, equals)))
                rules_.policy.severities.push_back({*codes, severity});
        });
    }

    void read_format() {
        if (!settings_.format.is_given()) return;
        rules_.format = settings_.format.values.front();
        if (find_format(rules_.format) != nullptr) return;
        std::vector<std::string> names;
        for (const Format& format : all_formats()) names.emplace_back(format.name);
        const std::string hint = did_you_mean(rules_.format, names);
        fail(settings_.format, "format",
             fmt::format(": there is no format \"{}\"", escape_unsafe(rules_.format)),
             hint.empty() ? fmt::format("known are {}", fmt::join(names, ", ")) : hint);
    }

    const Settings& settings_;
    RunRules rules_;
    std::vector<Error> errors_;
};

}  // namespace

Result<RunRules> understand(const Settings& settings) { return Understanding(settings).run(); }

}  // namespace brcheck::cli
