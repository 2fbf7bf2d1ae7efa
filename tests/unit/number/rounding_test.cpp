#include "brcheck/number/rounding.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <string>
#include <vector>

namespace brcheck {
namespace {

using testing::interval;
using testing::rational;

TEST_CASE("each rounding rule gives its interval for either sign and zero", "[rounding]") {
    struct Case {
        std::string rule, written, unit, expected;
    };
    const std::vector<Case> table{
        {"nearest", "23.6", "0.1", "[23.55, 23.65]"},
        {"nearest", "-23.6", "0.1", "[-23.65, -23.55]"},
        {"nearest", "0", "1", "[-0.5, 0.5]"},
        {"nearest", "4000", "1000", "[3500, 4500]"},
        {"half-up", "23.6", "0.1", "[23.55, 23.65)"},
        {"half-up", "-23.6", "0.1", "(-23.65, -23.55]"},
        {"half-up", "0", "1", "(-0.5, 0.5)"},
        {"half-up", "4000", "1000", "[3500, 4500)"},
        {"half-down", "23.6", "0.1", "(23.55, 23.65]"},
        {"half-down", "-23.6", "0.1", "[-23.65, -23.55)"},
        {"half-down", "0", "1", "[-0.5, 0.5]"},
        {"half-down", "4000", "1000", "(3500, 4500]"},
        {"half-even", "23.6", "0.1", "[23.55, 23.65]"},
        {"half-even", "23.5", "0.1", "(23.45, 23.55)"},
        {"half-even", "-23.5", "0.1", "(-23.55, -23.45)"},
        {"half-even", "-23.6", "0.1", "[-23.65, -23.55]"},
        {"half-even", "0", "1", "[-0.5, 0.5]"},
        {"half-even", "3000", "1000", "(2500, 3500)"},
        {"half-even", "4000", "1000", "[3500, 4500]"},
        {"half-even", "2.5", "1", "[2, 3]"},
        {"truncated", "23.6", "0.1", "[23.6, 23.7)"},
        {"truncated", "-23.6", "0.1", "(-23.7, -23.6]"},
        {"truncated", "0", "1", "(-1, 1)"},
        {"truncated", "4000", "1000", "[4000, 5000)"},
        {"up", "23.6", "0.1", "(23.5, 23.6]"},
        {"up", "-23.6", "0.1", "[-23.6, -23.5)"},
        {"up", "0", "1", "0"},
        {"up", "4000", "1000", "(3000, 4000]"},
        {"floor", "23.6", "0.1", "[23.6, 23.7)"},
        {"floor", "-23.6", "0.1", "[-23.6, -23.5)"},
        {"floor", "0", "1", "[0, 1)"},
        {"floor", "4000", "1000", "[4000, 5000)"},
        {"ceiling", "23.6", "0.1", "(23.5, 23.6]"},
        {"ceiling", "-23.6", "0.1", "(-23.7, -23.6]"},
        {"ceiling", "0", "1", "(-1, 0]"},
        {"ceiling", "4000", "1000", "(3000, 4000]"},
        {"exact", "23.6", "0.1", "23.6"},
        {"exact", "-23.6", "0.1", "-23.6"},
        {"exact", "0", "1", "0"},
        {"unknown", "23.6", "0.1", "(23.5, 23.7)"},
        {"unknown", "-23.6", "0.1", "(-23.7, -23.5)"},
        {"unknown", "0", "1", "(-1, 1)"},
        {"unknown", "4000", "1000", "(3000, 5000)"},
    };
    for (const auto& [rule, written, unit, expected] : table) {
        CAPTURE(rule, written, unit);
        const auto rounding = parse_rounding(rule);
        REQUIRE(rounding);
        CHECK(rounding_interval(rational(written), rational(unit), *rounding) ==
              interval(expected));
    }
}

// The rules as functions, to compare with: does `truth`, rounded to whole numbers, give `written`?
bool rounds_to(const Rational& truth, std::int64_t written, Rounding rounding) {
    const Integer below = truth.floor();
    const Integer above = truth.ceiling();
    const Rational rest = truth - Rational(below);
    const Rational half = rational("1/2");
    const bool nearer_below = rest < half;
    const bool tie = rest == half;
    const Integer toward_zero = truth.sign() < 0 ? above : below;
    const Integer away = truth.sign() < 0 ? below : above;
    const Integer nearest = nearer_below ? below : above;
    const Integer value(written);
    switch (rounding) {
        case Rounding::nearest:
            return tie ? value == below || value == above : value == nearest;
        case Rounding::half_up:
            return value == (tie ? away : nearest);
        case Rounding::half_down:
            return value == (tie ? toward_zero : nearest);
        case Rounding::half_even:
            return value == (tie ? (below.is_even() ? below : above) : nearest);
        case Rounding::truncated:
            return value == toward_zero;
        case Rounding::up:
            return value == away;
        case Rounding::floor:
            return value == below;
        case Rounding::ceiling:
            return value == above;
        case Rounding::exact:
            return truth == Rational(value);
        case Rounding::unknown:
            return value == below || value == above;
    }
    return false;
}

TEST_CASE("a value lies in the interval exactly when it rounds to what was written",
          "[rounding][property]") {
    for (int rule = 0; rule <= static_cast<int>(Rounding::unknown); ++rule) {
        const auto rounding = static_cast<Rounding>(rule);
        for (std::int64_t written = -3; written <= 3; ++written) {
            const Interval truths = rounding_interval(Rational(written), Rational(1), rounding);
            for (int tenths = -60; tenths <= 60; ++tenths) {
                const Rational truth = Rational(tenths) / Rational(10);
                CAPTURE(format_rounding(rounding), written, truth);
                REQUIRE(truths.contains(truth) == rounds_to(truth, written, rounding));
            }
        }
    }
}

TEST_CASE("rounding names are read back and nothing else is", "[rounding]") {
    for (int rule = 0; rule <= static_cast<int>(Rounding::unknown); ++rule) {
        const auto rounding = static_cast<Rounding>(rule);
        CHECK(parse_rounding(format_rounding(rounding)) == rounding);
    }
    CHECK(format_rounding(Rounding::half_up) == "half-up");
    CHECK_FALSE(parse_rounding("half_up"));
    CHECK_FALSE(parse_rounding(""));
    CHECK_FALSE(parse_rounding("Nearest"));
}

}  // namespace
}  // namespace brcheck
