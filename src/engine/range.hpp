/// Intervals whose ends are machine words, for the fast lane.
#pragma once

#include "brcheck/number/interval.hpp"
#include "engine/fraction.hpp"

#include <cstdint>

namespace brcheck {

/// An interval whose ends are words. Empty when low > high, or low = high with an open end.
struct Range {
    Fraction low;
    Fraction high;
    bool has_low = false;
    bool has_high = false;
    bool low_open = false;
    bool high_open = false;

    static Range point(Fraction value) { return {value, value, true, true, false, false}; }
    [[nodiscard]] bool is_empty() const noexcept;
    [[nodiscard]] bool is_point() const noexcept { return has_low && has_high && low == high; }
    [[nodiscard]] bool is_positive() const noexcept {
        return has_low && (low.sign() > 0 || (low.sign() == 0 && low_open));
    }
    [[nodiscard]] bool contains(Fraction value) const noexcept;
    /// Something of the other one, which is not empty, lies outside.
    [[nodiscard]] bool cuts(const Range& other) const noexcept;
    /// Keeps what lies in the other one, too.
    void narrow(const Range& other) noexcept;
    /// Adds what lies in the other one, and between. REQUIRES: none is empty.
    void widen(const Range& other) noexcept;
    friend bool operator==(const Range& a, const Range& b) noexcept;
};

// All of these may throw FractionOverflow.

/// An interval divided by a scale, and the way back.
Range range_of(const Interval& interval, Fraction scale);
Interval interval_of(const Range& range, Fraction scale);
/// a / scale, a whole number where it can be. REQUIRES: scale > 0.
Fraction scaled_down(Fraction a, Fraction scale);

Fraction floor_of(Fraction a);

/// {factor * x}. REQUIRES: factor is not 0.
Range scaled(const Range& x, std::int64_t factor);
/// The x whose multiple by `factor` lies in `range`. REQUIRES: factor is not 0.
Range unscaled(const Range& range, std::int64_t factor);
/// {rate * x + constant}. REQUIRES (here and below): rate is not 0.
Range affine(const Range& x, Fraction rate, Fraction constant);
/// The x whose image under that lies in `range`.
Range affine_inverse(const Range& range, Fraction rate, Fraction constant);

/// {x * d} and {x / d}, exactly. REQUIRES: d is positive.
Range product(const Range& x, const Range& d);
Range quotient(const Range& x, const Range& d);
/// Positive d with some x * d in `result`: an interval.
Range divisors(const Range& x, const Range& result);

/// Ends of many digits moved outward to short ones.
void round_outward(Range& range);

}  // namespace brcheck
