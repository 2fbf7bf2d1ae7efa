#include "brcheck/engine/verify.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace brcheck {
namespace {

/// Whether an operation has a value for all members of its operands, where those may be more than
/// points: some good cases may be refused, no bad one passes.
bool is_total(Operation operation, const std::vector<Interval>& operands) {
    switch (operation) {
        case Operation::divide:
        case Operation::share:
        case Operation::ratio:
        case Operation::per:
        case Operation::growth:
        case Operation::index: return !operands[1].contains_zero();
        case Operation::sqrt: return operands[0].is_nonnegative();
        case Operation::cagr:
            return std::all_of(operands.begin(), operands.end(),
                               [](const Interval& operand) { return operand.is_positive(); });
        case Operation::power: {
            const Interval& exponent = operands[1];
            if (operands[0].is_positive()) return true;
            if (exponent.is_point() && exponent.low().is_integer())
                return exponent.low().sign() >= 0 || !operands[0].contains_zero();
            return operands[0].is_nonnegative() && exponent.is_positive();
        }
        case Operation::weighted: {
            bool any_positive = false;
            for (std::size_t i = 1; i < operands.size(); i += 2) {
                if (!operands[i].is_nonnegative()) return false;
                any_positive = any_positive || operands[i].is_positive();
            }
            return any_positive;
        }
        default: return true;
    }
}

class WitnessCheck {
public:
    WitnessCheck(const Witness& witness, const Report& report) : witness_(witness), report_(report) {}

    std::optional<ProofError> run(const std::vector<bool>& takes_part) {
        if (witness_.values.size() != report_.quantities.size())
            return ProofError{"", "it does not have one value for each quantity"};
        for (const Rational& value : witness_.values) box_.emplace_back(value);
        if (auto error = check_enclosed()) return error;
        for (VariableIndex v = 0; v < box_.size(); ++v)
            if (auto error = check_quantity(v)) return error;
        for (RelationIndex r = 0; r < report_.relations.size(); ++r)
            if (takes_part[r])
                if (auto error = check_relation(r)) return error;
        return std::nullopt;
    }

private:
    [[nodiscard]] ProofError refuse(VariableIndex v, std::string reason) const {
        return {"quantity " + report_.names.name(v), std::move(reason)};
    }

    /// Puts the enclosures into the box and sees that each quantity is fixed inside its own.
    std::optional<ProofError> check_enclosed() {
        const auto size = static_cast<VariableIndex>(box_.size());
        std::vector<std::size_t> place(size, 0);  // in the list, from 1
        for (std::size_t i = 0; i < witness_.enclosed.size(); ++i) {
            const auto& [v, source, interval] = witness_.enclosed[i];
            if (v >= size) return ProofError{"", "it encloses what is no quantity of the report"};
            if (std::exchange(place[v], i + 1) != 0) return refuse(v, "is enclosed twice");
            if (report_.quantities[v].whole) return refuse(v, "has to be a whole number");
            box_[v] = interval;
            for (std::size_t k = 0; k < i; ++k)
                if (witness_.enclosed[k].fixed_by == source)
                    return refuse(v, "is fixed by what fixes another quantity");
        }
        for (const Witness::Enclosed& enclosed : witness_.enclosed) {
            const VariableIndex v = enclosed.quantity;
            const auto [expression, side] = fixing_side(enclosed);
            if (expression == nullptr) return refuse(v, "nothing fixes its value");
            if (!is_defined(*expression)) return refuse(v, "what fixes it may be undefined");
            if (!enclosed.interval.contains(values_[side]))
                return refuse(v, "its value may lie outside its enclosure");
            // The parts of a side stand before it, but not only they.
            std::vector<bool> below(side + std::size_t{1}, false);
            below[side] = true;
            for (std::size_t i = side + std::size_t{1}; i-- > 0;) {
                if (!below[i]) continue;
                const Node& node = expression->nodes()[i];
                for (const NodeIndex argument : expression->arguments(node)) below[argument] = true;
                if (node.operation == Operation::variable && place[node.payload] >= place[v])
                    return refuse(v, "rests on itself or on a quantity enclosed later");
            }
        }
        return std::nullopt;
    }

