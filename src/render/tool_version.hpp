/// The version that documents name.
#pragma once

#include <string_view>

#ifndef BRCHECK_VERSION
#define BRCHECK_VERSION ""
#endif

namespace brcheck {

inline constexpr std::string_view tool_version = BRCHECK_VERSION;

}  // namespace brcheck
