#include "brcheck/engine/compare_reports.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace brcheck {
namespace {

std::string address(std::string_view path, std::string_view id) {
    return std::filesystem::path(path).lexically_normal().generic_string() + '#' + std::string(id);
}

/// "b.json#id" said in data/a.json is data/b.json#id.
std::string address_of_same(std::string_view same_as, std::string_view path) {
    const std::size_t hash = std::min(same_as.rfind('#'), same_as.size());
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    return address((folder / same_as.substr(0, hash)).generic_string(),
                   same_as.substr(std::min(hash + 1, same_as.size())));
}

bool go_together(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
}

}  // namespace

ReportComparison::Outcome ReportComparison::add(const Report& report, std::string_view path,
                                                bool has_others) {
    Outcome outcome;
    paths_.insert(address(path, ""));
    std::vector<std::pair<std::string, Statement>> own_periods;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const Quantity& quantity = report.quantities[v];
        if (quantity.kind != QuantityKind::stated && quantity.kind != QuantityKind::range) continue;
        const bool names_another = quantity.details && !quantity.details->same_as.empty();
        if (!has_others && !names_another) continue;
        Statement own = statement_of(report, v, path);
        const auto compare_with = [&](const Statement& other) {
            const bool is_new = outcome.compared.empty() || outcome.compared.back() != v;
            if (compare(v, own, other, outcome.findings) && is_new) outcome.compared.push_back(v);
        };
        const std::string id = report.names.name(v);
        const std::string here = address(path, id);
        const auto [first, last] = awaited_.equal_range(here);
        for (auto i = first; i != last; ++i) compare_with(i->second);
        awaited_.erase(first, last);
        if (names_another) {
            const std::string there = address_of_same(quantity.details->same_as, path);
            const auto known = by_address_.find(there);
            if (known != by_address_.end())
                compare_with(known->second);
            else
                awaited_.emplace(there, own);
        }
        if (quantity.details && !quantity.details->period.empty()) {
            std::string key = id + '\0' + quantity.details->period;
            const auto known = by_period_.find(key);
            if (known != by_period_.end())
                compare_with(known->second);
            else
                own_periods.emplace_back(std::move(key), own);
        }
        by_address_.emplace(here, std::move(own));
    }
    for (auto& [key, statement] : own_periods) by_period_.emplace(key, std::move(statement));
    return outcome;
}

std::vector<ReportComparison::Dangling> ReportComparison::dangling() const {
    std::vector<Dangling> result;
    for (const auto& [wanted, statement] : awaited_)
        result.push_back({statement.place, wanted,
                          paths_.contains(wanted.substr(0, wanted.rfind('#') + 1))});
    return result;
}

ReportComparison::Statement ReportComparison::statement_of(const Report& report,
                                                           VariableIndex figure,
                                                           std::string_view path) {
    const Quantity& quantity = report.quantities[figure];
    const Position position = report.source_text->position(quantity.value.begin);
    Statement statement{{std::string(path), report.names.name(figure), report.stated_text(figure),
                         position.line, position.column, quantity.interval},
                        quantity.unit,
                        "",
                        ""};
    if (quantity.details) {
        statement.basis = quantity.details->basis;
        statement.vintage = quantity.details->vintage;
    }
    return statement;
}

/// False where the two cannot be compared.
bool ReportComparison::compare(VariableIndex figure, const Statement& own, const Statement& other,
                               std::vector<Finding>& findings) {
    const Interval& left = own.place.interval;
    const Interval& right = other.place.interval;
    const bool is_comparable = own.unit.dimension() == other.unit.dimension() &&
                               own.unit.kind() == other.unit.kind() &&
                               go_together(own.basis, other.basis) &&
                               go_together(own.vintage, other.vintage);
    if (!is_comparable) return false;
    if (!intersect(left, right).is_empty()) return true;
    Finding finding;
    finding.code = RuleCode::same_quantity_differs;
    finding.severity = Severity::error;
    finding.quantities = {figure};
    finding.left = left;
    finding.right = right;
    const bool is_below = left.has_high() && right.has_low() && left.high() <= right.low();
    finding.gap = is_below ? right.low() - left.high() : left.low() - right.high();
    finding.elsewhere = other.place;
    findings.push_back(std::move(finding));
    return true;
}

}  // namespace brcheck
