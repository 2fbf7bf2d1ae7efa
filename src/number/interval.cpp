#include "brcheck/number/interval.hpp"

#include "brcheck/number/decimal.hpp"

#include <algorithm>
#include <cassert>
#include <optional>
#include <utility>

namespace brcheck {

namespace {

constexpr std::size_t root_bits = 128;
// Powers with a fraction above that are not computed.
constexpr std::int64_t largest_exponent = 1024;

// One end of an interval. `value` is null for an infinite end; it points into an interval.
struct End {
    const Rational* value;
    bool open;

    [[nodiscard]] bool is_finite() const noexcept { return value != nullptr; }
};

End low_end(const Interval& a) noexcept {
    return {a.has_low() ? &a.low() : nullptr, a.low_open()};
}

End high_end(const Interval& a) noexcept {
    return {a.has_high() ? &a.high() : nullptr, a.high_open()};
}

// An end that was computed; infinite without a value.
struct Bound {
    std::optional<Rational> value;
    bool open = true;
};

Interval make_interval(Bound low, Bound high) {
    if (low.value && high.value) {
        return Interval::between(std::move(*low.value), low.open, std::move(*high.value),
                                 high.open);
    }
    if (low.value) {
        return Interval::at_least(std::move(*low.value), low.open);
    }
    if (high.value) {
        return Interval::at_most(std::move(*high.value), high.open);
    }
    return Interval::all();
}

Bound copy_end(End end) {
    return end.is_finite() ? Bound{*end.value, end.open} : Bound{};
}

Bound negate_end(End end) {
    return end.is_finite() ? Bound{-*end.value, end.open} : Bound{};
}

Bound add_ends(End a, End b) {
    return a.is_finite() && b.is_finite() ? Bound{*a.value + *b.value, a.open || b.open} : Bound{};
}

bool is_zero_point(const Interval& a) noexcept {
    return a.is_point() && a.low().is_zero();
}

bool is_above_or_at_zero(const Interval& a) noexcept {
    return a.has_low() && a.low().sign() >= 0;
}

bool is_below_or_at_zero(const Interval& a) noexcept {
    return a.has_high() && a.high().sign() <= 0;
}

Interval positive_part(const Interval& a) {
    return intersect(a, Interval::at_least(Rational(0), true));
}

Interval negative_part(const Interval& a) {
    return intersect(a, Interval::at_most(Rational(0), true));
}

Interval nonnegative_part(const Interval& a) {
    return intersect(a, Interval::at_least(Rational(0)));
}

// The ends of the operands whose product is the given end of A * B, after Moore. With a zero
// factor {0} left out, no infinite end ever meets a zero one here.
class ProductEnds {
public:
    ProductEnds(const Interval& a, const Interval& b)
        : has_zero_(a.contains_zero() || b.contains_zero()) {}

    [[nodiscard]] Bound multiply(End a, End b) const {
        if (!a.is_finite() || !b.is_finite()) {
            return {};
        }
        Rational product = *a.value * *b.value;
        // Zero is reached by a zero factor and whatever the other one is, also if the other end
        // is open.
        const bool open = product.is_zero() ? !has_zero_ : a.open || b.open;
        return {std::move(product), open};
    }

private:
    bool has_zero_;
};

// Of two candidates for an end the one further out (`outward` -1 for the low end); ties are closed
// when either is.
Bound outer_bound(Bound a, Bound b, int outward) {
    if (!a.value || !b.value) {
        return {};
    }
    const auto order = *a.value <=> *b.value;
    if (order == 0) {
        return {std::move(a.value), a.open && b.open};
    }
    return ((order > 0) == (outward > 0)) ? std::move(a) : std::move(b);
}

// {1 / x : x in A} for an A on one side of zero, zero itself at most an open end.
Interval reciprocal(const Interval& a) {
    const bool above = is_above_or_at_zero(a);
    const auto invert = [](End end) {
        assert(end.is_finite());
        return end.value->is_zero() ? Bound{} : Bound{Rational(1) / *end.value, end.open};
    };
    const auto invert_or_zero = [&](End end) {
        return end.is_finite() ? invert(end) : Bound{Rational(0), true};
    };
    return above ? make_interval(invert_or_zero(high_end(a)), invert(low_end(a)))
                 : make_interval(invert(high_end(a)), invert_or_zero(low_end(a)));
}

// Quotients by the positive and by the negative members of the divisor: each an interval, what lies
// between them is not reached.
struct TwoPieces {
    Interval first = Interval::empty();
    Interval second = Interval::empty();

