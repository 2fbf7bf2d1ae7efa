/// The main job: check every report named, and write what was found in every format asked for.
#pragma once

#include "cli/options.hpp"

namespace brcheck::cli {

/// Returns the exit code: 0 nothing at or above --fail-on, 1 such a finding, 2 a report that could not
/// be checked or an output that could not be written.
int check_reports(const Options& options);

}  // namespace brcheck::cli
