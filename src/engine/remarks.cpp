#include "engine/remarks.hpp"

#include "engine/conventions.hpp"
#include "engine/expand.hpp"
#include "engine/plausibility.hpp"
#include "engine/power.hpp"
#include "engine/revised_base.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_read_findings = 200;
// Nodes evaluated, and products of a distribution function, for one report.
constexpr std::uint64_t most_power_work = 100'000;
constexpr std::uint64_t most_plausibility_work = 1'000'000;

bool tells_percent_from_points(const ConventionHint& hint) {
    return hint.kind == ConventionHint::Kind::difference_in_points ||
           hint.kind == ConventionHint::Kind::relative_change;
}

/// REQUIRES: the condition could be expanded.
Finding note_on(const Report& report, RuleCode code, RelationIndex relation, std::size_t comparison,
                const RelationResult& outcome) {
    Finding finding;
    finding.code = code;
    finding.severity = Severity::note;
    finding.relation = relation;
    finding.comparison = comparison;
    const ExpandedCondition expanded(report, report.relations[relation].condition);
    assert(expanded.get() != nullptr);
    for (const VariableIndex v : expanded.get()->variables())
        if (report.quantities[v].kind != QuantityKind::unknown) finding.quantities.push_back(v);
    finding.left = outcome.sides[comparison].interval;
    finding.right = outcome.sides[comparison + 1].interval;
    return finding;
}

}  // namespace

void add_readings(const Report& report, std::vector<Interval>& box, TightHull& tight_hull,
                  CheckResult& result) {
    std::size_t read = 0;
    RoughCheck rough_check;
    const auto add_to = [&](Finding& finding) {
        const bool fails_alone = finding.relation && finding.code < RuleCode::joint_conflict &&
                                 finding.code != RuleCode::impossible_for_whole_numbers;
        if (!fails_alone || read++ >= most_read_findings) return;
        finding.readings = find_readings(report, finding, box, tight_hull, rough_check);
        finding.revised_base = find_revised_base(report, finding, box);
        if (!finding.readings.empty() && tells_percent_from_points(finding.readings.front()))
            finding.code = RuleCode::percent_or_points;
    };
    for (Finding& finding : result.findings) {
        add_to(finding);
        if (!finding.group) continue;
        Finding& told = result.groups[*finding.group].findings.front();
        told.code = finding.code;
        told.readings = finding.readings;
        told.revised_base = finding.revised_base;
    }
    for (ConflictGroup& group : result.groups)
        for (std::size_t i = 1; i < group.findings.size(); ++i) add_to(group.findings[i]);
}

void add_remarks(const Report& report, std::vector<Interval>& box, bool want_power,
                 CheckResult& result) {
    std::uint64_t power_work = most_power_work;
    std::uint64_t plausibility_work = most_plausibility_work;
    for (RelationIndex r = 0; r < report.relations.size(); ++r) {
        RelationResult& outcome = result.relations[r];
        if (outcome.status != RelationStatus::holds &&
            outcome.status != RelationStatus::holds_by_rounding)
            continue;
        const auto note = [&](RuleCode code, std::size_t comparison) {
            result.findings.push_back(note_on(report, code, r, comparison, outcome));
        };
        const PowerQuestion question =
            want_power ? PowerQuestion::how_large : PowerQuestion::is_any;
        if (auto power =
                slip_detection_power(report, report.relations[r], box, power_work, question)) {
            if (power->probability.is_zero() && power->is_exact)
                note(RuleCode::weak_check, outcome.comparison);
            if (want_power) outcome.power = std::move(power->probability);
        }
        if (outcome.status != RelationStatus::holds_by_rounding) continue;
        auto implausible = find_implausible_rounding(report, r, outcome, box, plausibility_work);
        if (!implausible) continue;
        note(RuleCode::implausible_rounding, implausible->comparison);
        result.findings.back().probability = std::move(implausible->probability);
    }

    Finding unchecked;
    unchecked.code = RuleCode::unchecked_figure;
    unchecked.severity = Severity::note;
    unchecked.quantities = unchecked_figures(report, result);
    const bool any_checked =
        std::find(result.checked.begin(), result.checked.end(), true) != result.checked.end();
    if (any_checked && !unchecked.quantities.empty())
        result.findings.push_back(std::move(unchecked));
}

std::vector<VariableIndex> unchecked_figures(const Report& report, const CheckResult& result) {
    std::vector<VariableIndex> unchecked;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        if (result.checked[v]) continue;
        const QuantityKind kind = report.quantities[v].kind;
        const bool is_printed = kind == QuantityKind::stated || kind == QuantityKind::range;
        // What a template gives to all records is no matter of one of them.
        if (is_printed && !report.is_of_template(v)) unchecked.push_back(v);
    }
    return unchecked;
}

}  // namespace brcheck
