#include "engine/joint_solver.hpp"

#include "engine/joint_search.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

TiesSentAway ties_sent_away(const Quantity& quantity) {
    const Interval& interval = quantity.interval;
    const bool is_rounded = quantity.kind == QuantityKind::stated &&
                            quantity.rounding == Rounding::nearest &&
                            quantity.qualifier == Qualifier::none && !interval.is_point() &&
                            interval.has_low() && interval.has_high();
    if (!is_rounded) return {};
    // Away from zero (number/rounding.hpp): a tie above a positive value is not sent to it.
    const int sign = quantity.printed.sign();
    return {sign <= 0, sign >= 0};
}

Interval half_up_interval(const Quantity& quantity) {
    const Interval& interval = quantity.interval;
    const TiesSentAway ties = ties_sent_away(quantity);
    if (!ties.low && !ties.high) return interval;
    return Interval::between(interval.low(), interval.low_open() || ties.low, interval.high(),
                             interval.high_open() || ties.high);
}

JointSolver::JointSolver(const Network& network, std::vector<Interval>& room)
    : search_(std::make_unique<Search>(network, work_left, room)) {}

JointSolver::~JointSolver() = default;

template <typename Question>
auto JointSolver::within_limit(const Question& question) {
    return ask_within(work_per_question, work_left, work_in_all, question);
}

Satisfiability JointSolver::decide(const Task& task) {
    return within_limit([&] { return search_->decide(task); });
}

Satisfiability JointSolver::decide(const Task& task, Refutation& refutation) {
    bool is_proved = false;
    const Satisfiability answer =
        within_limit([&] { return search_->decide(task, refutation, is_proved); });
    if (answer != Satisfiability::infeasible || is_proved) return answer;
    auto proved = refute(task);
    if (!proved) return Satisfiability::undecided;
    refutation = std::move(*proved);
    return Satisfiability::infeasible;
}

Satisfiability JointSolver::decide_by_rows(const Task& task, Refutation& reason) {
    return within_limit([&] { return search_->decide_by_rows(task, reason); });
}

bool JointSolver::is_feasible_at_sight(const Task& task) {
    return search_->is_feasible_at_sight(task);
}

Satisfiability JointSolver::find_witness(const Task& task, Witness& witness,
                                         std::optional<Refutation>& refutation) {
    return within_limit([&] { return search_->find_witness(task, witness, refutation); });
}

std::optional<Refutation> JointSolver::refute(const Task& task) {
    // Mostly the same way once more, which decide() found to end.
    constexpr std::uint64_t most_work = 3'000'000;
    const std::uint64_t allowed = std::min(most_work, work_in_all);
    const std::uint64_t kept = std::exchange(work_left, allowed);
    std::optional<Refutation> refutation = search_->refute(task);
    work_in_all -= allowed - work_left;
    work_left = kept;
    return refutation;
}

std::optional<Refutation> JointSolver::refute_at_once(const Task& task) {
    return within_limit([&] { return search_->refute_at_once(task); });
}

Interval JointSolver::find_range(const Task& task, VariableIndex quantity, ProvedEnds& proved) {
    return within_limit([&] { return search_->find_range(task, quantity, proved); });
}

Rational JointSolver::value_found(VariableIndex quantity) const {
    return search_->value_found(quantity);
}

std::vector<RelationIndex> JointSolver::needed_beside(
    std::span<const ConstraintIndex> constraints, RelationIndex missing) {
    return search_->needed_beside(constraints, missing);
}

bool JointSolver::is_convex(std::span<const ConstraintIndex> constraints) const {
    return search_->is_convex(constraints);
}

std::size_t JointSolver::count_places(std::span<const ConstraintIndex> constraints) const {
    return search_->count_places(constraints);
}

std::optional<Rational> JointSolver::choose_free_value(VariableIndex quantity) const {
    return search_->choose_free_value(quantity);
}

bool JointSolver::find_implied(const Task& task,
                               std::vector<std::pair<VariableIndex, Interval>>& found) {
    return within_limit([&] { return search_->find_implied(task, found); });
}

}  // namespace brcheck
