/// JUnit XML as Jenkins and GitLab read it: a suite a report, a case a relation. A finding at or above
/// --fail-on is a failure, so that the file is red exactly when the exit code is 1.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_junit_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
