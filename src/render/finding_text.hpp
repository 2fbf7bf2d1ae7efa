/// One finding as text: the sentence, the place, the derivation, the drawing, what to do.
#pragma once

#include "render/finding_content.hpp"
#include "render/markup.hpp"

#include <string>

namespace brcheck {

/// An error or a warning about a comparison, at full length, or a remark in a line or two.
void add_finding(std::string& out, const Markup& markup, ReportView& view,
                 const CheckResult& result, const Finding& finding);

/// The numbered steps of a derivation, the middle ones left out beyond a few dozen.
void add_steps(std::string& out, const Markup& markup, const Report& report,
               const std::vector<DerivationStep>& steps, std::size_t indent);

/// What the sides or the statements rest on, how that leads to the clash, and the drawing.
void add_derivation(std::string& out, const Markup& markup, const Report& report,
                    const FindingContent& content, std::size_t indent);

/// How a command line names this path: in quotation marks where a shell would split it.
std::string shell_word(const std::string& text);

}  // namespace brcheck
