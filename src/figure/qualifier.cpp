#include "brcheck/figure/qualifier.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace brcheck {
namespace {

constexpr std::array<std::pair<Qualifier, std::string_view>, 11> names{{
    {Qualifier::none, ""},
    {Qualifier::over, "over"},
    {Qualifier::just_over, "just-over"},
    {Qualifier::at_least, "at-least"},
    {Qualifier::under, "under"},
    {Qualifier::at_most, "at-most"},
    {Qualifier::nearly, "nearly"},
    {Qualifier::about, "about"},
    {Qualifier::range, "range"},
    {Qualifier::margin, "margin"},
    {Qualifier::ratio_word, "ratio-word"},
}};

Interval below(const Rational& size, bool open, bool from_zero) {
    if (!from_zero) return Interval::at_most(size, open);
    return Interval::between(Rational(0), false, size, open);
}

}  // namespace

std::string_view format_qualifier(Qualifier qualifier) {
    for (const auto& [value, name] : names) {
        if (value == qualifier) return name;
    }
    return "";
}

std::optional<Qualifier> parse_qualifier_name(std::string_view name) {
    for (const auto& [value, text] : names) {
        if (text == name) return value;
    }
    return std::nullopt;
}

Interval qualified_interval(Qualifier qualifier, const WrittenValue& written, bool from_zero) {
    const Rational& v = written.value;
    const Rational size = abs(v);
    const auto rounded = [&written] {
        return written.is_exact ? Interval(written.value)
                                : rounding_interval(written.value, written.last_digit_weight,
                                                    written.rounding);
    };
    const auto narrow_slack = [&] {
        const Rational half = written.last_nonzero_weight * Rational(Integer(1), Integer(2));
        return v.is_zero() ? half : std::min(half, size * Rational(Integer(1), Integer(10)));
    };

    Interval mirrored;
    switch (qualifier) {
        case Qualifier::none:
        case Qualifier::range:
        case Qualifier::margin:
            return rounded();
        case Qualifier::about: {
            const Rational half_unit =
                written.last_digit_weight * Rational(Integer(1), Integer(2));
            const Rational slack = std::min(size * Rational(Integer(1), Integer(5)),
                                            std::max(half_unit, narrow_slack()));
            return hull(Interval::closed(v - slack, v + slack), rounded());
        }
        case Qualifier::ratio_word: {
            const Rational slack = size * Rational(Integer(1), Integer(20));
            return Interval::closed(v - slack, v + slack);
        }
        case Qualifier::over:
            mirrored = Interval::at_least(size, true);
            break;
        case Qualifier::just_over:
            mirrored = Interval::between(size, true, size + narrow_slack(), false);
            break;
        case Qualifier::at_least:
            mirrored = Interval::at_least(size);
            break;
        case Qualifier::under:
            mirrored = below(size, true, from_zero);
            break;
        case Qualifier::at_most:
            mirrored = below(size, false, from_zero);
            break;
        case Qualifier::nearly:
            // Nothing is just short of zero from one side only.
            if (v.is_zero()) return hull(rounded(), Interval(v));
            mirrored = Interval::between(size - narrow_slack(), false, size, true);
            break;
    }
    return v.sign() < 0 ? -mirrored : mirrored;
}

}  // namespace brcheck
