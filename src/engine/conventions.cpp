#include "engine/conventions.hpp"

#include "brcheck/expr/check_dimensions.hpp"
#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/format_expression.hpp"
#include "brcheck/expr/narrow.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "engine/changed_expression.hpp"
#include "engine/demand.hpp"
#include "engine/expand.hpp"
#include "engine/growth_form.hpp"
#include "engine/linear_form.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace brcheck {
namespace {

using Kind = ConventionHint::Kind;

constexpr std::size_t most_readings = 3;
constexpr std::size_t most_nodes = 200;
constexpr std::size_t most_wholes = 10'000;  // quantities looked at as the whole of a share

bool is_rate_unit(const Unit& unit) {
    return unit.kind() == UnitKind::percent || unit.kind() == UnitKind::points;
}

bool is_bounded(const Interval& interval) { return interval.has_low() && interval.has_high(); }

/// Percentages carry no scale word, and what is fixed is never blamed.
bool may_be_scaled(const Report& report, VariableIndex figure) {
    const Quantity& quantity = report.quantities[figure];
    return quantity.kind == QuantityKind::stated && !quantity.fixed &&
           !is_rate_unit(quantity.unit) && !quantity.stated_value()->is_zero();
}

class ReadingSearch {
public:
    ReadingSearch(const Report& report, const Finding& finding, const Expression& condition,
                  std::vector<Interval>& box, TightHull& tight_hull, RoughCheck& rough_check)
        : report_(report),
          tolerance_(report.relations[*finding.relation].tolerance),
          leeway_(tolerance_),
          condition_(condition),
          comparison_(finding.comparison),
          box_(box),
          tight_hull_(tight_hull),
          rough_check_(rough_check) {}

    std::vector<ConventionHint> run() && {
        const bool is_short = condition_.nodes().size() <= most_nodes;
        if (is_short) {
            for (const NodeIndex side : {side_at(0), side_at(1)}) read_parts(side);
        }
        // With the box changed, only what names each quantity once, or is a sum, is decided exactly.
        if (is_sum(condition_) || (is_short && !condition_.has_repeated_variable())) {
            try_scale_steps();
            try_truncated();
        }
        std::stable_sort(hints_.begin(), hints_.end(), [](const auto& a, const auto& b) {
            return a.kind < b.kind;
        });
        if (hints_.size() > most_readings) hints_.resize(most_readings);
        return std::move(hints_);
    }

private:
    [[nodiscard]] NodeIndex side_at(std::size_t side) const {
        return condition_.sides()[comparison_ + side];
    }
    [[nodiscard]] const Node& node(NodeIndex index) const { return node_at(condition_, index); }

    void read_parts(NodeIndex part) {
        if (node(part).argument_count == 0) return;
        if (const auto growth = growth_form(condition_, part))
            read_growth(part, *growth);
        else if (const auto step = growth_step(condition_, part))
            read_growth_step(part, *step);
        else if (is_difference(node(part).operation))
            read_difference(part);
        else if (node(part).operation == Operation::add)
            read_added_points(part);
        if (is_quotient(node(part).operation) || node(part).operation == Operation::growth)
            read_quotient(part);
        else if (node(part).operation == Operation::multiply)
            read_product(part);
        for (const NodeIndex argument : condition_.arguments(node(part))) read_parts(argument);
    }

    void read_growth(NodeIndex part, const GrowthForm& growth) {
        if (is_rate(growth.new_level) && is_rate(growth.old_level))
            try_reading(Kind::difference_in_points, part, [&](PartBuilder& parts) {
                return parts.apply(Operation::subtract, parts.copy(growth.new_level),
                                   parts.copy(growth.old_level));
            });
        if (growth.over_new) {
            try_reading(Kind::growth_over_old, part, [&](PartBuilder& parts) {
                return parts.apply(Operation::growth, parts.copy(growth.new_level),
                                   parts.copy(growth.old_level));
            });
        } else {
            // (new - old) / new, written so that each level stands there once.
            try_reading(Kind::growth_over_new, part, [&](PartBuilder& parts) {
                return parts.apply(Operation::subtract, parts.one(),
                                   parts.apply(Operation::divide, parts.copy(growth.old_level),
                                               parts.copy(growth.new_level)));
            });
        }
    }

    void read_growth_step(NodeIndex part, const GrowthStep& step) {
        if (is_rate(step.level))
            try_reading(Kind::difference_in_points, part, [&](PartBuilder& parts) {
                const bool rises = step.forward != step.falls;
                return parts.apply(rises ? Operation::add : Operation::subtract,
                                   parts.copy(step.level), parts.copy(step.growth));
            });
        // new * (1 - growth) = old instead of old * (1 + growth) = new.
        try_reading(Kind::growth_over_new, part, [&](PartBuilder& parts) {
            const NodeIndex level = parts.copy(step.level);
            const NodeIndex one = parts.one();
            const NodeIndex factor =
                parts.apply(step.falls ? Operation::add : Operation::subtract, one,
                            parts.copy(step.growth));
            return parts.apply(step.forward ? Operation::divide : Operation::multiply, level,
                               factor);
        });
    }

