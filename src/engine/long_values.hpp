/// Values of variables with as many digits as they take, where words are not enough.
#pragma once

#include "engine/row_box.hpp"
#include "engine/row_plan.hpp"

#include "brcheck/number/rational.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace brcheck {

class LongValues {
public:
    /// None of the variables of `box` has a value yet. REQUIRES: both outlive their use here.
    void reset(const CompiledRows& rows, const RowBox& box, std::size_t variable_count);
    void set(RowVariable variable, const Rational& value) { values_[box_->place(variable)] = value; }
    [[nodiscard]] const Rational& operator[](RowVariable variable) const noexcept {
        return values_[box_->place(variable)];
    }
    /// Sets the variable to what the values of the others in its row make it. False when there is no
    /// such value in its range. REQUIRES: the step has a row, in which the variable occurs once.
    bool follow(const RowPlan::Step& step);
    /// The values satisfy the row.
    [[nodiscard]] bool holds(const Row& row) const;

private:
    [[nodiscard]] Rational sum_without(const Row& row, std::size_t k) const;

    const CompiledRows* rows_ = nullptr;
    const RowBox* box_ = nullptr;
    std::vector<Rational> values_;  ///< by place in the box
};

}  // namespace brcheck
