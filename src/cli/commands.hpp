/// What each command of the command line does.
#pragma once

#include "cli/options.hpp"

namespace brcheck::cli {

/// Runs the command and returns the exit code: 0 nothing to complain of, 1 findings at or above
/// --fail-on, 2 the job could not be done. 2 beats 1.
int run_command(const Options& options);

/// Prints a reply where it belongs and returns its exit code (2 when it cannot be written).
int answer(const Reply& reply);

}  // namespace brcheck::cli
