/// What the messages about a finding are made of: the two sides that clash, as the author wrote
/// them, and the unit in which they are shown.
#pragma once

#include "brcheck/render/message.hpp"

#include <string>

namespace brcheck {

/// One side of a comparison as the author wrote it.
struct SideText {
    enum class Kind { quantity, literal, expression };
    Kind kind = Kind::expression;
    std::string text;
};

struct ClashFacts {
    bool has_sides = false;   ///< false for findings about no comparison
    SideText left;
    SideText right;
    Comparison comparison = Comparison::equal;
    Unit unit;
};

/// The comparison that a finding is about: that of its relation, or, for a joint conflict, the
/// constraint that nothing was left for (it may be a definition).
ClashFacts clash_facts(const Finding& finding, const Report& report);

/// One side of a condition as written, white space made single blanks, cut in its middle when it
/// is longer than any message may be.
SideText side_text(const Report& report, const Expression& condition, std::size_t side);
/// The same for a whole expression or condition.
std::string expression_text(const Expression& expression);

/// "share_rose (the share further increased)", or the id alone.
Message relation_title(const Report& report, RelationIndex relation);

/// The message of `describe`, without the relation that it begins with.
Message describe_without_relation(const Finding& finding, const Report& report);

/// "more than", "at most", ...: what stands between "must be" and the other side.
std::string_view comparison_words(Comparison comparison) noexcept;

/// The unit in which a quantity is shown.
inline const Unit& unit_of(const Report& report, VariableIndex quantity) {
    return report.quantities[quantity].unit;
}

}  // namespace brcheck
