/// A statement that a report contradicts itself, or something about the check itself. Data only:
/// words come from data/rules.tsv through render/message.
#pragma once

#include "brcheck/report/report.hpp"
#include "brcheck/report/rule.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace brcheck {

/// One step of a derivation: by this relation or definition, this quantity can only lie there.
struct DerivationStep {
    enum class Kind : std::uint8_t {
        definition,  ///< `index` is the derived quantity whose definition was used
        relation,    ///< `index` is the relation; `comparison` which of its comparisons
    };
    Kind kind = Kind::relation;
    std::uint32_t index = 0;
    std::uint32_t comparison = 0;
    VariableIndex quantity = 0;
    bool by_whole = false;  ///< ends moved inward, because the quantity is a whole number
    Interval before;        ///< in base units, as all intervals here
    Interval after;         ///< empty in the last step of a conflict
    Interval demanded;      ///< what the step alone allows; `after` is its part inside `before`
};

/// Another reading of a relation that fails as written, under which the printed figures agree. A
/// hint: that it fits does not prove that it was meant.
struct ConventionHint {
    enum class Kind : std::uint8_t {  // likelier ones first
        difference_in_points,  ///< a growth or factor where a change in percentage points fits
        relative_change,       ///< a difference of rates where their change in percent fits
        growth_over_new,       ///< growth in relation to the new value
        growth_over_old,       ///< written over the new value, and the one over the old fits
        other_whole,           ///< a share of another quantity: figures holds the one that fits
        swapped_operands,      ///< the two operands of an operation change places
        scale_step,            ///< one figure with a scale word one step off
        truncated,             ///< figures cut off at their last digit instead of rounded
    };
    Kind kind = Kind::difference_in_points;
    std::vector<VariableIndex> figures;  ///< whose place or meaning differs, rising
    /// What the side that differs then is, base units; for a scale step the figure itself.
    Interval value;
    /// The side that differs, as read, in the relation language: "growth(now, before)". For a scale
    /// step "trade * 1000"; for `truncated`, whose expression stays the same, the computed side.
    std::string text;
};

/// A growth that agrees with its new level and an old one that was revised by a few percent.
struct RevisedBase {
    VariableIndex base = 0;  ///< the printed old level
    Interval needed;         ///< where its true value would have to lie, base units
};

/// The same quantity as another report of the run prints it.
struct Elsewhere {
    std::string path;      ///< as that report was given
    std::string id;
    std::string text;      ///< as printed; "" for a range
    std::size_t line = 1;  ///< of its text; with the column in code points, from 1
    std::size_t column = 1;
    Interval interval;     ///< base units
};

struct Finding {
    RuleCode code = RuleCode::relation_fails;
    Severity severity = Severity::error;
    std::optional<RelationIndex> relation;
    std::size_t comparison = 0;              ///< which comparison of the relation
    std::vector<VariableIndex> quantities;   ///< the printed figures it rests on, rising
    Interval left;                           ///< the sides of that comparison, base units
    Interval right;
    std::optional<Rational> gap;             ///< distance between the sides; > 0, or 0 at open ends
    /// Set when the finding is known from before with a gap that was smaller: this one.
    std::optional<Rational> known_gap;
    /// Joint conflicts: from the figures to the clash. BR208: the one step that found no whole number.
    std::vector<DerivationStep> steps;
    std::optional<std::size_t> group;     ///< conflicts: index into CheckResult::groups
    std::optional<std::size_t> allowed_by;   ///< index in the relation's allowances: it is accepted
    std::optional<std::size_t> allowance;    ///< BR911 to BR913: the allowance that it is about
    std::vector<ConventionHint> readings;    ///< of a relation that fails alone; the likeliest first
    std::optional<RevisedBase> revised_base;
    std::optional<Elsewhere> elsewhere;      ///< BR210 between reports
    std::optional<Rational> probability;     ///< BR905: the chance that rounding goes this far
};

}  // namespace brcheck