    [[nodiscard]] Interval within(const Interval& x) const {
        return hull(intersect(first, x), intersect(second, x));
    }
};

TwoPieces quotient_pieces(const Interval& a, const Interval& b) {
    TwoPieces pieces;
    if (const Interval above = positive_part(b); !above.is_empty()) {
        pieces.first = a * reciprocal(above);
    }
    if (const Interval below = negative_part(b); !below.is_empty()) {
        pieces.second = a * reciprocal(below);
    }
    return pieces;
}

// Ends of a function that rises over all of A, computed end by end.
template <typename Function>
Interval map_rising(const Interval& a, Function function) {
    if (a.is_empty()) {
        return a;
    }
    const auto map = [&](End end, Toward outward) {
        return end.is_finite() ? function(*end.value, end.open, outward) : Bound{};
    };
    return make_interval(map(low_end(a), Toward::minus_infinity),
                         map(high_end(a), Toward::plus_infinity));
}

Toward opposite(Toward toward) {
    return toward == Toward::minus_infinity ? Toward::plus_infinity : Toward::minus_infinity;
}

// The n-th root with the sign of `value`; a rounded one is open.
Bound signed_root(const Rational& value, std::uint64_t n, bool open, Toward outward) {
    bool exact = false;
    if (value.sign() < 0) {
        Rational size = root(-value, n, root_bits, opposite(outward), &exact);
        return {-size, open || !exact};
    }
    Rational size = root(value, n, root_bits, outward, &exact);
    return {std::move(size), open || !exact};
}

// x^exponent for a positive x other than 1, where the exponent has too long a denominator or is too
// large: base and exponent are replaced by short ones on the safe side.
Bound power_roughly(const Rational& x, const Rational& exponent, bool open, Toward outward) {
    constexpr int largest_bit = 96;
    const bool above_one = x > Rational(1);
    const bool up = outward == Toward::plus_infinity;
    if (exponent > Rational(largest_exponent)) {
        if (above_one) {
            return up ? Bound{} : Bound{Rational(1), true};
        }
        return up ? Bound{Rational(1), true} : Bound{Rational(0), true};
    }
    if (!above_one) {
        const Bound inverse = power_roughly(Rational(1) / x, exponent, open,
                                            up ? Toward::minus_infinity : Toward::plus_infinity);
        return {Rational(1) / *inverse.value, inverse.open};
    }
    // The end is open as soon as one step was rounded.
    bool exact = true;
    const auto shortened = [&](const Rational& value) {
        Rational shorter = shorten(value, root_bits, outward);
        exact = exact && shorter == value;
        return shorter;
    };
    // The whole part is multiplied out; the bits of the rest pick square roots.
    const Rational base = shortened(x);
    Rational rest = exponent - Rational(exponent.floor());
    Rational result = shortened(power(base, exponent.floor().to_int64()));
    Rational factor = base;
    for (int bit = 0; bit < largest_bit && !rest.is_zero(); ++bit) {
        bool root_exact = false;
        factor = root(factor, 2, root_bits, outward, &root_exact);
        exact = exact && root_exact;
        rest = rest * Rational(2);
        if (rest < Rational(1)) continue;
        result = shortened(result * factor);
        rest = rest - Rational(1);
    }
    if (up && !rest.is_zero()) result = result * factor;
    return {std::move(result), open || !exact || !rest.is_zero()};
}

// x^exponent for x >= 0 and a positive exponent.
Bound rational_power(const Rational& x, const Rational& exponent, bool open, Toward outward) {
    constexpr std::int64_t largest_root = 1'000'000'000;
    if (x.is_zero() || x == Rational(1)) {
        return {x, open};
    }
    if (exponent.denominator() > Integer(largest_root) || exponent > Rational(largest_exponent)) {
        return power_roughly(x, exponent, open, outward);
    }
    bool exact = false;
    Rational value = power(x, exponent, root_bits, outward, &exact);
    return {std::move(value), open || !exact};
}

// {x in X : x^n in Y} for n >= 1.
Interval inverse_natural_power(const Interval& y, std::uint64_t n, const Interval& x) {
    const auto take_root = [n](const Rational& value, bool open, Toward outward) {
        return signed_root(value, n, open, outward);
    };
    if (n % 2 == 1) {
        return intersect(map_rising(y, take_root), x);
    }
    const Interval size = map_rising(nonnegative_part(y), take_root);
    return TwoPieces{size, -size}.within(x);
}

std::string format_end(const Rational& value) {
    Integer rest = value.denominator();
    std::int64_t places = 0;
    for (const std::int64_t prime : {2, 5}) {
        std::int64_t times = 0;
        for (Integer next = floor_divide(rest, Integer(prime)); next * Integer(prime) == rest;
             next = floor_divide(rest, Integer(prime))) {
            rest = std::move(next);
            ++times;
        }
        places = std::max(places, times);
    }
    return rest == Integer(1) ? format_decimal(value, places, Toward::nearest) : value.to_string();
}

}  // namespace

Interval::Interval(const Rational& point)
    : low_(point), high_(point), has_low_(true), has_high_(true) {}

Interval Interval::empty() {
    Interval result;
    result.empty_ = true;
    return result;
}

Interval Interval::closed(Rational low, Rational high) {
    return between(std::move(low), false, std::move(high), false);
}

Interval Interval::between(Rational low, bool low_open, Rational high, bool high_open) {
    const auto order = low <=> high;
    if (order > 0 || (order == 0 && (low_open || high_open))) {
        return empty();
    }
    Interval result;
    result.low_ = std::move(low);
    result.high_ = std::move(high);
    result.has_low_ = true;
    result.has_high_ = true;
    result.low_open_ = low_open;
    result.high_open_ = high_open;
    return result;
}

Interval Interval::at_least(Rational low, bool open) {
    Interval result;
    result.low_ = std::move(low);
    result.has_low_ = true;
    result.low_open_ = open;
    return result;
}

Interval Interval::at_most(Rational high, bool open) {
    Interval result;
    result.high_ = std::move(high);
    result.has_high_ = true;
    result.high_open_ = open;
    return result;
}

bool Interval::is_all() const noexcept {
    return !empty_ && !has_low_ && !has_high_;
}

bool Interval::is_point() const noexcept {
    return has_low_ && has_high_ && low_ == high_;
}

bool Interval::contains(const Rational& value) const {
    if (empty_) {
        return false;
    }
    if (has_low_ && (low_open_ ? value <= low_ : value < low_)) {
        return false;
    }
    return !has_high_ || (high_open_ ? value < high_ : value <= high_);
}

bool Interval::contains(const Interval& other) const {
    return other.empty_ || intersect(*this, other) == other;
}

bool Interval::is_positive() const {
    return empty_ || (has_low_ && (low_.sign() > 0 || (low_.is_zero() && low_open_)));
}

bool Interval::is_nonnegative() const {
    return empty_ || is_above_or_at_zero(*this);
}

bool Interval::is_negative() const {
    return empty_ || (has_high_ && (high_.sign() < 0 || (high_.is_zero() && high_open_)));
}

bool Interval::is_nonpositive() const {
    return empty_ || is_below_or_at_zero(*this);
}

std::string Interval::to_string() const {
    if (empty_) {
        return "empty";
    }
    std::string text = low_open() ? "(" : "[";
    text += has_low_ ? format_end(low_) : "-inf";
    text += ", ";
    text += has_high_ ? format_end(high_) : "inf";
    text += high_open() ? ")" : "]";
    return text;
}

bool operator==(const Interval& a, const Interval& b) noexcept {
    return a.empty_ == b.empty_ && a.has_low_ == b.has_low_ && a.has_high_ == b.has_high_ &&
           a.low_open_ == b.low_open_ && a.high_open_ == b.high_open_ &&
           (!a.has_low_ || a.low_ == b.low_) && (!a.has_high_ || a.high_ == b.high_);
}

bool meets(const Interval& a, const Interval& b) {
    const auto is_below = [](const Interval& lower, const Interval& upper) {
        if (!lower.has_high() || !upper.has_low()) return false;
        const auto order = lower.high() <=> upper.low();
        return order < 0 || (order == 0 && (lower.high_open() || upper.low_open()));
    };
    return !a.is_empty() && !b.is_empty() && !is_below(a, b) && !is_below(b, a);
}

Interval intersect(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    const auto inner = [](End first, End second, int inward) {
        if (!first.is_finite() || !second.is_finite()) {
            return first.is_finite() ? first : second;
        }
        const auto order = *first.value <=> *second.value;
        if (order == 0) {
            return End{first.value, first.open || second.open};
        }
        return ((order > 0) == (inward > 0)) ? first : second;
    };
    return make_interval(copy_end(inner(low_end(a), low_end(b), 1)),
                         copy_end(inner(high_end(a), high_end(b), -1)));
}

Interval hull(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return a.is_empty() ? b : a;
    }
    return make_interval(outer_bound(copy_end(low_end(a)), copy_end(low_end(b)), -1),
                         outer_bound(copy_end(high_end(a)), copy_end(high_end(b)), 1));
}

