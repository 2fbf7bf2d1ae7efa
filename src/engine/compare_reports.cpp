#include "brcheck/engine/compare_reports.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace brcheck {
namespace {

/// "b.json#id" said in data/a.json is the figure id of data/b.json.
std::pair<std::string, std::string> file_and_id(std::string_view same_as, std::string_view path) {
    const std::size_t hash = std::min(same_as.rfind('#'), same_as.size());
    const auto file = std::filesystem::path(path).parent_path() / same_as.substr(0, hash);
    return {file.lexically_normal().generic_string(),
            std::string(same_as.substr(std::min(hash + 1, same_as.size())))};
}

std::string describe(const Unit& unit) {
    return unit.symbol().empty() ? "a bare number" : unit.symbol();
}

bool go_together(const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || a == b;
}

}  // namespace

std::string ReportComparison::address(std::string_view path, std::string_view id) const {
    const std::string file =
        identify_ ? identify_(std::string(path))
                  : std::filesystem::path(path).lexically_normal().generic_string();
    return file + '#' + std::string(id);
}

ReportComparison::Outcome ReportComparison::add(const Report& report, std::string_view path,
                                                bool has_others) {
    Outcome outcome;
    paths_.insert(address(path, ""));
    // A report is not compared with itself here: what it says goes in when all of it was compared.
    std::vector<std::pair<std::vector<Statement>*, Statement>> said;
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const Quantity& quantity = report.quantities[v];
        if (quantity.kind != QuantityKind::stated && quantity.kind != QuantityKind::range) continue;
        const bool names_another = quantity.details && !quantity.details->same_as.empty();
        if (!has_others && !names_another) continue;
        const Statement own = statement_of(report, v, path);
        const std::string id = report.names.name(v);
        const std::string here = address(path, id);
        printed_.insert(here);
        const auto add_to = [&](std::vector<Statement>& others, bool is_named) {
            compare_with_all(others, report, v, own, is_named, outcome);
            said.emplace_back(&others, own);
        };
        add_to(by_address_[here], true);
        if (names_another) {
            const auto [file, other] = file_and_id(quantity.details->same_as, path);
            const std::string there = address(file, other);
            const Location location{report.source_text, "/figures/" + id, quantity.value};
            if (address(file, "") == address(path, "")) {
                outcome.errors.push_back(
                    {ErrorCode::unknown_name,
                     id + " is said to be the same as a figure of this report itself", location,
                     "say so in a relation: \"" + id + " = " + other + "\""});
                continue;
            }
            outcome.named.push_back({std::string(path), location, id, file + '#' + other, false});
            named_.emplace(there, outcome.named.back());
            add_to(by_address_[there], true);
        }
        if (quantity.details && !quantity.details->period.empty())
            add_to(by_period_[id + '\0' + quantity.details->period], false);
    }
    for (auto& entry : said) {
        std::vector<Statement>& others = *entry.first;
        Statement& own = entry.second;
        const bool is_known = std::any_of(others.begin(), others.end(), [&](const Statement& s) {
            return s.place.interval == own.place.interval && s.unit == own.unit &&
                   s.basis == own.basis && s.vintage == own.vintage;
        });
        if (!is_known) others.push_back(std::move(own));
    }
    return outcome;
}

void ReportComparison::compare_with_all(std::vector<Statement>& said, const Report& report,
                                        VariableIndex figure, const Statement& own, bool is_named,
                                        Outcome& outcome) {
    for (const Statement& other : said) {
        if (!go_together(own.basis, other.basis) || !go_together(own.vintage, other.vintage))
            continue;
        if (own.unit.dimension() != other.unit.dimension() ||
            own.unit.kind() != other.unit.kind()) {
            if (is_named)
                outcome.errors.push_back({ErrorCode::unit_mismatch,
                                          own.place.id + " is in " + describe(own.unit) + ", but " +
                                              other.place.id + " in " + other.place.path +
                                              ", which \"same_as\" says is the same, is in " +
                                              describe(other.unit),
                                          {report.source_text, "/figures/" + own.place.id,
                                           report.quantities[figure].value},
                                          "the same quantity has one unit; is \"same_as\" right?"});
            continue;
        }
        if (outcome.compared.empty() || outcome.compared.back() != figure)
            outcome.compared.push_back(figure);
        auto finding = compare(figure, own, other);
        if (!finding) continue;
        const bool is_told =
            !outcome.findings.empty() && outcome.findings.back().quantities.front() == figure;
        if (!is_told) outcome.findings.push_back(std::move(*finding));
    }
}

std::vector<ReportComparison::SameAs> ReportComparison::dangling() const {
    std::vector<SameAs> result;
    for (const auto& [wanted, dangling] : named_) {
        if (printed_.contains(wanted)) continue;
        result.push_back(dangling);
        result.back().is_report_known = paths_.contains(wanted.substr(0, wanted.rfind('#') + 1));
    }
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

std::optional<Finding> ReportComparison::compare(VariableIndex figure, const Statement& own,
                                                 const Statement& other) {
    const Interval& left = own.place.interval;
    const Interval& right = other.place.interval;
    if (!intersect(left, right).is_empty()) return std::nullopt;
    Finding finding;
    finding.code = RuleCode::same_quantity_differs;
    finding.severity = Severity::error;
    finding.quantities = {figure};
    finding.left = left;
    finding.right = right;
    const bool is_below = left.has_high() && right.has_low() && left.high() <= right.low();
    finding.gap = is_below ? right.low() - left.high() : left.low() - right.high();
    finding.elsewhere = other.place;
    return finding;
}

}  // namespace brcheck
