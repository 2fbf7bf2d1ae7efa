/// The Markdown format: a comment on a pull request, so under 65,536 characters in all.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

/// What does not fit is left out at whole findings, the least severe first, and counted. The bound
/// makes it the one format that may keep its document until the end.
std::unique_ptr<Renderer> make_markdown_renderer(const Output& output,
                                                 const RenderOptions& options);

}  // namespace brcheck
