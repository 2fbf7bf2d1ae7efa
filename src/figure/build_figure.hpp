/// The parts of a figure's text, and what the file says beside it, to a Figure.
#pragma once

#include "figure/figure_parts.hpp"

namespace brcheck {

/// Fills everything of `figure` but its text; spans stay those of the parts. False, with `error`
/// set, for ends of a range in the wrong order (BR006), units or scale words that clash within the
/// text or with the given unit (BR008), and where no value is left (BR006). Changes `parts`.
bool build_figure(FigureParts& parts, const FigureOptions& options, const GivenUnit& given,
                  Figure& figure, Error& error);

}  // namespace brcheck
