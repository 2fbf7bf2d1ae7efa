/// Decides whether statements can all be true together, for true values that round to what is
/// printed: exactly, or not at all when its counted work runs out.
///
/// The way of one decision, for a connected set of constraints (brcheck's ENGINE notes in short):
/// bounds propagation; constraints that hang on the rest by one quantity only are set aside, since
/// propagation has said all about them; what is left becomes polynomial facts, from which
/// quantities are eliminated until as little as possible is nonlinear; a linear program decides the
/// linear rest, holds products to their factors, and gives a point from which exact true values for
/// everything are completed and checked by substitution; where that fails, each of the values that a
/// max or an abs may be is looked at, or a box is split in two.
#pragma once

#include "brcheck/report/certificate.hpp"
#include "engine/network.hpp"
#include "engine/propagate.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

/// Which statements a decision takes into account.
struct Task {
    std::span<const ConstraintIndex> constraints;  ///< rising
    std::span<const VariableIndex> released;       ///< figures that may be anything; rising
    /// A figure taken for another than what is printed; wins over `released`.
    std::optional<std::pair<VariableIndex, Interval>> instead = std::nullopt;
    /// Figures rounded to nearest are taken as rounded half up: the ends that another rule for ties
    /// sends to the printed value are left out.
    bool half_up = false;
};

/// Which ends of a figure's interval are ties that rounding half up would send elsewhere.
struct TiesSentAway {
    bool low = false;
    bool high = false;
};
TiesSentAway ties_sent_away(const Quantity& quantity);

/// The interval of a stated figure by the rule half up, or as it is where that changes nothing.
Interval half_up_interval(const Quantity& quantity);

enum class Satisfiability : std::uint8_t { feasible, infeasible, undecided };

class JointSolver {
public:
    /// `room`: where it works, an interval a quantity, of any size and with any values before and
    /// afterwards: a million of them are worth using twice. REQUIRES: both outlive it.
    JointSolver(const Network& network, std::vector<Interval>& room);
    ~JointSolver();
    JointSolver(const JointSolver&) = delete;
    JointSolver& operator=(const JointSolver&) = delete;

    Satisfiability decide(const Task& task);

    /// The same, and if infeasible, why, as refute() has it: cheaper than one after the other.
    /// Without a proof it counts as undecided.
    Satisfiability decide(const Task& task, Refutation& refutation);

    /// The same by the linear rows alone that are kept of all constraints: at once, and if
    /// infeasible, with the relations and figures that it rests on, but without steps. Undecided
    /// says nothing. REQUIRES: a task of constraints and released figures only.
    Satisfiability decide_by_rows(const Task& task, Refutation& reason);

    /// PrintedSolution has one. False says nothing. REQUIRES: a task of constraints and released
    /// figures only.
    bool is_feasible_at_sight(const Task& task);

    /// The value of a quantity of the task in the solution that the last decision found.
    /// REQUIRES: the last question was decide() of a task with `instead`, and it said feasible.
    [[nodiscard]] Rational value_found(VariableIndex quantity) const;

    /// Relations without which the constraints are feasible, `missing` among them: the others are
    /// found from the last solution, those for which that is easy. REQUIRES: the last question was
    /// decide() for the constraints without those of `missing`, with nothing released, and it said
    /// feasible.
    std::vector<RelationIndex> needed_beside(std::span<const ConstraintIndex> constraints,
                                             RelationIndex missing);

    /// The solutions are convex: whatever lies between two values of a quantity is one, too.
    [[nodiscard]] bool is_convex(std::span<const ConstraintIndex> constraints) const;
    /// How often quantities occur in them.
    [[nodiscard]] std::size_t count_places(std::span<const ConstraintIndex> constraints) const;

    /// Whether all is feasible, with true values for every quantity that the task touches.
    /// They are written into `witness`, of which values[] has the report's size. If infeasible,
    /// why, where that was found on the way.
    Satisfiability find_witness(const Task& task, Witness& witness,
                                std::optional<Refutation>& refutation);

    /// Why the task is infeasible, naming the relations and printed figures that the steps use.
    /// Nothing when no proof was found within a limit of its own, though decide() may have seen it
    /// at once: then it counts as undecided.
    std::optional<Refutation> refute(const Task& task);

    /// The same by a single linear program of all constraints as they are, or nothing. Rests on
    /// fewer relations and figures than bounds handed on from one to the next, as a rule, but by a
    /// step that is harder to follow.
    std::optional<Refutation> refute_at_once(const Task& task);

    /// Adds the smallest intervals that hold all possible values of quantities which a feasible task
    /// touches, where they are not what is printed. False when some may be wider than that. Of an
    /// impossible task nothing is added.
    bool find_implied(const Task& task,
                      std::vector<std::pair<VariableIndex, Interval>>& found);
    /// Ends that solutions come to, or as near to as one likes.
    struct ProvedEnds {
        bool low = false;
        bool high = false;
    };
    /// The same for one quantity of a feasible task. What is not proved may be too wide.
    Interval find_range(const Task& task, VariableIndex quantity, ProvedEnds& proved);

    /// A value for a quantity that no constraint touches; nothing when it has none.
    [[nodiscard]] std::optional<Rational> choose_free_value(VariableIndex quantity) const;

    /// Steps that may still be taken; one is about a microsecond. A single question takes no more
    /// than `work_per_question` of them, and refute(), which `work_left` does not count, and all
    /// others together no more than `work_in_all`.
    std::uint64_t work_left = UINT64_MAX;
    std::uint64_t work_in_all = UINT64_MAX;
    std::uint64_t work_per_question = UINT64_MAX;

private:
    class Search;
    template <typename Question>
    auto within_limit(const Question& question);

    std::unique_ptr<Search> search_;
};

}  // namespace brcheck
