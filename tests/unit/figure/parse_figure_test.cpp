#include "brcheck/figure/parse_figure.hpp"

#include "support/catch.hpp"

#include <string>

namespace brcheck {
namespace {

struct Row {
    const char* text;
    const char* interval;
    const char* unit = "";
    const char* qualifier = "";
};

void check_rows(const Row* begin, const Row* end, const FigureOptions& options = {}) {
    for (const Row* row = begin; row != end; ++row) {
        CAPTURE(row->text);
        const Result<Figure> figure = parse_figure(row->text, options);
        if (!figure) {
            FAIL_CHECK(figure.errors().front().message);
            continue;
        }
        CHECK(figure->interval.to_string() == row->interval);
        CHECK(figure->unit.symbol() == row->unit);
        CHECK(std::string(format_qualifier(figure->qualifier)) == row->qualifier);
        CHECK(figure->text == row->text);
    }
}

template <std::size_t size>
void check_rows(const Row (&rows)[size], const FigureOptions& options = {}) {
    check_rows(rows, rows + size, options);
}

TEST_CASE("the figures of the Belt and Road report are read in English and Chinese") {
    const Row rows[] = {
        {"over 150 countries", "(150, inf)", "countries", "over"},
        {"more than 30 international organizations", "(30, inf)", "international organizations",
         "over"},
        {"exceeding one trillion U.S. dollars", "(1000000000000, inf)", "USD", "over"},
        {"over 4,000 projects", "(4000, inf)", "projects", "over"},
        {"23.6 trillion yuan", "[23550000000000, 23650000000000]", "CNY", ""},
        {"up 6.3 percent", "[6.25, 6.35]", "%", ""},
        {"2.5 percentage points", "[2.45, 2.55]", "pp", ""},
        {"surpassed 50 percent", "(50, inf)", "%", "over"},
        {"51.9 percent", "[51.85, 51.95]", "%", ""},
        {"150多个国家", "(150, inf)", "国家", "over"},
        {"30多个国际组织", "(30, inf)", "国际组织", "over"},
        {"超过1万亿美元", "(1000000000000, inf)", "USD", "over"},
        {"4000余个项目", "(4000, inf)", "项目", "over"},
        {"23.6万亿元", "[23550000000000, 23650000000000]", "CNY", ""},
        {"同比增长6.3%", "[6.25, 6.35]", "%", ""},
        {"2.5个百分点", "[2.45, 2.55]", "pp", ""},
        {"突破50%", "(50, inf)", "%", "over"},
    };
    check_rows(rows);
}

TEST_CASE("numbers are read with grouping, decimal marks, exponents and full-width digits") {
    const Row rows[] = {
        {"123.4", "[123.35, 123.45]"},
        {"0", "[0, 0]"},
        {"50.0", "[49.95, 50.05]"},
        {".5", "[0.45, 0.55]"},
        {"-7", "[-7, -7]"},
        {"007", "[7, 7]"},
        {"1,234", "[1234, 1234]"},
        {"1.234", "[1.2335, 1.2345]"},
        {"1,234,567", "[1234567, 1234567]"},
        {"1,234.5", "[1234.45, 1234.55]"},
        {"1 234 567", "[1234567, 1234567]"},
        {"1\xC2\xA0" "234\xC2\xA0" "567", "[1234567, 1234567]"},
        {"1\xE2\x80\x89" "234,5", "[1234.45, 1234.55]"},
        {"1\xE2\x80\xAF" "234.5 t", "[1234.45, 1234.55]", "t"},
        {"1'234'567", "[1234567, 1234567]"},
        {"1’234’567", "[1234567, 1234567]"},
        {"12,34,567", "[1234567, 1234567]"},
        {"1.234,56", "[1234.555, 1234.565]"},
        {"1.2e6", "[1150000, 1250000]"},
        {"1.2E-3", "[0.00115, 0.00125]"},
        {"５１．９％", "[51.85, 51.95]", "%"},
        {"  51.9   percent ", "[51.85, 51.95]", "%"},
        {"123456789012345678901234567890",
         "[123456789012345678901234567890, 123456789012345678901234567890]"},
        {"0.0 %", "[-0.05, 0.05]", "%"},
    };
    check_rows(rows);
}

TEST_CASE("decimal_mark decides what a comma and a point mean") {
    FigureOptions comma;
    comma.decimal_mark = ',';
    const Row comma_rows[] = {
        {"23,6", "[23.55, 23.65]"},
        {"0,123", "[0.1225, 0.1235]"},
        {"1,234", "[1.2335, 1.2345]"},
        {"1.234", "[1234, 1234]"},
        {"1.234.567,8", "[1234567.75, 1234567.85]"},
        {"1 234,5 %", "[1234.45, 1234.55]", "%"},
        {"12", "[12, 12]"},
    };
    check_rows(comma_rows, comma);
    FigureOptions point;
    point.decimal_mark = '.';
    const Row point_rows[] = {
        {"1,234", "[1234, 1234]"},
        {"1.234", "[1.2335, 1.2345]"},
    };
    check_rows(point_rows, point);
}

TEST_CASE("signs, words of direction and levels set the sign") {
    const Row rows[] = {
        {"-3 %", "[-3.5, -2.5]", "%"},
        {"−3.2 %", "[-3.25, -3.15]", "%"},
        {"－3%", "[-3.5, -2.5]", "%"},
        {"minus 3 percent", "[-3.5, -2.5]", "%"},
        {"negative 3 percent", "[-3.5, -2.5]", "%"},
        {"负3%", "[-3.5, -2.5]", "%"},
        {"+5", "[5, 5]"},
        {"(1,234)", "[-1234, -1234]"},
        {"(1,234) million", "[-1234500000, -1233500000]"},
        {"($5.0m)", "[-5050000, -4950000]", "USD"},
        {"(5.2%)", "[-5.25, -5.15]", "%"},
        {"(5.2) percent", "[-5.25, -5.15]", "%"},
        {"-$5.0", "[-5.05, -4.95]", "USD"},
        {"$-5.0", "[-5.05, -4.95]", "USD"},
        {"over -3 %", "(-3, inf)", "%", "over"},
        {"> -3", "(-3, inf)", "", "over"},
        {"≥ -3", "[-3, inf)", "", "at-least"},
        {"below -3 %", "(-inf, -3)", "%", "under"},
        {"at most -3 %", "(-inf, -3]", "%", "at-most"},
        {"just over -3 %", "(-3, -2.7]", "%", "just-over"},
        {"nearly -3 %", "(-3, -2.7]", "%", "nearly"},
        {"fell by 3 percent", "[-3.5, -2.5]", "%"},
        {"fell 3 percent", "[-3.5, -2.5]", "%"},
        {"down 3.0 %", "[-3.05, -2.95]", "%"},
        {"a drop of 3.0 %", "[-3.05, -2.95]", "%"},
        {"a decline of nearly 3 %", "(-3, -2.7]", "%", "nearly"},
        {"fell by over 3 %", "(-inf, -3)", "%", "over"},
        {"fell by less than 3 %", "(-3, 0]", "%", "under"},
        {"rose by up to 3 %", "[0, 3]", "%", "at-most"},
        {"下降3%", "[-3.5, -2.5]", "%"},
        {"下降超过3%", "(-inf, -3)", "%", "over"},
        {"同比减少了3.0%", "[-3.05, -2.95]", "%"},
        {"fell to 5.0 percent", "[4.95, 5.05]", "%"},
        {"fell below 5 percent", "(-inf, 5)", "%", "under"},
        {"dropped below $100 billion", "(-inf, 100000000000)", "USD", "under"},
        {"down to 5.0 percent", "[4.95, 5.05]", "%"},
        {"rose further to 51.9 percent", "[51.85, 51.95]", "%"},
        {"rose to over 50 percent", "(50, inf)", "%", "over"},
        {"doubled to 5 projects", "[5, 5]", "projects"},
        {"上升至51.9%", "[51.85, 51.95]", "%"},
        {"下降到5.0%", "[4.95, 5.05]", "%"},
        {"an increase of 6.3 percent", "[6.25, 6.35]", "%"},
        {"grew by 6.3 percent year on year", "[6.25, 6.35]", "%"},
        {"grew 6.3 percent from a year earlier", "[6.25, 6.35]", "%"},
        {"was down 3.0 percent", "[-3.05, -2.95]", "%"},
        {"a 3.0 percent drop", "[-3.05, -2.95]", "%"},
        {"6.3 percent growth", "[6.25, 6.35]", "%"},
        {"up +3.0 %", "[2.95, 3.05]", "%"},
    };
    check_rows(rows);
    CHECK(parse_figure("fell by 3 percent")->sign_from_verb);
    CHECK_FALSE(parse_figure("fell to 3 percent")->sign_from_verb);
    CHECK_FALSE(parse_figure("-3 percent")->sign_from_verb);
}

TEST_CASE("bare verbs and fillers leave the interval bare") {
    const Row rows[] = {
        {"reached 51.9 percent", "[51.85, 51.95]", "%"},
        {"hit 51.9 percent", "[51.85, 51.95]", "%"},
        {"stood at 51.9 percent", "[51.85, 51.95]", "%"},
        {"totalled 23.6 billion yuan", "[23550000000, 23650000000]", "CNY"},
        {"totaled 23.6 billion yuan", "[23550000000, 23650000000]", "CNY"},
        {"amounted to $5.0 billion", "[4950000000, 5050000000]", "USD"},
        {"came to 5.0 kg", "[4.95, 5.05]", "kg"},
        {"was 5.0 kg", "[4.95, 5.05]", "kg"},
        {"a total of 150 countries", "[150, 150]", "countries"},
        {"达到51.9%", "[51.85, 51.95]", "%"},
        {"达51.9%", "[51.85, 51.95]", "%"},
        {"为51.9%", "[51.85, 51.95]", "%"},
        {"共150个国家", "[150, 150]", "国家"},
        {"总计23.6亿元", "[2355000000, 2365000000]", "CNY"},
    };
    check_rows(rows);
}

TEST_CASE("qualifiers before, inside and after the number") {
    const Row rows[] = {
        {"upwards of 5 kg", "(5, inf)", "kg", "over"},
        {"north of 5 %", "(5, inf)", "%", "over"},
        {"in excess of 5 %", "(5, inf)", "%", "over"},
        {"above 5 %", "(5, inf)", "%", "over"},
        {"topped $5 billion", "(5000000000, inf)", "USD", "over"},
        {"> 5 %", "(5, inf)", "%", "over"},
        {"30-odd countries", "(30, inf)", "countries", "over"},
        {"逾4000个项目", "(4000, inf)", "项目", "over"},
        {"超4000个项目", "(4000, inf)", "项目", "over"},
        {"高于5%", "(5, inf)", "%", "over"},
        {"3万多人", "(30000, inf)", "person", "over"},
        {"30余万吨", "(300000, inf)", "t", "over"},
        {"just over 4,000 projects", "(4000, 4400]", "projects", "just-over"},
        {"slightly more than 5 %", "(5, 5.5]", "%", "just-over"},
        {"略高于5%", "(5, 5.5]", "%", "just-over"},
        {"at least 5 %", "[5, inf)", "%", "at-least"},
        {"no less than 5 %", "[5, inf)", "%", "at-least"},
        {"no fewer than 5 projects", "[5, inf)", "projects", "at-least"},
        {"a minimum of 5 kg", "[5, inf)", "kg", "at-least"},
        {"5 kg or more", "[5, inf)", "kg", "at-least"},
        {"5 projects or more", "[5, inf)", "projects", "at-least"},
        {"4,000+ projects", "[4000, inf)", "projects", "at-least"},
        {"4,000-plus projects", "[4000, inf)", "projects", "at-least"},
        {"4,000 plus", "[4000, inf)", "", "at-least"},
        {"5%+", "[5, inf)", "%", "at-least"},
        {"≥5 %", "[5, inf)", "%", "at-least"},
        {">= 5 %", "[5, inf)", "%", "at-least"},
        {"至少5%", "[5, inf)", "%", "at-least"},
        {"不低于5%", "[5, inf)", "%", "at-least"},
        {"5%以上", "[5, inf)", "%", "at-least"},
        {"5亿元以上", "[500000000, inf)", "CNY", "at-least"},
        {"在5%以上", "[5, inf)", "%", "at-least"},
        {"under 5 %", "(-inf, 5)", "%", "under"},
        {"less than 5 kg", "[0, 5)", "kg", "under"},
        {"fewer than 5 projects", "[0, 5)", "projects", "under"},
        {"below 5 %", "(-inf, 5)", "%", "under"},
        {"<5 %", "(-inf, 5)", "%", "under"},
        {"不足5%", "(-inf, 5)", "%", "under"},
        {"不到5个项目", "[0, 5)", "项目", "under"},
        {"at most 5 %", "(-inf, 5]", "%", "at-most"},
        {"up to 5 kg", "[0, 5]", "kg", "at-most"},
        {"no more than 5 projects", "[0, 5]", "projects", "at-most"},
        {"as many as 5 projects", "[0, 5]", "projects", "at-most"},
        {"5 % or less", "(-inf, 5]", "%", "at-most"},
        {"≤ 5 %", "(-inf, 5]", "%", "at-most"},
        {"不超过5%", "(-inf, 5]", "%", "at-most"},
        {"至多5个项目", "[0, 5]", "项目", "at-most"},
        {"nearly 50 %", "[45, 50)", "%", "nearly"},
        {"almost 50 %", "[45, 50)", "%", "nearly"},
        {"just under 50 %", "[45, 50)", "%", "nearly"},
        {"close to 50 %", "[45, 50)", "%", "nearly"},
        {"近50%", "[45, 50)", "%", "nearly"},
        {"将近4000个项目", "[3600, 4000)", "项目", "nearly"},
        {"about 50 %", "[45, 55]", "%", "about"},
        {"around 12 %", "[11.5, 12.5]", "%", "about"},
        {"some 4,000 projects", "[3600, 4400]", "projects", "about"},
        {"roughly $700 billion", "[650000000000, 750000000000]", "USD", "about"},
        {"approximately 2.5 %", "[2.45, 2.55]", "%", "about"},
        {"circa 50 kg", "[45, 55]", "kg", "about"},
        {"ca. 50 kg", "[45, 55]", "kg", "about"},
        {"~50 kg", "[45, 55]", "kg", "about"},
        {"≈ 50 kg", "[45, 55]", "kg", "about"},
        {"50 kg or so", "[45, 55]", "kg", "about"},
        {"约50%", "[45, 55]", "%", "about"},
        {"50%左右", "[45, 55]", "%", "about"},
        {"exactly 5 kg", "[5, 5]", "kg", ""},
    };
    check_rows(rows);
}

TEST_CASE("scale words, currencies and units stand before or after") {
    const Row rows[] = {
        {"$700 billion", "[699500000000, 700500000000]", "USD"},
        {"US$1.2 trn", "[1150000000000, 1250000000000]", "USD"},
        {"CNY 23.6 trillion", "[23550000000000, 23650000000000]", "CNY"},
        {"RMB23.6tn", "[23550000000000, 23650000000000]", "CNY"},
        {"€5.0m", "[4950000, 5050000]", "EUR"},
        {"1,234.5亿元人民币", "[123445000000, 123455000000]", "CNY"},
        {"人民币23.6亿元", "[2355000000, 2365000000]", "CNY"},
        {"five hundred thousand dollars", "[450000, 550000]", "USD"},
        {"a million projects", "[500000, 1500000]", "projects"},
        {"twelve countries", "[12, 12]", "countries"},
        {"三个国家", "[3, 3]", "国家"},
        {"一万亿元", "[500000000000, 1500000000000]", "CNY"},
        {"百分之6.3", "[6.25, 6.35]", "%"},
        {"5 m", "[4.5, 5.5]", "m"},
        {"5m yuan", "[4500000, 5500000]", "CNY"},
        {"5m people", "[4500000, 5500000]", "person"},
        {"$5m", "[4500000, 5500000]", "USD"},
        {"5千克", "[4.5, 5.5]", "kg"},
        {"12.5 km/h", "[12.45, 12.55]", "km/h"},
        {"5.0 percent", "[4.95, 5.05]", "%"},
        {"5.0 per cent", "[4.95, 5.05]", "%"},
        {"25 basis points", "[24.5, 25.5]", "bp"},
        {"2 lakh rupees", "[150000, 250000]", "INR"},
        {"3.0 times", "[2.95, 3.05]", "times"},
        {"3 times", "[2.5, 3.5]", "times"},
        {"2.5倍", "[2.45, 2.55]", "times"},
        {"150 countries and regions", "[150, 150]", "countries and regions"},
        {"4.0 thousand projects", "[3950, 4050]", "projects"},
        {"5 yuan per tonne", "[4.5, 5.5]", "CNY/t"},
        {"$5.0 per tonne", "[4.95, 5.05]", "USD/t"},
        {"120 people per square kilometre", "[119.5, 120.5]", "person/km2"},
        {"5 m²", "[4.5, 5.5]", "m2"},
        {"20家企业", "[20, 20]", "企业"},
        {"3个省", "[3, 3]", "省"},
        {"n = 40", "[40, 40]"},
        {"5 per 1,000", "[4.5, 5.5]", "per 1,000"},
        {"OVER 150 COUNTRIES", "(150, inf)", "COUNTRIES", "over"},
    };
    check_rows(rows);
}

TEST_CASE("ratio words are within five percent") {
    const Row rows[] = {
        {"half", "[0.475, 0.525]", "", "ratio-word"},
        {"a third", "[19/60, 0.35]", "", "ratio-word"},
        {"two-thirds", "[19/30, 0.7]", "", "ratio-word"},
        {"three quarters", "[0.7125, 0.7875]", "", "ratio-word"},
        {"doubled", "[1.9, 2.1]", "", "ratio-word"},
        {"tripled", "[2.85, 3.15]", "", "ratio-word"},
        {"quadrupled", "[3.8, 4.2]", "", "ratio-word"},
        {"threefold", "[2.85, 3.15]", "", "ratio-word"},
        {"3-fold", "[2.85, 3.15]", "", "ratio-word"},
        {"翻一番", "[1.9, 2.1]", "", "ratio-word"},
        {"三分之一", "[19/60, 0.35]", "", "ratio-word"},
        {"一半", "[0.475, 0.525]", "", "ratio-word"},
        {"more than half", "(0.5, inf)", "", "over"},
        {"more than doubled", "(2, inf)", "", "over"},
        {"nearly half", "[0.45, 0.5)", "", "nearly"},
        {"about half", "[0.45, 0.55]", "", "about"},
        {"just over half", "(0.5, 0.55]", "", "just-over"},
        {"at least doubled", "[2, inf)", "", "at-least"},
        {"fell by half", "[-0.525, -0.475]", "", "ratio-word"},
        {"half a million dollars", "[475000, 525000]", "USD", "ratio-word"},
        {"超过一半", "(0.5, inf)", "", "over"},
    };
    check_rows(rows);
    const Result<Figure> third = parse_figure("fell by a third");
    REQUIRE(third);
    CHECK(third->ratio == Rational(Integer(-1), Integer(3)));
    CHECK(third->number.to_string() == "-0.3333");
    CHECK(third->value() == Rational(Integer(-1), Integer(3)));
    FigureOptions percent;
    percent.unit_text = "%";
    CHECK(parse_figure("more than half", percent)->interval.to_string() == "(50, inf)");
}

TEST_CASE("ranges reach from the lower rounding end to the upper, margins both ways") {
    const Row rows[] = {
        {"between 3 and 5 percent", "[2.5, 5.5]", "%", "range"},
        {"from 3 to 5 percent", "[2.5, 5.5]", "%", "range"},
        {"3 to 5 percent", "[2.5, 5.5]", "%", "range"},
        {"3-5 %", "[2.5, 5.5]", "%", "range"},
        {"3 - 5 %", "[2.5, 5.5]", "%", "range"},
        {"3–5%", "[2.5, 5.5]", "%", "range"},
        {"3% to 5%", "[2.5, 5.5]", "%", "range"},
        {"3%-5%", "[2.5, 5.5]", "%", "range"},
        {"3~5%", "[2.5, 5.5]", "%", "range"},
        {"$3-5 billion", "[2500000000, 5500000000]", "USD", "range"},
        {"$3-$5 billion", "[2500000000, 5500000000]", "USD", "range"},
        {"$3 billion to $5 billion", "[2500000000, 5500000000]", "USD", "range"},
        {"500 million to 1 billion dollars", "[499500000, 1500000000]", "USD", "range"},
        {"3m to 5m yuan", "[2500000, 5500000]", "CNY", "range"},
        {"3至5个百分点", "[2.5, 5.5]", "pp", "range"},
        {"3万至5万亿元", "[25000, 5500000000000]", "CNY", "range"},
        {"在3%和5%之间", "[2.5, 5.5]", "%", "range"},
        {"30 to 40 countries", "[30, 40]", "countries", "range"},
        {"three to five countries", "[3, 5]", "countries", "range"},
        {"-5 to -3 percent", "[-5.5, -2.5]", "%", "range"},
        {"-3-5 %", "[-3.5, 5.5]", "%", "range"},
        {"fell by 3 to 5 percent", "[-5.5, -2.5]", "%", "range"},
        {"about 30 to 50 percent", "[27, 55]", "%", "range"},
        {"62.3 ± 0.4", "[61.9, 62.7]", "", "margin"},
        {"62.3 +/- 0.4 percent", "[61.9, 62.7]", "%", "margin"},
        {"62.3% ± 0.4%", "[61.9, 62.7]", "%", "margin"},
        {"62.3% ± 0.4 percentage points", "[61.9, 62.7]", "%", "margin"},
        {"62.3 (±0.4)", "[61.9, 62.7]", "", "margin"},
        {"62.3 (±0.4) percent", "[61.9, 62.7]", "%", "margin"},
        {"62.3% (± 0.4)", "[61.9, 62.7]", "%", "margin"},
        // As a measured value is put, not as accountants put a minus.
        {"(62.3 ± 0.4) %", "[61.9, 62.7]", "%", "margin"},
        {"(62.3 ± 0.4) kg", "[61.9, 62.7]", "kg", "margin"},
        {"5.0 million people ± 0.3", "[4700000, 5300000]", "person", "margin"},
        {"5.0 million people ± 300,000 people", "[4700000, 5300000]", "person", "margin"},
        {"$62.3 ± 0.4 million", "[61900000, 62700000]", "USD", "margin"},
        {"62.3 plus or minus 0.4 kg", "[61.9, 62.7]", "kg", "margin"},
        {"-2.0 ± 0.5 %", "[-2.5, -1.5]", "%", "margin"},
    };
    check_rows(rows);
    const Result<Figure> range = parse_figure("500 million to 1 billion dollars");
    REQUIRE(range);
    CHECK(range->number.value() == Rational(Integer(1), Integer(2)));
    CHECK(range->scale_exponent == 9);
    CHECK(range->value() == Rational(750000000));
    const Result<Figure> fall = parse_figure("fell by 3 to 5 percent");
    REQUIRE(fall);
    CHECK(fall->number.to_string() == "-5");
    CHECK(fall->second->to_string() == "-3");
}

TEST_CASE("what the file says beside the text joins in") {
    const auto interval = [](const char* text, const FigureOptions& options) {
        const Result<Figure> figure = parse_figure(text, options);
        return figure ? figure->interval.to_string() + " " + figure->unit.symbol()
                      : format_code(static_cast<std::uint16_t>(figure.errors().front().code)) +
                            " " + figure.errors().front().message;
    };
    FigureOptions unit;
    unit.unit_text = "trillion yuan";
    CHECK(interval("23.6", unit) == "[23550000000000, 23650000000000] CNY");
    CHECK(interval("23.6 trillion", unit) == "[23550000000000, 23650000000000] CNY");
    CHECK(interval("23.6 trillion yuan", unit) == "[23550000000000, 23650000000000] CNY");
    CHECK(interval("3 to 5", unit) == "[2500000000000, 5500000000000] CNY");
    CHECK(interval("23.6 ± 0.4", unit) == "[23200000000000, 24000000000000] CNY");
    unit.unit_text = "people";
    CHECK(interval("1,234", unit) == "[1234, 1234] person");
    unit.unit_text = "m";
    CHECK(interval("5 m", unit) == "[4.5, 5.5] m");
    unit.unit_text = "yuan";
    CHECK(interval("5 m", unit) == "[4500000, 5500000] CNY");
    unit.unit_text = "projects";
    CHECK(interval("4,000 cooperation projects", unit) == "[4000, 4000] projects");
    unit.unit_text = "CNY";
    CHECK(interval("¥5.0", unit) == "[4.95, 5.05] CNY");
    unit.unit_text = "SEK";
    CHECK(interval("5.0 kr", unit) == "[4.95, 5.05] SEK");
    unit.unit_text = "trilion";
    CHECK(interval("12 trilion", unit) == "[12, 12] trilion");

    FigureOptions rounded;
    rounded.rounded_to = Rational(1000);
    CHECK(interval("4,000", rounded) == "[3500, 4500] ");
    rounded.rounded_to = Rational(Integer(1), Integer(2));
    CHECK(interval("3 trillion yuan", rounded) == "[2750000000000, 3250000000000] CNY");

    FigureOptions rule;
    rule.rounding = Rounding::truncated;
    rule.rounding_given = true;
    CHECK(interval("150 countries", rule) == "[150, 151) countries");
    CHECK(interval("51.9 %", rule) == "[51.9, 52) %");
    rule.rounding = Rounding::exact;
    CHECK(interval("51.9 %", rule) == "[51.9, 51.9] %");

    FigureOptions whole;
    whole.whole = true;
    CHECK(interval("over 150 countries", whole) == "[151, inf) countries");
    CHECK(interval("2.5 thousand people", whole) == "[2450, 2550] person");
    CHECK(interval("33.3", whole).substr(0, 5) == "BR006");
}

TEST_CASE("plain integers that count are exact, measures are not") {
    const auto is_exact = [](const char* text) { return parse_figure(text)->is_exact; };
    CHECK(is_exact("150 countries"));
    CHECK(is_exact("40"));
    CHECK(is_exact("over 4,000 projects"));
    CHECK_FALSE(is_exact("40 %"));
    CHECK_FALSE(is_exact("40 kg"));
    CHECK_FALSE(is_exact("40 yuan"));
    CHECK_FALSE(is_exact("4 thousand projects"));
    CHECK_FALSE(is_exact("40.0"));
    CHECK_FALSE(is_exact("4e1"));
}

TEST_CASE("a figure tells where its parts stand") {
    const std::string text = "超过 1.5万亿元";
    const Result<Figure> figure = parse_figure(text);
    REQUIRE(figure);
    const auto piece = [&text](Span span) {
        return text.substr(span.begin, span.end - span.begin);
    };
    CHECK(piece(figure->qualifier_span) == "超过");
    CHECK(piece(figure->number_span) == "1.5");
    CHECK(piece(figure->scale_span) == "万亿");
    CHECK(piece(figure->unit_span) == "元");
    CHECK(figure->scale_exponent == 12);
    CHECK(figure->number == Decimal{15, -1});

    const std::string wide = "  ５１．９　％ ";
    const Result<Figure> share = parse_figure(wide);
    REQUIRE(share);
    CHECK(wide.substr(share->number_span.begin,
                      share->number_span.end - share->number_span.begin) == "５１．９");
    CHECK(share->number.to_string() == "51.9");
    CHECK(parse_figure("23.60 trillion yuan")->number.to_string() == "23.60");
    CHECK(parse_figure("fell by 3.0 %")->number.to_string() == "-3.0");
    CHECK(parse_figure("5")->unit_span == Span{});
    CHECK(parse_figure("23.6 trillion yuan")->value() == Rational(23600000000000));
    CHECK(parse_figure("23.6 trillion yuan")->scale_name == "trillion");
}

}  // namespace
}  // namespace brcheck
