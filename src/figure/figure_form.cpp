#include "figure/figure_form.hpp"

#include "figure/figure_parts.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <initializer_list>

namespace brcheck {
namespace {

using Reach = FigureForm::Reach;

constexpr int most_digits = 15;

/// Digits with at most one point between them, and nothing else.
std::optional<PlainNumber> read_number(std::string_view text) {
    PlainNumber number;
    bool has_point = false;
    for (const char c : text) {
        if (is_ascii_digit(c)) {
            if (++number.digit_count > most_digits) return std::nullopt;
            number.digits = number.digits * 10 + (c - '0');
            number.places += has_point ? 1 : 0;
        } else if (c == '.' && !has_point && number.digit_count > 0) {
            has_point = true;
        } else {
            return std::nullopt;
        }
    }
    const bool ends_with_point = has_point && number.places == 0;
    const bool has_idle_zero = number.digit_count > number.places + 1 && text.front() == '0';
    if (number.digits == 0 || ends_with_point || has_idle_zero) return std::nullopt;
    return number;
}

Rational step_of(const PlainNumber& number, const Rational& one) {
    return one * power_of_ten(-number.places);
}

/// Which reach makes `figure` of its number, with `one` in the figure's unit.
std::optional<Reach> find_reach(const Figure& figure, const PlainNumber& number,
                                const Rational& one) {
    const Rational step = step_of(number, one);
    const Rational value = step * Rational(number.digits);
    const Rational half = abs(step) / Rational(2);
    if (figure.value() != value) return std::nullopt;
    const bool is_plain = figure.qualifier == Qualifier::none;
    if (is_plain && figure.interval == Interval(value)) return Reach::exact;
    if (is_plain && figure.interval == Interval::closed(value - half, value + half))
        return Reach::rounded;
    const bool is_above_zero = value.sign() > 0;
    if (figure.qualifier == Qualifier::over && is_above_zero &&
        figure.interval == Interval::at_least(value, true))
        return Reach::over;
    if (figure.qualifier == Qualifier::at_least && is_above_zero &&
        figure.interval == Interval::at_least(value))
        return Reach::at_least;
    return std::nullopt;
}

}  // namespace

std::optional<FigureForm> FigureForm::of(std::string_view text, const FigureOptions& options) {
    const Result<Figure> known = parse_figure(text, options);
    if (!known || known->rounding != Rounding::nearest || known->second || known->ratio)
        return std::nullopt;
    const Span span = known->number_span;
    FigureForm form;
    form.before_ = text.substr(0, span.begin);
    form.behind_ = text.substr(span.end);
    const auto has_digit = [](const std::string& words) {
        return std::any_of(words.begin(), words.end(), is_ascii_digit);
    };
    if (has_digit(form.before_) || has_digit(form.behind_)) return std::nullopt;

    const auto read = [&](std::string_view number) -> std::optional<Figure> {
        Result<Figure> figure =
            parse_figure(form.before_ + std::string(number) + form.behind_, options);
        const Span expected{span.begin, span.begin + static_cast<std::uint32_t>(number.size())};
        const bool is_alike =
            figure && figure->rounding == known->rounding && !figure->second && !figure->ratio &&
            figure->qualifier == known->qualifier && is_same_unit(figure->unit, known->unit) &&
            figure->unit.symbol() == known->unit.symbol() &&
            figure->scale_exponent == known->scale_exponent &&
            figure->number_span.begin == expected.begin && figure->number_span.end == expected.end;
        if (!is_alike) return std::nullopt;
        return std::move(figure).value();
    };
    const auto one = read("1");
    if (!one) return std::nullopt;
    const Rational one_in_unit = one->value();
    // Numbers of all looks: what is the same for these is the same for others.
    const auto reach_of_all =
        [&](std::initializer_list<std::string_view> numbers) -> std::optional<Reach> {
        std::optional<Reach> common;
        for (const std::string_view number : numbers) {
            const auto figure = read(number);
            if (!figure) return std::nullopt;
            const auto reach = find_reach(*figure, *read_number(number), one_in_unit);
            if (!reach || (common && *common != *reach)) return std::nullopt;
            common = reach;
        }
        return common;
    };
    form.of_integers_ = reach_of_all({"1", "7", "10", "70", "1900", "2025", "123456"});
    form.of_decimals_ = reach_of_all({"0.5", "0.05", "1.0", "1.234", "70.50", "1234.5"});
    if (!form.of_integers_ && !form.of_decimals_) return std::nullopt;
    form.one_ = one_in_unit * known->unit.factor();
    return form;
}

std::optional<PlainNumber> FigureForm::read(std::string_view text) const {
    if (text.size() <= before_.size() + behind_.size() || !text.starts_with(before_) ||
        !text.ends_with(behind_))
        return std::nullopt;
    const auto number =
        read_number(text.substr(before_.size(), text.size() - before_.size() - behind_.size()));
    if (!number || !(number->places == 0 ? of_integers_ : of_decimals_)) return std::nullopt;
    return number;
}

}  // namespace brcheck
