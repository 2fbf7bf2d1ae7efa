#include "render/json_text.hpp"

#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <iterator>

namespace brcheck {

std::string json_text(const JsonTree& tree) {
    const std::string text = tree.dump(-1, ' ', false, JsonTree::error_handler_t::replace);
    std::string out;
    out.reserve(text.size());
    // Outside of strings there is nothing to escape, and inside the library did those below U+0020.
    // As base/json_string, which tells why of two # the first is.
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = decode_code_point(text, i);
        const bool is_command = c.value == '#' && text.compare(i + 1, 1, "#") == 0;
        if (is_command || is_unsafe_for_terminal(c.value))
            fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                           static_cast<std::uint32_t>(c.value));
        else
            out.append(text, i, c.size_bytes);
        i += c.size_bytes;
    }
    return out;
}

}  // namespace brcheck
