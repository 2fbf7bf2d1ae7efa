/// The search behind JointSolver, in one box of intervals that it narrows, splits and restores. Its
/// parts: joint_search.cpp decides, joint_witness.cpp looks for true values, joint_proof.cpp writes
/// down why there are none, joint_ends.cpp looks for one end, joint_nearing.cpp closes in on one, and
/// joint_implied.cpp has those of all quantities.
#pragma once

#include "engine/completion.hpp"
#include "engine/core.hpp"
#include "engine/fast_lane.hpp"
#include "engine/free_unknowns.hpp"
#include "engine/joint_solver.hpp"
#include "engine/linear_rows.hpp"
#include "engine/peeling.hpp"
#include "engine/power_ends.hpp"
#include "engine/printed_solution.hpp"
#include "engine/relaxation.hpp"
#include "engine/root_search.hpp"
#include "engine/work.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

class JointSolver::Search {
public:
    Search(const Network& network, std::uint64_t& work_left, std::vector<Interval>& room)
        : network_(network),
          report_(network.report()),
          work_(work_left),
          propagator_(network),
          peeling_(network),
          completion_(network, work_),
          root_search_(network),
          free_unknowns_(network),
          linear_rows_(network),
          printed_solution_(network),
          box_(room) {
        box_.resize(report_.quantities.size());
    }

    Satisfiability decide(const Task& task);
    /// `is_proved` tells whether an infeasible task has its refutation.
    Satisfiability decide(const Task& task, Refutation& refutation, bool& is_proved);
    Satisfiability decide_by_rows(const Task& task, Refutation& reason);
    bool is_feasible_at_sight(const Task& task) {
        return printed_solution_.exists(task.constraints, task.released);
    }
    Satisfiability find_witness(const Task& task, Witness& witness,
                                std::optional<Refutation>& refutation);
    std::optional<Refutation> refute(const Task& task);
    std::optional<Refutation> refute_at_once(const Task& task);
    /// Of a task that is feasible, or of which that is not known.
    bool find_implied(const Task& task,
                      std::vector<std::pair<VariableIndex, Interval>>& found);
    Interval find_range(const Task& task, VariableIndex quantity, ProvedEnds& proved);
    [[nodiscard]] Rational value_found(VariableIndex quantity) const;
    [[nodiscard]] std::size_t count_places(std::span<const ConstraintIndex> constraints) const;
    [[nodiscard]] bool is_convex(std::span<const ConstraintIndex> constraints) const;
    [[nodiscard]] std::optional<Rational> choose_free_value(VariableIndex quantity) const;
    std::vector<RelationIndex> needed_beside(std::span<const ConstraintIndex> constraints,
                                             RelationIndex missing);

private:
    class Turn;

    // Propagation that has not settled by then is a cycle that closes in slowly: the linear program
    // does not mind.
    static constexpr std::uint64_t revisions_per_constraint = 6;
    static constexpr std::size_t deepest_split = 60;
    // Linear programs of more would take minutes.
    static constexpr std::size_t most_hard_quantities = 1000;

    /// What is proved at once. A large task is only worth a look if nothing is released without
    /// bounds: what the rest says of a released figure is put in first.
    Satisfiability ask_fast_lane(bool want_implied);
    void decide_in_lane(bool want_implied, bool is_box_as_started);
    static bool is_plain(const Task& task);
    void remember(const Task& task, Satisfiability answer);
    void start(const Task& task);
    /// What a quantity may be before anything is said of it.
    [[nodiscard]] Interval printed_interval(const Task& task, VariableIndex quantity) const;
    bool collect_quantities(bool keeps_known);
    [[nodiscard]] std::vector<Interval> save() const;
    void restore(const std::vector<Interval>& saved);
    /// Among the task's quantities. REQUIRES: it is one of them.
    [[nodiscard]] std::size_t place_of(VariableIndex quantity) const {
        return static_cast<std::size_t>(
            std::lower_bound(quantities_.begin(), quantities_.end(), quantity) -
            quantities_.begin());
    }

    /// Propagates all constraints, in haste, then those that are set aside, to their end.
    Propagation propagate_and_peel(Core& core, bool keep_trail,
                                   std::optional<VariableIndex> keep = std::nullopt,
                                   bool is_as_printed = false);

    /// False on a contradiction.
    bool propagate();
    static ProofStep narrow_step(const DerivationStep& step);
    /// Why propagation found a contradiction.
    void write_clash(const Propagation& propagation, std::vector<ProofStep>& proof) const;
    static void write_steps(const std::vector<DerivationStep>& chain,
                            std::vector<ProofStep>& proof);

    /// One box: feasible leaves the true values in box_.
    Satisfiability solve(std::size_t depth, std::vector<ProofStep>* proof);
    [[nodiscard]] bool is_too_large(const Core& core) const;

    struct SplitPoint {
        VariableIndex variable = 0;
        Rational at;
    };

    /// A whole quantity that the linear program gives a value between two whole ones.
    std::optional<SplitPoint> find_fraction(Relaxation& relaxation);

