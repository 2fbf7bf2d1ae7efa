#include "figure/figure_form.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace brcheck;

namespace {

/// What parse_figure() and the form say of one text must be the same.
void compare(const FigureForm& form, const std::string& text, const FigureOptions& options) {
    INFO(text);
    const auto number = form.read(text);
    REQUIRE(number);
    const auto figure = parse_figure(text, options);
    REQUIRE(figure.ok());
    const Rational factor = figure->unit.factor();
    const Rational step = form.one() * power_of_ten(-number->places);
    const Rational value = step * Rational(number->digits);
    CHECK(figure->value() * factor == value);
    const Rational half = abs(step) / Rational(2);
    Interval expected(value);
    switch (form.reach(*number)) {
        case FigureForm::Reach::exact:
            break;
        case FigureForm::Reach::rounded:
            expected = Interval::closed(value - half, value + half);
            break;
        case FigureForm::Reach::over:
            expected = Interval::at_least(value, true);
            break;
        case FigureForm::Reach::at_least:
            expected = Interval::at_least(value);
            break;
    }
    CHECK(figure->interval * Interval(factor) == expected);
}

}  // namespace

TEST_CASE("a text of a known form means what reading it in full would give") {
    struct Words {
        std::string before, behind;
    };
    const Words all[] = {{"", " trillion yuan"},
                         {"up ", " percent"},
                         {"down ", " %"},
                         {"", "%"},
                         {"$", " million"},
                         {"over ", " projects"},
                         {"at least ", " km"},
                         {"", " people"},
                         {"", ""},
                         {"", "万亿元"},
                         {"增长", "%"},
                         {"rose by ", " percentage points"},
                         {"-", " t"},
                         {"exactly ", " kg"},
                         {"minus ", " billion euros"},
                         {"", " bn"},
                         {"", " million people"},
                         {"+", " %"}};
    std::size_t forms = 0;
    for (const auto& [before, behind] : all) {
        for (const char* known : {"23.6", "7", "1900"}) {
            const auto form = FigureForm::of(before + known + behind, {});
            if (!form) continue;
            ++forms;
            for (const char* number :
                 {"1", "3", "10", "12", "999", "4000", "2024", "100000", "999999999999999", "0.1",
                  "0.01", "1.0", "1.10", "12.345", "1.234", "1000.000", "0.000001", "123456.78"})
                if (form->read(before + number + behind))
                    compare(*form, before + number + behind, {});
        }
    }
    CHECK(forms >= 45);
}

TEST_CASE("what is not of the form, or is read by more than its number, is left to others") {
    const auto form = FigureForm::of("up 6.3 percent", {});
    REQUIRE(form);
    for (const char* text :
         {"", "up", "up  percent", "up 6.3 per cent", "down 6.3 percent", "up 0 percent",
          "up 0.0 percent", "up 06.3 percent", "up 6. percent", "up .5 percent", "up 6,3 percent",
          "up 1.2.3 percent", "up 1234567890123456 percent", "up -1 percent", "up 6.3 percent ",
          " up 6.3 percent", "up 6e2 percent", "up 6 3 percent", "up 6,300 percent"}) {
        INFO(text);
        CHECK_FALSE(form->read(text));
    }
    // Their reach hangs on the digits, or there are several numbers.
    for (const char* text :
         {"about 50 percent", "nearly 4,000 t", "5 to 6 percent", "5 ± 1 t", "a third",
          "just over 4 t", "6.3 percent of 12", "no figure", "half", "under 5 t"}) {
        INFO(text);
        CHECK_FALSE(FigureForm::of(text, {}));
    }
    FigureOptions options;
    options.rounded_to = Rational(1000);
    CHECK_FALSE(FigureForm::of("4000 t", options));
}

TEST_CASE("a plain number knows the zeros in front of it") {
    const auto form = FigureForm::of("1.5 t", {});
    REQUIRE(form);
    const auto number = form->read("0.05 t");
    REQUIRE(number);
    CHECK(number->digits == 5);
    CHECK(number->places == 2);
    CHECK(number->digit_count == 3);
}
