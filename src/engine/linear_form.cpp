#include "engine/linear_form.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace brcheck {
namespace {

/// The value of every node that rests on numbers alone.
std::vector<std::optional<Rational>> find_numbers(const Expression& expression,
                                                  std::span<const Interval> numbers) {
    const auto nodes = expression.nodes();
    std::vector<std::optional<Rational>> values(nodes.size());
    std::vector<Interval> operands;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const Node& node = nodes[i];
        if (node.operation == Operation::literal) {
            values[i] = expression.literal(node).value;
        } else if (node.operation == Operation::variable) {
            if (!numbers.empty() && numbers[node.payload].is_point())
                values[i] = numbers[node.payload].low();
        } else {
            const auto arguments = expression.arguments(node);
            if (!std::all_of(arguments.begin(), arguments.end(),
                             [&](NodeIndex a) { return values[a].has_value(); }))
                continue;
            operands.clear();
            for (const NodeIndex a : arguments) operands.emplace_back(*values[a]);
            const Interval result = operation_info(node.operation).forward(operands);
            if (result.is_point()) values[i] = result.low();
        }
    }
    return values;
}

}  // namespace

std::optional<LinearForm> linear_form(const Expression& expression, NodeIndex left,
                                      NodeIndex right, std::span<const Interval> numbers) {
    const auto nodes = expression.nodes();
    const auto values = find_numbers(expression, numbers);
    std::vector<Rational> weights(nodes.size());
    weights[left] = Rational(1);
    weights[right] = Rational(-1);
    LinearForm form;
    // Operands stand before their operations, so that every weight is complete when it is met.
    for (std::size_t i = nodes.size(); i-- > 0;) {
        const Rational weight = weights[i];
        if (weight.is_zero()) continue;
        if (values[i]) {
            form.constant += weight * *values[i];
            continue;
        }
        const auto arguments = expression.arguments(nodes[i]);
        switch (nodes[i].operation) {
            case Operation::variable: form.terms.push_back({nodes[i].payload, weight}); break;
            case Operation::negate: weights[arguments[0]] -= weight; break;
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
                weights[arguments[0]] += weight;
                weights[arguments[1]] -= weight;
                break;
            case Operation::add:
            case Operation::sum:
                for (const NodeIndex a : arguments) weights[a] += weight;
                break;
            case Operation::mean: {
                const Rational count(static_cast<std::int64_t>(arguments.size()));
                for (const NodeIndex a : arguments) weights[a] += weight / count;
                break;
            }
            case Operation::multiply: {
                const std::size_t number = values[arguments[0]] ? 0 : 1;
                if (!values[arguments[number]]) return std::nullopt;
                weights[arguments[1 - number]] += weight * *values[arguments[number]];
                break;
            }
            case Operation::divide:
            case Operation::share:
            case Operation::ratio:
            case Operation::per:
            case Operation::growth:
            case Operation::index: {
                const auto& divisor = values[arguments[1]];
                if (!divisor || divisor->is_zero()) return std::nullopt;
                const bool is_index = nodes[i].operation == Operation::index;
                weights[arguments[0]] += weight * Rational(is_index ? 100 : 1) / *divisor;
                if (nodes[i].operation == Operation::growth) form.constant -= weight;
                break;
            }
            default: return std::nullopt;
        }
    }
    auto& terms = form.terms;
    std::sort(terms.begin(), terms.end(),
              [](const auto& a, const auto& b) { return a.variable < b.variable; });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (kept > 0 && terms[kept - 1].variable == terms[i].variable)
            terms[kept - 1].coefficient += terms[i].coefficient;
        else if (kept != i)
            terms[kept++] = std::move(terms[i]);
        else
            ++kept;
    }
    terms.resize(kept);
    std::erase_if(terms, [](const auto& term) { return term.coefficient.is_zero(); });
    return form;
}

bool is_sum(const Expression& expression) {
    const auto nodes = expression.nodes();
    return std::all_of(nodes.begin(), nodes.end(), [](const Node& node) {
        return node.argument_count == 0 || node.operation == Operation::negate ||
               node.operation == Operation::add || node.operation == Operation::subtract ||
               node.operation == Operation::sum || node.operation == Operation::mean ||
               node.operation == Operation::change || node.operation == Operation::points;
    });
}

}  // namespace brcheck
