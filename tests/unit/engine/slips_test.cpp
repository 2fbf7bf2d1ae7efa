#include "engine/slips.hpp"

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

using namespace brcheck;
using brcheck::testing::interval;
using brcheck::testing::rational;

namespace {

/// `figures`: the members of "figures", the one in question first.
Report make_report(const std::string& figures) {
    auto report = read_report("test.json", R"({"brcheck": 1, "figures": {)" + figures + "}}");
    if (!report.ok()) FAIL(report.errors().front().message << " in " << figures);
    return std::move(report).value();
}

std::string quoted(const std::string& text) {
    return '"' + text + '"';
}

/// "51.9 %: digit-swap; 51.8 %; 4,000 t: rounded to 10; 22 %: other-period of b"
std::string describe(const Report& report, const std::vector<Replacement>& replacements) {
    std::string out;
    for (const Replacement& replacement : replacements) {
        out += (out.empty() ? "" : "; ") + replacement.printed;
        if (replacement.slip) out += ": " + std::string(rule(*replacement.slip).name);
        if (replacement.same_as) out += " of " + report.names.name(*replacement.same_as);
        if (!replacement.rounded_to.empty()) out += ": rounded to " + replacement.rounded_to;
    }
    return out;
}

struct Row {
    std::string figures;  ///< the JSON of one figure, or members "id": figure
    std::string allowed;
    std::string expected;
};

void check_rows(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        const bool is_one = row.figures.find(": ") == std::string::npos ||
                            row.figures.front() == '{';
        const Report report = make_report(is_one ? "\"f\": " + row.figures : row.figures);
        INFO(row.figures << " must lie in " << row.allowed);
        CHECK(describe(report, find_replacements(report, 0, interval(row.allowed))) ==
              row.expected);
    }
}

Interval in_base_units(const Figure& figure) {
    return figure.interval * Interval(figure.unit.factor());
}

bool have_common(const Interval& a, const Interval& b) {
    return !intersect(a, b).is_empty();
}

/// Whether numbers are grouped does not show on three digits.
std::string without_commas(std::string text) {
    text.erase(std::remove(text.begin(), text.end(), ','), text.end());
    return text;
}

bool lists(const std::vector<Replacement>& replacements, const std::string& text) {
    return std::any_of(replacements.begin(), replacements.end(), [&text](const Replacement& r) {
        return without_commas(r.printed) == without_commas(text);
    });
}

/// The same numbers on every machine.
class Dice {
public:
    explicit Dice(std::uint32_t seed) : engine_(seed) {}
    std::size_t below(std::size_t n) { return engine_() % n; }
    char digit(char lowest = '0') {
        return static_cast<char>(lowest + static_cast<char>(below(std::size_t('9' - lowest) + 1)));
    }

private:
    std::mt19937 engine_;
};

std::string group(std::string whole) {
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, ",");
    return whole;
}

/// Digits with a decimal mark, whole numbers grouped or not, and words round them.
struct Printed {
    std::string digits;
    std::size_t fraction = 0;
    bool is_grouped = false;
    std::string before;
    std::string after;

    [[nodiscard]] bool is_valid() const {
        if (digits.size() <= fraction) return false;
        return digits.front() != '0' || digits.size() == fraction + 1;
    }
    [[nodiscard]] std::string text() const {
        std::string whole = digits.substr(0, digits.size() - fraction);
        if (is_grouped) whole = group(whole);
        const std::string decimals = digits.substr(digits.size() - fraction);
        return before + whole + (fraction > 0 ? "." + decimals : "") + after;
    }
};

Printed random_printed(Dice& dice) {
    const std::pair<std::string, std::string> words[] = {
        {"", ""}, {"", " percent"}, {"", " million tonnes"}, {"$", ""}, {"", "亿元"},
        {"about ", " yuan"}, {"", "%"}, {"down ", " percent"}, {"-", " yuan"}};
    Printed printed;
    printed.fraction = dice.below(3);
    const std::size_t size = printed.fraction + 2 + dice.below(4);
    for (std::size_t i = 0; i < size; ++i) printed.digits += dice.digit(i == 0 ? '1' : '0');
    printed.is_grouped = dice.below(2) == 0;
    std::tie(printed.before, printed.after) = words[dice.below(std::size(words))];
    return printed;
}

}  // namespace

