#include "engine/demand.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "report/leeway.hpp"
#include "engine/linear_form.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

using Demands = std::vector<std::optional<Interval>>;

/// The values of c * x with which c * x + rest can be in the given relation to 0.
Interval balance(Comparison comparison, const Interval& rest) {
    Interval left;
    Interval right = -rest;
    narrow_comparison(comparison, left, right);
    return left;
}

Demands linear_demands(const LinearForm& form, Comparison comparison, const Interval& slack,
                       std::span<const VariableIndex> figures, const std::vector<Interval>& box) {
    const std::size_t count = form.terms.size();
    std::vector<Interval> after(count + 1);  // the terms from here on
    after[count] = Interval(form.constant) + slack;
    const auto part = [&](std::size_t i) {
        return Interval(form.terms[i].coefficient) * box[form.terms[i].variable];
    };
    for (std::size_t i = count; i-- > 0;) after[i] = after[i + 1] + part(i);
    Demands demands(figures.size());
    Interval before{Rational(0)};
    for (std::size_t i = 0; i < count; ++i) {
        const LinearForm::Term& term = form.terms[i];
        const auto found = std::lower_bound(figures.begin(), figures.end(), term.variable);
        if (found != figures.end() && *found == term.variable)
            demands[static_cast<std::size_t>(found - figures.begin())] =
                balance(comparison, before + after[i + 1]) / Interval(term.coefficient);
        before = before + part(i);
    }
    // A figure that cancels out, or stands elsewhere, cannot help.
    const bool can_hold = balance(comparison, before + after[count]).contains_zero();
    for (auto& demand : demands)
        if (!demand) demand = can_hold ? Interval::all() : Interval::empty();
    return demands;
}

}  // namespace

Demands demanded_values(const Expression& condition, std::size_t comparison,
                        const std::optional<Tolerance>& tolerance,
                        std::span<const VariableIndex> figures, std::vector<Interval>& box) {
    const NodeIndex left = condition.sides()[comparison];
    const NodeIndex right = condition.sides()[comparison + 1];
    const Comparison kind = condition.comparisons()[comparison];
    const Leeway leeway(tolerance);
    if (!leeway.is_relative())
        if (const auto form = linear_form(condition, left, right))
            return linear_demands(*form, kind, leeway.widen(Interval(Rational(0))), figures, box);

    Demands demands(figures.size());
    std::vector<Interval> values;
    for (std::size_t f = 0; f < figures.size(); ++f) {
        const auto nodes = condition.nodes();
        const auto is_figure = [&](const Node& node) {
            return node.operation == Operation::variable && node.payload == figures[f];
        };
        if (condition.has_repeated_variable() &&
            std::count_if(nodes.begin(), nodes.end(), is_figure) > 1)
            continue;
        const Interval free = box[figures[f]].is_nonnegative()   ? Interval::at_least(Rational(0))
                              : box[figures[f]].is_nonpositive() ? Interval::at_most(Rational(0))
                                                                 : Interval::all();
        const Interval printed = std::exchange(box[figures[f]], free);
        evaluate(condition, box, values);
        box[figures[f]] = printed;
        Interval widened = leeway.widen(values[left]);
        narrow_comparison(kind, widened, values[right]);
        values[left] = leeway.undo(widened, values[left]);
        if (values[left].is_empty() || values[right].is_empty() ||
            narrow_to_leaves(condition, values)) {
            demands[f] = Interval::empty();
            continue;
        }
        const auto leaf = std::find_if(nodes.begin(), nodes.end(), is_figure);
        demands[f] = values[static_cast<std::size_t>(leaf - nodes.begin())];
    }
    return demands;
}

}  // namespace brcheck
