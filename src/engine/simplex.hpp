/// Exact linear programming over bounded variables, strict bounds included.
///
/// The general simplex of Dutertre and de Moura (A Fast Linear-Arithmetic Solver for DPLL(T), CAV
/// 2006): every variable may have bounds, each row defines a further variable as a sum of others,
/// and strict bounds are pairs (value, multiple of an infinitesimal), so that no epsilon is guessed.
/// Bland's rule makes every run end; the work is counted.
///
/// Each question is first put to a FloatSimplex. What it guesses, the bounds that meet at the
/// answer, leaves a few equations, which are solved and checked exactly; only where that check
/// fails does the exact method run. So floating point never decides.
#pragma once

#include "brcheck/number/rational.hpp"
#include "engine/enclosed_program.hpp"
#include "engine/exact_program.hpp"
#include "engine/float_simplex.hpp"
#include "engine/near_number.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace brcheck {

class Simplex {
public:
    using Column = std::uint32_t;
    using Combination = std::vector<std::pair<Column, Rational>>;

    /// A bound that takes part in a conflict. The multiples of all, taken as "x - low >= 0" and
    /// "high - x >= 0" with the rows put in, add up to a constant that is below 0, or to 0 where one
    /// of them is strict.
    struct ConflictPart {
        Column column = 0;
        bool is_low = false;
        Rational multiple;  ///< > 0
    };

    /// A variable without bounds. The search for a solution begins at `start`: near one it is short.
    Column add_column(Rational start = Rational());
    /// A variable equal to a sum. REQUIRES: the columns exist.
    Column add_row(const Combination& sum);
    /// Replaces the bound; `strict` excludes the bound itself.
    void set_low(Column column, const Rational& bound, bool strict = false);
    void set_high(Column column, const Rational& bound, bool strict = false);

    enum class Status : std::uint8_t { feasible, infeasible, unbounded, stopped };
    /// Feasible or infeasible, or `stopped` when `work_left` ran out. Looks for values within all bounds.
    Status solve();
    /// After `infeasible`.
    [[nodiscard]] const std::vector<ConflictPart>& conflict() const noexcept { return conflict_; }

    /// The greatest value of a sum within all bounds: nothing when there is none. The infinitesimal
    /// part tells whether it is attained (0) or only approached (< 0). REQUIRES: the last solve()
    /// was feasible and no bound changed since; afterwards that still holds, at the optimum.
    struct Optimum {
        Status status = Status::stopped;  ///< feasible (then `value` is it), unbounded or stopped
        NearRational value;
    };
    Optimum maximize(const Combination& sum);
    /// The same for (numerator + n_constant) / (denominator + d_constant), for which it may stop
    /// though there is one. REQUIRES: what divides is positive all over the program.
    Optimum maximize_quotient(const Combination& numerator, const Rational& n_constant,
                              const Combination& denominator, const Rational& d_constant);

    [[nodiscard]] NearRational value(Column column) const;
    [[nodiscard]] bool is_at_low(Column column) const;
    [[nodiscard]] bool is_at_high(Column column) const;
    /// Values without infinitesimals that satisfy every bound, by column. REQUIRES: feasible.
    [[nodiscard]] std::vector<Rational> concrete_values() const;

    /// Sixteen entries of rows changed count one, long numbers more.
    std::uint64_t work_left = UINT64_MAX;

private:
    struct Bound {
        bool is_set = false;
        NearRational value;
    };
    struct ColumnState {
        Bound low;
        Bound high;
        NearRational value;
        std::int32_t row = -1;  ///< the row of a basic column, -1 for a free one
    };
    using Row = Combination;  ///< basic = sum of free columns, by rising column

    [[nodiscard]] static const Rational* find(const Row& row, Column column);
    bool spend_on_pivot(Column entering);
    static void add_multiple(Row& row, const Rational& factor, const Row& more);
    void move_free(Column column, const NearRational& value);
    void pivot(std::size_t row, Column entering);
    [[nodiscard]] bool is_below_low(const ColumnState& c) const {
        return c.low.is_set && c.value < c.low.value;
    }
    [[nodiscard]] bool is_above_high(const ColumnState& c) const {
        return c.high.is_set && c.value > c.high.value;
    }
    [[nodiscard]] bool can_rise(const ColumnState& c) const {
        return !c.high.is_set || c.value < c.high.value;
    }
    [[nodiscard]] bool can_fall(const ColumnState& c) const {
        return !c.low.is_set || c.value > c.low.value;
    }
    [[nodiscard]] bool bounds_cross(Column column);
    [[nodiscard]] bool is_out_of_bounds(const ColumnState& c) const {
        return is_below_low(c) || is_above_high(c);
    }
    [[nodiscard]] Row in_free_columns(const Combination& sum) const;

