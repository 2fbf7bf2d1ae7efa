#include "engine/glance.hpp"

#include "engine/network.hpp"
#include "engine/plain_check.hpp"
#include "engine/remarks.hpp"

#include <utility>

namespace brcheck {
namespace {

// What is tried in vain must cost little beside the check that follows.
constexpr std::size_t most_figures = 200;

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

}  // namespace

std::optional<CheckResult> glance(const Report& report) {
    if (report.relations.empty() || report.quantities.size() > most_figures ||
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
    if (!check.passes()) return std::nullopt;
    CheckResult result;
    result.relations.resize(report.relations.size());
    result.checked = checked_quantities(report);
    if (auto unchecked = note_on_unchecked(report, result))
        result.findings.push_back(*std::move(unchecked));
    return result;
}

}  // namespace brcheck
