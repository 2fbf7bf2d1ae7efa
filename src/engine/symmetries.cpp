#include "engine/symmetries.hpp"

#include <algorithm>
#include <optional>

namespace brcheck {
namespace {

Rational coefficient(const Polynomial& linear, VariableIndex variable) {
    for (const Polynomial::Term& term : linear.terms())
        if (!term.monomial.empty() && term.monomial.front() == variable) return term.coefficient;
    return Rational(0);
}

/// A number that an operand is, if it is one, with a sign or without.
std::optional<Rational> number_of(const Expression& expression, NodeIndex index) {
    const Node& node = expression.nodes()[index];
    if (node.operation == Operation::literal) return expression.literal(node).value;
    if (node.operation != Operation::negate) return std::nullopt;
    const Node& operand = expression.nodes()[expression.arguments(node)[0]];
    if (operand.operation != Operation::literal) return std::nullopt;
    return -expression.literal(operand).value;
}

}  // namespace

/// Puts in what `row`, which is 0, says of the variable.
void Directions::eliminate(VariableIndex pivot, const Polynomial& row, Polynomial& from) {
    const Rational factor = coefficient(from, pivot);
    if (factor.is_zero()) return;
    from = from - row * Polynomial(factor);
    terms_handled_ += row.terms().size() + from.terms().size();
}

void Directions::demand_zero(Polynomial equation) {
    for (const auto& [pivot, row] : rows_) eliminate(pivot, row, equation);
    if (equation.is_zero()) return;
    const Polynomial::Term& last = equation.terms().back();
    const VariableIndex pivot = last.monomial.front();
    equation = equation * Polynomial(Rational(1) / last.coefficient);
    for (auto& entry : rows_) eliminate(pivot, equation, entry.second);
    rows_.emplace_back(pivot, std::move(equation));
}

bool Directions::are_zero(VariableIndex variable) const {
    const auto row =
        std::ranges::find(rows_, variable, [](const auto& entry) { return entry.first; });
    return row != rows_.end() && row->second.terms().size() == 1;
}

Symmetries::Symmetries(const Network& network, std::span<const ConstraintIndex> constraints)
    : network_(network),
      whole_(static_cast<VariableIndex>(network.report().quantities.size())),
      next_(whole_ + 1) {
    constexpr std::size_t most_nodes = 2'000;
    std::size_t nodes = 0;
    for (const ConstraintIndex c : constraints) {
        const Expression& expression = network.expression(network.constraints()[c]);
        nodes += expression.nodes().size();
        is_known_ = is_known_ || std::ranges::any_of(expression.variables(), [&](VariableIndex v) {
                        return network.kind(v) == QuantityKind::unknown;
                    });
    }
    is_known_ = is_known_ && nodes <= most_nodes;
    if (!is_known_) return;
    constexpr std::size_t most_terms = 50'000;
    for (const ConstraintIndex c : constraints) {
        add(network.constraints()[c]);
        is_known_ = terms_handled() < most_terms;
        if (!is_known_) return;
    }
    growths_ = scales_;
    scales_.demand_zero(Polynomial::variable(whole_));
}

bool Symmetries::is_free(VariableIndex quantity) const {
    const QuantityKind kind = network_.kind(quantity);
    return kind == QuantityKind::unknown || kind == QuantityKind::derived;
}

Polynomial Symmetries::direction_of(VariableIndex quantity) const {
    return is_free(quantity) ? Polynomial::variable(quantity) : Polynomial();
}

void Symmetries::hold(VariableIndex quantity) {
    if (!is_known_ || !is_free(quantity)) return;
    shifts_.demand_zero(Polynomial::variable(quantity));
    scales_.demand_zero(Polynomial::variable(quantity));
    growths_.demand_zero(Polynomial::variable(quantity));
}

void Symmetries::add(const Constraint& constraint) {
    const Expression& expression = network_.expression(constraint);
    const Polynomial of_whole = Polynomial::variable(whole_);
    for (const VariableIndex v : expression.variables())
        if (network_.is_whole(v)) scales_.demand_zero(direction_of(v) - of_whole);
    const bool is_definition = constraint.kind == DerivationStep::Kind::definition;
    if (is_definition && network_.is_whole(constraint.index))
        scales_.demand_zero(Polynomial::variable(constraint.index) - of_whole);
    // What is accepted beside rounding is a number, or a part of the left side.
    const Tolerance* tolerance = nullptr;
    if (!is_definition && network_.report().relations[constraint.index].tolerance)
        tolerance = &*network_.report().relations[constraint.index].tolerance;
    for (const bool is_shift : {true, false}) {
        Directions& directions = is_shift ? shifts_ : scales_;
        if (is_shift)
            shift_nodes(expression);
        else
            scale_nodes(expression);
        if (is_definition) {
            directions.demand_zero(nodes_[expression.root()] -
                                   Polynomial::variable(constraint.index));
            continue;
        }
        const Polynomial& left = nodes_[expression.sides()[constraint.comparison]];
        directions.demand_zero(left - nodes_[expression.sides()[constraint.comparison + 1]]);
        if (tolerance != nullptr && tolerance->is_relative == is_shift)
            directions.demand_zero(left);
    }
}

void Symmetries::shift_nodes(const Expression& expression) {
    nodes_.assign(expression.nodes().size(), Polynomial());
    for (NodeIndex i = 0; i < nodes_.size(); ++i) {
        const Node& node = expression.nodes()[i];
        const auto arguments = expression.arguments(node);
        const auto fix_all = [&] {
            for (const NodeIndex argument : arguments) shifts_.demand_zero(nodes_[argument]);
        };
        Polynomial& own = nodes_[i];
        switch (node.operation) {
            case Operation::literal:
                break;
            case Operation::variable:
                own = direction_of(node.payload);
                break;
            case Operation::negate:
                own = -nodes_[arguments[0]];
                break;
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
                own = nodes_[arguments[0]] - nodes_[arguments[1]];
                break;
            case Operation::add:
            case Operation::sum:
            case Operation::mean:
                for (const NodeIndex argument : arguments) own = own + nodes_[argument];
                if (node.operation == Operation::mean)
                    own = own * Polynomial(Rational(Integer(1), Integer(static_cast<std::int64_t>(
                                                                    arguments.size()))));
                break;
            case Operation::min:
            case Operation::max:
                own = nodes_[arguments[0]];
                for (const NodeIndex argument : arguments.subspan(1))
                    shifts_.demand_zero(nodes_[argument] - own);
                break;
            case Operation::multiply:
                if (const auto left = number_of(expression, arguments[0]))
                    own = nodes_[arguments[1]] * Polynomial(*left);
                else if (const auto right = number_of(expression, arguments[1]))
                    own = nodes_[arguments[0]] * Polynomial(*right);
                else
                    fix_all();
                break;
            case Operation::divide:
                if (const auto by = number_of(expression, arguments[1]); by && !by->is_zero())
                    own = nodes_[arguments[0]] * Polynomial(Rational(1) / *by);
                else
                    fix_all();
                break;
            default:
                fix_all();
                break;
        }
    }
}

void Symmetries::scale_nodes(const Expression& expression) {
    nodes_.assign(expression.nodes().size(), Polynomial());
    for (NodeIndex i = 0; i < nodes_.size(); ++i) {
        const Node& node = expression.nodes()[i];
        const auto arguments = expression.arguments(node);
        const auto demand_equal = [&](std::size_t a, std::size_t b) {
            scales_.demand_zero(nodes_[arguments[a]] - nodes_[arguments[b]]);
        };
        Polynomial& own = nodes_[i];
        switch (node.operation) {
            case Operation::literal:
                if (expression.literal(node).value.is_zero()) own = Polynomial::variable(next_++);
                break;
            case Operation::variable:
                own = direction_of(node.payload);
                break;
            case Operation::negate:
            case Operation::abs:
                own = nodes_[arguments[0]];
                break;
            case Operation::add:
            case Operation::subtract:
            case Operation::change:
            case Operation::points:
            case Operation::sum:
            case Operation::mean:
            case Operation::min:
            case Operation::max:
                own = nodes_[arguments[0]];
                for (std::size_t a = 1; a < arguments.size(); ++a) demand_equal(a, 0);
                break;
            case Operation::weighted:
                own = nodes_[arguments[0]];
                for (std::size_t a = 2; a < arguments.size(); ++a) demand_equal(a, a % 2);
                break;
            case Operation::multiply:
                own = nodes_[arguments[0]] + nodes_[arguments[1]];
                break;
            case Operation::divide:
            case Operation::share:
            case Operation::ratio:
            case Operation::per:
            case Operation::index:
                own = nodes_[arguments[0]] - nodes_[arguments[1]];
                break;
            case Operation::growth:
                demand_equal(0, 1);
                break;
            case Operation::cagr:
                demand_equal(0, 1);
                scales_.demand_zero(nodes_[arguments[2]]);
                break;
            case Operation::power:
                if (const auto exponent = number_of(expression, arguments[1])) {
                    own = nodes_[arguments[0]] * Polynomial(*exponent);
                } else {
                    scales_.demand_zero(nodes_[arguments[0]]);
                    scales_.demand_zero(nodes_[arguments[1]]);
                }
                break;
            case Operation::sqrt:
                own = nodes_[arguments[0]] * Polynomial(Rational(Integer(1), Integer(2)));
                break;
        }
    }
}

}  // namespace brcheck
