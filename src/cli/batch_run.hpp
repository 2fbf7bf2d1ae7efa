/// Many reports, one a line of NDJSON: a result a line, in the same order, whatever a line holds.
#pragma once

#include "cli/options.hpp"

namespace brcheck::cli {

/// Returns the exit code: 0 nothing at or above --fail-on, 1 such a finding, 2 a line that could not be
/// checked or a file that could not be read, 130 after an interrupt. Results go to standard output, the
/// summary to standard error (to standard output under --results summary).
int check_batch(const Options& options);

}  // namespace brcheck::cli
