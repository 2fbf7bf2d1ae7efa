/// The sides of a comparison taken apart: each named quantity with the interval that its printed
/// text allows, derived ones down to the printed figures.
#pragma once

#include "brcheck/render/message.hpp"
#include "render/markup.hpp"
#include "render/position_index.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace brcheck {

/// One report being shown: what several of its findings need, computed when first asked for.
/// REQUIRES: the report outlives the view.
class ReportView {
public:
    explicit ReportView(const Report& report) : report_(&report) {}

    [[nodiscard]] const Report& report() const noexcept { return *report_; }
    /// By VariableIndex: what the printed text allows; for derived quantities computed from that,
    /// without any relation.
    [[nodiscard]] const std::vector<Interval>& printed_box();
    /// What that makes of the part of an expression below a node.
    [[nodiscard]] Interval printed_range(const Expression& expression, NodeIndex node);
    [[nodiscard]] const PositionIndex& positions();
    [[nodiscard]] std::size_t line_of(VariableIndex quantity);

private:
    const Report* report_;
    std::vector<Interval> box_;
    std::unique_ptr<PositionIndex> positions_;
};

/// `"23.6 trillion yuan"  line 5`, `= a / b`, "not printed": where a quantity's value comes from.
Message describe_origin(ReportView& view, VariableIndex quantity);

using TableRows = std::vector<std::vector<Message>>;

/// Rows (name, interval, origin) of `side_count` sides of a relation from `first_side` on and of
/// what they rest on, each quantity once, deeper ones indented. Beyond `max_rows` one row tells how
/// many are left out.
TableRows side_parts(ReportView& view, RelationIndex relation, std::size_t first_side,
                     std::size_t side_count, std::size_t max_rows);
/// The same for the definition of a derived quantity, the quantity itself first.
TableRows definition_parts(ReportView& view, VariableIndex derived, std::size_t max_rows);
/// A row a quantity.
TableRows quantity_rows(ReportView& view, const std::vector<VariableIndex>& quantities,
                        std::size_t max_rows);

/// The two sides of a comparison, to be drawn under each other.
struct Drawing {
    std::vector<std::string> names;
    std::vector<Interval> intervals;     ///< one a name; at most two
    Unit unit;
    std::optional<Rational> resolution;  ///< a difference that the values must show
};

/// With the names and, where there is room, the values beside.
/// REQUIRES: at most two intervals: the narrowest output has no room to tell more ends apart.
void add_drawing(std::string& out, const Markup& markup, const Drawing& drawing,
                 std::size_t indent);

}  // namespace brcheck
