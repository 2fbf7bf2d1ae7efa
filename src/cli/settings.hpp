/// What a run does with its findings, as words from the command line, the environment or a config
/// file, and what these words mean.
#pragma once

#include "brcheck/base/result.hpp"
#include "cli/finding_policy.hpp"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// Weakest first.
enum class SettingOrigin { by_default, config_file, environment, flag };

struct Setting {
    std::vector<std::string> values;  ///< empty: not said
    SettingOrigin origin = SettingOrigin::by_default;
    Location place;                   ///< of the value in a config file

    [[nodiscard]] bool is_given() const noexcept { return !values.empty(); }
};

struct Settings {
    Setting fail_on;
    Setting strict;    ///< "true" or "false"
    Setting select;    ///< codes, each value perhaps several with commas between
    Setting ignore;    ///< the same
    Setting severity;  ///< "CODE=LEVEL", the same
    Setting show;
    Setting baseline;  ///< a path
    Setting format;    ///< a format; of the config file and the environment only
};

/// How a setting is called: "fail-on" is --fail-on, BRCHECK_FAIL_ON and "fail-on".
struct SettingName {
    std::string_view name;
    Setting Settings::*member;
};
/// In the order in which they are shown.
extern const std::array<SettingName, 8> setting_names;

/// The settings understood.
struct RunRules {
    Severity fail_on = Severity::error;
    FindingPolicy policy;
    Severity show = Severity::note;  ///< never above `fail_on`: what fails a run is told
    std::string baseline;            ///< "": none
    std::string format = "text";     ///< where no -f says another
};

/// "BRCHECK_FAIL_ON" for "fail-on".
std::string variable_name(std::string_view setting);

/// Errors: each value that is not understood, named as where it comes from calls it, with the place
/// if that is a file.
Result<RunRules> understand(const Settings& settings);

}  // namespace brcheck::cli
