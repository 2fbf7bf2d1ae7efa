/// Values near which all rows hold, and every variable is well inside its range: a proposal, so
/// floating point may make it. What is read from it is checked exactly by whoever asked.
///
/// Newton's method for more unknowns than equations: each step is the least one, measured in the
/// widths of the ranges, that makes the linearized rows right. What would leave its range stays
/// near the end of it, and the others go on.
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
    /// False when no such values were found, or the rows are too many.
    /// REQUIRES: `steps` give all variables of the rows a value.
    bool find(const CompiledRows& rows, const RowBox& box, std::span<const RowPlan::Step> steps,
              std::span<const std::uint32_t> row_numbers);
    /// A number of few digits near the value, the preferred one where it is as near as that.
    /// REQUIRES: find() succeeded with the variable. May throw FractionOverflow.
    [[nodiscard]] Fraction near(RowVariable variable, Fraction preferred) const;

private:
    struct Guess {
        double low = 0;   ///< of what the value may be; infinite where there is no end
        double high = 0;
        double value = 0;
        double width = 0;
        double weight = 0;  ///< the square of the width; 0 for what does not move
        double leeway = 0;  ///< what its rows do not mind
    };

    void enter(const CompiledRows& rows, const RowBox& box, std::span<const RowPlan::Step> steps);
    [[nodiscard]] double follow(const CompiledRows& rows, const RowPlan::Step& step) const;
    void linearize(const CompiledRows& rows, std::span<const std::uint32_t> row_numbers);
    [[nodiscard]] double worst_residual() const;
    void measure_leeway();
    bool solve();
    void step();

    std::vector<std::uint32_t> place_;  ///< by variable
    std::vector<Guess> guesses_;
    std::vector<std::uint32_t> begin_;  ///< by row, into members_; one more at the end
    std::vector<std::uint32_t> members_;
    std::vector<double> slopes_;        ///< by place in members_
    std::vector<double> residuals_;     ///< by row, later what solves the linear system
    std::vector<double> sizes_;         ///< by row: what it comes to when all move by their width
    std::vector<double> rooms_;         ///< by row: the same for the one that moves it least
    std::vector<double> matrix_;        ///< lower half, row by row
    std::vector<double> moves_;         ///< by guess
};

}  // namespace brcheck
