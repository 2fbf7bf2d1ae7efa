// What holds for all figures and all words, tried on many.
#include "brcheck/figure/parse_figure.hpp"
#include "figure/phrase.hpp"

#include "support/catch.hpp"

#include <random>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

/// `value` without its scale, rounded at `places` in the way of `rounding`, as a printer would.
Rational print_rounded(const Rational& value, std::int64_t places, Rounding rounding) {
    const bool negative = value.sign() < 0;
    const Rational size = abs(value);
    const Rational down = round_to_place(size, -places, Toward::minus_infinity);
    const Rational up = round_to_place(size, -places, Toward::plus_infinity);
    const auto with_sign = [negative](const Rational& r) { return negative ? -r : r; };
    switch (rounding) {
        case Rounding::truncated: return with_sign(down);
        case Rounding::up: return with_sign(up);
        case Rounding::floor: return negative ? -up : down;
        case Rounding::ceiling: return negative ? -down : up;
        case Rounding::half_down: return with_sign(size - down <= up - size ? down : up);
        case Rounding::half_even: {
            if (size - down != up - size) break;
            const Rational units = down * power_of_ten(places);
            return with_sign(units.numerator().is_even() ? down : up);
        }
        default: break;
    }
    return round_to_place(value, -places, Toward::nearest);
}

std::string group(const std::string& digits, const std::string& mark, bool indian) {
    const std::size_t point = digits.find('.');
    std::string whole = digits.substr(0, point);
    const std::string rest = point == std::string::npos ? "" : digits.substr(point);
    std::string grouped;
    std::size_t step = 3;
    while (whole.size() > step) {
        grouped = mark + whole.substr(whole.size() - step) + grouped;
        whole.resize(whole.size() - step);
        if (indian) step = 2;
    }
    return whole + grouped + rest;
}

