/// What the engine found out about one report.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "brcheck/report/finding.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {

enum class RelationStatus : std::uint8_t {
    holds,              ///< the printed numbers, taken as exact, agree at the printed place
    holds_by_rounding,  ///< true values that round to what is printed agree
    fails,
    undecided,          ///< the work limit was reached
    defines,            ///< an unknown takes whatever is needed
    not_comparable,     ///< joins figures of different basis or vintage
    allowed,            ///< fails, and the author gave a reason
};
inline constexpr std::size_t relation_status_count = 7;
/// "holds", "holds_by_rounding", ... as in the JSON output.
std::string_view format_status(RelationStatus status);

/// One side of a comparison, recomputed. Base units.
struct SideResult {
    std::optional<Rational> value;  ///< from the printed numbers taken as exact; nothing if unprinted
    Interval interval;
};

struct RelationResult {
    RelationStatus status = RelationStatus::holds;
    std::vector<SideResult> sides;       ///< as many as the condition has
    std::size_t comparison = 0;          ///< the one that fails, else the first
    std::optional<Rational> gap;         ///< set when it fails: distance between its sides
    /// The share of all one-digit slips in its printed figures that this relation alone would find
    /// (engine/power.hpp). Nothing when it fails, checks nothing, or has too many digits to try.
    std::optional<Rational> power;
};

enum class Verdict : std::uint8_t { consistent, inconsistent, incomplete };
std::string_view format_verdict(Verdict verdict);

/// A printed text that would restore the report, and the slip that explains what stands there now.
struct Replacement {
    std::string printed;           ///< as the report would print it: "51.9 percent"
    std::optional<RuleCode> slip;  ///< 501 and on; nothing for a value without such a story
    std::optional<VariableIndex> same_as;  ///< value of another period: the figure that prints it
    /// "100": the text fits as it stands if its number is rounded to hundreds (in the written
    /// scale, as the file's `rounded_to`); else "".
    std::string rounded_to;
};

/// One figure of a repair.
struct FigureChange {
    VariableIndex figure = 0;
    /// Where its true value must lie, base units, the other changes being free. Of whole numbers and
    /// products perhaps a little wider than it need be; what `printed` names is checked one by one.
    Interval allowed;
    /// Likely slips first, then the nearest printed values at the figure's own precision; few.
    std::vector<Replacement> printed;
};

/// Figures whose change together, with everything else as printed, removes the conflicts.
struct Repair {
    std::vector<FigureChange> changes;  ///< by rising figure
};

/// Relations that cannot all hold with the printed figures, none of which can be left out.
struct Conflict {
    std::vector<RelationIndex> relations;  ///< rising
    std::vector<VariableIndex> figures;    ///< printed figures it rests on, none superfluous; rising
    bool figures_minimal = true;           ///< false: work ran out when some were looked at
    Refutation refutation;
    std::size_t group = 0;                 ///< index into CheckResult::groups
};

/// Conflicts that one change can mend, or that only changes together can: one finding.
struct ConflictGroup {
    std::vector<std::size_t> conflicts;  ///< indices into CheckResult::conflicts, shortest first
    /// What each of these would be as a finding of its own: its code, level, relation, figures and gap;
    /// steps only for the first and for single relations.
    std::vector<Finding> findings;
    /// All smallest sets of figures, the likeliest first. Empty: no change of figures that may be
    /// blamed helps, so a relation (or a fixed figure) is wrong.
    std::vector<Repair> repairs;
    bool repairs_complete = true;        ///< false: the work limit left some out
};

struct CheckResult {
    /// incomplete when nothing could be checked; inconsistent when a relation of severity error
    /// and strength must fails, alone or together with others, and is not allowed.
    Verdict verdict = Verdict::consistent;
    std::vector<bool> checked;               ///< by VariableIndex: some relation rests on it
    /// By rising VariableIndex, only where implied() is not what the figure is printed as. Ends are
    /// exact; one that is a root, or is not seen to be a fraction, is at most the next number of ten
    /// digits outward, and open.
    std::vector<std::pair<VariableIndex, Interval>> narrowed;
    /// By rising VariableIndex: value() of what is not stated.
    std::vector<std::pair<VariableIndex, Rational>> recomputed;
    std::vector<RelationResult> relations;   ///< by RelationIndex
    std::vector<Finding> findings;           ///< errors first, then warnings, notes; then by place
    bool implied_tight = true;               ///< false: some implied interval may be too wide
    std::vector<Conflict> conflicts;         ///< all minimal ones, shortest first
    bool conflicts_complete = true;          ///< false when there may be more than these
    std::vector<ConflictGroup> groups;       ///< in the order of their findings
    /// True values for everything, when the verdict is consistent and the decision complete. They
    /// need not satisfy what is indicative, not comparable, allowed, or fails and is no error.
    std::optional<Witness> witness;
    /// Every step that narrowed a quantity, in order; empty unless asked for in CheckOptions.
    std::vector<DerivationStep> derivation;

    /// What the report allows of a quantity: all statements together; the smallest interval, if
    /// implied_tight, in which they all lie. REQUIRES (here and below): it
    /// is the report that was checked.
    [[nodiscard]] const Interval& implied(const Report& report, VariableIndex quantity) const;
    /// Printed, or recomputed from printed numbers; base units.
    [[nodiscard]] std::optional<Rational> value(const Report& report, VariableIndex quantity) const;
    [[nodiscard]] std::array<std::size_t, relation_status_count> status_counts() const;
    /// Some relation about a figure is known to hold or to fail. Else the verdict is no better than
    /// incomplete.
    [[nodiscard]] bool is_anything_decided(const Report& report) const;
};

/// Errors first, then warnings, notes; then by place, code. Equal ones keep their order.
void sort_findings(std::vector<Finding>& findings, const Report& report);

}  // namespace brcheck
