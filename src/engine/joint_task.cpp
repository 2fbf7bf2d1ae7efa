// What a question starts from: its constraints, the quantities in them and what these may be.
#include "base/sort_unique.hpp"
#include "engine/joint_search.hpp"

#include "engine/linear_form.hpp"

#include <algorithm>

namespace brcheck {

std::size_t JointSolver::Search::count_places(std::span<const ConstraintIndex> constraints) const {
    std::size_t places = 0;
    for (const ConstraintIndex c : constraints)
        places += network_.expression(network_.constraints()[c]).variables().size();
    return places;
}

bool JointSolver::Search::is_convex(std::span<const ConstraintIndex> constraints) const {
    return std::all_of(constraints.begin(), constraints.end(), [&](ConstraintIndex c) {
        const Constraint& constraint = network_.constraints()[c];
        const Expression& expression = network_.expression(constraint);
        const auto used = expression.variables();
        // Within 5 % of a value is a double cone.
        const bool is_cone = constraint.kind == DerivationStep::Kind::relation &&
                             report_.relations[constraint.index].tolerance &&
                             report_.relations[constraint.index].tolerance->is_relative;
        return !is_cone && is_sum(expression) &&
               std::none_of(used.begin(), used.end(),
                            [&](VariableIndex v) { return network_.is_whole(v); });
    });
}

void JointSolver::Search::start(const Task& task) {
    constraints_ = task.constraints;
    released_ = task.released;
    enclosed_.clear();
    divided_by_.clear();
    const bool is_same =
        std::equal(constraints_.begin(), constraints_.end(), started_.begin(), started_.end());
    const bool is_box_printed = is_box_as_started_ && task.half_up == is_half_up_;
    const bool keeps_box = is_same ? is_box_printed : collect_quantities(is_box_printed);
    does_lane_know_box_ = does_lane_know_box_ && keeps_box;
    is_box_as_started_ = false;
    is_half_up_ = task.half_up;
    changed_.insert(changed_.end(), set_apart_.begin(), set_apart_.end());
    set_apart_.assign(released_.begin(), released_.end());
    if (task.instead) set_apart_.push_back(task.instead->first);
    changed_.insert(changed_.end(), set_apart_.begin(), set_apart_.end());
    const std::vector<VariableIndex>& unset = keeps_box ? changed_ : quantities_;
    for (const VariableIndex v : unset) {
        const QuantityKind kind = network_.kind(v);
        const bool is_as_read = (kind == QuantityKind::stated || kind == QuantityKind::range) &&
                                !is_half_up_ && !network_.is_whole(v);
        if (is_as_read)
            box_[v] = report_.quantities[v].interval;
        else
            box_[v] = printed_interval(task, v);
    }
    for (const VariableIndex v : set_apart_) box_[v] = printed_interval(task, v);
}

Interval JointSolver::Search::printed_interval(const Task& task, VariableIndex v) const {
    const Quantity& quantity = report_.quantities[v];
    const bool is_open = network_.kind(v) == QuantityKind::derived ||
                         network_.kind(v) == QuantityKind::unknown ||
                         std::binary_search(released_.begin(), released_.end(), v);
    Interval interval = is_open        ? Interval::all()
                        : task.half_up ? half_up_interval(quantity)
                                       : quantity.interval;
    if (task.instead && task.instead->first == v) interval = task.instead->second;
    return network_.round_if_whole(v, std::move(interval));
}

/// True when this is much of the report and most of it was known, and the rest is in changed_. Only
/// asked for when `keeps_known`.
bool JointSolver::Search::collect_quantities(bool keeps_known) {
    started_.assign(constraints_.begin(), constraints_.end());
    const bool is_much_of_all = count_places(constraints_) * 4 > box_.size();
    const std::size_t known_count = quantities_.size();
    std::vector<bool> is_known(is_much_of_all && keeps_known ? box_.size() : 0, false);
    if (!is_known.empty())
        for (const VariableIndex v : quantities_) is_known[v] = true;
    quantities_.clear();
    std::vector<bool> is_used(is_much_of_all ? box_.size() : 0, false);
    const auto add = [&](VariableIndex v) {
        if (is_much_of_all)
            is_used[v] = true;
        else
            quantities_.push_back(v);
    };
    for (const ConstraintIndex c : constraints_) {
        const Constraint& constraint = network_.constraints()[c];
        for (const VariableIndex v : network_.expression(constraint).variables()) add(v);
        if (constraint.kind == DerivationStep::Kind::definition) add(constraint.index);
    }
    if (!is_much_of_all) {
        sort_unique(quantities_);
        return false;
    }
    const auto count = static_cast<std::size_t>(std::count(is_used.begin(), is_used.end(), true));
    const bool keeps_most = keeps_known && known_count > count / 2;
    quantities_.reserve(count);
    for (VariableIndex v = 0; v < is_used.size(); ++v) {
        if (!is_used[v]) continue;
        quantities_.push_back(v);
        if (keeps_most && !is_known[v]) changed_.push_back(v);
    }
    return keeps_most;
}

std::vector<Interval> JointSolver::Search::save() const {
    std::vector<Interval> saved;
    saved.reserve(quantities_.size());
    for (const VariableIndex v : quantities_) saved.push_back(box_[v]);
    return saved;
}

void JointSolver::Search::restore(const std::vector<Interval>& saved) {
    for (std::size_t i = 0; i < quantities_.size(); ++i) box_[quantities_[i]] = saved[i];
}

}  // namespace brcheck
