/// Which rules hold for each report of a run: a config file holds for the folder that it lies in
/// and those below.
#pragma once

#include "cli/baseline.hpp"
#include "cli/options.hpp"
#include "cli/settings.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace brcheck::cli {

/// The settings of one report and where they were found.
struct FoundSettings {
    std::string config;         ///< path of the config file, "" where there is none
    Settings settings;          ///< flags over environment over config file
    std::vector<Error> errors;  ///< why the config file cannot be used
};

/// `report` is a path or "-".
FoundSettings find_settings(const Options& options, const std::string& report);

class ReportRules {
public:
    explicit ReportRules(const Options& options) : options_(options) {}

    struct Rules {
        std::string config;  ///< "" where there is none
        RunRules run;
        std::vector<Error> errors;  ///< why no report can be checked by these rules; else empty
        Baseline* baseline =
            nullptr;           ///< what is known; null where none is asked for, or one is written
        bool is_told = false;  ///< the errors are; for who tells them
    };

    /// The rules for a report. They stay where they are.
    Rules& of(const std::string& report);

    struct Unmatched {
        std::string baseline;  ///< its path
        std::size_t count = 0;
    };
    /// Entries of baselines that no finding of the run matched.
    [[nodiscard]] std::vector<Unmatched> unmatched() const;

private:
    struct Known {
        std::unique_ptr<Baseline> baseline;
        const FindingPolicy* policy = nullptr;  ///< of the rules that named it first
    };
    void use_baseline(Rules& rules, const GivenSetting& given);

    const Options& options_;
    std::map<std::string, Rules> by_config_;  ///< by path; "" holds those without one
    std::map<std::string, Known> known_;      ///< by path
};

}  // namespace brcheck::cli
