/// A statement that a report contradicts itself, or something about the check itself. Data only:
/// words come from data/rules.tsv through render/message.
#pragma once

#include "brcheck/report/report.hpp"
#include "brcheck/report/rule.hpp"

#include <cstddef>
#include <optional>
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

struct Finding {
    RuleCode code = RuleCode::relation_fails;
    Severity severity = Severity::error;
    std::optional<RelationIndex> relation;
    std::size_t comparison = 0;              ///< which comparison of the relation
    std::vector<VariableIndex> quantities;   ///< the printed figures it rests on, rising
    Interval left;                           ///< the sides of that comparison, base units
    Interval right;
    std::optional<Rational> gap;             ///< distance between the sides; > 0, or 0 at open ends
    /// Joint conflicts: from the figures to the clash. BR208: the one step that found no whole number.
    std::vector<DerivationStep> steps;
    std::optional<std::size_t> group;     ///< conflicts: index into CheckResult::groups
    std::optional<std::size_t> allowed_by;   ///< index in the relation's allowances: it is accepted
    std::optional<std::size_t> allowance;    ///< BR911 to BR913: the allowance that it is about
    std::optional<Rational> probability;     ///< BR905: the chance that rounding goes this far
};

}  // namespace brcheck