TEST_CASE("a replacement names the slip of the hand that it undoes") {
    check_rows({
        // Two digits swapped, across the decimal mark, too.
        {R"("15.9 %")", "[0.5189, 0.5191]", "51.9 %: digit-swap"},
        {R"("19.5 percent")", "0.159", "15.9 percent: digit-swap"},
        {R"("占15.9%")", "0.519", "占51.9%: digit-swap"},
        {R"("15.9 %")", "0.915", "91.5 %"},
        // One wrong digit.
        {R"("23.6 yuan")", "28.6", "28.6 yuan: wrong-digit"},
        {R"("23.6亿元")", "2860000000", "28.6亿元: wrong-digit"},
        {R"("23.6 yuan")", "28.7", "28.7 yuan"},
        // A digit lost, the group mark set anew.
        {R"("1,234 yuan")", "12340", "12,340 yuan: lost-digit"},
        {R"("23.6 yuan")", "234.6", "234.6 yuan: lost-digit"},
        {R"("23.6 yuan")", "23.76", "23.8 yuan: wrong-digit; 23.76 yuan: lost-digit"},
        // A digit doubled, or one too many.
        {R"("233.6 yuan")", "23.6", "23.6 yuan: doubled-digit"},
        {R"("236.6 yuan")", "23.6", "23.6 yuan: inserted-digit"},
        {R"("12,345 yuan")", "1245", "1,245 yuan: inserted-digit"},
        {R"("236.6 yuan")", "33.6", "33.6 yuan"},
        // An inner zero.
        {R"("107.9 yuan")", "107.09", "107.1 yuan: wrong-digit; 107.09 yuan: lost-inner-zero"},
        {R"("17万吨")", "1070000000", "107万吨: lost-inner-zero"},
    });
}

TEST_CASE("a scale slip keeps the digits and changes the word where there is one") {
    check_rows({
        {R"("23.6 trillion yuan")", "[23600000000, 23610000000]",
         "23.6 billion yuan: scale-slip"},
        {R"("£23.6bn")", "23600000", "£23.6mn: scale-slip"},
        {R"("23.6 Billion yuan")", "23600000", "23.6 Million yuan: scale-slip"},
        {R"("5 thousand yuan")", "5", "5 yuan: scale-slip"},
        {R"("5.3 yuan")", "5320", "5.3 thousand yuan: scale-slip; 5320.0 yuan"},
        {R"("5.3万元")", "532000000", "5.3亿元: scale-slip; 53200.0万元"},
        {R"("5.3亿元")", "53000", "5.3万元: scale-slip"},
        {R"("5 crore rupees")", "500000", "5 lakh rupees: scale-slip"},
        {R"("a million yuan")", "1000000000", "a billion yuan: scale-slip; 1000 million yuan"},
        {R"("23.6")", "2.36", "2.36: scale-slip; 2.4"},
        {R"({"stated": "5.3", "unit": "yuan"})", "5300", "5300: scale-slip; 5300.0"},
        // A fraction printed as percent.
        {R"("0.519 %")", "0.519", "51.9 %: scale-slip; 51.900 %"},
        // A thousandth of a percent is no slip of the hand, nor is a tenth of a country.
        {R"("519 %")", "0.00519", "1 %"},
        {R"("155 countries")", "15.5", ""},
    });
}

