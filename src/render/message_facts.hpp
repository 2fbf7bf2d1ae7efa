/// What the messages about a finding are made of: the two sides that clash, as the author wrote
/// them, and the unit in which they are shown.
#pragma once

#include "brcheck/render/message.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// `partner_growth: "6.3 percent"`, `total: not printed`: a figure and what the report prints for it.
Message describe_stated(const Report& report, VariableIndex quantity);
/// `share_rose (the share further increased): share_2025 > share_2024`.
Message describe_statement(const Report& report, RelationIndex relation);
/// The paragraphs of a rule's explanation.
std::vector<std::string_view> explanation_paragraphs(const Rule& rule);

/// The message of `describe`, without the relation that it begins with.
Message describe_without_relation(const Finding& finding, const Report& report,
                                  const CheckResult& result);

/// "5 %", "0.2 kg".
std::string tolerance_text(const Tolerance& tolerance, const Unit& unit);

/// "data/other.json:12:30".
std::string place_of(const Elsewhere& elsewhere);

/// What a finding about comparisons tells first: the shortest conflict of its group. Null when the
/// finding has no group.
const Conflict* primary_conflict(const Finding& finding, const CheckResult& result);
/// The relation at which a finding is shown: its own, or the first of a conflict of several.
std::optional<RelationIndex> relation_shown(const Finding& finding, const CheckResult& result);

/// Joint conflicts: "home_share can only be 64.95 to 65.05 %, while share(domestic, total) can only
/// be 59.87 to 60.13 %: 4.82 pp apart". Empty where no two sides were brought to a clash.
Message describe_clash(const Finding& finding, const Report& report, const CheckResult& result);

/// "a, b and c"; beyond a few names "a, b, c and 12 more".
Message join_names(const std::vector<std::string>& names, std::string_view last = " and ");
std::vector<std::string> names_of(const Report& report,
                                  const std::vector<VariableIndex>& quantities);
std::vector<std::string> ids_of(const Report& report, const std::vector<RelationIndex>& relations);

/// "more than", "at most", ...: what stands between "must be" and the other side.
std::string_view comparison_words(Comparison comparison) noexcept;

/// The unit in which a quantity is shown.
inline const Unit& unit_of(const Report& report, VariableIndex quantity) {
    return report.quantities[quantity].unit;
}

}  // namespace brcheck
