/// What several reports of one run print of the same quantity.
#pragma once

#include "brcheck/report/finding.hpp"
#include "brcheck/report/report.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// Figures are the same quantity when they have the same id and the same period (which both say), or
/// when one names the other: `same_as` is "other.json#id", the file as seen from its own folder.
/// Figures of different dimension, basis or vintage are not compared.
class ReportComparison {
public:
    /// Findings BR210 of this report against those added before, by rising figure: for each figure
    /// that shares no true value with what is printed elsewhere. `left` is its own interval, `right`
    /// the other's. REQUIRES: each `path` is added once.
    std::vector<Finding> add(const Report& report, std::string_view path);

private:
    struct Statement {
        Elsewhere place;
        Unit unit;
        std::string basis;
        std::string vintage;
    };
    static Statement statement_of(const Report& report, VariableIndex figure,
                                  std::string_view path);
    static std::optional<Finding> compare(VariableIndex figure, const Statement& own,
                                          const Statement& other);

    std::map<std::string, Statement> by_period_;   ///< id and period: the first that says it
    std::map<std::string, Statement> by_address_;  ///< path and id
    std::multimap<std::string, Statement> awaited_;  ///< named by `same_as`, and not there yet
};

}  // namespace brcheck