TEST_CASE("signs, directions, units of rates and cut-off digits are slips") {
    check_rows({
        {R"("-3.5 %")", "0.035", "3.5 %: sign-slip"},
        {R"("3.5 %")", "-0.035", "-3.5 %: sign-slip"},
        {R"("$5.3")", "-5.3", "-$5.3: sign-slip"},
        {R"("(1,234) yuan")", "1234", "1,234 yuan: sign-slip"},
        {R"("minus 3 yuan")", "3", "3 yuan: sign-slip"},
        {R"("负3.5%")", "0.035", "3.5%: sign-slip"},
        {R"("fell by 3 percent")", "0.03", "3 percent: sign-slip"},
        {R"("rose by 3 percent")", "-0.03", "-3 percent: sign-slip"},
        {R"("同比下降3.5%")", "0.035", "3.5%: sign-slip"},
        // Mirrored, "over 3 percent" is below -3.
        {R"("rose by over 3 percent")", "-0.04", ""},
        // No mass is below 0.
        {R"("3 kg")", "-3", ""},
        {R"("0.5 percentage points")", "0.00005",
         "0.005 percentage points: scale-slip; 0.5 basis points: percent-points-slip"},
        {R"("25 percentage points")", "0.0025",
         "0.25 percentage points: scale-slip; 25 basis points: percent-points-slip"},
        {R"("2个基点")", "0.02",
         "200个基点: scale-slip; 2个百分点: percent-points-slip"},
        {R"("25 basis points")", "0.25",
         "2500 basis points: scale-slip; 25 percentage points: percent-points-slip"},
        {R"("7‰")", "0.074", "74‰: lost-digit; 7%: percent-points-slip"},
        {R"("7.0 %")", "[0.07051, 0.07099]",
         "7.1 %: wrong-digit; 7.07 %: lost-digit; 7.08 %: lost-digit; "
         "7.0 %: truncated-not-rounded"},
        {R"("66.66 %")", "2/3", "66.67 %: wrong-digit; 66.667 %: lost-digit; "
                                "66.66 %: truncated-not-rounded"},
        {R"({"stated": "66.66 %", "rounding": "up"})", "2/3",
         "66.67 %: wrong-digit; 66.667 %: lost-digit"},
    });
}

TEST_CASE("a value of another period carries the figure that prints it") {
    check_rows({
        {R"("trade_2025": "23.6 trillion yuan", "trade_2024": "22.15 trillion yuan")",
         "[22140000000000, 22160000000000]",
         "22.15 trillion yuan: other-period of trade_2024; 22.2 trillion yuan; "
         "22.1 trillion yuan"},
        // Of a related name first, and nothing of another kind.
        {R"("exports_may": "23 kg", "price": "47 yuan", "rate": "47 %", "mass": "47 kg",)"
         R"( "exports_june": "47.1 kg")",
         "47.06", "47.1 kg: other-period of exports_june; 47 kg: other-period of mass"},
        // In a table the same row or column is near.
        {R"("r3_c5": "23 kg", "r4_c6": "47 kg", "r3_c8": "47.1 kg")", "47.06",
         "47.1 kg: other-period of r3_c8; 47 kg: other-period of r4_c6"},
        {R"("a": {"stated": "23 kg", "label": "May 2025"}, "b": "47 kg",)"
         R"( "c": {"stated": "47.1 kg", "label": "May 2024"})",
         "47.06", "47.1 kg: other-period of c; 47 kg: other-period of b"},
        // Where all may be, a figure of another name explains nothing.
        {R"("a_2024": "12 kg", "b": "800 kg", "a_2023": "700 kg")", "(12.6, inf)",
         "21 kg: digit-swap; 120 kg: scale-slip; 12 thousand kg: scale-slip; "
         "700 kg: other-period of a_2023; 13 kg"},
    });
}

TEST_CASE("zeros at the end may be rounding, and that is said first") {
    check_rows({
        {R"("4,000 yuan")", "3996", "4,000 yuan: rounded to 10; 3,996 yuan"},
        {R"("4,000 yuan")", "[3960, 3980]",
         "4,000 yuan: rounded to 100; 3,970 yuan; 3,980 yuan; 3,960 yuan"},
        {R"("$700 billion")", "695000000000", "$700 billion: rounded to 10; $695 billion"},
        {R"("4000个项目")", "4040", "4000个项目: rounded to 100; 4040个项目: wrong-digit"},
        {R"("4,050 yuan")", "4020", "4,020 yuan: wrong-digit"},
        {R"("40.0 yuan")", "40.2", "40.2 yuan: wrong-digit; 40.20 yuan: lost-digit"},
        {R"({"stated": "4,000 yuan", "rounded_to": "10"})", "3960",
         "4,000 yuan: rounded to 100; 3,960 yuan"},
        {R"("over 4,000 yuan")", "3800", "over 3,000 yuan: wrong-digit; "
                                         "over 2,000 yuan: wrong-digit; "
                                         "over 400 yuan: doubled-digit; "
                                         "over 4 yuan: scale-slip; over 0.4 yuan: scale-slip"},
    });
}

