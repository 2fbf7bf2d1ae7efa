/// Workflow commands of GitHub Actions. GitHub shows ten errors and ten warnings of a step, so the
/// first ten of each are annotations and everything else is text in a group of the log.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_github_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
