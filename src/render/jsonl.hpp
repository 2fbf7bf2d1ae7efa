/// JSON lines: each finding and each error is an object on a line of its own, then one summary. The
/// member `type` tells them apart: "finding", "error", "summary"; the rest is as in the JSON format.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <memory>

namespace brcheck {

std::unique_ptr<Renderer> make_jsonl_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