Interval operator-(const Interval& a) {
    return a.is_empty() ? a : make_interval(negate_end(high_end(a)), negate_end(low_end(a)));
}

Interval operator+(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    return make_interval(add_ends(low_end(a), low_end(b)), add_ends(high_end(a), high_end(b)));
}

Interval operator-(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    const auto subtract = [](End first, End second) {
        return first.is_finite() && second.is_finite()
                   ? Bound{*first.value - *second.value, first.open || second.open}
                   : Bound{};
    };
    return make_interval(subtract(low_end(a), high_end(b)), subtract(high_end(a), low_end(b)));
}

Interval operator*(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    if (is_zero_point(a) || is_zero_point(b)) {
        return Interval(Rational(0));
    }
    const bool a_above = is_above_or_at_zero(a);
    const bool b_above = is_above_or_at_zero(b);
    const bool a_below = is_below_or_at_zero(a);
    const bool b_below = is_below_or_at_zero(b);
    const End al = low_end(a);
    const End ah = high_end(a);
    const End bl = low_end(b);
    const End bh = high_end(b);
    const ProductEnds ends(a, b);
    if (!a_above && !a_below && !b_above && !b_below) {
        return make_interval(outer_bound(ends.multiply(al, bh), ends.multiply(ah, bl), -1),
                             outer_bound(ends.multiply(al, bl), ends.multiply(ah, bh), 1));
    }
    // The factor of one sign takes part with its end far from zero, unless both ends of the other
    // would bring the product nearer to zero.
    const End low_a = b_above ? al : b_below ? ah : a_above ? ah : al;
    const End low_b = a_above ? bl : a_below ? bh : b_above ? bh : bl;
    const End high_a = b_above ? ah : b_below ? al : a_above ? ah : al;
    const End high_b = a_above ? bh : a_below ? bl : b_above ? bh : bl;
    return make_interval(ends.multiply(low_a, low_b), ends.multiply(high_a, high_b));
}

