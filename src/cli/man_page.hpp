/// The manual page, section 1.
#pragma once

#include "cli/command_line.hpp"

#include <string>

namespace brcheck::cli {

/// In the man(7) language, ASCII only.
std::string man_page(const CommandLine& line);

}  // namespace brcheck::cli
