/// Documents about one thing: a figure, a rule, the reasons behind one quantity or relation.
#pragma once

#include "brcheck/figure/figure.hpp"
#include "brcheck/render/renderer.hpp"

#include <span>
#include <string>
#include <string_view>

namespace brcheck {

/// What was understood of a figure: digits, scale, unit, qualifier, interval with open and closed
/// ends. As text for people, or one JSON object on one line.
std::string render_figure(const Figure& figure, const RenderOptions& options);
std::string render_figure_json(const Figure& figure);
/// The line for a figure that was refused: {"text": ..., "errors": [{code, message, span, hint}]}.
std::string render_figure_json(std::string_view text, std::span<const Error> errors);

/// An error outside a run over reports (`figure`, `why`): the line, caret and hint.
std::string render_error(const Error& error, const RenderOptions& options);
/// All of them, each after `start`. A file may hold thousands in one long line: it is gone through once.
std::string render_errors(std::span<const Error> errors, std::string_view start,
                          const RenderOptions& options);

/// Where a quantity's implied interval comes from, or how a relation was decided, passing ones too.
/// REQUIRES: the id is known to the report; the result was made with keep_derivation.
std::string render_why(const Report& report, const CheckResult& result, std::string_view id,
                       const RenderOptions& options);
std::string render_why_json(const Report& report, const CheckResult& result, std::string_view id);

/// The explanation of a rule with its two examples; the table of all rules.
std::string render_rule(const Rule& rule, const RenderOptions& options);
std::string render_rule_json(const Rule& rule);
std::string render_rules(const RenderOptions& options);
std::string render_rules_json();

}  // namespace brcheck