    /// The side that gives the quantity its value, in its expression; none if the source is no
    /// equality whose other side is the quantity itself.
    [[nodiscard]] std::pair<const Expression*, NodeIndex> fixing_side(
        const Witness::Enclosed& enclosed) const {
        const ProofSource& source = enclosed.fixed_by;
        if (source.kind == ProofSource::Kind::definition && source.index == enclosed.quantity) {
            const auto& definition = report_.quantities[source.index].definition;
            if (definition) return {definition.get(), definition->root()};
        }
        if (source.kind == ProofSource::Kind::relation && source.index < report_.relations.size()) {
            const Expression& condition = report_.relations[source.index].condition;
            const std::size_t k = source.comparison;
            if (k < condition.comparisons().size() &&
                condition.comparisons()[k] == Comparison::equal) {
                for (const std::size_t side : {k, k + 1}) {
                    const Node& node = condition.nodes()[condition.sides()[side]];
                    if (node.operation == Operation::variable && node.payload == enclosed.quantity)
                        return {&condition, condition.sides()[k + k + 1 - side]};
                }
            }
        }
        return {nullptr, 0};
    }

    std::optional<ProofError> check_quantity(VariableIndex v) {
        const Quantity& quantity = report_.quantities[v];
        const Interval& value = box_[v];
        if (value.is_empty()) return refuse(v, "has no value");
        if (!quantity.interval.contains(value)) return refuse(v, "lies outside what is printed");
        if (quantity.whole && !(witness_.values[v] / quantity.unit.factor()).is_integer())
            return refuse(v, "has to be a whole number");
        if (!quantity.definition) return std::nullopt;
        if (!is_defined(*quantity.definition)) return refuse(v, "its definition may be undefined");
        if (!is_fixing({ProofSource::Kind::definition, v, 0}) &&
            !holds_for_all(Comparison::equal, value, values_[quantity.definition->root()]))
            return refuse(v, "is not what its definition gives");
        return std::nullopt;
    }

    std::optional<ProofError> check_relation(RelationIndex r) {
        const Relation& relation = report_.relations[r];
        const Expression& condition = relation.condition;
        const std::string place = "relation " + relation.id;
        if (!is_defined(condition)) return ProofError{place, "a side may be undefined"};
        for (std::uint32_t k = 0; k < condition.comparisons().size(); ++k)
            if (!is_fixing({ProofSource::Kind::relation, r, k}) &&
                !holds(condition.comparisons()[k], values_[condition.sides()[k]],
                       values_[condition.sides()[k + 1]], relation.tolerance))
                return ProofError{place, "does not hold"};
        return std::nullopt;
    }

    [[nodiscard]] bool is_fixing(const ProofSource& source) const {
        return std::any_of(witness_.enclosed.begin(), witness_.enclosed.end(),
                           [&](const auto& enclosed) { return enclosed.fixed_by == source; });
    }

    /// Fills `values_`; false when some part may have no value.
    bool is_defined(const Expression& expression) {
        evaluate(expression, box_, values_);
        std::vector<Interval> operands;
        for (std::size_t i = 0; i < values_.size(); ++i) {
            const Node& node = expression.nodes()[i];
            operands.clear();
            for (const NodeIndex argument : expression.arguments(node))
                operands.push_back(values_[argument]);
            const bool is_exact = std::all_of(operands.begin(), operands.end(),
                                              [](const Interval& x) { return x.is_point(); });
            if (values_[i].is_empty() || (!is_exact && !is_total(node.operation, operands)))
                return false;
        }
        return true;
    }

    static bool holds(Comparison comparison, const Interval& left, const Interval& right,
                      const std::optional<Tolerance>& tolerance) {
        if (!tolerance) return holds_for_all(comparison, left, right);
        if (!left.has_low() || !left.has_high()) return false;
        // How far a value is widened depends on it piece by piece linearly, with a bend at 0.
        std::vector<Rational> corners{left.low(), left.high()};
        if (left.contains_zero()) corners.emplace_back(0);
        return std::all_of(corners.begin(), corners.end(), [&](const Rational& corner) {
            const Interval reach = Leeway(tolerance).widen(Interval(corner));
            switch (comparison) {
                case Comparison::equal: return reach.contains(right);
                case Comparison::less:
                case Comparison::less_equal:
                    return holds_for_all(comparison, Interval(reach.low()), right);
                default: return holds_for_all(comparison, Interval(reach.high()), right);
            }
        });
    }

    const Witness& witness_;
    const Report& report_;
    std::vector<Interval> box_;
    std::vector<Interval> values_;
};

}  // namespace

std::optional<ProofError> verify(const Witness& witness, const Report& report,
                                 const std::vector<bool>& takes_part) {
    return WitnessCheck(witness, report).run(takes_part);
}

}  // namespace brcheck
