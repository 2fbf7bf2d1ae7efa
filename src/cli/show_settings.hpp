/// The settings of a report for people and programs: `brcheck config`.
#pragma once

#include "cli/report_rules.hpp"

#include <string>

namespace brcheck::cli {

/// A line a setting: its name, its value, where it comes from.
std::string settings_text(const FoundSettings& found, const std::string& report);

/// One object: `report`, `config` (null where there is none), and `settings`: by name `values`
/// (empty: nobody gave it, or nothing) and `from` ("default", a flag, a variable, or
/// path:line:column).
std::string settings_json(const FoundSettings& found, const std::string& report);

}  // namespace brcheck::cli