    void read_difference(NodeIndex part) {
        const auto arguments = condition_.arguments(node(part));
        const NodeIndex a = arguments[0];
        const NodeIndex b = arguments[1];
        if (is_rate(a) && is_rate(b)) {
            try_reading(Kind::relative_change, part, [&](PartBuilder& parts) {
                return parts.apply(Operation::growth, parts.copy(a), parts.copy(b));
            });
            if (is_in_points(b))
                try_reading(Kind::relative_change, part, [&](PartBuilder& parts) {
                    const NodeIndex rate = parts.copy(a);
                    const NodeIndex one = parts.one();
                    return parts.apply(Operation::divide, rate,
                                       parts.apply(Operation::add, one, parts.copy(b)));
                });
        }
        if (node(a).operation != Operation::literal && node(b).operation != Operation::literal)
            try_swapped(part, node(part).operation, a, b);
    }

    void read_added_points(NodeIndex part) {
        const auto arguments = condition_.arguments(node(part));
        for (const std::size_t rate : {std::size_t{0}, std::size_t{1}}) {
            const NodeIndex change = arguments[1 - rate];
            if (!is_rate(arguments[rate]) || !is_in_points(change)) continue;
            try_reading(Kind::relative_change, part, [&](PartBuilder& parts) {
                const NodeIndex level = parts.copy(arguments[rate]);
                const NodeIndex one = parts.one();
                return parts.apply(Operation::multiply, level,
                                   parts.apply(Operation::add, one, parts.copy(change)));
            });
        }
    }

    void read_quotient(NodeIndex part) {
        const auto arguments = condition_.arguments(node(part));
        try_swapped(part, node(part).operation, arguments[0], arguments[1]);
        const Node& whole = node(arguments[1]);
        if (whole.operation != Operation::variable || node(part).operation == Operation::growth)
            return;
        const Node& share = node(arguments[0]);
        const bool is_share =
            node(part).operation == Operation::share ||
            (share.operation == Operation::variable &&
             unit_of(share).dimension() == unit_of(whole).dimension());
        if (is_share) try_other_wholes(arguments[1]);
    }

    void read_product(NodeIndex part) {
        const auto arguments = condition_.arguments(node(part));
        for (const std::size_t share : {std::size_t{0}, std::size_t{1}})
            if (is_rate(arguments[share]) &&
                node(arguments[1 - share]).operation == Operation::variable)
                try_other_wholes(arguments[1 - share]);
    }

    void try_swapped(NodeIndex part, Operation operation, NodeIndex a, NodeIndex b) {
        try_reading(Kind::swapped_operands, part, [&](PartBuilder& parts) {
            const NodeIndex first = parts.copy(b);
            return parts.apply(operation, first, parts.copy(a));
        });
    }

    void try_other_wholes(NodeIndex whole) {
        const VariableIndex printed = node(whole).payload;
        if (unit_of(node(whole)).kind() != UnitKind::level) return;
        const auto demanded =
            demanded_values(condition_, comparison_, tolerance_, {&printed, 1}, box_).front();
        if (!demanded) return;
        const auto used = condition_.variables();
        std::vector<VariableIndex> fitting;
        const std::size_t count = std::min(report_.quantities.size(), most_wholes);
        for (VariableIndex v = 0; v < count; ++v) {
            const Quantity& quantity = report_.quantities[v];
            if (!box_[v].has_low() || !box_[v].has_high() ||
                intersect(box_[v], *demanded).is_empty() ||
                std::binary_search(used.begin(), used.end(), v) || rests_on_rate(v, used) ||
                quantity.unit.dimension() != unit_of(node(whole)).dimension())
                continue;
            fitting.push_back(v);
            if (fitting.size() > most_readings) return;
        }
        for (const VariableIndex other : fitting)
            if (try_reading(Kind::other_whole, whole,
                            [&](PartBuilder& parts) { return parts.variable(other); }))
                hints_.back().figures = {other};
    }

    /// Computed from the share itself: of that it is the whole by definition.
    [[nodiscard]] bool rests_on_rate(VariableIndex quantity,
                                     std::span<const VariableIndex> used) const {
        std::vector<VariableIndex> todo{quantity};
        std::vector<VariableIndex> seen;
        while (!todo.empty()) {
            const VariableIndex v = todo.back();
            todo.pop_back();
            if (std::find(seen.begin(), seen.end(), v) != seen.end()) continue;
            seen.push_back(v);
            const Quantity& part = report_.quantities[v];
            if (part.unit.kind() != UnitKind::level &&
                std::binary_search(used.begin(), used.end(), v))
                return true;
            if (!part.definition) continue;
            const auto needed = part.definition->variables();
            todo.insert(todo.end(), needed.begin(), needed.end());
        }
        return false;
    }

