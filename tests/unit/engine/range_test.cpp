#include "engine/range.hpp"

#include "engine/row_box.hpp"

#include "support/catch.hpp"

#include <vector>

namespace brcheck {
namespace {

constexpr Fraction one{1, 1};

Range to_range(const Interval& interval) { return range_of(interval, one); }
Interval to_interval(const Range& range) { return interval_of(range, one); }

/// All with ends among these, open and closed, and without ends.
std::vector<Interval> intervals_among(const std::vector<Rational>& ends) {
    std::vector<Interval> all{Interval::all()};
    for (const Rational& low : ends)
        for (const bool low_open : {false, true}) {
            all.push_back(Interval::at_least(low, low_open));
            all.push_back(Interval::at_most(low, low_open));
            for (const Rational& high : ends)
                for (const bool high_open : {false, true})
                    if (low < high || (low == high && !low_open && !high_open))
                        all.push_back(Interval::between(low, low_open, high, high_open));
        }
    return all;
}

TEST_CASE("ranges keep ends and openness through every scale", "[range]") {
    for (const Interval& x : intervals_among({-2, Rational(-1, 3), 0, 1, Rational(5, 2)}))
        for (const Fraction scale : {one, Fraction{3, 10}, Fraction{1000, 1}}) {
            INFO(x.to_string());
            CHECK(interval_of(range_of(x, scale), scale) == x);
            CHECK(to_range(x).is_point() == x.is_point());
            CHECK_FALSE(to_range(x).is_empty());
        }
    CHECK(Range{{1, 1}, {1, 1}, true, true, true, false}.is_empty());
    CHECK(Range{{2, 1}, {1, 1}, true, true, false, false}.is_empty());
}

TEST_CASE("ranges of words are cut, joined and contained like intervals", "[range]") {
    const std::vector<Interval> all = intervals_among({-1, 0, Rational(1, 2)});
    const std::vector<Rational> values{-2, -1, Rational(-1, 2), 0, Rational(1, 4), Rational(1, 2), 3};
    for (const Interval& a : all) {
        const Range own = to_range(a);
        for (const Rational& value : values) CHECK(own.contains(fraction_of(value)) == a.contains(value));
        CHECK(own.is_positive() == intersect(a, Interval::at_most(0)).is_empty());
        for (const Interval& b : all) {
            INFO(a.to_string() << ' ' << b.to_string());
            const Range other = to_range(b);
            CHECK((own == other) == (a == b));
            CHECK(own.cuts(other) == !a.contains(b));
            Range common = own;
            common.narrow(other);
            const Interval both = intersect(a, b);
            CHECK(common.is_empty() == both.is_empty());
            if (!both.is_empty()) CHECK(to_interval(common) == both);
            Range joined = own;
            joined.widen(other);
            CHECK(to_interval(joined) == hull(a, b));
        }
    }
}

TEST_CASE("ends of ranges move inward to whole numbers as those of intervals do", "[range]") {
    for (const Interval& x : intervals_among({-2, Rational(-3, 2), 0, Rational(1, 3), 1, 3})) {
        INFO(x.to_string());
        Range range = to_range(x);
        RowBox::round_to_whole(range);
        const Interval whole = round_to_whole(x);
        CHECK(range.is_empty() == whole.is_empty());
        if (!whole.is_empty()) CHECK(to_interval(range) == whole);
    }
}

TEST_CASE("images of ranges are those of intervals, and lead back", "[range]") {
    for (const Interval& x : intervals_among({-2, 0, 1, Rational(5, 2)})) {
        const Range own = to_range(x);
        INFO(x.to_string());
        for (const std::int64_t factor : {-3, -1, 1, 7}) {
            const Range image = scaled(own, factor);
            CHECK(to_interval(image) == x * Interval(Rational(factor)));
            CHECK(to_interval(unscaled(image, factor)) == x);
        }
        for (const Fraction rate : {Fraction{-2, 1}, Fraction{1, 100}})
            for (const Fraction constant : {Fraction{0, 1}, Fraction{-1, 3}}) {
                const Range image = affine(own, rate, constant);
                CHECK(to_interval(image) ==
                      x * Interval(to_rational(rate)) + Interval(to_rational(constant)));
                CHECK(to_interval(affine_inverse(image, rate, constant)) == x);
            }
    }
}

TEST_CASE("products, quotients and divisors of ranges are those of intervals", "[range]") {
    const std::vector<Interval> all = intervals_among({-1, 0, Rational(2, 3), 2});
    for (const Interval& d : intervals_among({Rational(1, 2), 3})) {
        if (!to_range(d).is_positive()) continue;
        for (const Interval& x : all) {
            INFO(x.to_string() << ' ' << d.to_string());
            CHECK(to_interval(product(to_range(x), to_range(d))) == x * d);
            CHECK(to_interval(quotient(to_range(x), to_range(d))) == x / d);
        }
    }
    const std::vector<Rational> values{Rational(1, 100), Rational(1, 3), Rational(1, 2), Rational(2, 3), 1,
                                       Rational(4, 3), 2, 3, 100};
    for (const Interval& x : all)
        for (const Interval& result : all) {
            INFO(x.to_string() << ' ' << result.to_string());
            const Range found = divisors(to_range(x), to_range(result));
            for (const Rational& d : values)
                CHECK(found.contains(fraction_of(d)) ==
                      !intersect(x * Interval(d), result).is_empty());
        }
}

}  // namespace
}  // namespace brcheck
