/// Values near which all rows hold, and every variable is well inside its range: a proposal, so
/// floating point may make it. What is read from it is checked exactly by whoever asked.
///
/// Newton's method for more unknowns than equations: each step is the least one, measured in the
/// widths of the ranges, that makes the linearized rows right. Where that leads out of a range, the
/// ranges are narrowed first to what the rows leave of them; in the end what would still go out
/// stays near the end, and the others go on.
#pragma once

#include "engine/row_box.hpp"
#include "engine/row_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

class RowGuess {
public:
    static constexpr std::size_t most_rows = 24;

    /// False when no such values were found, or the rows are too many.
    /// REQUIRES: `box` holds `variables` in this order, and these are all variables of the rows.
    bool find(const CompiledRows& rows, const RowBox& box, std::span<const RowVariable> variables,
              std::span<const std::uint32_t> row_numbers);
    /// A number of few digits near the value of the variable at this place, the preferred one where
    /// it is as near as that. REQUIRES: find() succeeded. May throw FractionOverflow.
    [[nodiscard]] Fraction near(std::uint32_t place, Fraction preferred) const;
    /// The same, a whole number.
    [[nodiscard]] Fraction near_whole(std::uint32_t place) const;

private:
    static constexpr std::uint32_t none = UINT32_MAX;

    struct Guess {
        double low = 0;      ///< the range; infinite where there is no end
        double high = 0;
        double lowest = 0;   ///< where the value may go: not quite to the ends
        double highest = 0;
        double value = 0;
        double width = 0;
        double weight = 0;   ///< the square of the width; 0 for what does not move
        double move = 0;
        double leeway = 0;   ///< what its rows do not mind
        std::uint32_t last_member = none;
        bool is_set = false;
    };
    struct Member {
        std::uint32_t place = 0;
        std::uint32_t row = 0;
        std::uint32_t last = none;  ///< the one before it of the same variable
        double slope = 0;  ///< of a sum the coefficient
    };
    struct Equation {
        std::uint32_t begin = 0;  ///< of its members
        std::uint32_t end = 0;
        bool is_product = false;
        double constant = 0;
        double rate = 0;
        double residual = 0;
        double size = 0;  ///< what it comes to when all move by their width
        double room = 0;  ///< the same for the one that moves it least
    };

    void enter_ranges(const RowBox& box, std::span<const RowVariable> variables);
    void enter_rows(const CompiledRows& rows, const RowBox& box,
                    std::span<const std::uint32_t> row_numbers);
    [[nodiscard]] bool narrow();
    [[nodiscard]] bool cut(std::uint32_t place, double low, double high);
    [[nodiscard]] bool narrow_sum(const Equation& equation);
    [[nodiscard]] bool narrow_product(const Equation& equation);
    void set_out();
    void set_unbounded();
    void set(Guess& guess, double value);
    bool approach(bool may_leave_out);
    [[nodiscard]] double follow(const Equation& equation, std::size_t k) const;
    void linearize();
    [[nodiscard]] double worst_residual() const;
    bool solve();
    bool factorize();
    bool step();
    void measure_leeway();

    std::vector<Guess> guesses_;        ///< by place
    std::vector<Equation> equations_;
    std::vector<Member> members_;
    std::vector<double> solution_;      ///< by equation
    std::vector<double> matrix_;        ///< lower half, row by row
    bool is_linear_ = false;            ///< all rows are sums
    bool is_bounded_ = false;           ///< all ranges have both ends
    bool is_stopped_ = false;           ///< at the end of a range
};

}  // namespace brcheck
