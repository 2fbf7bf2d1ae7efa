/// SARIF 2.1.0 (OASIS Standard with Errata 01): one run, columns in UTF-16 units, paths against
/// %SRCROOT%. Its fingerprint key is brcheckFinding/v1.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_sarif_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
