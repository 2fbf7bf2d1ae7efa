/// Joins the summaries of the parts of a batch that ran in several places.
#pragma once

#include "cli/options.hpp"

namespace brcheck::cli {

/// Prints the joined summary in JSON. A part that is named twice, by a run that was repeated, counts
/// once. Returns the exit code: the highest of the parts; 2 where parts overlap, leave a gap or cannot be
/// read.
int merge_summaries(const Options& options);

}  // namespace brcheck::cli
