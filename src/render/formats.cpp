#include "brcheck/render/renderer.hpp"
#include "render/html.hpp"
#include "render/json.hpp"
#include "render/markdown.hpp"
#include "render/terminal.hpp"

#include <array>

namespace brcheck {
namespace {

constexpr std::array formats = {
    Format{"text", "for people: findings with their derivation, then the verdict",
           make_terminal_renderer},
    Format{"json", "one JSON document for programs, schema_version 1.0", make_json_renderer},
    Format{"markdown", "for a comment on a pull request: under 65,536 characters",
           make_markdown_renderer},
    Format{"html", "a page for people: drawn intervals, no script, nothing from a network",
           make_html_renderer},
};

}  // namespace

std::span<const Format> all_formats() { return formats; }

const Format* find_format(std::string_view name) {
    for (const Format& format : formats)
        if (format.name == name) return &format;
    return nullptr;
}

}  // namespace brcheck
