/// Errors as text: `file:line:column: BR002: message`, the source line, carets, the hint.
#pragma once

#include "brcheck/base/error.hpp"
#include "render/markup.hpp"
#include "render/position_index.hpp"

#include <optional>
#include <string>

namespace brcheck {

/// Keeps the index of the text that the last error stood in: errors of one file come together.
class PositionCache {
public:
    /// REQUIRES: the source outlives the cache.
    const PositionIndex& of(const SourceText& source);

private:
    std::optional<PositionIndex> index_;
};

/// True for errors about a file as a whole, which have no line to show.
bool is_about_whole(const Location& location) noexcept;

void add_error(std::string& out, const Markup& markup, const Error& error,
               PositionCache& positions);

}  // namespace brcheck
