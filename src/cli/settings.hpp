/// Settings: what a run does with its findings. Each is given on the command line, in the
/// environment or in a config file; the first of these that gives it decides alone.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/input/read_report.hpp"
#include "cli/finding_policy.hpp"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

enum class Setting : std::uint8_t {
    fail_on,
    select,
    ignore,
    severity,
    show,
    max_findings,
    baseline
};
inline constexpr std::size_t setting_count = 7;

/// A setting by its names in the three places.
struct SettingNames {
    Setting setting;
    std::string_view key;       ///< in a config file: "fail_on"
    std::string_view flag;      ///< "--fail-on"
    std::string_view variable;  ///< "BRCHECK_FAIL_ON"
    std::string_view value;     ///< what --help calls the value: "LEVEL"
    std::string_view help;
    /// How a config file writes it: text, a number, a list of texts, an object from code to level.
    enum class Form : std::uint8_t { text, number, list, object } form;
};

/// In the order of --help; every reader of settings walks this table.
std::span<const SettingNames> all_settings();

struct SettingValue {
    std::string text;   ///< as written; of a list perhaps several items with commas between
    Location location;  ///< in the config file; no source elsewhere
};

struct GivenSetting {
    std::string origin;                ///< by what name: "--ignore", "BRCHECK_IGNORE", "\"ignore\""
    std::vector<SettingValue> values;  ///< of a flag that was repeated, several
};

/// Where it was given: a flag, a variable, or path:line:column of a config file.
std::string describe_origin(const GivenSetting& given);

/// Nothing where a setting is not given.
class Settings {
public:
    [[nodiscard]] std::optional<GivenSetting>& operator[](Setting setting) {
        return given_[static_cast<std::size_t>(setting)];
    }
    [[nodiscard]] const std::optional<GivenSetting>& operator[](Setting setting) const {
        return given_[static_cast<std::size_t>(setting)];
    }

private:
    std::array<std::optional<GivenSetting>, setting_count> given_;
};

/// What the environment gives. A variable that is empty gives nothing.
Settings environment_settings();

/// What a config file gives; its paths are seen from its folder, and come back seen from here.
/// Errors: BR002 not JSON, BR003 a member that is unknown or of the wrong form, BR004 a key that
/// stands twice, BR012 beyond a limit. Values are understood later.
Result<Settings> read_config(std::shared_ptr<const SourceText> source, const ReadLimits& limits);

/// Each setting from `first` where that gives it, else from `second`.
Settings prefer(const Settings& first, const Settings& second);

/// Settings understood.
struct RunRules {
    Severity fail_on = Severity::error;
    FindingPolicy policy;
    Severity show = Severity::note;  ///< never above `fail_on`: what fails a run is told
    std::size_t max_findings = 0;    ///< of a report that are told; 0: all
    std::string baseline;            ///< "": none
};

/// Errors: each value that is not understood, by its origin and, in a config file, its place.
Result<RunRules> understand(const Settings& settings);

}  // namespace brcheck::cli
