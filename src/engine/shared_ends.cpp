#include "engine/shared_ends.hpp"

#include <algorithm>

namespace brcheck {

std::optional<JointSolver::Search::End> JointSolver::Search::SharedEnds::find(
    VariableIndex variable, bool is_low) {
    if (!std::exchange(is_made_, true)) make();
    if (!relaxation_) return std::nullopt;
    auto end = find_in_fractions(variable, is_low);
    if (end || !is_exact_ || relaxation_->has_products()) return end;
    if (!std::exchange(are_whole_asked_, true))
        whole_ends_ = WholeEnds::of(search_.report_, search_.box_, core_.pool, core_.rows,
                                    search_.work_);
    if (!whole_ends_) return std::nullopt;
    const auto found = whole_ends_->find(variable, is_low);
    return found ? std::optional(End{found->is_set, found->value, false, true}) : std::nullopt;
}

std::optional<JointSolver::Search::End> JointSolver::Search::SharedEnds::find_in_fractions(
    VariableIndex variable, bool is_low) {
    const auto& variables = relaxation_->variables();
    const bool is_left = std::binary_search(variables.begin(), variables.end(), variable);
    std::optional<Quotient> quotient;
    if (!is_left) {
        quotient = quotient_of(core_.pool, core_.eliminations, variable);
        // More products would make the program larger for all that is asked later.
        const bool is_simple =
            quotient && quotient->first.degree() <= 1 && quotient->second.degree() <= 1;
        if (!is_simple) return std::nullopt;
    }
    const int direction = is_low ? -1 : 1;
    if (is_end_seen(variable, is_low)) {
        const NearRational end = *search_.end_of_box(variable, direction);
        return End{true, Rational(direction) * end.value, !end.infinitesimal.is_zero(), true};
    }
    const Simplex::Optimum optimum = search_.optimize(variable, direction, quotient, *relaxation_);
    const bool says_all = is_linear_ && is_left;
    if (says_all && optimum.status == Simplex::Status::unbounded)
        return End{false, {}, false, true};
    if (optimum.status != Simplex::Status::feasible) return std::nullopt;
    const NearRational bound = within_box(variable, direction, optimum.value);
    const bool is_point = says_all || fits();
    if (is_point) see_ends();
    const bool is_taken =
        (is_point && optimum.value <= bound) || is_reached(variable, direction, bound);
    if (!is_taken) return std::nullopt;
    return End{true, Rational(direction) * bound.value, bound.infinitesimal.sign() < 0, true};
}

void JointSolver::Search::SharedEnds::make() {
    if (search_.is_too_large(core_)) return;
    make_rows(search_.network_, search_.box_, core_, std::nullopt, search_.work_);
    relaxation_.emplace(search_.report_, core_.pool, core_.rows, search_.box_);
    const auto& variables = relaxation_->variables();
    for (const VariableIndex v : variables) columns_.emplace_back(v, relaxation_->column(v));
    is_exact_ = core_.opaque.empty() && core_.confined.empty() && !core_.pool.has_open_divisor();
    is_linear_ = is_exact_ && !relaxation_->has_products() &&
                 std::none_of(variables.begin(), variables.end(),
                              [&](VariableIndex v) { return search_.report_.quantities[v].whole; });
}

void JointSolver::Search::SharedEnds::see_ends() {
    for (const auto& [v, column] : columns_) {
        const Interval& x = search_.box_[v];
        if (x.has_low() && relaxation_->simplex.is_at_low(column)) seen_.emplace(v, true);
        if (x.has_high() && relaxation_->simplex.is_at_high(column)) seen_.emplace(v, false);
    }
}

bool JointSolver::Search::SharedEnds::is_end_seen(VariableIndex variable, bool is_low) const {
    return seen_.contains({variable, is_low});
}

NearRational JointSolver::Search::SharedEnds::within_box(VariableIndex variable, int direction,
                                                         const NearRational& bound) const {
    const auto end = search_.end_of_box(variable, direction);
    return end && *end < bound ? *end : bound;
}

bool JointSolver::Search::SharedEnds::fits() {
    return is_exact_ && !search_.find_fraction(*relaxation_) &&
           relaxation_->broken_products().empty();
}

bool JointSolver::Search::SharedEnds::is_reached(VariableIndex variable, int direction,
                                                 const NearRational& bound) {
    const Interval end = search_.end_at(variable, direction, bound);
    if (search_.find_value_at_once(variable, end)) return true;
    if (!bound.infinitesimal.is_zero() || search_.find_fraction(*relaxation_)) return false;
    const Values values = values_of(*relaxation_);
    const std::vector<Interval> settled = search_.save();
    search_.box_[variable] = end;
    const bool is_reached =
        search_.fix_cover(core_, search_.cover_products(core_), values) &&
        search_.solve_linear(core_) &&
        search_.completion_.run(search_.constraints_, core_, search_.box_, search_.enclosed_);
    search_.enclosed_.clear();
    search_.restore(settled);
    return is_reached;
}

}  // namespace brcheck