TEST_CASE("the nearest printed values keep precision, marks and words") {
    check_rows({
        {R"("23.6 yuan")", "[47.02, 47.04]", "47.0 yuan"},
        {R"("23.6 yuan")", "[71.02, 72.04]", "71.5 yuan; 71.0 yuan; 72.0 yuan"},
        {R"("95.5 yuan")", "[71.02, 75.54]",
         "75.5 yuan: wrong-digit; 73.3 yuan; 71.0 yuan"},
        {R"("999 yuan")", "1001", "1001 yuan"},
        {R"("9,999 yuan")", "10001", "10,001 yuan"},
        {R"("12,34,567 rupees")", "12467888", "1,24,67,888 rupees"},
        {R"("1 234,5 kg")", "1871.5", "1 871,5 kg"},
        {R"({"stated": "1.234,5", "decimal_mark": ","})", "1871.5", "1.871,5"},
        {R"("-5 yuan")", "[3.5, 3.5]", "4 yuan; 3 yuan"},
        {R"(12.5)", "47.3", "47.3"},
        {R"("three million yuan")", "5000000", "5 million yuan"},
        {R"("62.3 ± 0.4 %")", "0.478", "47.8 ± 0.4 %; 48.2 ± 0.4 %; 47.4 ± 0.4 %"},
        {R"({"stated": "4,000", "unit": "kg", "rounded_to": "1000"})", "7600", "8,000: wrong-digit"},
        {R"({"stated": "12 people", "whole": true})", "[33.2, 34.8]", "34 people"},
        {R"("about 4,000 yuan")", "2550", "about 2,600 yuan; about 2,500 yuan"},
        {R"("4.7 percent")", "(-inf, -0.031]", "-4.7 percent: sign-slip; -3.1 percent"},
    });
}

TEST_CASE("ends that touch count where both are closed") {
    check_rows({
        {R"("20 yuan")", "[47.5, 47.5]", "48 yuan; 47 yuan"},
        {R"("20 yuan")", "(47.5, 47.6]", "48 yuan"},
        {R"("20 yuan")", "[47.4, 47.5)", "47 yuan"},
        {R"({"stated": "20 yuan", "rounding": "half-up"})", "47.5", "48 yuan"},
        {R"({"stated": "20 yuan", "rounding": "truncated"})", "48", "48 yuan"},
        {R"({"stated": "20 yuan", "rounding": "ceiling"})", "[47, 47.2]", "47 yuan; 48 yuan"},
        {R"("over 20 yuan")", "(13, 15]",
         "over 10 yuan: wrong-digit; over 2 yuan: inserted-digit; over 0.02 yuan: scale-slip; "
         "over 0.002 yuan: scale-slip"},
        {R"("at least 71 yuan")", "47",
         "at least 17 yuan: digit-swap; at least 41 yuan: wrong-digit; "
         "at least 31 yuan: wrong-digit; at least 7 yuan: inserted-digit; "
         "at least 1 yuan: inserted-digit; at least 7.1 yuan: scale-slip; at least 47 yuan"},
        {R"("under 26 yuan")", "[47, 48)",
         "under 62 yuan: digit-swap; under 56 yuan: wrong-digit; under 66 yuan: wrong-digit; "
         "under 126 yuan: lost-digit; under 216 yuan: lost-digit; under 206 yuan: lost-inner-zero; "
         "under 48 yuan"},
        {R"("at most 26 yuan")", "47",
         "at most 62 yuan: digit-swap; at most 56 yuan: wrong-digit; "
         "at most 66 yuan: wrong-digit; at most 126 yuan: lost-digit; "
         "at most 216 yuan: lost-digit; at most 206 yuan: lost-inner-zero; at most 47 yuan"},
    });
}

TEST_CASE("nothing is said where allowed excludes nothing that is printed, or has no text") {
    check_rows({
        {R"("23.6 yuan")", "empty", ""},
        {R"("23.6 yuan")", "(-inf, inf)", ""},
        {R"("23.6 yuan")", "23.65", ""},
        {R"({"range": {"low": "3", "high": "5"}})", "7", ""},
        {R"({"unit": "yuan"})", "7", ""},
        {R"("3 to 5 yuan")", "7", ""},
        {R"("a third")", "0.7", ""},
        {R"("a_1": "3 to 5 yuan", "a_2": "7 yuan")", "7", "7 yuan: other-period of a_2"},
    });
}

TEST_CASE("numbers of any length have a nearest value") {
    const std::string digits(900, '7');
    const Report report = make_report("\"f\": " + quoted(digits + " yuan"));
    const std::string other = digits.substr(0, 899) + '2';
    CHECK(describe(report, find_replacements(report, 0, Interval(rational(other)))) ==
          other + " yuan");
}

