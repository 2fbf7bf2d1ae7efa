#include "cli/show_settings.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck::cli {
namespace {

std::string default_text(Setting setting) {
    switch (setting) {
        case Setting::fail_on:
            return "error";
        case Setting::select:
            return "all";
        case Setting::show:
            return "note";
        case Setting::max_findings:
            return "0";
        case Setting::ignore:
        case Setting::severity:
        case Setting::baseline:
            break;
    }
    return "none";
}

std::string origin_of(const std::optional<GivenSetting>& given) {
    return given ? describe_origin(*given) : "default";
}

std::string value_of(Setting setting, const std::optional<GivenSetting>& given) {
    if (!given || given->values.empty()) return default_text(setting);
    std::string text;
    for (const SettingValue& value : given->values)
        text += (text.empty() ? "" : ",") + escape_unsafe(value.text);
    return text;
}

}  // namespace

std::string settings_text(const FoundSettings& found, const std::string& report) {
    std::size_t name_width = 0;
    std::size_t value_width = 0;
    for (const SettingNames& names : all_settings()) {
        const auto& given = found.settings[names.setting];
        name_width = std::max(name_width, names.key.size());
        value_width = std::max(value_width, count_code_points(value_of(names.setting, given)));
    }
    std::string out =
        fmt::format("settings of {}: {}\n", escape_unsafe(report),
                    found.config.empty() ? std::string("no config file")
                                         : "config file " + escape_unsafe(found.config));
    for (const SettingNames& names : all_settings()) {
        const auto& given = found.settings[names.setting];
        const std::string value = value_of(names.setting, given);
        const std::size_t blanks = value_width - count_code_points(value);
        out += fmt::format("  {:<{}}  {}{:{}}  {}\n", names.key, name_width, value, "", blanks,
                           escape_unsafe(origin_of(given)));
    }
    return out;
}

std::string settings_json(const FoundSettings& found, const std::string& report) {
    JsonObject settings;
    for (const SettingNames& names : all_settings()) {
        const auto& given = found.settings[names.setting];
        std::string values;
        if (given)
            for (const SettingValue& value : given->values)
                values += (values.empty() ? "" : ", ") + json_string(value.text);
        JsonObject one;
        one.add("values", "[" + values + "]").add_string("from", origin_of(given));
        settings.add(names.key, one.str());
    }
    JsonObject all;
    all.add_string("report", report)
        .add("config", found.config.empty() ? "null" : json_string(found.config))
        .add("settings", settings.str());
    return all.str() + "\n";
}

}  // namespace brcheck::cli
