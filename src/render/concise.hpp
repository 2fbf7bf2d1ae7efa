/// One line a finding or error, as compilers write them: `path:line:column: level: text [CODE]`.
#pragma once

#include "brcheck/render/renderer.hpp"
#include "render/diagnostic.hpp"

#include <memory>
#include <string>

namespace brcheck {

/// The line without its end. Nothing in it reaches a terminal as a control character or GitHub's log
/// as a workflow command, whatever the report holds.
std::string concise_line(const Diagnostic& diagnostic);

/// What the author accepts is left out.
std::unique_ptr<Renderer> make_concise_renderer(const Output& output, const RenderOptions& options);

}  // namespace brcheck
