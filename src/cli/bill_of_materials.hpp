/// What the program is made of: --version --verbose.
#pragma once

#include <string>

namespace brcheck::cli {

/// A line for brcheck itself, one for its compiler, a table of the libraries with the versions that it
/// was built with, their licences (SPDX) and how they are linked. Ends with a newline.
std::string bill_of_materials();

}  // namespace brcheck::cli