    void try_scale_steps() {
        std::vector<VariableIndex> figures;
        for (const VariableIndex v : condition_.variables())
            if (may_be_scaled(report_, v)) figures.push_back(v);
        if (figures.empty()) return;
        // Of a sum all demands are as soon known as one.
        const bool is_linear = is_sum(condition_);
        std::vector<std::optional<Interval>> demanded(figures.size());
        if (is_linear)
            demanded = demanded_values(condition_, comparison_, tolerance_, figures, box_);
        std::size_t found = 0;
        for (std::size_t f = 0; f < figures.size() && found < most_readings; ++f) {
            const VariableIndex figure = figures[f];
            bool is_demand_known = is_linear;
            for (const std::int64_t step : {std::int64_t{1000}, std::int64_t{10'000}}) {
                const Interval factor{Rational(step)};
                for (const bool up : {true, false}) {
                    const Interval value = up ? box_[figure] * factor : box_[figure] / factor;
                    if (!is_linear && !may_be(figure, value)) continue;
                    if (!std::exchange(is_demand_known, true))
                        demanded[f] =
                            demanded_values(condition_, comparison_, tolerance_, {&figure, 1}, box_)
                                .front();
                    if (!demanded[f] || intersect(value, *demanded[f]).is_empty()) continue;
                    if (step == 10'000 && !counts_by_myriads(figure)) continue;
                    if (!fits_with(figure, value)) continue;
                    ++found;
                    hints_.push_back(
                        {Kind::scale_step,
                         {figure},
                         value,
                         report_.names.name(figure) + (up ? " * " : " / ") + std::to_string(step)});
                }
            }
        }
    }

    /// False where the comparison cannot hold with that value.
    bool may_be(VariableIndex figure, const Interval& value) {
        if (tolerance_) return true;
        const Interval printed = std::exchange(box_[figure], value);
        const bool may_hold = rough_check_.may_hold(condition_, comparison_, box_);
        box_[figure] = printed;
        return may_hold;
    }

    [[nodiscard]] bool counts_by_myriads(VariableIndex figure) const {
        const std::string word = report_.figure(figure).scale_name;
        return std::any_of(word.begin(), word.end(),
                           [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    }

    /// The demands on a figure may be too wide (the years of an average growth).
    bool fits_with(VariableIndex figure, const Interval& value) {
        if (is_sum(condition_)) return true;
        const Interval printed = std::exchange(box_[figure], value);
        const bool fits = values_if_fitting(condition_, comparison_).has_value();
        box_[figure] = printed;
        return fits;
    }

    void try_truncated() {
        if (condition_.has_repeated_variable()) return;
        std::vector<std::pair<VariableIndex, Interval>> printed;
        for (const VariableIndex v : condition_.variables()) {
            const Quantity& quantity = report_.quantities[v];
            if (quantity.kind != QuantityKind::stated || quantity.qualifier != Qualifier::none ||
                quantity.rounding != Rounding::nearest || box_[v].is_point() ||
                !box_[v].has_low() || !box_[v].has_high())
                continue;
            printed.emplace_back(v, box_[v]);
            const Rational unit = box_[v].high() - box_[v].low();
            box_[v] = rounding_interval((box_[v].low() + box_[v].high()) / Rational(2), unit,
                                        Rounding::truncated);
        }
        if (!printed.empty()) {
            const bool right = node(side_at(1)).argument_count > 0;
            if (const auto values = values_if_fitting(condition_, comparison_)) {
                ConventionHint hint{Kind::truncated, {}, right ? values->second : values->first,
                                    format_expression(condition_, side_at(right ? 1 : 0),
                                                      report_.names)};
                for (const auto& [v, interval] : printed) hint.figures.push_back(v);
                hints_.push_back(std::move(hint));
            }
        }
        for (auto& [v, interval] : printed) box_[v] = std::move(interval);
    }

    /// True when the reading fits; it is then the last of the hints.
    template <typename Make>
    bool try_reading(Kind kind, NodeIndex target, const Make& make) {
        const ChangedExpression changed = change_part(condition_, comparison_, target, make);
        const auto values = values_if_fitting(changed.condition, 0);
        if (!values) return false;
        // The left side comes before the right one.
        const bool right = changed.part > changed.condition.sides()[0];
        const Interval& value = right ? values->second : values->first;
        if (!is_bounded(value) || !has_fitting_units(changed.condition)) return false;
        ConventionHint hint{kind, {}, value,
                            format_expression(changed.condition,
                                              changed.condition.sides()[right ? 1 : 0],
                                              report_.names)};
        const bool is_known = std::any_of(hints_.begin(), hints_.end(), [&](const auto& other) {
            return other.text == hint.text;
        });
        if (is_known) return false;
        for (const Node& operand : nodes_below(changed))
            if (operand.operation == Operation::variable) hint.figures.push_back(operand.payload);
        std::sort(hint.figures.begin(), hint.figures.end());
        hint.figures.erase(std::unique(hint.figures.begin(), hint.figures.end()),
                           hint.figures.end());
        hints_.push_back(std::move(hint));
        return true;
    }

    /// With points counted as percent: that is what some readings are about.
    [[nodiscard]] bool has_fitting_units(const Expression& expression) const {
        return check_dimensions(expression, [&](VariableIndex v) -> const Unit* {
                   const Quantity& quantity = report_.quantities[v];
                   if (quantity.unit.kind() == UnitKind::points) return &percent_unit();
                   return quantity.has_unit ? &quantity.unit : nullptr;
               }).ok();
    }

    static std::vector<Node> nodes_below(const ChangedExpression& changed) {
        std::vector<Node> found;
        std::vector<NodeIndex> todo{changed.part};
        while (!todo.empty()) {
            const Node& next = node_at(changed.condition, todo.back());
            todo.pop_back();
            found.push_back(next);
            const auto arguments = changed.condition.arguments(next);
            todo.insert(todo.end(), arguments.begin(), arguments.end());
        }
        return found;
    }

    /// Both sides, when the comparison can hold.
    std::optional<std::pair<Interval, Interval>> values_if_fitting(const Expression& expression,
                                                                   std::size_t comparison) {
        const NodeIndex left = expression.sides()[comparison];
        const NodeIndex right = expression.sides()[comparison + 1];
        if (!tolerance_ && !rough_check_.may_hold(expression, comparison, box_))
            return std::nullopt;
        evaluate(expression, box_, values_);
        const auto can_hold = [&](const Interval& a, const Interval& b) {
            Interval first = leeway_.widen(a);
            Interval second = b;
            narrow_comparison(expression.comparisons()[comparison], first, second);
            return !first.is_empty();
        };
        if (!can_hold(values_[left], values_[right])) return std::nullopt;
        if (expression.has_repeated_variable()) {
            if (leeway_.is_relative()) return std::nullopt;
            const auto difference = tight_hull_.range(expression, left, right);
            if (!difference || !can_hold(*difference, Interval(Rational(0)))) return std::nullopt;
        }
        return std::pair(values_[left], values_[right]);
    }

    [[nodiscard]] const Unit& unit_of(const Node& variable) const {
        return report_.quantities[variable.payload].unit;
    }

    /// By what stands first: sums and differences have one kind of operand.
    [[nodiscard]] bool is_rate(NodeIndex index) const {
        for (;;) {
            const Node& part = node(index);
            switch (part.operation) {
                case Operation::variable: return is_rate_unit(unit_of(part));
                case Operation::literal: return is_rate_unit(condition_.literal(part).unit);
                case Operation::share:
                case Operation::growth:
                case Operation::cagr: return true;
                case Operation::add:
                case Operation::subtract:
                case Operation::sum:
                case Operation::mean:
                case Operation::negate:
                case Operation::change:
                case Operation::points: index = condition_.arguments(part)[0]; break;
                default: return false;
            }
        }
    }

    [[nodiscard]] bool is_in_points(NodeIndex index) const {
        const Node& part = node(index);
        return part.operation == Operation::variable &&
               unit_of(part).kind() == UnitKind::points;
    }

    const Report& report_;
    const std::optional<Tolerance>& tolerance_;
    Leeway leeway_;
    const Expression& condition_;
    std::size_t comparison_;
    std::vector<Interval>& box_;
    TightHull& tight_hull_;
    RoughCheck& rough_check_;
    std::vector<Interval> values_;
    std::vector<ConventionHint> hints_;
};

}  // namespace

std::vector<ConventionHint> find_readings(const Report& report, const Finding& finding,
                                          std::vector<Interval>& box, TightHull& tight_hull,
                                          RoughCheck& rough_check) {
    const Expression& condition = report.relations[*finding.relation].condition;
    if (condition.comparisons()[finding.comparison] != Comparison::equal ||
        !is_bounded(finding.left) || !is_bounded(finding.right))
        return {};
    const ExpandedCondition expanded(report, condition, most_nodes);
    const Expression& looked_at = expanded.get() != nullptr ? *expanded.get() : condition;
    return ReadingSearch(report, finding, looked_at, box, tight_hull, rough_check).run();
}

}  // namespace brcheck
