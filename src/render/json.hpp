/// The JSON format, schema_version 1.0: for programs.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_json_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
