#include "brcheck/number/rounding.hpp"

#include <array>
#include <cassert>
#include <cstddef>

namespace brcheck {

namespace {

// In the order of the enumeration.
constexpr std::array<std::string_view, 10> rounding_names{
    "nearest", "half-up", "half-down", "half-even", "truncated",
    "up",      "floor",   "ceiling",   "exact",     "unknown",
};

}  // namespace

std::optional<Rounding> parse_rounding(std::string_view name) {
    for (std::size_t i = 0; i < rounding_names.size(); ++i) {
        if (rounding_names[i] == name) {
            return static_cast<Rounding>(i);
        }
    }
    return std::nullopt;
}

std::string_view format_rounding(Rounding rounding) {
    return rounding_names[static_cast<std::size_t>(rounding)];
}

Interval rounding_interval(const Rational& written, const Rational& unit, Rounding rounding) {
    assert(unit.sign() > 0);
    const int sign = written.sign();
    const auto around = [&](const Rational& reach, bool low_open, bool high_open) {
        return Interval::between(written - reach, low_open, written + reach, high_open);
    };
    const auto upward = [&] { return Interval::between(written, false, written + unit, true); };
    const auto downward = [&] { return Interval::between(written - unit, true, written, false); };
    switch (rounding) {
        case Rounding::nearest:
            return around(unit / Rational(2), false, false);
        case Rounding::half_up:
            return around(unit / Rational(2), sign <= 0, sign >= 0);
        case Rounding::half_down:
            return around(unit / Rational(2), sign > 0, sign < 0);
        case Rounding::half_even: {
            const Rational units = written / unit;
            const bool odd = units.is_integer() && !units.numerator().is_even();
            return around(unit / Rational(2), odd, odd);
        }
        case Rounding::truncated:
            return sign > 0 ? upward() : sign < 0 ? downward() : around(unit, true, true);
        case Rounding::up:
            return sign > 0 ? downward() : sign < 0 ? upward() : Interval(written);
        case Rounding::floor:
            return upward();
        case Rounding::ceiling:
            return downward();
        case Rounding::exact:
            return Interval(written);
        case Rounding::unknown:
            return around(unit, true, true);
    }
    return {};
}

}  // namespace brcheck
