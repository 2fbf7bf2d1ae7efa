/// The HTML format: one page for people, without scripts and without anything from a network. Its
/// frame and its looks are data/page.html.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_html_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
