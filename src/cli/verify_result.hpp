/// What `brcheck verify` says: every certificate of a result redone, and what that proves.
#pragma once

#include "brcheck/input/read_result.hpp"

#include <string>

namespace brcheck::cli {

struct Verification {
    std::string text;  ///< one line for each certificate, then what was left out, then the verdict
    /// 0: all that the verdict needs is there and accepted. 1: something is missing or refused.
    /// 2: nothing was checked, so that there is nothing to prove.
    int exit_code = 1;
};

/// A consistent verdict needs a witness for all relations but those that the report itself lets
/// off: `indicative` ones, not comparable ones, and what fails with a severity below error or with
/// an allowance that is still good `today` ("2026-11-24"). An inconsistent one needs a refutation
/// for every conflict, at least one of which has a relation of severity error and none that is
/// allowed. `quiet` leaves out the lines of what is accepted.
Verification verify_result(const Report& report, const ClaimedResult& claimed,
                           const std::string& today, bool quiet);

}  // namespace brcheck::cli
