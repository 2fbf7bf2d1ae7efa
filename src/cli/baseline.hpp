/// Known findings, kept in a file, that are not reported again: --baseline and --write-baseline.
#pragma once

#include "brcheck/base/result.hpp"
#include "brcheck/input/read_report.hpp"
#include "cli/finding_policy.hpp"

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace brcheck::cli {

/// What a finding is about, without lines, labels and levels: editing around it changes nothing.
struct FindingKey {
    std::string report;  ///< path of its file, as baseline_path() gives it
    std::uint16_t code = 0;
    std::vector<std::string> relations;  ///< of the conflict; sorted
    std::vector<std::string> figures;    ///< the printed ones that it rests on; sorted

    friend auto operator<=>(const FindingKey&, const FindingKey&) = default;
};

struct KnownFinding {
    FindingKey key;
    std::optional<Rational> gap;  ///< base units; nothing where the finding has none
};

/// A finding that tells several conflicts gives one of each, so that mending one makes no other
/// new. What differs between two reports (BR210) is known by both places, whichever of them was
/// checked first: `report` is then the path that sorts first, `figures` are "path#id". `finding` is
/// one of `result`.
std::vector<KnownFinding> known_findings(const Finding& finding, const Report& report,
                                         const CheckResult& result, const std::string& path,
                                         const std::string& baseline);

/// A report's path as seen from the folder of the baseline, so that it does not matter from where
/// brcheck is run; "<stdin>" for "-".
std::string baseline_path(const std::string& report, const std::string& baseline);

class Baseline {
public:
    /// `path` is that of its file.
    Baseline(const std::vector<KnownFinding>& entries, std::string path);

    /// Takes known findings out and returns how many. One whose gap grew stays, and learns the gap
    /// that was known; so does one that tells a conflict which is not known. What is allowed is no
    /// business of the baseline. An entry stands for one conflict.
    std::size_t take_known(CheckResult& result, const Report& report, const std::string& path);

    /// Entries of reports that take_known() has seen which no finding matched, but for those whose
    /// code the policy leaves out.
    [[nodiscard]] std::size_t unmatched(const FindingPolicy& policy) const;

private:
    struct Entry {
        std::optional<Rational> gap;
        bool matched = false;
    };
    /// The gap beyond which it grew, or nothing for one that is known; false where it is not known.
    struct Match {
        bool is_known = false;
        std::optional<Rational> outgrown;
    };
    Match match(const KnownFinding& found);

    std::map<FindingKey, std::vector<Entry>> entries_;  ///< of each key the smallest gap first
    std::string path_;
    std::vector<std::string> reports_;
};

/// Errors: BR002 not JSON, BR003 a member that is unknown, missing or of the wrong form, BR004 a
/// key that stands twice, BR010 another version, BR012 beyond a limit.
Result<std::vector<KnownFinding>> read_baseline(std::shared_ptr<const SourceText> source,
                                                const ReadLimits& limits = {});

/// The document: sorted, one finding a line. data/schema/baseline.schema.json describes it.
std::string write_baseline(std::vector<KnownFinding> entries);

}  // namespace brcheck::cli
