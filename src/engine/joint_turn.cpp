#include "engine/joint_search.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace brcheck {

/// Model rotation (Belov and Marques-Silva, Accelerating MUS Extraction with Recursive Model
/// Rotation, FMCAD 2011): where values satisfy all but one relation, another value for one of its
/// quantities may satisfy it and break one other instead.
class JointSolver::Search::Turn {
public:
    Turn(Search& search, std::span<const ConstraintIndex> constraints)
        : search_(search), constraints_(constraints), point_(search.box_) {}

    std::vector<RelationIndex> run(RelationIndex missing) {
        if (!take_point(missing)) return {};
        needed_.push_back(missing);
        turn(missing, 0);
        return std::move(needed_);
    }

private:
    /// The last solution; false where it is none of exact values.
    bool take_point(RelationIndex missing) {
        const auto& known = search_.quantities_;
        const auto take = [&](VariableIndex v) {
            const bool is_known = std::binary_search(known.begin(), known.end(), v);
            const auto value =
                is_known ? std::optional(search_.value_found(v))
                         : search_.completion_.value_for(v, search_.network_.given_interval(v));
            if (value) point_[v] = Interval(*value);
            return value.has_value();
        };
        for (const ConstraintIndex c : constraints_) {
            const Constraint& constraint = search_.network_.constraints()[c];
            const auto used = expression(c).variables();
            if (!std::all_of(used.begin(), used.end(), take)) return false;
            if (constraint.kind == DerivationStep::Kind::definition && !take(constraint.index))
                return false;
        }
        return std::all_of(constraints_.begin(), constraints_.end(), [&](ConstraintIndex c) {
            return relation_of(c) == missing || search_.completion_.holds(c, point_);
        });
    }

    void turn(RelationIndex broken, std::size_t depth) {
        constexpr std::size_t deepest = 1'000;
        if (depth == deepest) return;
        const auto place = std::partition_point(
            constraints_.begin(), constraints_.end(), [&](ConstraintIndex c) {
                const auto relation = relation_of(c);
                return !relation || *relation < broken;
            });
        for (auto i = place; i != constraints_.end() && relation_of(*i) == broken; ++i) {
            const ConstraintIndex c = *i;
            if (search_.completion_.holds(c, point_)) continue;
            for (const VariableIndex v : expression(c).variables()) {
                if (search_.report_.quantities[v].kind == QuantityKind::derived) continue;
                const Interval before = point_[v];
                if (const auto value = value_for(c, v)) {
                    point_[v] = Interval(*value);
                    const auto next = only_broken(v);
                    if (next && *next != broken && !is_needed(*next)) {
                        needed_.push_back(*next);
                        turn(*next, depth + 1);
                    }
                }
                point_[v] = before;
            }
        }
    }

    /// With which the constraint holds, as near as may be to what it was.
    std::optional<Rational> value_for(ConstraintIndex c, VariableIndex v) {
        const Rational before = point_[v].low();
        const Interval given = search_.network_.given_interval(v);
        point_[v] = given;
        const Interval room = search_.completion_.demand(c, v, point_);
        if (room.is_empty()) return std::nullopt;
        if (!search_.report_.quantities[v].whole) {
            if (room.has_high() && !room.high_open() && room.high() < before) return room.high();
            if (room.has_low() && !room.low_open() && room.low() > before) return room.low();
        }
        return search_.completion_.value_for(v, room);
    }

    /// The only relation that does not hold, of those with the quantity; nothing where there are
    /// none or several, or a definition fails.
    std::optional<RelationIndex> only_broken(VariableIndex v) {
        std::optional<RelationIndex> broken;
        for (const ConstraintIndex c : search_.network_.constraints_of(v)) {
            if (!std::binary_search(constraints_.begin(), constraints_.end(), c)) continue;
            if (search_.completion_.holds(c, point_)) continue;
            const auto relation = relation_of(c);
            if (!relation || (broken && *broken != *relation)) return std::nullopt;
            broken = relation;
        }
        return broken;
    }

    [[nodiscard]] const Expression& expression(ConstraintIndex c) const {
        return search_.network_.expression(search_.network_.constraints()[c]);
    }
    [[nodiscard]] std::optional<RelationIndex> relation_of(ConstraintIndex c) const {
        const Constraint& constraint = search_.network_.constraints()[c];
        if (constraint.kind == DerivationStep::Kind::definition) return std::nullopt;
        return constraint.index;
    }
    [[nodiscard]] bool is_needed(RelationIndex r) const {
        return std::find(needed_.begin(), needed_.end(), r) != needed_.end();
    }

    Search& search_;
    std::span<const ConstraintIndex> constraints_;
    std::vector<Interval>& point_;  ///< by variable
    std::vector<RelationIndex> needed_;
};

std::vector<RelationIndex> JointSolver::Search::needed_beside(
    std::span<const ConstraintIndex> constraints, RelationIndex missing) {
    is_box_as_started_ = false;  // values take the place of its intervals
    return Turn(*this, constraints).run(missing);
}

}  // namespace brcheck
