/// A set of real numbers between two ends, each closed, open or infinite; the empty set is a value.
///
/// Arithmetic returns the smallest interval that holds every result f(a, b) with a in A and b in B
/// for which f is defined ("hull of the image"). Ends are exact rationals; only roots may be
/// rounded, then outward, and the rounded end is open. Flags are exact: an end of a result is
/// closed if and only if it is attained.
///
/// Rules of the ends at infinity and zero follow IEEE Std 1788-2015, section 10.5, carried over to
/// open ends: an infinite end times a zero end is 0.
#pragma once

#include "brcheck/number/rational.hpp"

#include <cstdint>
#include <string>

namespace brcheck {

class Interval {
public:
    /// All real numbers.
    Interval() = default;
    /// The single value.
    explicit Interval(const Rational& point);

    static Interval all() { return {}; }
    static Interval empty();
    /// [low, high]; empty when low > high.
    static Interval closed(Rational low, Rational high);
    /// Ends open where said; empty when nothing lies between.
    static Interval between(Rational low, bool low_open, Rational high, bool high_open);
    /// [low, inf) or (low, inf).
    static Interval at_least(Rational low, bool open = false);
    /// (-inf, high] or (-inf, high).
    static Interval at_most(Rational high, bool open = false);

    [[nodiscard]] bool is_empty() const noexcept { return empty_; }
    /// No bound on either side. False for the empty interval.
    [[nodiscard]] bool is_all() const noexcept;
    /// Exactly one value.
    [[nodiscard]] bool is_point() const noexcept;
    [[nodiscard]] bool has_low() const noexcept { return has_low_; }
    [[nodiscard]] bool has_high() const noexcept { return has_high_; }
    /// REQUIRES: has_low() / has_high().
    [[nodiscard]] const Rational& low() const noexcept { return low_; }
    [[nodiscard]] const Rational& high() const noexcept { return high_; }
    /// True for an infinite end, too: it is not attained.
    [[nodiscard]] bool low_open() const noexcept { return !has_low_ || low_open_; }
    [[nodiscard]] bool high_open() const noexcept { return !has_high_ || high_open_; }

    [[nodiscard]] bool contains(const Rational& value) const;
    /// Every element of `other` lies in this one.
    [[nodiscard]] bool contains(const Interval& other) const;
    [[nodiscard]] bool contains_zero() const { return contains(Rational(0)); }
    /// Every element is > 0 (>= 0 for the second). True for the empty interval.
    [[nodiscard]] bool is_positive() const;
    [[nodiscard]] bool is_nonnegative() const;
    [[nodiscard]] bool is_negative() const;
    [[nodiscard]] bool is_nonpositive() const;

    /// "[23.55, 23.65]", "(4000, inf)", "(-inf, inf)", "empty"; ends as p/q where they have no
    /// finite decimal form. For tests and traces; people see render's words.
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const Interval& a, const Interval& b) noexcept;

private:
    Rational low_;
    Rational high_;
    bool has_low_ = false;
    bool has_high_ = false;
    bool low_open_ = false;
    bool high_open_ = false;
    bool empty_ = false;
};

Interval intersect(const Interval& a, const Interval& b);
/// Some number lies in both: intersect() is not empty, at less cost.
bool meets(const Interval& a, const Interval& b);
/// The smallest interval that holds both.
Interval hull(const Interval& a, const Interval& b);

Interval operator-(const Interval& a);
Interval operator+(const Interval& a, const Interval& b);
Interval operator-(const Interval& a, const Interval& b);
Interval operator*(const Interval& a, const Interval& b);
/// {a / b : b != 0}. Empty when B is {0}; the hull of both pieces when B has zero inside.
Interval operator/(const Interval& a, const Interval& b);
/// A^n for a whole exponent of either sign; a^0 = 1 for every a, 0^n is undefined for n < 0.
Interval power(const Interval& a, std::int64_t exponent);
/// A^(p/q) for non-negative members of A (others are left out): exponentiation as used for compound
/// rates. REQUIRES: exponent not an integer, or use power().
Interval power(const Interval& a, const Rational& exponent);
Interval abs(const Interval& a);
Interval min(const Interval& a, const Interval& b);
Interval max(const Interval& a, const Interval& b);
/// The whole numbers' hull: ends moved inward to the next integer, closed. [1.2, 3) -> [1, 2]
/// is wrong and [2, 2] is right: an open whole end moves one further.
Interval round_to_whole(const Interval& a);

// Inverses: what the result Y allows of the operand, given what the other operand may be. Each
// returns a subset of its last-named operand `x`, and never drops a member that has a partner.

/// {x in X : exists b in B with x + b in Y}.
Interval inverse_add(const Interval& y, const Interval& b, const Interval& x);
/// {x in X : exists b in B with x * b in Y}; keeps X whole when B and Y both contain 0. Sharper than
/// Y / B: uses the sign of X to drop the piece of a two-piece quotient that X excludes.
Interval inverse_multiply(const Interval& y, const Interval& b, const Interval& x);
/// {x in X : exists b in B, b != 0, with x / b in Y}.
Interval inverse_divide_numerator(const Interval& y, const Interval& b, const Interval& x);
/// {x in X, x != 0 : exists a in A with a / x in Y}.
Interval inverse_divide_denominator(const Interval& y, const Interval& a, const Interval& x);
/// {x in X : x^n in Y}, hull over both signs of x for an even exponent.
Interval inverse_power(const Interval& y, std::int64_t exponent, const Interval& x);
/// {x in X : |x| in Y}.
Interval inverse_abs(const Interval& y, const Interval& x);

}  // namespace brcheck
