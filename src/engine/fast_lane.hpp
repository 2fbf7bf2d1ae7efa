/// The quick answer where there is one: components of figures and constraints that are proved
/// satisfiable, or impossible, in words of the machine. What it does not decide, the general solver
/// has to.
///
/// A component without a cycle is decided completely: from the leaves to the root each row hands on
/// exactly what it allows (an interval, since sums and products by a positive number have no gaps),
/// and what the root may be belongs to solutions. On a cycle values are proposed, or some figures
/// are held at one value so that the rest has none; a solution found is one, though none need be
/// found. What all rows leave of an interval is outward of the truth there: nothing left is a proof,
/// too.
#pragma once

#include "engine/compiled_rows.hpp"
#include "engine/long_values.hpp"
#include "engine/row_box.hpp"
#include "engine/row_guess.hpp"
#include "engine/row_plan.hpp"
#include "engine/sum_table.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace brcheck {

/// Keeps its memory from one report to the next.
class FastLane {
public:
    /// REQUIRES: the network outlives what is asked of this later.
    void compile(const Network& network);

    /// Decides each component of the given constraints, with each quantity in its interval of
    /// `box`. Derived quantities whose definition is given are best all numbers: what they are
    /// follows, and computed ends are long. Costs what it touches, however large the report.
    /// `want_implied`: implied() as well; on cycles where it would not know that, it does not look
    /// for a solution either. `changed`: all but these quantities' intervals is as it was the last
    /// time, which helps; constraints may have been added, with quantities. REQUIRES: `quantities`
    /// has all that the constraints name.
    void decide(std::span<const Interval> box, std::span<const ConstraintIndex> constraints,
                std::span<const VariableIndex> quantities, bool want_implied,
                std::optional<std::span<const VariableIndex>> changed = std::nullopt);

    /// For many reports that differ only in their figures' intervals: compile(), and everything else
    /// that follows from the relations, done once. Scales and the order of computation are chosen for
    /// the intervals of `network`'s report; others are decided, too, fastest where figures have as
    /// many decimals as there.
    void prepare(const Network& network);
    /// decide() for all constraints and quantities of the prepared network. What comes back depends
    /// on that and the box alone, not on earlier questions. No memory is allocated once it is large
    /// enough, but for numbers longer than words. REQUIRES: prepare() was called after compile(), if
    /// that was; `box` holds the intervals of all quantities.
    void decide_prepared(std::span<const Interval> box, bool want_implied);

    /// Every quantity is decided, and so is every constraint.
    [[nodiscard]] bool all_decided() const noexcept { return all_decided_; }
    /// The constraints are proved not to hold together. False says nothing.
    [[nodiscard]] bool is_impossible() const noexcept { return is_impossible_; }
    /// What the last decision took, in steps of about a microsecond, counted.
    [[nodiscard]] std::uint64_t work() const noexcept { return looks_ / 8; }
    /// The component of `quantity`, of those last given, is proved satisfiable. False says nothing.
    [[nodiscard]] bool is_decided(VariableIndex quantity) const noexcept {
        return answers_[quantity] >= Answer::solved;
    }
    /// The quantity's value in a solution of its component: the same one for the whole component.
    /// REQUIRES: is_decided(quantity).
    [[nodiscard]] Rational witness(VariableIndex quantity) const;
    /// The smallest interval that holds all values which the quantity takes in solutions of its
    /// component (a closed end is taken, an open one approached), where that is known. It is for
    /// components without a cycle; on a cycle for most figures. Nothing unless decide() was asked
    /// for it.
    [[nodiscard]] std::optional<Interval> implied(VariableIndex quantity) const;

private:
    // Cyclic components from this size on are taken for tables first, and from that size on for
    // nothing else.
    static constexpr std::size_t table_size = 60;
    static constexpr std::size_t largest_cyclic = 10'000;

    enum class Answer : std::uint8_t {
        none,
        impossible,
        solved,
        solved_at_length,  ///< its value is among the long ones
        implied,  ///< solved, and its range in implied_ is all of its values
    };
    /// A row and the place in it of the variable that it was reached from.
    struct Branch {
        std::uint32_t row = 0;
        std::uint32_t from = 0;
    };

    struct Forest {
        std::vector<Branch> branches;  ///< each after what leads to it
        std::vector<RowVariable> roots;
    };
    /// What hangs together by rows.
    struct Component {
        std::vector<RowVariable> variables;
        std::vector<std::uint32_t> row_numbers;
        Forest forest;         ///< of the rows, as they were reached from the first variable
        bool is_tree = false;  ///< the forest closes no cycle
        bool is_open = false;  ///< left out constraints touch it
    };
    struct Prepared {
        Component component;
        RowPlan plan;  ///< of one with cycles
    };