    /// The rows that true values have to satisfy.
    static std::vector<FactPool::Index> rows_to_satisfy(const Core& core);

    /// The quantities whose values make every product of the rows linear, few.
    [[nodiscard]] std::vector<VariableIndex> cover_products(const Core& core) const;

    using Values = std::vector<std::pair<VariableIndex, Rational>>;
    static Values values_of(Relaxation& relaxation);

    /// The middle of the corners in which one quantity after the other is least and greatest: a
    /// point away from all bounds that leave room.
    Values inner_point(Relaxation& relaxation, std::size_t most_directions);

    /// Puts the linear program's point in; where products are in the way, values for their cover.
    bool try_point(Core& core, Relaxation& relaxation);
    bool fix_cover(const Core& core, const std::vector<VariableIndex>& cover, const Values& values);

    /// The quadratic rows in which a square can be completed, as they are or with a linear equality
    /// put in.
    static std::vector<FactPool::Index> squared_rows(Core& core);
    /// Values for which those squares are 0, as they are where a sum of given product is least.
    bool try_zero_squares(Core& core, const std::vector<FactPool::Index>& squared);

    /// With the cover's values fixed in the box, the rows are linear: solves them into the box.
    bool solve_linear(const Core& core);

    /// What dropped out of all rows is free, but it may stand below a fraction line.
    void leave_zero(const Core& core);

    /// Whole numbers that satisfy the equations between them, near the linear program's point; or
    /// large ones, where there is no end to them.
    bool try_whole_values(Core& core, Relaxation& relaxation);
    /// An inner point of a large box, rounded; nothing where some of them have an upper end.
    Values large_whole_values(Core& core, const Relaxation& relaxation);
    /// Of the box as propagation leaves it, which it does; nothing where there is none.
    Values inner_point_of_rows(Core& core, std::size_t most_directions);
    bool is_solved_by(const Values& values);

    /// Where equalities leave no choice, and no rational number either.
    bool try_roots(const Core& core);

    /// Fixes one quantity after the other, each inside what is left for it, until the rest follows.
    /// What comes last may be a root, which is no number to choose: so the order may matter.
    /// `does_go_back`: where the rest does not follow from one value, another is tried.
    bool try_stepwise(const Core& core, bool backwards, bool does_go_back);
    bool fix_in_order(const Core& core, std::span<const VariableIndex> order, bool does_go_back,
                      std::size_t& steps_left);
    /// The usual one, then the ends: what is left may have a gap between them, and of what just
    /// touches only an end is left.
    [[nodiscard]] std::vector<Rational> values_to_try(VariableIndex variable) const;

    /// No contradiction and no true values yet: two halves.
    Satisfiability search_further(std::size_t depth, const Propagation& propagation,
                                  std::vector<ProofStep>* proof, Relaxation* relaxation,
                                  std::optional<SplitPoint> split);
    /// The same, by whether a polynomial is at most 0 or more.
    Satisfiability search_cases(std::size_t depth, const Propagation& propagation,
                                std::vector<ProofStep>* proof, Polynomial polynomial);
    std::optional<SplitPoint> choose_split(Relaxation* relaxation);
    [[nodiscard]] std::optional<Rational> middle(VariableIndex v) const;
    Satisfiability contradict(FactPool::Index fact, Core& core, const Propagation& propagation,
                              std::vector<ProofStep>* proof);
    [[nodiscard]] Refutation refutation_by(std::vector<ProofStep> steps) const;
    void collect_statements(const std::vector<ProofStep>& steps,
                            std::vector<RelationIndex>& relations,
                            std::vector<VariableIndex>& quantities) const;

    // Implied intervals.

    struct End {
        bool is_set = false;  ///< false: no bound on that side
        Rational value;
        bool is_open = false;
        bool is_proved = false;  ///< nothing narrower would do
        /// Of one told in digits: there is a solution less than this inside. 0: it is exact.
        Rational room{};
    };

    static Interval narrowed(const Interval& interval, const End& end, bool is_low);

    /// An end of the box that is told in digits.
    struct ToldEnd {
        VariableIndex quantity = 0;
        bool is_low = false;
        Rational room;  ///< as that of End
    };

    class SharedEnds;
    class HardEnds;
    class Nearing;

    /// What the hard constraints say something of that is not known; nothing when that is too much.
    [[nodiscard]] std::optional<std::vector<VariableIndex>> hard_quantities(
        const Core& core, const std::function<bool(VariableIndex)>& is_known) const;

    struct EndsFound {
        bool are_proved = false;
        bool rest_on_solution = false;  ///< they are proved only if there is a solution
    };
    /// Puts the ends of the quantities that propagation does not tell into the box, and what
    /// follows for those that hang on them. REQUIRES: the box is settled, without a contradiction.
    EndsFound find_hard_ends(const Core& core, const std::vector<VariableIndex>& hard);
    /// More ends by those that are found already.
    EndsFound find_other_ends(const Core& core, const std::vector<VariableIndex>& hard,
                              EndsFound found);
    /// What follows from the ends in the box for what was set aside, and how many digits more those
    /// that are told would need for that to be known to nine: a difference has fewer than its terms.
    /// A thousand where no number of them would do.
    int narrow_set_aside(const Core& core, std::span<const ToldEnd> told);
    /// As far as the end may be off.
    static void move_in(Interval& interval, const ToldEnd& end);

