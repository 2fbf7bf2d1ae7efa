#include "brcheck/expr/narrow.hpp"

#include "expr/operands.hpp"

#include <utility>

namespace brcheck {
namespace {

/// Narrows both to the members that have a partner in `lesser < greater`, or `<=` unless `strict`.
void narrow_order(Interval& lesser, Interval& greater, bool strict) {
    Interval below = greater.has_high()
                         ? Interval::at_most(greater.high(), strict || greater.high_open())
                         : Interval::all();
    Interval above = lesser.has_low()
                         ? Interval::at_least(lesser.low(), strict || lesser.low_open())
                         : Interval::all();
    lesser = intersect(lesser, below);
    greater = intersect(greater, above);
}

bool is_below(const Interval& lesser, const Interval& greater, bool strict) {
    if (!lesser.has_high() || !greater.has_low()) {
        return false;
    }
    const auto order = lesser.high() <=> greater.low();
    return order < 0 || (order == 0 && (!strict || lesser.high_open() || greater.low_open()));
}

}  // namespace

void narrow_comparison(Comparison comparison, Interval& left, Interval& right) {
    if (left.is_empty() || right.is_empty()) {
        left = Interval::empty();
        right = Interval::empty();
        return;
    }
    switch (comparison) {
        case Comparison::equal:
            left = intersect(left, right);
            right = left;
            break;
        case Comparison::less: narrow_order(left, right, true); break;
        case Comparison::less_equal: narrow_order(left, right, false); break;
        case Comparison::greater: narrow_order(right, left, true); break;
        case Comparison::greater_equal: narrow_order(right, left, false); break;
    }
}

bool holds_for_all(Comparison comparison, const Interval& left, const Interval& right) {
    if (left.is_empty() || right.is_empty()) {
        return true;
    }
    switch (comparison) {
        case Comparison::equal: return left.is_point() && left == right;
        case Comparison::less: return is_below(left, right, true);
        case Comparison::less_equal: return is_below(left, right, false);
        case Comparison::greater: return is_below(right, left, true);
        case Comparison::greater_equal: return is_below(right, left, false);
    }
    return false;
}

std::optional<NodeIndex> narrow_to_leaves(const Expression& expression,
                                          std::vector<Interval>& values) {
    const std::span<const Node> nodes = expression.nodes();
    std::vector<Interval> buffer;
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const Node& node = nodes[i];
        if (values[i].is_empty()) {
            return static_cast<NodeIndex>(i);
        }
        if (node.argument_count == 0) {
            continue;
        }
        const std::span<const NodeIndex> arguments = expression.arguments(node);
        const std::span<Interval> operands = operands_of(arguments, values, buffer);
        operation_info(node.operation).inverse(values[i], operands);
        for (std::size_t k = 0; k < arguments.size(); ++k) {
            Interval& value = values[arguments[k]];
            if (&value != &operands[k]) {
                value = std::move(operands[k]);
            }
            limit_ends(value);
            if (value.is_empty()) {
                return arguments[k];
            }
        }
    }
    return std::nullopt;
}

}  // namespace brcheck