    void start();
    void mark_left_out(std::span<const ConstraintIndex> constraints);
    [[nodiscard]] bool is_active(std::uint32_t row) const {
        return active_[rows_.rows()[row].constraint];
    }
    void count_active_rows(std::size_t constraint_count);
    void collect_component(RowVariable start);
    [[nodiscard]] Answer decide_component(std::span<const Interval> box, bool want_implied);
    [[nodiscard]] Answer decide_tree(bool want_implied);
    [[nodiscard]] Answer decide_cycles(bool want_implied);
    /// What emptiness proves.
    [[nodiscard]] Answer nothing_left() const noexcept {
        return is_sign_assumed_ ? Answer::none : Answer::impossible;
    }
    /// False when it is empty.
    bool find_initial_range(RowVariable variable, std::span<const Interval> box,
                            Range& range) const;
    void sort_variables();
    bool answer_component(std::span<const Interval> box, bool want_implied);
    bool enter_table(std::span<const Interval> box, std::span<const RowVariable> variables,
                     bool (SumTable::*enter)(RowVariable, const Range&));
    bool solve_table(std::span<const Interval> box);
    bool solve_table_again(std::span<const Interval> box);
    /// For anything but a table.
    [[nodiscard]] bool is_too_large() const {
        return !component_.is_tree && component_.variables.size() > largest_cyclic;
    }
    bool goes_on(std::span<const Interval> box, std::span<const ConstraintIndex> constraints,
                 std::span<const VariableIndex> quantities);
    bool add_to_table(ConstraintIndex constraint);
    void mark_table_solved();
    void copy_table_values();
    /// Nothing: go on.
    [[nodiscard]] std::optional<Answer> load(std::span<const Interval> box);
    [[nodiscard]] std::optional<Answer> make_divisors_positive();
    void swap_factors(Branch& branch);
    [[nodiscard]] bool is_implied_positive(RowVariable variable) const;
    bool narrow_upward(const Forest& forest);
    bool narrow_downward(const Forest& forest);
    bool narrow_everywhere();
    [[nodiscard]] bool hold_cycles();
    bool solve_with_held();
    bool solve_as_printed();
    bool solve_by_guess();
    bool follow_guess(const RowPlan& plan, std::optional<RowVariable>& culprit);
    bool follow_guess_in_words(const RowPlan& plan, std::optional<RowVariable>& culprit);
    bool follow_guess_at_length(const RowPlan& plan, std::optional<RowVariable>& culprit);
    [[nodiscard]] Fraction value_near_guess(RowVariable variable) const;
    bool dive_again_and_again();
    bool dive(bool prefers_printed, std::optional<RowVariable>& culprit);
    bool try_source(RowVariable variable, Fraction value, std::size_t& work_left);
    bool spread_from(RowVariable variable, std::size_t& work_left);
    void find_implied_on_cycle();
    bool hold_at_corner(unsigned corner);
    [[nodiscard]] std::optional<RowVariable> grow_forest();
    [[nodiscard]] RowVariable choose_held(const Row& closing_row) const;
    bool read_witness(const Forest& forest);
    [[nodiscard]] bool is_witness() const;
    Answer keep_answers(Answer answer);
    void keep_long_values();
    void forget_answers();

    CompiledRows rows_;
    RowBox box_;
    RowGuess guess_;
    RowPlanner planner_;
    const RowPlan* prepared_plan_ = nullptr;  ///< of the component at work
    LongValues long_values_;
    SumTable table_;
    std::vector<bool> active_;              ///< by constraint; all false between questions
    std::vector<Answer> answers_;           ///< by quantity
    std::vector<Fraction> values_;          ///< by quantity; those of a single table stay there
    std::vector<Rational> witness_at_length_;  ///< by quantity; empty unless needed
    std::vector<Range> implied_;            ///< by quantity; empty unless asked for
    std::vector<bool> is_left_out_;         ///< by constraint: it is not in the rows
    std::vector<ConstraintIndex> all_constraints_;  ///< of what is prepared
    std::vector<Prepared> prepared_;
    std::vector<VariableIndex> open_ends_;  ///< quantities of given constraints that are left out
    bool is_one_table_ = false;             ///< the last question was, and stands in table_
    std::vector<ConstraintIndex> table_constraints_;  ///< of that question
    std::optional<std::span<const VariableIndex>> changed_;  ///< since that one
    bool all_decided_ = false;
    bool is_impossible_ = false;
    std::size_t most_rows_ = 0;             ///< that the given constraints can have
    std::uint64_t looks_ = 0;               ///< at a place of a row, or as long as that
    std::vector<std::uint32_t> seen_;       ///< by variable: the last walk that came by
    std::vector<std::uint32_t> row_seen_;   ///< by row
    std::uint32_t walk_ = 0;                ///< never falls but in compile()

    // The component at work.
    Component component_;
    std::vector<Branch*> swapped_;          ///< whose rows have their factors the other way round
    Forest held_forest_;                    ///< what is left of it without the held variables
    std::vector<RowVariable> order_;        ///< variables of the forest, as they were reached
    std::vector<RowVariable> held_;         ///< at one value, so that the rest has no cycle
    std::vector<bool> is_held_;             ///< by variable
    std::vector<RowVariable> given_first_;
    std::vector<std::uint32_t> agenda_;     ///< rows
    std::vector<bool> is_waiting_;          ///< by row: on the agenda
    std::vector<Range> reached_;            ///< by place in the component: taken by solutions
    bool is_table_ = false;                 ///< entered as one
    bool is_long_ = false;                  ///< the values that solve it are the long ones
    bool is_sign_assumed_ = false;          ///< of a divisor
    bool is_whole_open_ = false;            ///< a whole number has more than one value left
};

}  // namespace brcheck
