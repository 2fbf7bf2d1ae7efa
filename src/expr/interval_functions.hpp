/// What the operations of the relation language do to intervals: the columns `forward` and
/// `inverse` of the table in expr/function.cpp, with the contracts of brcheck/expr/function.hpp.
#pragma once

#include "brcheck/number/interval.hpp"

#include <span>

namespace brcheck {

using Operands = std::span<const Interval>;
using NarrowedOperands = std::span<Interval>;

Interval forward_negate(Operands x);
Interval forward_sum(Operands x);  ///< of one operand or more
Interval forward_difference(Operands x);
Interval forward_product(Operands x);  ///< of two
Interval forward_quotient(Operands x);
Interval forward_growth(Operands x);
Interval forward_index(Operands x);
Interval forward_mean(Operands x);
Interval forward_min(Operands x);
Interval forward_max(Operands x);
Interval forward_abs(Operands x);

void inverse_negate(const Interval& y, NarrowedOperands x);
void inverse_sum(const Interval& y, NarrowedOperands x);
void inverse_difference(const Interval& y, NarrowedOperands x);
void inverse_product(const Interval& y, NarrowedOperands x);
void inverse_quotient(const Interval& y, NarrowedOperands x);
void inverse_growth(const Interval& y, NarrowedOperands x);
void inverse_index(const Interval& y, NarrowedOperands x);
void inverse_mean(const Interval& y, NarrowedOperands x);
void inverse_min(const Interval& y, NarrowedOperands x);
void inverse_max(const Interval& y, NarrowedOperands x);
void inverse_abs(const Interval& y, NarrowedOperands x);

// expr/power_functions.cpp

Interval forward_power(Operands x);
Interval forward_sqrt(Operands x);
/// (new / old)^(1 / years) - 1; nothing for ratios below 0.
Interval forward_cagr(Operands x);

/// Leaves the exponent as it is.
void inverse_power(const Interval& y, NarrowedOperands x);
void inverse_sqrt(const Interval& y, NarrowedOperands x);
/// Leaves the years as they are.
void inverse_cagr(const Interval& y, NarrowedOperands x);

// expr/weighted_mean.cpp

/// The mean of x[0], x[2], ... with the weights x[1], x[3], ..., of which none is below 0 and not
/// all are 0; other weights are left out.
Interval forward_weighted(Operands x);
void inverse_weighted(const Interval& y, NarrowedOperands x);

/// The sum of many intervals, from which any one can be taken out again: ends that are infinite or
/// open are counted.
class IntervalTotal {
public:
    explicit IntervalTotal(Operands members);

    [[nodiscard]] bool has_empty_member() const noexcept { return has_empty_; }
    [[nodiscard]] Interval interval() const;
    /// The sum of all members but one. REQUIRES: `member` is one, and none is empty.
    [[nodiscard]] Interval without(const Interval& member) const;

private:
    struct End {
        Rational finite;           ///< sum of the finite ends
        std::size_t infinite = 0;  ///< how many ends are infinite
        std::size_t open = 0;      ///< how many ends are finite and open
    };
    static Interval between(const End& low, const End& high);

    End low_;
    End high_;
    bool has_empty_ = false;
};

}  // namespace brcheck
