/// Errors as text: `file:line:column: BR002: message`, the source line, carets, the hint.
#pragma once

#include "brcheck/base/error.hpp"
#include "render/markup.hpp"
#include "render/position_index.hpp"

#include <string>

namespace brcheck {

/// True for errors about a file as a whole, which have no line to show.
bool is_about_whole(const Location& location) noexcept;

void add_error(std::string& out, const Markup& markup, const Error& error,
               PositionCache& positions);

}  // namespace brcheck
