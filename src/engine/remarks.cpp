#include "engine/remarks.hpp"

#include "engine/conventions.hpp"
#include "engine/expand.hpp"
#include "engine/plausibility.hpp"
#include "engine/power.hpp"
#include "engine/revised_base.hpp"
#include "engine/slip_proof.hpp"

#include <algorithm>
#include <cassert>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_read_findings = 200;

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

/// Nodes of an expression over printed figures, derived ones replaced by what they are computed
/// from; `sizes`, by quantity, tells those of them.
std::uint64_t expanded_size(const Expression& expression, const std::vector<std::uint64_t>& sizes) {
    constexpr std::uint64_t most = 1'000'000;
    std::uint64_t size = 0;
    for (const Node& node : expression.nodes())
        size += node.operation == Operation::variable ? sizes[node.payload] : 1;
    return std::min(size, most);
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

bool has_power_work_for_all(const Report& report) {
    // Of a figure both largest slips are tried, and some 13 of either side where that is not
    // enough.
    constexpr std::uint64_t most_tries = 30;
    constexpr std::uint64_t listing = 20;
    std::vector<std::uint64_t> sizes(report.quantities.size(), 1);
    for (const VariableIndex v : report.derivation_order)
        sizes[v] = expanded_size(*report.quantities[v].definition, sizes);
    std::uint64_t work = 0;
    for (const Relation& relation : report.relations) {
        const std::uint64_t size = expanded_size(relation.condition, sizes);
        const std::uint64_t figures = size / 2 + 1;  // the operations on them are nodes, too
        work += size * figures * most_tries + figures * listing;
    }
    return work <= RemarkWork().power;
}

void add_remark_on_power(const Report& report, RelationIndex relation, std::vector<Interval>& box,
                         bool want_power, RemarkWork& work, CheckResult& result) {
    RelationResult& outcome = result.relations[relation];
    const PowerQuestion question = want_power ? PowerQuestion::how_large : PowerQuestion::is_any;
    auto power =
        slip_detection_power(report, report.relations[relation], box, work.power, question);
    if (!power) return;
    if (power->probability.is_zero() && power->is_exact)
        result.findings.push_back(
            note_on(report, RuleCode::weak_check, relation, outcome.comparison, outcome));
    if (want_power) outcome.power = std::move(power->probability);
}

void add_remark_on_plausibility(const Report& report, RelationIndex relation,
                                std::span<const Interval> box, RemarkWork& work,
                                CheckResult& result) {
    const RelationResult& outcome = result.relations[relation];
    if (outcome.status != RelationStatus::holds_by_rounding) return;
    auto implausible = find_implausible_rounding(report, relation, outcome, box, work.plausibility);
    if (!implausible) return;
    result.findings.push_back(note_on(report, RuleCode::implausible_rounding, relation,
                                      implausible->comparison, outcome));
    result.findings.back().probability = std::move(implausible->probability);
}

std::optional<Finding> note_on_rounding(const Network& network, RelationIndex relation,
                                        const RelationResult& outcome) {
    const Relation& own = network.report().relations[relation];
    const bool values_known =
        std::all_of(outcome.sides.begin(), outcome.sides.end(),
                    [](const SideResult& side) { return side.value.has_value(); });
    // With a tolerance it may be that, not the rounding, which makes it hold.
    if (outcome.status != RelationStatus::holds_by_rounding || !values_known || own.tolerance)
        return std::nullopt;
    return note_on_sides(network, RuleCode::holds_only_by_rounding, relation, outcome);
}

Finding note_on_sides(const Network& network, RuleCode code, RelationIndex relation,
                      const RelationResult& outcome) {
    Finding finding;
    finding.code = code;
    finding.severity = Severity::note;
    finding.relation = relation;
    finding.comparison = outcome.comparison;
    finding.quantities =
        network.printed_sources(network.report().relations[relation].condition.variables());
    finding.left = outcome.sides[outcome.comparison].interval;
    finding.right = outcome.sides[outcome.comparison + 1].interval;
    return finding;
}

void add_remarks(const Network& network, std::vector<Interval>& box, bool want_power,
                 CheckResult& result) {
    const Report& report = network.report();
    RemarkWork work;
    std::optional<SlipProof> slips;
    if (!want_power && has_power_work_for_all(report)) {
        slips.emplace(network);
        slips->enter_report();
    }
    for (RelationIndex r = 0; r < report.relations.size(); ++r) {
        const RelationStatus status = result.relations[r].status;
        if (status != RelationStatus::holds && status != RelationStatus::holds_by_rounding)
            continue;
        if (!slips || !slips->has_power(r))
            add_remark_on_power(report, r, box, want_power, work, result);
        add_remark_on_plausibility(report, r, box, work, result);
    }

    if (auto unchecked = note_on_unchecked(report, result))
        result.findings.push_back(*std::move(unchecked));
}

std::optional<Finding> note_on_unchecked(const Report& report, const CheckResult& result) {
    const bool any_checked =
        std::find(result.checked.begin(), result.checked.end(), true) != result.checked.end();
    if (!any_checked) return std::nullopt;
    Finding unchecked;
    unchecked.code = RuleCode::unchecked_figure;
    unchecked.severity = Severity::note;
    unchecked.quantities = unchecked_figures(report, result);
    if (unchecked.quantities.empty()) return std::nullopt;
    return unchecked;
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
