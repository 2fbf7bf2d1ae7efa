/// What several reports of one run print of the same quantity.
#pragma once

#include "brcheck/report/finding.hpp"
#include "brcheck/report/report.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// Figures are the same quantity when they have the same id and the same period (which both say), or
/// when one names the other: `same_as` is "other.json#id", the file as seen from its own folder.
/// Figures of different dimension, basis or vintage are not compared.
class ReportComparison {
public:
    struct Outcome {
        /// BR210, by rising figure: for each figure that shares no true value with what is printed
        /// elsewhere. `left` is its own interval, `right` the other's.
        std::vector<Finding> findings;
        std::vector<VariableIndex> compared;  ///< figures that another report has, too; rising
    };
    /// Compares the report with those added before. `has_others`: the run has more than this one,
    /// so that it is worth to remember its figures. REQUIRES: each `path` is added once.
    Outcome add(const Report& report, std::string_view path, bool has_others);

    /// A `same_as` that nothing added so far answers.
    struct Dangling {
        Elsewhere place;   ///< of the figure that says it
        std::string wanted;          ///< "data/other.json#id"
        bool is_report_known = false;  ///< the report was added: it has no such printed figure
    };
    [[nodiscard]] std::vector<Dangling> dangling() const;

private:
    struct Statement {
        Elsewhere place;
        Unit unit;
        std::string basis;
        std::string vintage;
    };
    static Statement statement_of(const Report& report, VariableIndex figure,
                                  std::string_view path);
    static bool compare(VariableIndex figure, const Statement& own, const Statement& other,
                        std::vector<Finding>& findings);

    std::map<std::string, Statement> by_period_;   ///< id and period: the first that says it
    std::map<std::string, Statement> by_address_;  ///< path and id
    std::multimap<std::string, Statement> awaited_;  ///< named by `same_as`, and not there yet
    std::set<std::string> paths_;
};

}  // namespace brcheck
