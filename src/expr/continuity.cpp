#include "expr/continuity.hpp"

#include <algorithm>

namespace brcheck {
namespace {

/// Of operands that may be more than points.
bool is_total(Operation operation, std::span<const NodeIndex> arguments,
              std::span<const Interval> values) {
    const auto operand = [&](std::size_t i) -> const Interval& { return values[arguments[i]]; };
    switch (operation) {
        case Operation::divide:
        case Operation::share:
        case Operation::ratio:
        case Operation::per:
        case Operation::growth:
        case Operation::index:
            return !operand(1).contains_zero();
        case Operation::sqrt:
            return operand(0).is_nonnegative();
        case Operation::cagr:
            return std::all_of(arguments.begin(), arguments.end(),
                               [&](NodeIndex i) { return values[i].is_positive(); });
        case Operation::power: {
            const Interval& exponent = operand(1);
            if (operand(0).is_positive()) return true;
            if (exponent.is_point() && exponent.low().is_integer())
                return exponent.low().sign() >= 0 || !operand(0).contains_zero();
            return operand(0).is_nonnegative() && exponent.is_positive();
        }
        case Operation::weighted: {
            bool any_positive = false;
            for (std::size_t i = 1; i < arguments.size(); i += 2) {
                if (!operand(i).is_nonnegative()) return false;
                any_positive = any_positive || operand(i).is_positive();
            }
            return any_positive;
        }
        default:
            return true;
    }
}

/// Different values of the operand give different results.
bool is_one_to_one_in(std::size_t argument, Operation operation,
                      std::span<const NodeIndex> arguments, std::span<const Interval> values) {
    switch (operation) {
        case Operation::negate:
        case Operation::add:
        case Operation::subtract:
        case Operation::change:
        case Operation::points:
        case Operation::sum:
        case Operation::mean:
            return true;
        case Operation::multiply:
            return !values[arguments[1 - argument]].contains_zero();
        case Operation::divide:
        case Operation::share:
        case Operation::ratio:
        case Operation::per:
        case Operation::growth:
        case Operation::index:
            return argument == 0 || !values[arguments[0]].contains_zero();
        default:
            return false;
    }
}

}  // namespace

bool is_continuous(const Expression& expression, std::span<const Interval> values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i].is_empty()) return false;
        const Node& node = expression.nodes()[i];
        const auto arguments = expression.arguments(node);
        const bool is_exact = std::all_of(arguments.begin(), arguments.end(),
                                          [&](NodeIndex k) { return values[k].is_point(); });
        if (!is_exact && !is_total(node.operation, arguments, values)) return false;
    }
    return true;
}

std::vector<std::size_t> count_below(const Expression& expression, NodeIndex side,
                                     VariableIndex variable) {
    std::vector<std::size_t> count(side + std::size_t{1}, 0);
    for (std::size_t i = 0; i < count.size(); ++i) {
        const Node& node = expression.nodes()[i];
        if (node.operation == Operation::variable && node.payload == variable) count[i] = 1;
        for (const NodeIndex argument : expression.arguments(node)) count[i] += count[argument];
    }
    return count;
}

bool is_one_to_one(const Expression& expression, NodeIndex side, VariableIndex variable,
                   std::span<const Interval> values) {
    const auto count = count_below(expression, side, variable);
    if (count[side] != 1) return false;
    for (NodeIndex i = side; expression.nodes()[i].operation != Operation::variable;) {
        const Node& node = expression.nodes()[i];
        const auto arguments = expression.arguments(node);
        const auto way = std::find_if(arguments.begin(), arguments.end(),
                                      [&](NodeIndex k) { return count[k] == 1; });
        if (!is_one_to_one_in(static_cast<std::size_t>(way - arguments.begin()), node.operation,
                              arguments, values))
            return false;
        i = *way;
    }
    return true;
}

}  // namespace brcheck
