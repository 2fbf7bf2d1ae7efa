// Texts of figures: each is refused with a place, or means the same however it is read.
#include "fuzz/fuzz.hpp"

#include "base/json_string.hpp"
#include "figure/figure_form.hpp"

#include <brcheck/figure/parse_figure.hpp>
#include <brcheck/render/explanations.hpp>

#include <nlohmann/json.hpp>

using namespace brcheck;
using fuzz::require;

namespace {

void require_inside(Span span, const Figure& figure) {
    require(span.begin <= span.end && span.end <= figure.text.size(), "a part stands in the text",
            figure.text);
}

void check_figure(const Figure& figure, std::string_view text, const FigureOptions& options) {
    require(figure.text == text, "a figure keeps its text", text);
    require(!figure.interval.is_empty(), "some true value is allowed", text);
    for (const Span span :
         {figure.number_span, figure.scale_span, figure.unit_span, figure.qualifier_span})
        require_inside(span, figure);
    const bool is_rounded = figure.qualifier == Qualifier::none && !figure.second && !figure.ratio;
    if (is_rounded && !options.whole && options.rounding == Rounding::nearest)
        require(figure.interval.contains(figure.value()), "what is printed may be true", text);
    require(nlohmann::json::accept(render_figure_json(figure)), "a figure's JSON is JSON", text);
}

/// Another number between the same words is read at sight as in full.
void check_form(std::string_view text, const FigureOptions& options) {
    const auto form = FigureForm::of(text, options);
    const auto number = form ? form->read(text) : std::nullopt;
    if (!number) return;
    const auto figure = parse_figure(text, options);
    require(figure.ok(), "what is read at sight can be read", text);
    const Rational printed = Rational(number->digits) * power_of_ten(-number->places) * form->one();
    require(figure->value() * figure->unit.factor() == printed,
            "read at sight it is the same number", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    FigureOptions options;
    // The first byte: how the file says that it is to be read.
    constexpr Rounding rules[] = {Rounding::nearest, Rounding::half_even, Rounding::truncated,
                                  Rounding::up};
    options.rounding = rules[data[0] & 3];
    options.rounding_given = options.rounding != Rounding::nearest;
    options.decimal_mark = (data[0] & 4) != 0 ? ',' : '\0';
    options.whole = (data[0] & 8) != 0;
    if ((data[0] & 16) != 0) options.rounded_to = Rational(1000);
    const std::string_view text = fuzz::text_of(data + 1, size - 1);

    const auto figure = parse_figure(text, options);
    FigureParser parser;
    require(parser.parse(text, options).ok() == figure.ok(), "a parser reads as the function",
            text);
    const auto again = parser.parse(text, options);
    require(again.ok() == figure.ok(), "what was read once is read the same again", text);
    if (!figure.ok()) {
        fuzz::require_sound(figure.errors(), text.size());
        require(nlohmann::json::accept(render_figure_json(text, figure.errors())),
                "the JSON of its errors is JSON", text);
        return 0;
    }
    require(again->interval == figure->interval && again->unit == figure->unit,
            "what was read once is read the same again", text);
    check_figure(*figure, text, options);
    check_form(text, options);
    return 0;
}