Interval operator/(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    if (b.is_positive() || b.is_negative()) {
        return a * reciprocal(b);
    }
    const TwoPieces pieces = quotient_pieces(a, b);
    return hull(pieces.first, pieces.second);
}

Interval power(const Interval& a, std::int64_t exponent) {
    if (a.is_empty()) {
        return a;
    }
    if (exponent == 0) {
        return Interval(Rational(1));
    }
    if (exponent < 0) {
        return Interval(Rational(1)) / power(a, -exponent);
    }
    return map_rising(exponent % 2 == 0 ? abs(a) : a,
                      [exponent](const Rational& value, bool open, Toward /*outward*/) {
                          return Bound{power(value, exponent), open};
                      });
}

Interval power(const Interval& a, const Rational& exponent) {
    Interval base = nonnegative_part(a);
    if (base.is_empty()) {
        return base;
    }
    if (exponent.is_zero()) {
        return Interval(Rational(1));
    }
    if (exponent.sign() < 0) {
        return Interval(Rational(1)) / power(base, -exponent);
    }
    return map_rising(base, [&exponent](const Rational& value, bool open, Toward outward) {
        return rational_power(value, exponent, open, outward);
    });
}

Interval abs(const Interval& a) {
    if (a.is_nonnegative()) {
        return a;
    }
    if (a.is_nonpositive()) {
        return -a;
    }
    return make_interval({Rational(0), false},
                         outer_bound(negate_end(low_end(a)), copy_end(high_end(a)), 1));
}

