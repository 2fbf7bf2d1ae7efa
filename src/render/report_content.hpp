/// What is told about a report beside its findings: the verdict with its counts, how each relation
/// came out, what the report implies, what nothing checks. Words and numbers without a layout.
#pragma once

#include "brcheck/render/message.hpp"
#include "brcheck/render/renderer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// "1 relation", "2 relations".
std::string count_of(std::size_t count, std::string_view noun);
/// "a, b, c".
std::string join_clauses(const std::vector<std::string>& clauses);

/// What follows the verdict: "4 of 5 relations fail, 1 holds; 2 findings are left out (1 ignored, 1
/// known)".
std::string describe_verdict(const CheckResult& result, const LeftOutCounts& left_out = {});
/// "5 findings left out (2 ignored, 3 over --max-findings)", "" where none is.
std::string describe_left_out(const LeftOutCounts& left_out);
/// The same of those only that are over the number to be told: no wish to have them away was said.
std::string describe_over_max(const LeftOutCounts& left_out);
/// The same of a report that could not be read: "2 errors in data/report.json, so ...".
std::string describe_unread(std::size_t error_count, const std::string& path);

/// How many reports ended how.
struct VerdictCounts {
    std::size_t consistent = 0;
    std::size_t inconsistent = 0;
    std::size_t incomplete = 0;

    void add(Verdict verdict);
    [[nodiscard]] std::size_t reports() const { return consistent + inconsistent + incomplete; }
    /// Of all together; incomplete when there is none.
    [[nodiscard]] Verdict verdict() const;
};
/// "3 reports: 2 consistent, 1 inconsistent", "no report was checked".
std::string describe_run(const VerdictCounts& counts);

/// Findings that nothing accepts.
struct FindingCounts {
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t notes = 0;
    /// Those of each level that fail the run, and the least level that was asked for.
    std::size_t failing_warnings = 0;
    std::size_t failing_notes = 0;
    Severity fail_on = Severity::error;

    void add(const CheckResult& result, Severity level_that_fails);
};
/// A run that fails although its verdict does not say why: no error is told, or only such as had
/// their level raised.
bool fails_by_level(const FindingCounts& counts, const VerdictCounts& verdicts, int exit_code);
/// Why: "2 warnings at or above the level warning that was asked for".
std::string describe_failed_level(const FindingCounts& counts);

/// Remarks that the list of relations or the figures that nothing checks tell, too: said once is
/// enough. `with_list`: the relations are listed.
bool is_told_elsewhere(const Finding& finding, bool with_list);

/// "holds by rounding".
std::string_view status_words(RelationStatus status) noexcept;
/// The same of one relation, which may fail only together with others.
std::string_view status_words(const CheckResult& result, RelationIndex relation,
                              const std::vector<bool>& jointly) noexcept;
/// How a status is marked: good, error, warning or note.
Role role_of(RelationStatus status) noexcept;
/// "3.7 to 3.9 % < 6.25 to 6.35 %"; empty when its sides were not computed.
Message compare_sides(const Report& report, RelationIndex relation, const CheckResult& result);
/// By RelationIndex: it fails although it could hold by itself.
std::vector<bool> failing_jointly(const CheckResult& result);

/// The derived quantities, and those unknowns of which the report says anything.
std::vector<VariableIndex> implied_quantities(const Report& report, const CheckResult& result);

/// A printed figure of which the rest of the report allows only a part of what was printed.
struct NarrowedFigure {
    VariableIndex figure = 0;
    std::string printed;
    std::string implied;
};
/// What looks the same to a reader is left out.
std::vector<NarrowedFigure> narrowed_figures(const Report& report, const CheckResult& result);

struct Coverage {
    std::size_t printed = 0;               ///< figures with a text or a range
    std::vector<VariableIndex> unchecked;  ///< of these: no relation rests on it
};
Coverage coverage_of(const Report& report, const CheckResult& result);
/// "5 of 9 figures are checked". REQUIRES: printed > 0.
std::string describe(const Coverage& coverage);

}  // namespace brcheck