TEST_CASE("every replacement reads as a figure that would do") {
    const std::vector<std::string> figures = {
        R"("23.6 trillion yuan")", R"("1,234,567 kg")", R"("over 4,000 projects")",
        R"("fell by 3.5 percent")", R"("about 1,200 yuan")", R"("just over 50.5 %")",
        R"("nearly 300 yuan")", R"("fell by nearly 3 %")", R"("under 40 tonnes")",
        R"("fell by at most 12 %")", R"("over -30 yuan")", R"("(12.5) yuan")", R"("-0.50 %")",
        R"("62.3 ± 0.4 %")", R"("5.3万吨")", R"("120多个国家")", R"("1.2e6 yuan")", R"(".5 yuan")",
        R"("150 countries")", R"("$5.3bn")", R"("0 yuan")", R"("fell by 0 %")",
        R"({"stated": "1.234,5", "decimal_mark": ",", "unit": "million kg"})",
        R"({"stated": "4,000", "rounded_to": "50", "unit": "yuan"})",
        R"({"stated": "32.5", "rounding": "half-even", "unit": "%"})",
        R"({"stated": "3.2 million people", "whole": true})",
        R"({"stated": "1,200 yuan", "rounding": "up"})", R"("25 basis points")",
        R"("约1234.5亿元")", R"("at least 1 234 567,5 kg")", R"("-12 kg")"};
    Dice dice(20260101);
    std::size_t count = 0;
    for (const std::string& json : figures) {
        const Report report = make_report("\"f_1\": " + json + R"(, "f_2": "7.2 %", "f_3": "85 yuan")");
        const Figure figure = report.figure(0);
        const FigureOptions options = figure.options ? *figure.options : FigureOptions{};
        const Rational value = *report.quantities[0].stated_value();
        for (int round = 0; round < 60; ++round) {
            const Rational factor(Integer(std::int64_t(dice.below(400)) - 100), Integer(100));
            const Rational low = value.is_zero() ? factor : value * factor;
            const Rational width = abs(low) * Rational(Integer(std::int64_t(dice.below(4))), 20);
            const bool low_open = dice.below(2) == 0 && !width.is_zero();
            const bool high_open = dice.below(2) == 0 && !width.is_zero();
            const Interval allowed =
                dice.below(5) == 0   ? Interval::at_least(low, low_open)
                : dice.below(4) == 0 ? Interval::at_most(low, high_open)
                                     : Interval::between(low, low_open, low + width, high_open);
            std::vector<std::string> seen;
            for (const Replacement& replacement : find_replacements(report, 0, allowed)) {
                INFO(json << " in " << allowed.to_string() << ": " << replacement.printed);
                ++count;
                CHECK(std::count(seen.begin(), seen.end(), replacement.printed) == 0);
                seen.push_back(replacement.printed);
                if (replacement.same_as) {
                    CHECK(have_common(report.quantities[*replacement.same_as].interval, allowed));
                    continue;
                }
                FigureOptions changed = options;
                if (!replacement.rounded_to.empty())
                    changed.rounded_to = rational(replacement.rounded_to);
                if (replacement.slip == RuleCode::truncated_not_rounded) {
                    changed.rounding = Rounding::truncated;
                    changed.rounding_given = true;
                }
                const auto read = parse_figure(replacement.printed, changed);
                REQUIRE(read.ok());
                CHECK(have_common(in_base_units(*read), allowed));
            }
        }
    }
    CHECK(count > 2000);
}

