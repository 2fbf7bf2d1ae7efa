#include "engine/glance.hpp"

#include "engine/decide_alone.hpp"
#include "engine/network.hpp"
#include "engine/plain_check.hpp"
#include "engine/propagate.hpp"
#include "engine/remarks.hpp"
#include "expr/tight_hull.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// A relation of which the glance does not know all.
struct OpenRelation {
    RelationIndex relation = 0;
    bool has_power = false;
};

std::vector<bool> checked_quantities(const Report& report) {
    std::vector<bool> is_checked(report.quantities.size(), false);
    const auto check_all = [&](const Expression& expression) {
        for (const VariableIndex v : expression.variables()) is_checked[v] = true;
    };
    for (const Relation& relation : report.relations) check_all(relation.condition);
    const auto& order = report.derivation_order;
    for (auto v = order.rbegin(); v != order.rend(); ++v)
        if (is_checked[*v]) check_all(*report.quantities[*v].definition);
    return is_checked;
}

/// Settles what is open as check() does. False: not everything holds beyond doubt.
bool settle(const Network& network, const std::vector<OpenRelation>& open, CheckResult& result) {
    const Report& report = network.report();
    PrintedValues printed = collect_printed_values(report);
    Reviser reviser(network);
    TightHull tight_hull(printed.box);
    for (const auto& [r, has_power] : open) {
        RelationResult& outcome = result.relations[r];
        outcome = decide_alone(network, r, printed, reviser, tight_hull).result;
        if (outcome.status != RelationStatus::holds &&
            outcome.status != RelationStatus::holds_by_rounding)
            return false;
        if (auto note = note_on_rounding(network, r, outcome))
            result.findings.push_back(*std::move(note));
    }
    RemarkWork work;
    for (const auto& [r, has_power] : open) {
        if (!has_power) add_remark_on_power(report, r, printed.box, false, work, result);
        add_remark_on_plausibility(report, r, printed.box, work, result);
    }
    return true;
}

}  // namespace

std::optional<CheckResult> glance(const Report& report) {
    if (report.relations.empty() || report.quantities.size() > most_at_a_glance ||
        !PlainCheck::suits(report))
        return std::nullopt;
    const Network network(report);
    PlainCheck check(network);
    try {
        for (VariableIndex v = 0; v < report.quantities.size(); ++v)
            if (network.kind(v) == QuantityKind::stated)
                check.enter(v, stated_number(report.quantities[v]));
    } catch (const FractionOverflow&) {
        return std::nullopt;
    }
    if (!check.evaluate_derived() || !check.is_possible()) return std::nullopt;
    std::vector<OpenRelation> open;
    bool is_power_known = true;
    for (RelationIndex r = 0; r < report.relations.size(); ++r) {
        const bool has_power = check.has_power(r);
        if (!check.holds_exactly(r) || !has_power) open.push_back({r, has_power});
        is_power_known = is_power_known && has_power;
    }
    if (!is_power_known && !has_power_work_for_all(report)) return std::nullopt;
    CheckResult result;
    result.relations.resize(report.relations.size());
    if (!open.empty() && !settle(network, open, result)) return std::nullopt;
    result.checked = checked_quantities(report);
    if (auto unchecked = note_on_unchecked(report, result))
        result.findings.push_back(*std::move(unchecked));
    sort_findings(result.findings, report);
    return result;
}

}  // namespace brcheck
