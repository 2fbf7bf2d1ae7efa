#include "render/value_text.hpp"

#include "brcheck/render/message.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::int64_t usual_digits = 6;
// A single value is given in full up to here: "1,234,567 people" is no interval.
constexpr std::int64_t most_digits_of_point = 15;
// Beyond these a number is a row of zeros, and people count zeros badly.
constexpr std::int64_t largest_plain_place = 17;
constexpr std::int64_t smallest_plain_place = -9;

/// "4000.5" to "4,000.5".
std::string group_digits(std::string text) {
    const std::size_t begin = text.starts_with('-') ? 1 : 0;
    std::size_t end = text.find('.');
    if (end == std::string::npos) end = text.size();
    for (std::size_t i = end; i > begin + 3;) {
        i -= 3;
        text.insert(i, ",");
    }
    return text;
}

/// How a number is written: divided by 10^exponent, with the word for it.
struct Scale {
    std::int64_t exponent = 0;
    std::string_view word;
};

Scale choose_scale(const Rational& largest, const Unit& unit) {
    const auto place = leading_place(largest);
    if (!place || unit.kind() == UnitKind::percent || unit.kind() == UnitKind::points) return {};
    for (const std::int64_t exponent : {12, 9, 6})
        if (*place >= exponent)
            if (const auto word = scale_name(exponent)) return {exponent, *word};
    return {};
}

/// Rounds to `place` at the latest, earlier where the number ends earlier.
std::string write_number(const Rational& value, std::int64_t place, Toward toward, bool& exact) {
    const Rational rounded = round_to_place(value, place, toward);
    exact = exact && rounded == value;
    const auto leading = leading_place(rounded);
    if (leading && (*leading > largest_plain_place || *leading < smallest_plain_place)) {
        const std::string mantissa = format_decimal(rounded * power_of_ten(-*leading),
                                                    std::max<std::int64_t>(*leading - place, 0),
                                                    Toward::nearest);
        return fmt::format("{}e{}", mantissa, *leading);
    }
    return group_digits(
        format_decimal(rounded, std::max<std::int64_t>(-place, 0), Toward::nearest));
}

class IntervalWriter {
public:
    IntervalWriter(const Interval& interval, const Unit& unit,
                   const std::optional<Rational>& resolution, bool& exact)
        : unit_(unit), exact_(exact) {
        const Rational& factor = unit.factor();
        if (interval.has_low()) low_ = interval.low() / factor;
        if (interval.has_high()) high_ = interval.high() / factor;
        Rational largest;
        for (const auto& end : {low_, high_})
            if (end) largest = std::max(largest, abs(*end));
        scale_ = choose_scale(largest, unit);
        const Rational divisor = power_of_ten(scale_.exponent);
        for (auto* end : {&low_, &high_})
            if (*end) **end = **end / divisor;

        std::optional<Rational> step;
        if (low_ && high_ && *low_ < *high_) step = *high_ - *low_;
        if (resolution && resolution->sign() > 0) {
            const Rational own = *resolution / factor / divisor;
            step = step ? std::min(*step, own) : own;
        }
        // One digit more than the difference needs, so that rounding outward hides little of it.
        if (step) finest_place_ = *leading_place(*step) - 1;
    }

    [[nodiscard]] std::string point() const {
        const auto leading = leading_place(*low_);
        const std::int64_t place = leading.value_or(0) - most_digits_of_point + 1;
        bool exact = true;
        std::string text = write_number(*low_, place, Toward::nearest, exact);
        return exact ? with_unit(std::move(text)) : low() + " to " + with_unit(high());
    }
    [[nodiscard]] std::string low() const { return end(*low_, Toward::minus_infinity); }
    [[nodiscard]] std::string high() const { return end(*high_, Toward::plus_infinity); }

    [[nodiscard]] std::string with_unit(std::string number) const {
        if (!scale_.word.empty()) number.append(" ").append(scale_.word);
        if (!unit_.symbol().empty()) number.append(" ").append(unit_.symbol());
        return number;
    }

private:
    [[nodiscard]] std::string end(const Rational& value, Toward toward) const {
        const std::int64_t leading = leading_place(value).value_or(0);
        std::int64_t place = leading - usual_digits + 1;
        if (finest_place_) {
            // Nobody reads more digits than this; where they do not suffice, the gap says it.
            constexpr std::int64_t most_digits = 18;
            place = std::min(place, std::max(*finest_place_, leading - most_digits + 1));
        }
        return write_number(value, place, toward, exact_);
    }

    const Unit& unit_;
    bool& exact_;
    std::optional<Rational> low_;
    std::optional<Rational> high_;
    Scale scale_;
    std::optional<std::int64_t> finest_place_;
};

std::string write_value(const Rational& base_value, const Unit& unit, bool& exact) {
    const Rational value = base_value / unit.factor();
    const Scale scale = choose_scale(abs(value), unit);
    const Rational scaled = value / power_of_ten(scale.exponent);
    std::string text = write_number(scaled, leading_place(scaled).value_or(0) - usual_digits + 1,
                                    Toward::nearest, exact);
    if (!scale.word.empty()) text.append(" ").append(scale.word);
    if (!unit.symbol().empty()) text.append(" ").append(unit.symbol());
    return text;
}

}  // namespace

std::string format_interval_finely(const Interval& base_interval, const Unit& unit,
                                   const std::optional<Rational>& resolution, bool* exact) {
    bool is_exact = true;
    std::string text;
    const Interval& interval = base_interval;
    const IntervalWriter writer(interval, unit, resolution, is_exact);
    if (interval.is_empty()) {
        text = "no value";
    } else if (interval.is_all()) {
        text = "no bound";
    } else if (interval.is_point()) {
        text = writer.point();
    } else if (!interval.has_high()) {
        text = (interval.low_open() ? "over " : "at least ") + writer.with_unit(writer.low());
        // "over 0" alone reads like a finding; it only says that nothing is known but the sign.
        if (interval.low_open() && interval.low().is_zero()) text += " (no upper bound)";
    } else if (!interval.has_low()) {
        text = (interval.high_open() ? "under " : "at most ") + writer.with_unit(writer.high());
    } else if (!interval.low_open() && !interval.high_open()) {
        text = writer.low() + " to " + writer.with_unit(writer.high());
    } else {
        text = (interval.low_open() ? "more than " : "at least ") + writer.low() +
               (interval.high_open() ? " and under " : " and at most ") +
               writer.with_unit(writer.high());
    }
    if (exact != nullptr) *exact = is_exact;
    return text;
}

std::string format_interval(const Interval& base_interval, const Unit& unit, bool* exact) {
    return format_interval_finely(base_interval, unit, std::nullopt, exact);
}

std::string format_value(const Rational& base_value, const Unit& unit) {
    bool exact = true;
    return write_value(base_value, unit, exact);
}

std::string format_example(const Rational& base_value, const Unit& unit) {
    bool exact = true;
    std::string text = write_value(base_value, unit, exact);
    return exact ? text : "~" + text;
}

std::string format_distance(const Rational& base_distance, const Unit& unit) {
    // A difference of percentages is in points; "34 % apart" would be a relative distance.
    const bool is_percent = unit.kind() == UnitKind::percent &&
                            unit.factor() == percent_unit().factor();
    return format_value(base_distance, is_percent ? points_unit() : unit);
}

std::string format_written(const Decimal& number) { return group_digits(number.to_string()); }

std::string format_bounds(const Interval& base_interval, const Unit& unit) {
    return (base_interval / Interval(unit.factor())).to_string();
}

}  // namespace brcheck
