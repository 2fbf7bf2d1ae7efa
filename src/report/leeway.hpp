/// A relation's tolerance at work: its left side widened, and the way back.
#pragma once

#include "brcheck/number/interval.hpp"
#include "brcheck/report/report.hpp"

#include <optional>

namespace brcheck {

class Leeway {
public:
    explicit Leeway(const std::optional<Tolerance>& tolerance) {
        if (!tolerance) return;
        const Rational& t = tolerance->amount;
        is_relative_ = tolerance->is_relative;
        const Rational middle = is_relative_ ? Rational(1) : Rational(0);
        range_ = Interval::closed(middle - t, middle + t);
    }

    [[nodiscard]] bool is_relative() const noexcept { return is_relative_; }

    [[nodiscard]] Interval widen(const Interval& side) const {
        if (!range_) return side;
        return is_relative_ ? side * *range_ : side + *range_;
    }

    /// The members of `side` that some leeway brings into `widened`.
    [[nodiscard]] Interval undo(const Interval& widened, const Interval& side) const {
        if (!range_) return intersect(widened, side);
        return is_relative_ ? inverse_multiply(widened, *range_, side)
                            : inverse_add(widened, *range_, side);
    }

private:
    std::optional<Interval> range_;
    bool is_relative_ = false;
};

}  // namespace brcheck