Interval min(const Interval& a, const Interval& b) {
    return -max(-a, -b);
}

Interval max(const Interval& a, const Interval& b) {
    if (a.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    // Below its low end neither gets, so the greater low end counts; with both at one place both
    // have to reach it.
    const Interval joint = hull(a, b);
    const auto reach = [](const Interval& x) {
        return x.has_low() ? Interval::at_least(x.low(), x.low_open()) : Interval::all();
    };
    return intersect(joint, intersect(reach(a), reach(b)));
}

Interval round_to_whole(const Interval& a) {
    if (a.is_empty()) {
        return a;
    }
    Bound low;
    Bound high;
    if (a.has_low()) {
        const bool next = a.low_open() && a.low().is_integer();
        low = {Rational(a.low().ceiling() + Integer(next ? 1 : 0)), false};
    }
    if (a.has_high()) {
        const bool next = a.high_open() && a.high().is_integer();
        high = {Rational(a.high().floor() - Integer(next ? 1 : 0)), false};
    }
    return make_interval(std::move(low), std::move(high));
}

Interval inverse_add(const Interval& y, const Interval& b, const Interval& x) {
    return intersect(y - b, x);
}

Interval inverse_multiply(const Interval& y, const Interval& b, const Interval& x) {
    if (y.contains_zero() && b.contains_zero()) {
        return x;
    }
    if (y.is_empty() || b.is_empty()) {
        return Interval::empty();
    }
    return quotient_pieces(y, b).within(x);
}

Interval inverse_divide_numerator(const Interval& y, const Interval& b, const Interval& x) {
    return TwoPieces{y * positive_part(b), y * negative_part(b)}.within(x);
}

Interval inverse_divide_denominator(const Interval& y, const Interval& a, const Interval& x) {
    const Interval above = positive_part(x);
    const Interval below = negative_part(x);
    if (y.contains_zero() && a.contains_zero()) {
        return hull(above, below);
    }
    if (y.is_empty() || a.is_empty()) {
        return Interval::empty();
    }
    // A zero on one side only has no partner on the other.
    const TwoPieces by_positive = quotient_pieces(positive_part(a), y);
    const TwoPieces by_negative = quotient_pieces(negative_part(a), y);
    return hull(hull(by_positive.within(above), by_positive.within(below)),
                hull(by_negative.within(above), by_negative.within(below)));
}

Interval inverse_power(const Interval& y, std::int64_t exponent, const Interval& x) {
    if (exponent == 0) {
        return y.contains(Rational(1)) ? x : Interval::empty();
    }
    if (exponent > 0) {
        return inverse_natural_power(y, static_cast<std::uint64_t>(exponent), x);
    }
    const TwoPieces inverse = quotient_pieces(Interval(Rational(1)), y);
    const std::uint64_t times = 0 - static_cast<std::uint64_t>(exponent);
    const auto narrow = [&](const Interval& part) {
        return hull(inverse_natural_power(inverse.first, times, part),
                    inverse_natural_power(inverse.second, times, part));
    };
    return hull(narrow(positive_part(x)), narrow(negative_part(x)));
}

Interval inverse_abs(const Interval& y, const Interval& x) {
    const Interval size = nonnegative_part(y);
    return TwoPieces{size, -size}.within(x);
}

}  // namespace brcheck
