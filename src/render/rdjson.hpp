/// The Reviewdog Diagnostic Format, one DiagnosticResult: columns in bytes, ends exclusive. What the
/// author accepts is left out, because the format cannot say so.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_rdjson_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
