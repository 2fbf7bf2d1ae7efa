/// Completion scripts for shells.
#pragma once

#include "cli/command_line.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// bash, zsh, fish: what completion_script knows.
std::vector<std::string> completion_shells();

/// A script that offers commands, options, the values of enumerated options, and files where a file
/// is taken. bash: 3.2 or newer. Nothing for a shell that is not known.
std::optional<std::string> completion_script(std::string_view shell, const CommandLine& line);

}  // namespace brcheck::cli
