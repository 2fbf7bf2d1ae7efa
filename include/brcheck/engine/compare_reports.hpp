/// What several reports of one run print of the same quantity.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/report/finding.hpp"
#include "brcheck/report/report.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace brcheck {

/// Figures are the same quantity when they have the same id and the same period (which both say), or
/// when one names the other: `same_as` is "other.json#id", the file as seen from its own folder. Each
/// is compared with all that were added before, so that the order decides only where it is told.
/// Figures of different basis or vintage are not compared, nor are those of different dimension, where
/// nobody said that they are the same.
class ReportComparison {
public:
    /// The same text for all names of one file.
    using IdentifyFile = std::function<std::string(const std::string& path)>;
    /// Without it a file has one name: its path, as short as it can be written.
    explicit ReportComparison(IdentifyFile identify = {}) : identify_(std::move(identify)) {}

    /// A figure that is said to be the same as another report's.
    struct SameAs {
        std::string path;            ///< of the report that says it, as it was given
        Location location;           ///< of the figure
        std::string id;              ///< of the figure
        std::string wanted;          ///< "data/other.json#id"
        bool is_report_known = false;  ///< the report was added: it has no such printed figure
    };
    struct Outcome {
        /// BR210, by rising figure: for each figure that shares no true value with what is printed
        /// elsewhere. `left` is its own interval, `right` the other's.
        std::vector<Finding> findings;
        std::vector<VariableIndex> compared;  ///< figures that another report has, too; rising
        std::vector<SameAs> named;          ///< what the report says that figures are the same as
        /// BR008: a figure is said to be the same as one of another dimension. BR005: as one of the
        /// report itself.
        std::vector<Error> errors;
    };
    /// Compares the report with those added before. `has_others`: the run has more than this one,
    /// so that it is worth to remember its figures. REQUIRES: each `path` is added once.
    Outcome add(const Report& report, std::string_view path, bool has_others);

    /// Each `same_as` that nothing added so far answers.
    [[nodiscard]] std::vector<SameAs> dangling() const;

private:
    struct Statement {
        Elsewhere place;
        Unit unit;
        std::string basis;
        std::string vintage;
    };
    [[nodiscard]] std::string address(std::string_view path, std::string_view id) const;
    static Statement statement_of(const Report& report, VariableIndex figure,
                                  std::string_view path);
    static std::optional<Finding> compare(VariableIndex figure, const Statement& own,
                                          const Statement& other);
    /// Compares a figure with all that is said of one quantity, and adds what it says.
    void compare_with_all(std::vector<Statement>& said, const Report& report, VariableIndex figure,
                          const Statement& own, bool is_named, Outcome& outcome);

    IdentifyFile identify_;
    /// What is printed of a quantity, each differing statement once: by id and period, and by path and
    /// id for those that are named, and those that name them.
    std::map<std::string, std::vector<Statement>> by_period_;
    std::map<std::string, std::vector<Statement>> by_address_;
    std::multimap<std::string, SameAs> named_;  ///< by address
    std::set<std::string> printed_;               ///< addresses of printed figures
    std::set<std::string> paths_;
};

}  // namespace brcheck