TEST_CASE("the interval holds every value that its rule rounds to the printed digits") {
    const std::pair<const char*, int> scales[] = {
        {"", 0}, {" thousand", 3}, {" million", 6}, {"bn", 9}, {" trillion", 12}, {"万", 4},
        {"亿", 8}, {" lakh", 5}};
    const char* units[] = {" yuan", " percent", " kg", "%", " percentage points", "元"};
    const std::pair<const char*, bool> groupings[] = {
        {"", false}, {",", false}, {" ", false}, {"'", false}, {",", true},
        {"\xE2\x80\xAF", false}};
    const Rounding rules[] = {Rounding::nearest,   Rounding::half_up, Rounding::half_down,
                              Rounding::half_even, Rounding::truncated, Rounding::up,
                              Rounding::floor,     Rounding::ceiling, Rounding::unknown};
    std::mt19937 random(20261124);
    const auto pick = [&random](std::size_t count) { return random() % count; };
    for (int i = 0; i < 20'000; ++i) {
        const std::int64_t places = static_cast<std::int64_t>(pick(4));
        const std::int64_t extra = 1 + static_cast<std::int64_t>(pick(2));
        const std::int64_t mantissa = static_cast<std::int64_t>(
            pick(1'000'000'000) / (1 + pick(1'000'000)));
        const bool negative = pick(4) == 0;
        const Rational truth =
            Rational(negative ? -mantissa : mantissa) * power_of_ten(-places - extra);
        const auto& [scale, exponent] = scales[pick(std::size(scales))];
        const Rounding rule = rules[pick(std::size(rules))];
        const Rational printed = print_rounded(truth, places, rule);

        std::string digits = format_decimal(abs(printed), places, Toward::nearest);
        if (places > 0) {
            std::size_t point = digits.find('.');
            if (point == std::string::npos) {
                point = digits.size();
                digits += '.';
            }
            digits.append(static_cast<std::size_t>(places) - (digits.size() - point - 1), '0');
        }
        const auto& [mark, indian] = groupings[pick(std::size(groupings))];
        const bool minus = printed.sign() < 0;
        const std::string text = (minus ? "-" : "") + group(digits, mark, indian) + scale +
                                 units[pick(std::size(units))];
        FigureOptions options;
        options.rounding = rule;
        options.rounding_given = rule != Rounding::nearest;
        CAPTURE(text, truth.to_string(), format_rounding(rule));
        const Result<Figure> figure = parse_figure(text, options);
        REQUIRE(figure);
        REQUIRE(figure->interval.contains(truth * power_of_ten(exponent)));
        REQUIRE(figure->number.value() == printed);
        REQUIRE_FALSE(figure->interval.is_all());
    }
}

TEST_CASE("any bytes are read or refused with a place inside the text") {
    const std::vector<std::string> pieces = {
        "over", "up to", "5", "1,234", "23.6", " ", " ", "%", "percent", "trillion", "m", "yuan",
        "$", "-", "−", "(", ")", "±", "to", "between", "and", "or more", "万", "多", "亿元", "个",
        "项目", "以上", "约", "half", "a", "one", "fell by", "to", "per", "/", "km", "e5", ".", ",",
        "+", "-fold", "%", "至", "year on year", "trilion", "\xFF", "\xE4\xBA", "６", "　", "\n",
        "'", "square", "百分之", "–", "dozen"};
    std::mt19937 random(7);
    int read = 0;
    for (int i = 0; i < 50'000; ++i) {
        std::string text;
        const std::size_t count = 1 + random() % 8;
        for (std::size_t k = 0; k < count; ++k) text += pieces[random() % pieces.size()];
        FigureOptions options;
        options.decimal_mark = random() % 4 == 0 ? ',' : '\0';
        options.whole = random() % 8 == 0;
        if (random() % 6 == 0) options.unit_text = "million yuan";
        const Result<Figure> figure = parse_figure(text, options);
        CAPTURE(text);
        if (figure) {
            ++read;
            REQUIRE_FALSE(figure->interval.is_empty());
            for (const Span span : {figure->number_span, figure->scale_span, figure->unit_span,
                                    figure->qualifier_span}) {
                REQUIRE(span.begin <= span.end);
                REQUIRE(span.end <= text.size());
            }
            REQUIRE(figure->number_span.begin < figure->number_span.end);
            const Result<Figure> again = parse_figure(figure->text, options);
            REQUIRE(again);
            REQUIRE(again->interval == figure->interval);
        } else {
            const Error& error = figure.errors().front();
            REQUIRE_FALSE(error.message.empty());
            REQUIRE(error.location.span.begin <= error.location.span.end);
            REQUIRE(error.location.span.end <= text.size());
        }
    }
    CHECK(read > 1000);
}

bool is_equal(const Figure& a, const Figure& b) {
    return a.text == b.text && a.number == b.number && a.second == b.second &&
           a.ratio == b.ratio && a.scale_name == b.scale_name &&
           a.scale_exponent == b.scale_exponent && a.unit == b.unit &&
           a.qualifier == b.qualifier && a.rounding == b.rounding && a.is_exact == b.is_exact &&
           a.sign_from_verb == b.sign_from_verb && a.interval == b.interval &&
           a.number_span == b.number_span && a.scale_span == b.scale_span &&
           a.unit_span == b.unit_span && a.qualifier_span == b.qualifier_span;
}

TEST_CASE("a parser that has read many texts reads the next one as if it were the first") {
    const std::vector<std::string> numbers = {
        "5", "0", "0.0", "23.6", "1000", "12.", ".5", "1,234", "1.234", "1 234", "-3.1", "+4",
        "007", "999999999999999999", "1234567890123456789", "0.00000000000000000001", "５", "2e3",
        "over 7", "$9", "(8)", "3 to 4", "6½"};
    const std::vector<std::string> tails = {
        "", "%", " million yuan", " million yuan", " 234 people", "　项目", "多个项目", "万元",
        " km2", " m", "m", " m people", " or more", " ±0.4", " - 8", ".", ",", ".5", " e5", "e",
        " percent", " percentage points", "-fold", " fold", " times", "+", "+ countries", " trilion",
        " thousand million", "千克", "余万亿元", " kg", " kg or more", "）", ")", " a year", "５",
        "，000 人", "以上", " projects", " per 1,000", " per tonne", "/km2", "\xFF", " yuan yuan"};
    std::mt19937 random(31);
    FigureParser parser;
    int read = 0;
    for (int i = 0; i < 60'000; ++i) {
        std::string text = numbers[random() % numbers.size()];
        if (random() % 3 == 0) text = std::to_string(random() % 5000);
        if (random() % 4 == 0) text += '.' + std::to_string(random() % 100);
        text += tails[random() % tails.size()];
        if (random() % 16 == 0) text += tails[random() % tails.size()];
        FigureOptions options;
        options.decimal_mark = random() % 8 == 0 ? ',' : random() % 8 == 0 ? '.' : '\0';
        options.whole = random() % 16 == 0;
        if (random() % 16 == 0) options.unit_text = "million yuan";
        if (random() % 16 == 0) options.max_characters = 8;
        if (random() % 16 == 0) options.limits.max_digits = 3;
        if (random() % 16 == 0) options.rounded_to = Rational(10);
        CAPTURE(text, options.decimal_mark, options.whole, options.unit_text);
        const Result<Figure> alone = parse_figure(text, options);
        const Result<Figure> figure = parser.parse(text, options);
        REQUIRE(figure.ok() == alone.ok());
        if (figure) {
            ++read;
            REQUIRE(is_equal(*figure, *alone));
            continue;
        }
        REQUIRE(figure.errors().size() == alone.errors().size());
        const Error& error = figure.errors().front();
        const Error& expected = alone.errors().front();
        REQUIRE(error.code == expected.code);
        REQUIRE(error.message == expected.message);
        REQUIRE(error.hint == expected.hint);
        REQUIRE(error.location.span == expected.location.span);
    }
    CHECK(read > 10'000);
}

/// A figure in which the phrase does its work; "" for parts of numbers that are never read.
std::string example(const Phrase& phrase) {
    const bool is_letter = static_cast<unsigned char>(phrase.words.front()) < 0x80;
    const std::string blank = is_letter ? " " : "";
    const std::string& words = phrase.words;
    switch (phrase.meaning) {
        case PhraseMeaning::unreadable: return "";
        case PhraseMeaning::ratio: return words;
        case PhraseMeaning::number: return words + (is_letter ? " million yuan" : "亿元");
        case PhraseMeaning::fold: return "3" + words;
        case PhraseMeaning::unit: return words + "5";
        case PhraseMeaning::margin: return "5" + blank + words + blank + "2 %";
        case PhraseMeaning::range_joiner:
            return "between 3" + blank + words + blank + "5 %";
        case PhraseMeaning::range_opener: return words + blank + "3 to 5 %";
        case PhraseMeaning::level: return "fell " + words + blank + "5 %";
        default: break;
    }
    if (phrase.place == PhrasePlace::before) return words + blank + "5 %";
    if (phrase.place == PhrasePlace::after) return "5 %" + blank + words;
    return "5" + (words.front() == '-' || words == "+" ? "" : blank) + words + " projects";
}

TEST_CASE("each word of the table is read with its meaning") {
    for (const Phrase& phrase : all_phrases()) {
        const std::string text = example(phrase);
        CAPTURE(phrase.words, text);
        if (text.empty()) {
            CHECK_FALSE(parse_figure("5 " + phrase.words).ok());
            continue;
        }
        const Result<Figure> figure = parse_figure(text);
        if (!figure) {
            FAIL_CHECK(figure.errors().front().message);
            continue;
        }
        const int sign = figure->number.value().sign();
        switch (phrase.meaning) {
            case PhraseMeaning::qualifier: CHECK(figure->qualifier == phrase.qualifier); break;
            case PhraseMeaning::direction_down:
            case PhraseMeaning::minus: CHECK(sign < 0); break;
            case PhraseMeaning::direction_up:
                CHECK(sign > 0);
                CHECK(figure->sign_from_verb);
                break;
            case PhraseMeaning::level:
            case PhraseMeaning::bare:
            case PhraseMeaning::filler:
                CHECK(figure->interval.to_string() == "[4.5, 5.5]");
                CHECK_FALSE(figure->sign_from_verb);
                break;
            case PhraseMeaning::exactly: CHECK(figure->interval.to_string() == "[5, 5]"); break;
            case PhraseMeaning::ratio:
                CHECK(figure->ratio == phrase.value);
                CHECK(figure->value() == phrase.value);
                break;
            case PhraseMeaning::number: CHECK(figure->number.value() == phrase.value); break;
            case PhraseMeaning::fold: CHECK(figure->qualifier == Qualifier::ratio_word); break;
            case PhraseMeaning::margin: CHECK(figure->interval.to_string() == "[3, 7]"); break;
            case PhraseMeaning::range_joiner:
                CHECK(figure->interval.to_string() == "[2.5, 5.5]");
                break;
            case PhraseMeaning::range_opener:
                CHECK(figure->interval.to_string() == "[2.5, 5.5]");
                break;
            default: CHECK(figure->unit.kind() == UnitKind::percent); break;
        }
    }
}

}  // namespace
}  // namespace brcheck
