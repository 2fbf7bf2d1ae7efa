/// What each constraint says of its quantities as printed, in linear inequalities: kept, so that
/// questions about many sets of constraints and released figures are one small linear program each.
/// Others ask JointSolver, which also knows what to do where this does not.
#pragma once

#include "brcheck/expr/polynomial.hpp"
#include "engine/network.hpp"
#include "engine/simplex.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

class LinearRows {
public:
    /// REQUIRES: the network outlives it.
    explicit LinearRows(const Network& network) : network_(network) {}

    enum class Answer : std::uint8_t { feasible, infeasible, unknown };
    /// Relations and printed figures that make a set infeasible, both rising.
    struct Reason {
        std::vector<RelationIndex> relations;
        std::vector<VariableIndex> figures;
    };
    /// Can the constraints hold together, with the released figures anything? Counts its work down
    /// from `work_left`. Of constraints that are not linear it says nothing. REQUIRES: both rise,
    /// and the definitions of all derived quantities are among the constraints.
    Answer ask(std::span<const ConstraintIndex> constraints,
               std::span<const VariableIndex> released, std::uint64_t& work_left, Reason& reason);

    /// The smallest interval that holds all values which the quantity has in solutions, its ends
    /// taken or approached; nothing where this does not tell. REQUIRES: the same; there is one.
    std::optional<Interval> find_range(std::span<const ConstraintIndex> constraints,
                                       std::span<const VariableIndex> released,
                                       VariableIndex variable, std::uint64_t& work_left);

    /// As printed, the constraints are linear, but for rates of one of them each. False for many.
    /// REQUIRES: they rise.
    [[nodiscard]] bool are_linear(std::span<const ConstraintIndex> constraints);

private:
    /// sum >= end, > end or = end. Where a figure's own interval went into it, it names that.
    struct Row {
        std::vector<std::pair<std::uint32_t, Rational>> sum;  ///< by places in known_
        Rational end;
        Sign sign = Sign::zero;
    };
    /// A way to say it, which rests on the intervals of some figures. `is_all`: it says all.
    struct Reading {
        std::vector<Row> rows;
        std::vector<VariableIndex> rests_on;  ///< rising
        bool is_all = true;
    };
    /// What one constraint says. A rate that no other constraint of a question names is left out of
    /// the rows of its constraint: some value of its interval does.
    struct Entry {
        bool is_usable = false;
        std::vector<std::uint32_t> places;  ///< of all quantities that it names, in known_; rising
        bool has_whole = false;             ///< some of its quantities are whole numbers
        std::optional<VariableIndex> rate;
        Polynomial rest;  ///< rest + slope * rate = 0, where there is one
        Polynomial slope;
        std::vector<Reading> readings;  ///< the first that rests on nothing released counts
    };
    struct Known {
        VariableIndex variable = 0;
        Interval given;
        Rational start;
    };

    [[nodiscard]] const Entry& entry(ConstraintIndex constraint);
    [[nodiscard]] Entry make_entry(ConstraintIndex constraint);
    [[nodiscard]] Entry make_entry_of_definition(ConstraintIndex constraint, VariableIndex derived);
    void add_readings(const PolynomialFact& fact, const std::vector<Polynomial>& divisors,
                      Entry& entry);
    void add_rate_readings(const Polynomial& p, const std::vector<Polynomial>& divisors,
                           Entry& entry);
    [[nodiscard]] std::optional<VariableIndex> find_rate(const Polynomial& p) const;
    [[nodiscard]] std::optional<std::vector<Row>> rows_at_ends(const Polynomial& rest,
                                                               const Polynomial& slope,
                                                               int sign_of_slope,
                                                               const Interval& rate);
    Row make_row(const Polynomial& p, Sign sign);
    std::uint32_t place_of(VariableIndex variable);
    void add_place(VariableIndex variable);
    /// Places for a derived quantity and all that it is computed from.
    void add_ranges(VariableIndex derived);
    /// The printed figures on which the signs of the polynomial's quantities rest.
    void add_sources(const Polynomial& p, std::vector<VariableIndex>& list) const;
    [[nodiscard]] int sign_of(const Polynomial& p) const;
    /// Is it the only one of the constraints that names the quantity?
    [[nodiscard]] bool is_alone(VariableIndex variable, ConstraintIndex constraint,
                                std::span<const ConstraintIndex> constraints) const;

    /// What hangs together without a cycle is quickly decided without a program.
    [[nodiscard]] bool is_large_tree(std::span<const ConstraintIndex> constraints);
    struct RowInUse {
        Simplex::Column column;
        ConstraintIndex constraint;
        const Entry* entry;
        const Reading* reading;
    };
    struct Program {
        Simplex simplex;
        std::vector<RowInUse> rows;         ///< by rising column
        std::vector<std::uint32_t> places;  ///< of quantities with columns
        bool is_all = true;                 ///< the rows say all
    };
    /// REQUIRES: the constraints are linear; columns_ has no columns before, and is to have none
    /// once the program is done with.
    Program make_program(std::span<const ConstraintIndex> constraints,
                         std::span<const VariableIndex> released);
    void forget_columns(const Program& program);
    Simplex::Column column_of(std::uint32_t place, Program& program,
                              std::span<const VariableIndex> released);
    [[nodiscard]] Reason reason_of(const Program& program) const;
    std::optional<Interval> range_in(Program& program, std::span<const ConstraintIndex> constraints,
                                     std::span<const VariableIndex> released,
                                     VariableIndex variable);

    static constexpr std::uint32_t none = UINT32_MAX;
    // Of many, one that can go tells of others, where a solution is known. Long sums are no matter
    // for a program.
    static constexpr std::size_t most_constraints = 80;
    static constexpr std::size_t most_names = 400;

    const Network& network_;
    /// By variable, of those known: as given; of derived ones, what that makes of their
    /// definitions.
    std::vector<Interval> box_;
    std::vector<std::uint32_t> places_;  ///< by variable, into known_
    std::vector<Known> known_;
    std::vector<std::uint32_t> entry_of_;  ///< by constraint, into entries_
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> columns_;  ///< by place in known_, in the program at work
};

}  // namespace brcheck
