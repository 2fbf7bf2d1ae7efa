#include "oracle/compare.hpp"

#include <brcheck/engine/check_report.hpp>
#include <brcheck/input/read_report.hpp>

#include <algorithm>

namespace oracle {

Tally& Tally::operator+=(const Tally& other) {
    systems += other.systems;
    consistent += other.consistent;
    inconsistent += other.inconsistent;
    ends += other.ends;
    witnesses += other.witnesses;
    repairs += other.repairs;
    conflicts += other.conflicts;
    variants += other.variants;
    disagreements += other.disagreements;
    undecided += other.undecided;
    z3_unknown += other.z3_unknown;
    return *this;
}

std::vector<Difference> compare(const System& system, Z3Oracle& z3, Random& /*random*/,
                                const CompareOptions& /*options*/, Tally& tally) {
    std::vector<Difference> differences;
    ++tally.systems;
    const auto report = brcheck::read_report("oracle.json", write_json(system));
    if (!report.ok()) return {{"readable", report.errors().front().message}};
    const brcheck::CheckResult result = brcheck::check(*report);
    const bool is_undecided =
        std::any_of(result.findings.begin(), result.findings.end(), [](const auto& finding) {
            return finding.code == brcheck::RuleCode::undecided;
        });
    tally.undecided += is_undecided;
    const bool says_impossible = result.verdict == brcheck::Verdict::inconsistent;
    const Answer answer = z3.ask(system, Selection::all(system));
    if (answer == Answer::unknown) {
        ++tally.z3_unknown;
    } else {
        ++(answer == Answer::possible ? tally.consistent : tally.inconsistent);
        const bool is_miss = !says_impossible && answer == Answer::impossible;
        if (says_impossible && answer == Answer::possible)
            differences.push_back({"verdict", "false alarm: true values exist"});
        else if (is_miss && !is_undecided)
            differences.push_back({"verdict", "miss: no true values exist"});
    }
    tally.disagreements += !differences.empty();
    return differences;
}

}  // namespace oracle
