// Texts that parse_figure refuses: code, place (carets under the text, a column a byte) and hint.
#include "brcheck/figure/parse_figure.hpp"

#include "support/catch.hpp"

#include <string>

namespace brcheck {
namespace {

struct Refused {
    const char* text;
    const char* carets;
    const char* code;
    const char* hint = "";     ///< a part of it
    const char* message = "";  ///< a part of it
};

std::string carets_of(Span span) {
    return std::string(span.begin, ' ') + std::string(span.end - span.begin, '^');
}

void check_refused(const Refused& row, const FigureOptions& options = {}) {
    CAPTURE(row.text);
    const Result<Figure> figure = parse_figure(row.text, options);
    if (figure) {
        FAIL_CHECK("read as " << figure->interval.to_string() << " " << figure->unit.symbol());
        return;
    }
    REQUIRE(figure.errors().size() == 1);
    const Error& error = figure.errors().front();
    CAPTURE(error.message, error.hint);
    CHECK(format_code(static_cast<std::uint16_t>(error.code)) == row.code);
    CHECK(carets_of(error.location.span) == row.carets);
    CHECK(error.hint.find(row.hint) != std::string::npos);
    CHECK(error.message.find(row.message) != std::string::npos);
    CHECK_FALSE(error.message.empty());
    CHECK(error.location.span.end <= std::string(row.text).size());
}

TEST_CASE("texts that are no figure are refused with place, reason and suggestion") {
    const Refused rows[] = {
        {"", "", "BR006", "", "empty"},
        {"   ", "", "BR006", "", "empty"},
        {"NaN", "^^^", "BR006", "", "NaN"},
        {"inf", "^^^", "BR006", "", "inf"},
        {"23.6.1", "^^^^^^", "BR006", "", "two decimal marks"},
        {"1,00,0", "^^^^^^", "BR006", "", "threes"},
        {"1,00.5", "^^^^^^", "BR006", "", "threes"},
        {"1,23,45", "^^^^^^^", "BR006"},
        {"--5", "^^", "BR006", "", "two signs"},
        {"+-5", "^^", "BR006", "", "two signs"},
        {"5%%", "  ^", "BR006", "one unit"},
        {"12 trilion", "   ^^^^^^^", "BR006", "did you mean \"trillion\"? If \"trilion\""},
        {"12 trilion yuan", "   ^^^^^^^", "BR006", "\"trillion\""},
        {"5 milion dollars", "  ^^^^^^", "BR006", "\"million\""},
        {"5 precent", "  ^^^^^^^", "BR006", "\"percent\""},
        {"overr 5 %", "^^^^^", "BR006", "did you mean \"over\""},
        {"trade reached 5 %", "^^^^^", "BR006", "label"},
        {"over under 5", "     ^^^^^", "BR006", "", "over"},
        {"over over 5", "     ^^^^", "BR006", "", "twice"},
        {"over 4,000+", "          ^", "BR006", "", "do not go together"},
        {"about 5 or so", "        ^^^^^", "BR006", "", "twice"},
        {"exactly about 5", "^^^^^^^", "BR006", "", "contradicts"},
        {"23.6 trillion yuan in trade", "                   ^^", "BR006", "label"},
        {"51.9 % of GDP", "       ^^", "BR006", "label"},
        {"5 of them", "  ^^", "BR006", "label"},
        {"23.6 yuan trillion", "          ^^^^^^^^", "BR006", "before the unit"},
        {"5 and 6", "  ^^^", "BR006"},
        {"5 6", "  ^", "BR006", "range", "second number"},
        {"2025 150 countries", "     ^^^", "BR006", "range", "second number"},
        {"150 countries.", "             ^", "BR006", "final stop"},
        {"5 a b c d e f g", "  ^", "BR006"},
        {"5 one two three", "  ^^^", "BR006", "digits"},
        {"twenty countries", "^^^^^^", "BR006", "digits"},
        {"one hundred twenty", "            ^^^^^^", "BR006", "digits"},
        {"六点三", "^^^^^^^^^", "BR006", "digits"},
        {"二十五", "      ^^^", "BR006", "digits"},
        {"十五", "^^^^^^", "BR006", "digits"},
        {"between 5 percent", "^^^^^^^", "BR006", "", "two numbers"},
        {"rose from 3 to 5 percent", "     ^^^^", "BR006", "figure of its own", "two levels"},
        {"5 to 3 percent", "^^^^^^", "BR006", "lower end first", "from 5 down to 3"},
        {"$500 to 1 million", " ^^^^^^^^", "BR006", "", "from 500000000 down to 1000000"},
        {"3 km to 5", "        ^", "BR006", "upper end"},
        {"over 3 to 5", "^^^^", "BR006", "", "range"},
        {"62.3 ±", "     ^^", "BR006"},
        {"± 0.4", "^^", "BR006", "", "before the margin"},
        {"(5", "^", "BR006", "", "not closed"},
        {"5)", " ^", "BR006"},
        {"(-5)", "^^", "BR006", "", "two signs"},
        {"5 (estimated)", "  ^", "BR006", "label"},
        {"fell by -3 %", "        ^", "BR006", "leave one", "twice"},
        {"rose down 3 %", "     ^^^^", "BR006", "", "contradicts"},
        {"-over 5", "^", "BR006"},
        {"5x7", "  ^", "BR006", "", "second number"},
        {"under 0 projects", "      ^", "BR006"},
        {"5 projects over", "           ^^^^", "BR006", "", "before the number"},
        {"5 new billion", "      ^^^^^^^", "BR006", "", "scale word"},
        {"¥5", "^^", "BR006", "CNY or JPY", "several units"},
        {"5 kr", "  ^^", "BR006", "SEK", "several units"},
        {"1/3", " ^^", "BR006", "a third", "fraction"},
        {"1.5 trillion yaun", "             ^^^^", "BR006", "\"yuan\""},
        {"5 COVID-19 cases", "       ^", "BR006", "label"},
        {"5\xF0\x9F\x98\x80", " ^^^^", "BR006"},
        {"5\xFF", " ^", "BR006", "", "UTF-8"},
        {"\xEF\xBC\x8D\xEF\xBC\x8D" "5", "^^^^^^", "BR006", "", "two signs"},
    };
    for (const Refused& row : rows) check_refused(row);
}

TEST_CASE("a number that only a decimal comma explains asks for decimal_mark") {
    const Refused rows[] = {
        {"23,6", "^^^^", "BR011", "\"decimal_mark\": \",\""},
        {"0,123", "^^^^^", "BR011", "\"decimal_mark\": \",\""},
        {",5", "^^", "BR011", "\"decimal_mark\": \",\""},
        {"over 1234,5 kg", "     ^^^^^^", "BR011", "\"decimal_mark\": \",\""},
        {"1.234.567", "^^^^^^^^^", "BR011", "\"decimal_mark\": \",\""},
        {"1 234,567", "^^^^^^^^^", "BR011", "\"decimal_mark\": \",\""},
    };
    for (const Refused& row : rows) check_refused(row);
    FigureOptions comma;
    comma.decimal_mark = ',';
    check_refused({"1.23", "^^^^", "BR006", "groups thousands"}, comma);
    check_refused({"1,2,3", "^^^^^", "BR006"}, comma);
    FigureOptions point;
    point.decimal_mark = '.';
    check_refused({"23,6", "^^^^", "BR006"}, point);
}

TEST_CASE("what is counted has a name of six words") {
    CHECK(parse_figure("12 large solar and wind power plants").ok());
    check_refused({"12 very large solar and wind power plants",
                   "   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^", "BR006", "", "too long"});
}

TEST_CASE("units that clash are refused and both are named") {
    const Refused rows[] = {
        {"$5 yuan", "   ^^^^", "BR008", "", "$"},
        {"$5 to €6", "      ^^^", "BR008"},
        {"3 % to 5 percentage points", "         ^^^^^^^^^^^^^^^^^", "BR008", "", "pp"},
        {"5 million ± 300,000", "             ^^^^^^^", "BR006", "± 0.3 million", "larger than the number"},
        {"3.4万 ± 800", "          ^^^", "BR006", "", "larger than the number"},
        {"5 1/4 percent", "  ^^^", "BR006", "5.25", "a mixed number"},
        {"2 1/2 times", "  ^^^", "BR006", "", "a mixed number"},
        {"5 per cent of 12 million EUR", "           ^^", "BR006", "", "\"of\""},
        {"5 per cent below target", "           ^^^^^", "BR006", "", "\"below\""},
        {"62.3 kg ± 5 %", "             ^", "BR008", "", "kg"},
        {"62.3 kg ± 5 m", "             ^", "BR008", "", "kg"},
        {"62.3 kg ± 5 t", "             ^", "BR008", "", "kg"},
    };
    for (const Refused& row : rows) check_refused(row);
    FigureOptions unit;
    unit.unit_text = "trillion yuan";
    check_refused({"23.6 billion", "     ^^^^^^^", "BR008", "", "\"billion\""}, unit);
    check_refused({"23.6 yuan", "     ^^^^", "BR008", "", "trillion yuan"}, unit);
    check_refused({"23.6 trillion dollars", "              ^^^^^^^", "BR008", "", "USD"}, unit);
    unit.unit_text = "pp";
    check_refused({"5 percent", "  ^^^^^^^", "BR008", "", "pp"}, unit);
    unit.unit_text = "countries";
    check_refused({"5 projects", "  ^^^^^^^^", "BR008", "", "countries"}, unit);
}

TEST_CASE("limits are held at once, however long the text") {
    FigureOptions options;
    const auto code = [&options](const std::string& text) {
        const Result<Figure> figure = parse_figure(text, options);
        return figure ? std::string("read")
                      : format_code(static_cast<std::uint16_t>(figure.errors().front().code));
    };
    CHECK(code(std::string(1000, '7')) == "read");
    CHECK(code(std::string(1001, '7')) == "BR012");
    CHECK(code("0." + std::string(1000, '7')) == "BR012");
    CHECK(code("1e1000") == "read");
    CHECK(code("1e1001") == "BR012");
    CHECK(code("1e-1001") == "BR012");
    CHECK(code("1e99999999999999999999999") == "BR012");
    CHECK(code(std::string(4097, ' ')) == "BR012");
    CHECK(code(std::string(10'000'000, '9')) == "BR012");
    CHECK(code(std::string(4095, '-') + "5") == "BR006");
    CHECK(code(std::string(4090, '(') + "5") == "BR006");
    options.max_characters = 20'000'000;
    CHECK(code(std::string(10'000'000, '9')) == "BR012");
    std::string words = "5";
    for (int i = 0; i < 200'000; ++i) words += " or over";
    CHECK(code(words) == "BR006");
    words = "5";
    for (int i = 0; i < 200'000; ++i) words += " more";
    CHECK(code(words) == "BR006");
    words.clear();
    for (int i = 0; i < 200'000; ++i) words += "1,234,";
    CHECK(code(words) == "BR012");
    options.limits.max_digits = 3;
    CHECK(code("1234") == "BR012");
}

}  // namespace
}  // namespace brcheck
