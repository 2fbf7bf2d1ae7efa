#include "figure/figure_memory.hpp"

#include "unit/letters.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t longest_text = 200;  // in bytes
constexpr int most_places = 8;

/// Begin and end of the first digits in `text`, points between them included.
std::pair<std::size_t, std::size_t> find_number(std::string_view text) {
    const auto begin = std::find_if(text.begin(), text.end(), is_ascii_digit);
    const auto end =
        std::find_if_not(begin, text.end(), [](char c) { return is_ascii_digit(c) || c == '.'; });
    return {static_cast<std::size_t>(begin - text.begin()),
            static_cast<std::size_t>(end - text.begin())};
}

}  // namespace

std::optional<KnownFigure> FigureMemory::read(std::string_view text, const FigureOptions& options) {
    const bool is_usual = options.rounding == Rounding::nearest && !options.rounding_given &&
                          !options.rounded_to && !options.whole;
    if (!is_usual || text.size() > longest_text || options.unit_text.size() > longest_text ||
        text.size() > options.max_characters)
        return std::nullopt;
    const auto [begin, end] = find_number(text);
    if (begin == end) return std::nullopt;
    if (limits_ != options.limits) {
        wordings_.clear();
        limits_ = options.limits;
    }
    // Whatever two wordings have in common: a form reads no text but those of its own words.
    key_.assign(options.unit_text).append(1, '\0').append(1, options.decimal_mark);
    key_.append(text.substr(0, begin)).append(1, '\0').append(text.substr(end));
    auto known = wordings_.find(key_);
    if (known == wordings_.end()) {
        if (wordings_.size() == most_wordings) wordings_.clear();
        known = wordings_.try_emplace(key_).first;
    }
    Wording& wording = known->second;
    if (wording.times < times_to_learn && ++wording.times == times_to_learn)
        wording.form = learn(text, options);
    return wording.form ? read(*wording.form, text) : std::nullopt;
}

std::optional<FigureMemory::Form> FigureMemory::learn(std::string_view text,
                                                      const FigureOptions& options) {
    auto form = FigureForm::of(text, options);
    if (!form) return std::nullopt;
    // It was read to a form, so that it can be read.
    const Figure figure = parse_figure(text, options).value();
    std::vector<Rational> halves;
    Rational half = form->one() / Rational(2);
    for (int places = 0; places <= most_places; ++places, half = half / Rational(10))
        halves.push_back(half);
    return Form{*std::move(form), figure.unit, figure.qualifier, std::move(halves)};
}

std::optional<KnownFigure> FigureMemory::read(const Form& form, std::string_view text) {
    const auto number = form.text.read(text);
    if (!number || number->places > most_places) return std::nullopt;
    const Rational& half = form.halves[static_cast<std::size_t>(number->places)];
    const std::int64_t digits = number->digits;
    KnownFigure figure{form.unit, form.qualifier, Interval(), half * Rational(2 * digits)};
    switch (form.text.reach(*number)) {
        case FigureForm::Reach::exact:
            figure.interval = Interval(figure.printed);
            break;
        case FigureForm::Reach::rounded: {
            Rational low = half * Rational(2 * digits - 1);
            Rational high = half * Rational(2 * digits + 1);
            if (half.sign() < 0) std::swap(low, high);
            figure.interval = Interval::closed(std::move(low), std::move(high));
            break;
        }
        case FigureForm::Reach::over:
            figure.interval = Interval::at_least(figure.printed, true);
            break;
        case FigureForm::Reach::at_least:
            figure.interval = Interval::at_least(figure.printed);
            break;
    }
    return figure;
}

}  // namespace brcheck
