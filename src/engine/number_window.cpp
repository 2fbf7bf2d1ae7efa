#include "engine/number_window.hpp"

#include "brcheck/figure/parse_figure.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {

NumberWindow::NumberWindow(const Figure& figure, Interval allowed, bool is_negative)
    : figure_(figure), allowed_(std::move(allowed)), is_negative_(is_negative) {}

bool NumberWindow::is_loose() const {
    return figure_.qualifier == Qualifier::about || figure_.qualifier == Qualifier::nearly ||
           figure_.qualifier == Qualifier::just_over;
}

bool NumberWindow::is_half_line(bool upward) const {
    const bool is_mirrored = figure_.sign_from_verb && is_negative_;
    switch (figure_.qualifier) {
        case Qualifier::over:
        case Qualifier::at_least: return upward != is_mirrored;
        case Qualifier::under:
        case Qualifier::at_most: return upward == is_mirrored;
        default: return false;
    }
}

Rational NumberWindow::slack(Rational weight) const {
    if (figure_.qualifier == Qualifier::margin) return figure_.second->value();
    if (is_half_line(true) || is_half_line(false)) return {};
    if (figure_.options && figure_.options->rounded_to) {
        weight = std::max(weight, *figure_.options->rounded_to);
    }
    switch (figure_.rounding) {
        case Rounding::nearest:
        case Rounding::half_up:
        case Rounding::half_down:
        case Rounding::half_even: return weight * Rational(Integer(1), Integer(2));
        default: return weight;
    }
}

Interval NumberWindow::numbers(const Rational& slack) const {
    Interval out;
    if (allowed_.has_low() && !is_half_line(true)) out = Interval::at_least(allowed_.low() - slack);
    if (allowed_.has_high() && !is_half_line(false)) {
        out = intersect(out, Interval::at_most(allowed_.high() + slack));
    }
    return out;
}

const NumberWindow::Ends& NumberWindow::ends(std::int64_t place) {
    const auto known = std::find_if(ends_.begin(), ends_.end(),
                                    [place](const Ends& ends) { return ends.place == place; });
    if (known != ends_.end()) return *known;
    const Interval all = numbers(slack(power_of_ten(place)));
    const Rational steps = power_of_ten(-place);
    Ends ends{place, {}, {}};
    if (all.has_low()) ends.low = (all.low() * steps).ceiling();
    if (all.has_high()) ends.high = (all.high() * steps).floor();
    ends_.push_back(std::move(ends));
    return ends_.back();
}

bool NumberWindow::may_do(Integer magnitude, std::int64_t place) {
    if (is_loose()) {
        const std::int64_t nonzero = Decimal{magnitude, place}.last_nonzero_place();
        magnitude = divide_exact(magnitude, Integer::power_of_ten(nonzero - place));
        place = nonzero;
    }
    const Ends& window = ends(place);
    const Integer number = is_negative_ ? -magnitude : magnitude;
    return (!window.low || *window.low <= number) && (!window.high || number <= *window.high);
}

Interval NumberWindow::multiples_of(const Rational& step) const {
    return numbers(slack(step));
}

}  // namespace brcheck
