#include "render/error_text.hpp"

#include <fmt/format.h>

namespace brcheck {

bool is_about_whole(const Location& location) noexcept {
    return location.source == nullptr || location.source->text().empty() ||
           location.span == Span{};
}

void add_error(std::string& out, const Markup& markup, const Error& error,
               PositionCache& positions) {
    const Location& location = error.location;
    const bool whole = is_about_whole(location);
    Message head;
    std::size_t line = 0;
    if (location.source != nullptr) {
        std::string place = location.source->name();
        if (!whole) {
            const Position position = positions.of(*location.source).position(location.span.begin);
            line = position.line;
            place += fmt::format(":{}:{}", position.line, position.column);
        }
        head.push_back({Role::quote, place});
        head.push_back({Role::text, ": "});
    }
    head.push_back({Role::error, format_code(static_cast<std::uint16_t>(error.code))});
    head.push_back({Role::text, ": "});
    head.push_back({Role::text, error.message});
    markup.add_lines(out, head, {0, 2});
    if (!whole) markup.add_snippet(out, *location.source, location.span, line, Role::error, 4);
    if (!error.hint.empty())
        markup.add_lines(out, {{Role::note, "hint"}, {Role::text, ": " + error.hint}}, {2, 8});
}

}  // namespace brcheck