    // What the guess is made from (simplex_guide.cpp) and worth (simplex_guided.cpp).

    /// The rows as they are now, seen from the values as they were when this was made.
    struct Guide {
        FloatSimplex program;
        std::vector<FloatSimplex::Column> place_of;  ///< by column
        std::vector<Column> column_at;               ///< the other way round
        std::vector<double> scale;                   ///< by column
        std::uint64_t work_counted = 0;
        std::uint64_t moves_taken = 0;  ///< of the program, when the values were taken from it
        std::vector<FloatSimplex::Place> places_taken{};  ///< by column, at that time
        std::optional<EnclosedProgram> enclosed{};  ///< these programs are made when needed
        /// Basic columns there that are at a bound, or too near to it for enclosures, with their
        /// exact values.
        std::vector<std::pair<Column, NearRational>> touching{};
        std::vector<std::vector<std::size_t>> rows_with{};  ///< by column, once needed
        std::optional<ExactProgram<Fraction>> in_words{};
        bool are_words_too_short = false;
        std::optional<ExactProgram<Rational>> at_length{};
        /// Which of them has the values as they are now, or the columns have. Only enclosed, they
        /// are those at places_taken, and computed once they are asked for.
        enum class Values : std::uint8_t {
            in_columns,
            enclosed,
            in_words,
            at_length
        } values = Values::in_columns;
    };
    [[nodiscard]] std::vector<double> reach_of_columns() const;
    void make_guide();
    [[nodiscard]] EnclosedProgram enclosed_program() const;
    template <typename Number>
    [[nodiscard]] ExactProgram<Number> exact_program() const;
    /// What `ask` says of the program in words, or where these are too short, at length.
    template <typename Ask>
    auto ask_exactly(const Ask& ask) const;
    template <typename Program>
    void take_point_of(Program& program) const;
    [[nodiscard]] bool is_only_enclosed() const {
        return guide_ && guide_->values == Guide::Values::enclosed;
    }
    void compute_values() const;
    /// False says nothing.
    bool take_enclosed_point();
    /// Where columns at some places meet: those that are not basic, and others, known so far.
    struct Told {
        std::span<const FloatSimplex::Place> places;
        std::vector<std::pair<Column, NearRational>> values;
    };
    [[nodiscard]] std::optional<NearRational> told_value(Column column, const Told& told) const;
    /// A row that has the column, and no other but those told, or told by such rows, `depth` of
    /// them one after the other at most.
    [[nodiscard]] std::optional<std::size_t> row_that_tells(Column column, const Told& told,
                                                            int depth) const;
    /// The value that such rows tell.
    [[nodiscard]] std::optional<NearRational> value_by_rows(Column column, const Told& told,
                                                            int depth) const;
    [[nodiscard]] const NearRational& value_at(Column column, FloatSimplex::Place place) const;
    [[nodiscard]] bool is_at_bound(Column column, bool is_low) const;
    [[nodiscard]] std::vector<FloatSimplex::Place> guessed_places() const;
    /// Forgets the guide, but not the values.
    void leave_guide();
    static constexpr std::uint64_t entries_a_step = 500;  ///< of the guide
    /// As Work::is_out(), of the steps that the table takes once.
    [[nodiscard]] bool is_out_of_work() const;
    void limit_guide();
    bool spend_on_guide();
    /// Nothing when the exact method has to answer.
    std::optional<Status> solve_guided();
    std::optional<Optimum> maximize_guided(const Row& objective);
    /// Goes where the objective seems to be greatest: a solution, if true.
    bool improve_guided(const Row& objective);
    /// Where the guess has it greatest.
    FloatSimplex::Status go_to_guessed_optimum(const Row& objective);
    /// The sum as multiples of other columns, such that, as a rule, all of them are at bounds that
    /// keep it down. Equal to it all over the program.
    Row in_support(const Row& sum) const;
    /// No solution has more; nothing where some column has no bound on that side.
    [[nodiscard]] std::optional<NearRational> bound_from_above(const Row& sum) const;
    /// The value where each column of the sum is at the bound that lets it be greatest; nothing
    /// where one is not.
    [[nodiscard]] std::optional<NearRational> value_at_bounds(const Row& sum) const;
    /// Takes over the point where the guessed bounds meet. Where that is outside of others, even by
    /// a hair, one of these takes part in the guess instead, a few times over.
    FloatSimplex::Status go_to_guessed_point();

    std::vector<ColumnState> columns_;
    std::vector<Row> rows_;
    std::vector<Column> basic_;  ///< by row
    std::vector<ConflictPart> conflict_;
    /// Nothing after any change of rows, bounds or values but its own.
    mutable std::optional<Guide> guide_;
};

}  // namespace brcheck
