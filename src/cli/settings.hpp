/// What a run does with its findings: the words of the flags, and what they mean.
#pragma once

#include "brcheck/base/result.hpp"
#include "cli/finding_policy.hpp"

#include <string>
#include <vector>

namespace brcheck::cli {

/// Each flag's values as they were given; no value where it was not.
struct Settings {
    std::vector<std::string> fail_on;
    bool strict = false;
    std::vector<std::string> select;    ///< codes, each value perhaps several with commas between
    std::vector<std::string> ignore;    ///< the same
    std::vector<std::string> severity;  ///< "CODE=LEVEL", the same
    std::vector<std::string> show;
    std::string baseline;               ///< a path
};

/// The settings understood.
struct RunRules {
    Severity fail_on = Severity::error;
    FindingPolicy policy;
    Severity show = Severity::note;  ///< never above `fail_on`: what fails a run is told
    std::string baseline;            ///< "": none
};

/// Errors: each value that is not understood. They have no place.
Result<RunRules> understand(const Settings& settings);

}  // namespace brcheck::cli
