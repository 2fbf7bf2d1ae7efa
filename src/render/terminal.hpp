/// The text format, for people: findings, what the report implies, the verdict.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_terminal_renderer(const Output& output,
                                                 const RenderOptions& options);

}  // namespace brcheck
