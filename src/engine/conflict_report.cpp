#include "engine/conflict_report.hpp"

#include "engine/classify_mismatch.hpp"
#include "engine/conflicts.hpp"
#include "engine/decide_alone.hpp"
#include "engine/propagate.hpp"

#include <algorithm>

namespace brcheck {
namespace {

/// Does the proof need that some quantities are whole, beyond moving their ends inward?
bool needs_whole_numbers(const std::vector<ProofStep>& steps, const Report& report) {
    return std::any_of(steps.begin(), steps.end(), [&](const ProofStep& step) {
        return step.kind == ProofStep::Kind::round ||
               (step.kind == ProofStep::Kind::split && report.quantities[step.quantity].whole) ||
               (has_branches(step.kind) && (needs_whole_numbers(step.below, report) ||
                                            needs_whole_numbers(step.above, report)));
    });
}

}  // namespace

ConflictReporter::ConflictReporter(const Network& network, CheckResult& result,
                                   const std::map<RelationIndex, Finding>& alone)
    : network_(network), result_(result), alone_(alone) {
    for (const Conflict& conflict : result.conflicts)
        for (const RelationIndex r : conflict.relations)
            result.relations[r].status = RelationStatus::fails;
}

Severity ConflictReporter::severity_of(const Conflict& conflict) const {
    Severity severity = Severity::error;
    for (const RelationIndex r : conflict.relations)
        severity = std::min(severity, network_.report().relations[r].severity);
    return severity;
}

Finding ConflictReporter::describe(const Conflict& conflict, bool with_steps) const {
    const bool is_single = conflict.relations.size() == 1;
    const auto alone = is_single ? alone_.find(conflict.relations.front()) : alone_.end();
    Finding finding;
    if (alone != alone_.end()) {
        finding = alone->second;
    } else if (is_single || with_steps) {
        finding = describe_joint(conflict);
    } else {
        finding.code = RuleCode::joint_conflict;
        if (!conflict.relations.empty()) finding.relation = conflict.relations.back();
    }
    finding.group = conflict.group;
    finding.severity = severity_of(conflict);
    finding.quantities = conflict.figures;
    return finding;
}

Finding ConflictReporter::report(std::size_t index) {
    ConflictGroup& group = result_.groups[index];
    for (const std::size_t i : group.conflicts)
        group.findings.push_back(describe(result_.conflicts[i], group.findings.empty()));
    Finding finding = group.findings.front();
    for (const Finding& other : group.findings) {
        finding.severity = std::max(finding.severity, other.severity);
        finding.quantities.insert(finding.quantities.end(), other.quantities.begin(),
                                  other.quantities.end());
    }
    std::sort(finding.quantities.begin(), finding.quantities.end());
    finding.quantities.erase(
        std::unique(finding.quantities.begin(), finding.quantities.end()),
        finding.quantities.end());
    return finding;
}

Finding ConflictReporter::describe_joint(const Conflict& conflict) const {
    const Report& report = network_.report();
    Finding finding;
    finding.code = RuleCode::joint_conflict;
    if (!conflict.relations.empty()) finding.relation = conflict.relations.back();

    // Only the figures that the conflict rests on, so that the steps shown are about those.
    std::vector<Interval> box(report.quantities.size());
    for (const VariableIndex v : conflict.figures) box[v] = report.quantities[v].interval;
    std::vector<ConstraintIndex> constraints = RelationSets(network_).constraints(conflict.relations);
    if (conflict.relations.empty())
        for (ConstraintIndex c = 0; c < network_.constraints().size(); ++c)
            if (network_.constraints()[c].kind == DerivationStep::Kind::definition)
                constraints.push_back(c);
    const Propagation propagation =
        Propagator(network_).run(constraints, box, {50 * constraints.size() + 1000, true});
    std::vector<SideResult> sides;
    if (propagation.conflict) {
        const Constraint& clash = network_.constraints()[propagation.clash];
        finding.left = propagation.clash_left;
        finding.right = propagation.clash_right;
        finding.steps = conflict_chain(propagation);
        Comparison comparison = Comparison::equal;
        if (clash.kind == DerivationStep::Kind::relation) {
            // The message stands at the relation that could not hold any more, or, where a
            // definition clashed, at the last relation that led there.
            finding.relation = clash.index;
            finding.comparison = clash.comparison;
            comparison = report.relations[clash.index].condition.comparisons()[clash.comparison];
        } else {
            for (const DerivationStep& step : finding.steps)
                if (step.kind == DerivationStep::Kind::relation) finding.relation = step.index;
        }
        finding.gap = gap_between(comparison, finding.left, finding.right);
    } else if (finding.relation) {
        const auto& outcome = result_.relations[*finding.relation];
        finding.left = outcome.sides[0].interval;
        finding.right = outcome.sides[1].interval;
    }
    if (conflict.relations.size() != 1) return finding;

    // A relation that fails by itself, though it took more than one step to see.
    const bool by_whole = std::any_of(finding.steps.begin(), finding.steps.end(),
                                      [](const auto& step) { return step.by_whole; }) ||
                          needs_whole_numbers(conflict.refutation.steps, report);
    finding.relation = conflict.relations.front();
    finding.code = by_whole ? RuleCode::impossible_for_whole_numbers
                            : classify_mismatch(report.relations[*finding.relation],
                                                finding.comparison);
    if (!finding.steps.empty() && finding.steps.back().by_whole)
        finding.steps.erase(finding.steps.begin(), finding.steps.end() - 1);
    else
        finding.steps.clear();
    return finding;
}

}  // namespace brcheck
