#include "brcheck/engine/verify.hpp"

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/expr/narrow.hpp"
#include "expr/continuity.hpp"
#include "report/equality.hpp"
#include "report/leeway.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace brcheck {
namespace {

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

    /// Puts the enclosures into the box and sees that all their equalities hold together somewhere
    /// in there.
    ///
    /// A solved quantity is a continuous function of those before it: its equality has a solution in
    /// its enclosure since the sides change places there, and no second one. With these put in, each
    /// equality left has a quantity of its own, at whose two ends its sides differ in opposite ways
    /// whatever the others are: by the theorem of Poincare and Miranda all are equal somewhere.
    std::optional<ProofError> check_enclosed() {
        const auto size = static_cast<VariableIndex>(box_.size());
        std::vector<std::size_t> place(size, 0);  // in the list, from 1
        for (std::size_t i = 0; i < witness_.enclosed.size(); ++i) {
            const auto& [v, source, interval] = witness_.enclosed[i];
            if (v >= size) return ProofError{"", "it encloses what is no quantity of the report"};
            if (std::exchange(place[v], i + 1) != 0) return refuse(v, "is enclosed twice");
            if (report_.quantities[v].whole) return refuse(v, "has to be a whole number");
            if (interval.is_empty() || !interval.has_low() || !interval.has_high())
                return refuse(v, "has no two ends of its enclosure");
            for (std::size_t k = 0; k < i; ++k)
                if (witness_.enclosed[k].fixed_by == source)
                    return refuse(v, "is fixed by what fixes another quantity");
            auto equality = Equality::of(source, report_);
            if (!equality) return refuse(v, "nothing fixes its value");
            fixing_.push_back({*std::move(equality), false});
            box_[v] = Interval::closed(interval.low(), interval.high());
        }
        for (std::size_t i = 0; i < fixing_.size(); ++i) {
            const VariableIndex v = witness_.enclosed[i].quantity;
            auto& [equality, is_solved] = fixing_[i];
            if (!equality.is_continuous(box_)) return refuse(v, "what fixes it may be undefined");
            const auto& named = equality.variables();
            is_solved = equality.gives_one_value(v, box_) &&
                        std::all_of(named.begin(), named.end(),
                                    [&](VariableIndex other) { return place[other] <= i + 1; });
        }
        solve_from(0);
        for (std::size_t i = 0; i < fixing_.size(); ++i) {
            const auto& [v, source, interval] = witness_.enclosed[i];
            const Order low = order_at(i, interval.low(), interval.low_open());
            const Order high = order_at(i, interval.high(), interval.high_open());
            if (!(low.is_below && high.is_above) && !(low.is_above && high.is_below))
                return refuse(v, "may have no value in its enclosure");
        }
        for (const Witness::Enclosed& enclosed : witness_.enclosed)
            box_[enclosed.quantity] = enclosed.interval;
        return std::nullopt;
    }

    /// Puts what their equalities leave of solved quantities into the box, from a place in the list on.
    void solve_from(std::size_t first) {
        for (std::size_t i = first; i < fixing_.size(); ++i) {
            const VariableIndex v = witness_.enclosed[i].quantity;
            if (fixing_[i].is_solved) box_[v] = fixing_[i].equality.narrow(v, box_);
        }
    }

    /// The left side of an equality against its right one, for all values of the others. Both false
    /// says nothing.
    struct Order {
        bool is_below = false;
        bool is_above = false;
    };

    /// Where the enclosed quantity is at an end of its enclosure; "<" and ">" if `strict`.
    Order order_at(std::size_t entry, const Rational& end, bool strict) {
        std::vector<Interval> saved;
        for (std::size_t i = entry; i < fixing_.size(); ++i)
            saved.push_back(box_[witness_.enclosed[i].quantity]);
        box_[witness_.enclosed[entry].quantity] = Interval(end);
        // What is solved rests on nothing later.
        if (!fixing_[entry].is_solved) solve_from(entry + 1);
        const auto [left, right] = fixing_[entry].equality.sides(box_);
        for (std::size_t i = entry; i < fixing_.size(); ++i)
            box_[witness_.enclosed[i].quantity] = std::move(saved[i - entry]);
        if (left.is_empty() || right.is_empty()) return {};
        return {
            holds_for_all(strict ? Comparison::less : Comparison::less_equal, left, right),
            holds_for_all(strict ? Comparison::greater : Comparison::greater_equal, left, right)};
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
        return is_continuous(expression, values_);
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
    struct Fixing {
        Equality equality;
        bool is_solved = false;
    };
    std::vector<Fixing> fixing_;  ///< as enclosed in the witness
};

}  // namespace

std::optional<ProofError> verify(const Witness& witness, const Report& report,
                                 const std::vector<bool>& takes_part) {
    return WitnessCheck(witness, report).run(takes_part);
}

}  // namespace brcheck