    /// Is the end of the box's own interval one that solutions have? False says nothing.
    bool is_end_taken(VariableIndex variable, bool is_low);
    /// A value that the quantity has in a solution where it lies in an interval. The quick answer,
    /// from where the task started, since ends computed on the way are long; nothing says nothing.
    std::optional<Rational> find_value_at_once(VariableIndex variable, const Interval& wanted);

    /// The end, or what is a hair's breadth inside of it.
    static Interval near_end(const Interval& interval, const Rational& end, bool is_open,
                             bool is_low);

    struct Best {
        bool is_set = false;
        NearRational value;
    };

    /// The least or greatest value of a quantity over the box, by branch and bound.
    End find_end(VariableIndex variable, bool is_low,
                 std::size_t boxes_left = most_boxes_for_an_end);

    /// Closes in on an end that find_end() could not prove, from both sides, until no one could see
    /// a difference: such ends are often roots. What comes back is proved, or `outer` again.
    /// An end that is not seen to be a fraction is told in so many `digits`.
    End close_in(VariableIndex variable, bool is_low, const End& outer, int digits);
    /// An end that equations between products of powers leave; nothing where this cannot tell.
    std::optional<End> find_power_end(PowerEnds& ends, VariableIndex variable, bool is_low,
                                      int digits);
    /// Nothing where it is not seen that there are solutions up to it.
    std::optional<End> confirm_end(const LocatedEnd& located, VariableIndex variable, bool is_low,
                                   int digits);
    struct Found {
        Satisfiability answer = Satisfiability::undecided;
        std::optional<Rational> value;  ///< in a solution, where it is a number
        bool is_quick = false;          ///< the fast lane's
    };
    /// Is there a solution in the box with the quantity in the interval? Leaves the box as it was.
    Found find_value(VariableIndex variable, const Interval& wanted);

    static constexpr std::size_t most_quick_quantities = 24;  ///< for the fast lane
    static constexpr std::size_t most_boxes_for_an_end = 12;
    static constexpr std::size_t few_boxes_for_an_end = 3;
    /// `known`: no solution of the box has more.
    void search_end(VariableIndex variable, int direction, std::size_t depth,
                    const std::optional<NearRational>& known, std::size_t& boxes_left, Best& best,
                    std::optional<NearRational>& outer, bool& unbounded);

    /// Can the quantity have this value, or come as near to it as one likes?
    bool is_reached(VariableIndex variable, int direction, const NearRational& bound);

    /// Nothing to gain any more that anyone could see.
    static bool is_close(const Best& best, const std::optional<NearRational>& bound);
    /// All factors but one of products that do not fit have so little room that they fit but for a
    /// hair.
    [[nodiscard]] bool is_near_product(const Relaxation& relaxation) const;
    static void take(Best& best, const NearRational& value);

    /// Of direction * variable.
    [[nodiscard]] std::optional<NearRational> end_of_box(VariableIndex variable,
                                                         int direction) const;
    [[nodiscard]] Interval end_at(VariableIndex variable, int direction,
                                  const NearRational& bound) const;

    /// The linear program's greatest value of direction * variable, or of direction * quotient.
    Simplex::Optimum optimize(VariableIndex variable, int direction,
                              const std::optional<Quotient>& quotient, Relaxation& relaxation);

    const Network& network_;
    const Report& report_;
    Work work_;
    Propagator propagator_;
    Peeling peeling_;
    Completion completion_;
    RootSearch root_search_;
    FreeUnknowns free_unknowns_;
    LinearRows linear_rows_;
    PrintedSolution printed_solution_;
    std::vector<Interval>& box_;  ///< by variable; of the task's quantities only
    std::vector<Interval> start_box_;  ///< what it was at first, where ends are looked for
    std::vector<PolynomialFact> cases_;  ///< that are looked at
    std::vector<VariableIndex> quantities_;
    std::span<const ConstraintIndex> constraints_;
    std::span<const VariableIndex> released_;
    std::vector<Witness::Enclosed> enclosed_;
    std::vector<RelationIndex> divided_by_;  ///< what a proof takes not to be 0, these divide by
    FastLane lane_;
    bool lane_is_ready_ = false;
    bool is_found_in_lane_ = false;
    std::vector<ConstraintIndex> impossible_;  ///< found so, with everything as printed
    std::vector<ConstraintIndex> possible_;    ///< the same
    std::vector<ConstraintIndex> started_;  ///< the constraints whose quantities are quantities_
    // Of a large table one figure or two differ from the last question.
    std::vector<VariableIndex> set_apart_;  ///< what the last task released or gave another interval
    bool is_half_up_ = false;               ///< the last task
    bool is_box_as_started_ = false;        ///< but for set_apart_
    bool does_lane_know_box_ = false;       ///< the last it was asked of, but for changed_
    std::vector<VariableIndex> changed_;
};

}  // namespace brcheck
