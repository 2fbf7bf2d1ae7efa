#include "engine/corner_ends.hpp"

#include "brcheck/expr/evaluate.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

/// The side of an equality that says what the quantity is.
std::optional<std::size_t> formula_side(const Network& network, const Constraint& constraint,
                                        VariableIndex quantity) {
    if (constraint.kind == DerivationStep::Kind::definition)
        return constraint.index == quantity ? std::optional<std::size_t>(0) : std::nullopt;
    const Expression& expression = network.expression(constraint);
    if (expression.comparisons()[constraint.comparison] != Comparison::equal ||
        network.report().relations[constraint.index].tolerance)
        return std::nullopt;
    const auto is_quantity = [&](std::size_t side) {
        const Node& node = expression.nodes()[expression.sides()[side]];
        return node.operation == Operation::variable && node.payload == quantity;
    };
    const std::size_t left = constraint.comparison;
    if (is_quantity(left)) return left + 1;
    return is_quantity(left + 1) ? std::optional(left) : std::nullopt;
}

}  // namespace

CornerEnds::CornerEnds(const Network& network, std::span<const ConstraintIndex> constraints,
                       std::span<const VariableIndex> quantities, std::vector<Interval>& box)
    : network_(network), box_(box) {
    // Definitions are put in: all of them have to be among what is asked.
    std::vector<VariableIndex> defined;
    for (const ConstraintIndex c : constraints) {
        const Constraint& constraint = network.constraints()[c];
        if (constraint.kind == DerivationStep::Kind::definition)
            defined.push_back(constraint.index);
    }
    std::ranges::sort(defined);
    const bool are_defined = std::ranges::all_of(quantities, [&](VariableIndex v) {
        return network.kind(v) != QuantityKind::derived ||
               std::ranges::binary_search(defined, v);
    });
    if (!are_defined) return;
    for (const VariableIndex v : quantities)
        for (const ConstraintIndex c : network.constraints_of(v))
            if (std::ranges::binary_search(constraints, c))
                add_formula(network.constraints()[c], v);
}

void CornerEnds::add_formula(const Constraint& constraint, VariableIndex quantity) {
    constexpr std::size_t longest_formula = 4000;
    if (network_.is_whole(quantity)) return;
    const auto side = formula_side(network_, constraint, quantity);
    if (!side) return;
    auto condition = std::make_unique<ExpandedCondition>(
        network_.report(), network_.expression(constraint), longest_formula);
    if (!condition->get()) return;
    const NodeIndex node = condition->get()->sides()[*side];
    formulas_.push_back({quantity, std::move(condition), node});
}

void CornerEnds::narrow(std::span<const VariableIndex> quantities) {
    for (const Formula& formula : formulas_) {
        if (!std::ranges::binary_search(quantities, formula.of)) continue;
        for (const bool is_low : {true, false}) {
            const auto corner =
                TightHull::corner(box_, *formula.condition->get(), formula.node, is_low);
            if (!corner || !corner->value.is_point()) continue;
            const bool is_given = std::ranges::all_of(
                corner->at, [&](const auto& at) { return is_given_end(at.first, at.second); });
            if (!is_given) continue;
            const Rational& end = corner->value.low();
            const Interval left =
                intersect(box_[formula.of], is_low ? Interval::at_least(end, corner->is_open)
                                                   : Interval::at_most(end, corner->is_open));
            if (!left.is_empty()) box_[formula.of] = left;
        }
    }
}

std::optional<LocatedEnd> CornerEnds::find(VariableIndex quantity, bool is_low) {
    for (const Formula& formula : formulas_) {
        if (formula.of != quantity) continue;
        const auto corner =
            TightHull::corner(box_, *formula.condition->get(), formula.node, is_low);
        if (!corner) continue;
        const Interval beyond = is_low ? Interval::at_most(corner->value.high())
                                       : Interval::at_least(corner->value.low());
        if (intersect(box_[quantity], beyond).is_empty()) {
            if (auto end = on_the_way(formula, *corner, is_low)) return end;
            continue;
        }
        LocatedEnd end{corner->value, corner->is_open, false, false, {}};
        for (const auto& [v, value] : corner->at) {
            end.has_open_bounds = end.has_open_bounds || !box_[v].contains(value);
            end.has_computed_bounds = end.has_computed_bounds || !is_given_end(v, value);
            end.solution.emplace_back(v, Interval(value));
        }
        return end;
    }
    return std::nullopt;
}

std::optional<LocatedEnd> CornerEnds::on_the_way(const Formula& formula,
                                                 const TightHull::Corner& corner, bool is_low) {
    constexpr int most_halvings = 24;
    const auto other = TightHull::corner(box_, *formula.condition->get(), formula.node, !is_low);
    if (!other) return std::nullopt;
    const Interval& own = box_[formula.of];
    const Rational& end = is_low ? own.low() : own.high();
    const auto is_beyond = [&](const Interval& value) {
        return is_low ? value.low() < end : value.high() > end;
    };
    if (is_beyond(other->value)) return std::nullopt;
    // Up to an open end it is not seen that there are solutions, only that some are near.
    const bool is_computed = !is_given_end(formula.of, end) || !own.contains(end);
    Rational inside(0);
    Rational beyond(1);
    LocatedEnd result{Interval(end), is_low ? own.low_open() : own.high_open(), false,
                      is_computed, {}};
    for (int i = 0; i < most_halvings; ++i) {
        const Rational way = (inside + beyond) / Rational(2);
        result.solution.clear();
        for (std::size_t n = 0; n < corner.at.size(); ++n) {
            const Rational& from = other->at[n].second;
            result.solution.emplace_back(
                corner.at[n].first, Interval(from + way * (corner.at[n].second - from)));
        }
        (is_beyond(value_at(formula, result.solution)) ? beyond : inside) = way;
    }
    return result;
}

bool CornerEnds::is_given_end(VariableIndex quantity, const Rational& value) const {
    const Interval given = network_.given_interval(quantity);
    return (given.has_low() && value == given.low()) ||
           (given.has_high() && value == given.high());
}

Interval CornerEnds::value_at(const Formula& formula,
                              std::span<const std::pair<VariableIndex, Interval>> point) {
    std::vector<Interval> own;
    for (const auto& [v, value] : point) own.push_back(std::exchange(box_[v], value));
    evaluate(*formula.condition->get(), box_, values_);
    for (std::size_t i = 0; i < point.size(); ++i) box_[point[i].first] = std::move(own[i]);
    return values_[formula.node];
}

}  // namespace brcheck
