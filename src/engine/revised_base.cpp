#include "engine/revised_base.hpp"

#include "engine/changed_expression.hpp"
#include "engine/demand.hpp"
#include "engine/expand.hpp"
#include "engine/growth_form.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t most_nodes = 100;

/// A few percent: what revisions of published levels come to.
const Interval& revision_factor() {
    static const Interval factor =
        Interval::closed(Rational(Integer(19), Integer(20)), Rational(Integer(21), Integer(20)));
    return factor;
}

class BaseSearch {
public:
    BaseSearch(const Report& report, const Finding& finding, const Expression& condition,
               std::vector<Interval>& box)
        : report_(report),
          tolerance_(report.relations[*finding.relation].tolerance),
          condition_(condition),
          comparison_(finding.comparison),
          box_(box) {}

    std::optional<RevisedBase> run() {
        for (const std::size_t side : {std::size_t{0}, std::size_t{1}})
            if (auto found = look_below(condition_.sides()[comparison_ + side])) return found;
        return std::nullopt;
    }

private:
    std::optional<RevisedBase> look_below(NodeIndex part) {
        const Node& node = node_at(condition_, part);
        if (node.argument_count == 0) return std::nullopt;
        if (const auto growth = growth_form(condition_, part)) {
            // In this form each level stands there once.
            const ChangedExpression plain =
                change_part(condition_, comparison_, part, [&](PartBuilder& parts) {
                    if (growth->over_new)
                        return parts.apply(Operation::subtract, parts.one(),
                                           parts.apply(Operation::divide,
                                                       parts.copy(growth->old_level),
                                                       parts.copy(growth->new_level)));
                    const NodeIndex level = parts.copy(growth->new_level);
                    return parts.apply(Operation::growth, level, parts.copy(growth->old_level));
                });
            if (auto found = try_base(plain.condition, 0, growth->old_level)) return found;
        } else if (const auto step = growth_step(condition_, part)) {
            if (step->forward) {
                if (auto found = try_base(condition_, comparison_, step->level)) return found;
            }
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}})
                if (!step->forward && condition_.sides()[comparison_ + side] == part)
                    if (auto found = try_base(condition_, comparison_,
                                              condition_.sides()[comparison_ + 1 - side]))
                        return found;
        }
        for (const NodeIndex argument : condition_.arguments(node))
            if (auto found = look_below(argument)) return found;
        return std::nullopt;
    }

    /// `base`: a node of the condition.
    std::optional<RevisedBase> try_base(const Expression& expression, std::size_t comparison,
                                        NodeIndex base) {
        const Node& node = node_at(condition_, base);
        if (node.operation != Operation::variable) return std::nullopt;
        const VariableIndex variable = node.payload;
        const Quantity& quantity = report_.quantities[variable];
        const auto printed = quantity.stated_value();
        if (!printed || quantity.fixed || quantity.unit.kind() != UnitKind::level ||
            expression.has_repeated_variable())
            return std::nullopt;
        const auto needed =
            demanded_values(expression, comparison, tolerance_, {&variable, 1}, box_).front();
        if (!needed || intersect(*needed, Interval(*printed) * revision_factor()).is_empty())
            return std::nullopt;
        return RevisedBase{variable, *needed};
    }

    const Report& report_;
    const std::optional<Tolerance>& tolerance_;
    const Expression& condition_;
    std::size_t comparison_;
    std::vector<Interval>& box_;
};

}  // namespace

std::optional<RevisedBase> find_revised_base(const Report& report, const Finding& finding,
                                             std::vector<Interval>& box) {
    const Expression& condition = report.relations[*finding.relation].condition;
    if (condition.comparisons()[finding.comparison] != Comparison::equal) return std::nullopt;
    const ExpandedCondition expanded(report, condition, most_nodes);
    if (expanded.get() == nullptr || expanded.get()->nodes().size() > most_nodes)
        return std::nullopt;
    return BaseSearch(report, finding, *expanded.get(), box).run();
}

}  // namespace brcheck
