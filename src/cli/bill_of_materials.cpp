#include "cli/bill_of_materials.hpp"

#include <fmt/format.h>

#include <string_view>

namespace brcheck::cli {
namespace {

struct Library {
    std::string_view name;
    std::string_view version;  ///< found by CMake; empty where a project around this one brought it
    std::string_view licence;
    std::string_view linked;
};

constexpr Library libraries[] = {
    {"GMP", BRCHECK_GMP_VERSION, "LGPL-3.0-or-later OR GPL-2.0-or-later", "shared"},
    {"simdjson", BRCHECK_SIMDJSON_VERSION, "Apache-2.0", "shared, some of its headers compiled in"},
    {"nlohmann/json", BRCHECK_NLOHMANN_JSON_VERSION, "MIT", "headers, compiled in"},
    {"fmt", BRCHECK_FMT_VERSION, "MIT", "shared, some of its headers compiled in"},
    {"CLI11", BRCHECK_CLI11_VERSION, "BSD-3-Clause", "headers, compiled in"},
};

}  // namespace

std::string bill_of_materials() {
    constexpr std::string_view row = "{:<15}{:<10}{:<39}{}\n";
    std::string out = "brcheck " BRCHECK_VERSION ", licence MIT\n"
                      "compiled by " BRCHECK_COMPILER "\n\n";
    out += fmt::format(row, "library", "version", "licence", "linked");
    for (const Library& library : libraries)
        out += fmt::format(row, library.name, library.version.empty() ? "?" : library.version,
                           library.licence, library.linked);
    return out + "\nThe C and C++ runtime libraries are the system's own.\n";
}

}  // namespace brcheck::cli
