/// The Code Quality report of GitLab: a JSON array. What the author accepts is left out, because the
/// format cannot say so.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_gitlab_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