TEST_CASE("the right text is found behind every planted slip") {
    Dice dice(7);
    struct Kind {
        std::string name;
        bool (*plant)(Printed&, Dice&);
    };
    const Kind kinds[] = {
        {"swap",
         [](Printed& p, Dice& d) {
             const std::size_t i = d.below(p.digits.size() - 1);
             std::swap(p.digits[i], p.digits[i + 1]);
             return true;
         }},
        {"wrong",
         [](Printed& p, Dice& d) { return p.digits[d.below(p.digits.size())] = d.digit(), true; }},
        {"lost",
         [](Printed& p, Dice& d) {
             const std::size_t i = d.below(p.digits.size());
             const std::size_t whole = p.digits.size() - p.fraction;
             if (i >= whole && --p.fraction == 0) return false;
             return p.digits.erase(i, 1), true;
         }},
        {"doubled",
         [](Printed& p, Dice& d) {
             const std::size_t i = d.below(p.digits.size());
             if (i >= p.digits.size() - p.fraction) ++p.fraction;
             return p.digits.insert(i, 1, p.digits[i]), true;
         }},
        {"inserted",
         [](Printed& p, Dice& d) {
             const std::size_t i = d.below(p.digits.size() + 1);
             if (p.fraction > 0 && i >= p.digits.size() - p.fraction) ++p.fraction;
             return p.digits.insert(i, 1, d.digit()), true;
         }},
        {"point",
         [](Printed& p, Dice& d) {
             if (p.fraction < 2 && p.digits.back() == '0') return false;
             if (p.fraction > 0 && d.below(2) == 0) return --p.fraction, true;
             return p.digits.size() > ++p.fraction;
         }},
        {"word",
         [](Printed& p, Dice& d) {
             const auto change = [&p](const char* from, const char* to) {
                 const std::size_t at = p.after.find(from);
                 if (at == std::string::npos) return false;
                 p.after.replace(at, std::string(from).size(), to);
                 return true;
             };
             return change("亿", d.below(2) == 0 ? "万" : "万亿") ||
                    change("million", d.below(2) == 0 ? "billion" : "thousand");
         }},
        {"sign",
         [](Printed& p, Dice&) {
             if (p.before == "-") return p.before.clear(), true;
             return p.before.empty() && p.after.find("tonnes") == std::string::npos &&
                    (p.before = "-", true);
         }},
    };
    for (const Kind& kind : kinds) {
        std::size_t planted = 0;
        for (int round = 0; round < 400; ++round) {
            const Printed right = random_printed(dice);
            Printed wrong = right;
            if (!kind.plant(wrong, dice) || !wrong.is_valid()) continue;
            const Report report = make_report("\"f\": " + quoted(wrong.text()));
            const Figure truth = parse_figure(right.text()).value();
            // The true value, known to a tenth of the last digit.
            const Rational slack =
                power_of_ten(truth.number.place + truth.scale_exponent - 1) * truth.unit.factor();
            const Rational value = truth.value() * truth.unit.factor();
            const Interval allowed = Interval::closed(value - slack, value + slack);
            if (have_common(report.quantities[0].interval, allowed)) continue;
            const auto found = find_replacements(report, 0, allowed);
            INFO(kind.name << ": " << wrong.text() << " for " << right.text() << ": "
                           << describe(report, found));
            CHECK(lists(found, right.text()));
            ++planted;
        }
        INFO(kind.name);
        CHECK(planted > 60);
    }
}

TEST_CASE("no printed value nearer than the nearest would do") {
    Dice dice(11);
    const std::string roundings[] = {"nearest", "half-up", "half-even", "truncated", "up",
                                     "floor",   "ceiling", "unknown",   "exact"};
    for (int round = 0; round < 500; ++round) {
        const std::size_t start = 100 + dice.below(800);
        const std::string rounding = roundings[dice.below(std::size(roundings))];
        const auto text = [](std::size_t tenths) {
            return std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " yuan";
        };
        const Report report = make_report(R"("f": {"stated": ")" + text(start) +
                                          R"(", "rounding": ")" + rounding + "\"}");
        const Rational low(Integer(std::int64_t(dice.below(20000))), Integer(200));
        const Rational width(Integer(std::int64_t(dice.below(60))), Integer(200));
        const bool is_open = dice.below(2) == 0 && !width.is_zero();
        const Interval allowed = Interval::between(low, is_open, low + width, is_open);
        if (have_common(report.quantities[0].interval, allowed)) continue;
        std::optional<std::size_t> nearest;
        for (std::size_t tenths = 0; tenths < 1100; ++tenths) {
            const auto read = parse_figure(text(tenths), *report.quantities[0].options);
            if (!read || !have_common(in_base_units(*read), allowed)) continue;
            const auto distance = [start](std::size_t a) { return a < start ? start - a : a - start; };
            if (!nearest || distance(tenths) < distance(*nearest)) nearest = tenths;
        }
        const auto found = find_replacements(report, 0, allowed);
        INFO(text(start) << ' ' << rounding << " in " << allowed.to_string() << ": "
                         << describe(report, found));
        if (nearest) CHECK((lists(found, text(*nearest)) || (*nearest == 0 && !found.empty())));
    }
}
