#include "engine/conventions.hpp"

#include "checked_report.hpp"
#include "brcheck/render/message.hpp"
#include "render/hint_message.hpp"
#include "support/interval_text.hpp"

#include <string>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

/// "growth-over-new: 1 - o / n; ..." of the first finding, "" without readings.
std::string readings_of(const CheckedReport& checked) {
    std::string out;
    if (checked.result.findings.empty()) return "holds";
    for (const ConventionHint& reading : checked.result.findings.front().readings)
        out += (out.empty() ? "" : "; ") + std::string(format_reading_kind(reading.kind)) + ": " +
               reading.text;
    return out;
}

}  // namespace

TEST_CASE("the reading that reproduces the figures is found, others are not") {
    struct Row {
        std::string figures, holds, readings;
    };
    const std::string levels = R"("n": "125.0 kg", "o": "100.0 kg", )";
    const std::string rates = R"("now": "5.0 %", "before": "4.0 %", )";
    const Row rows[] = {
        {levels + R"("g": "20 %")", "g = growth(n, o)", "growth-over-new: 1 - o / n"},
        {levels + R"("g": "20 %")", "g = n / o - 1", "growth-over-new: 1 - o / n"},
        {levels + R"("g": "20 %")", "g = (n - o) / o", "growth-over-new: 1 - o / n"},
        {levels + R"("g": "25 %")", "g = (n - o) / n", "growth-over-old: growth(n, o)"},
        {levels + R"("g": "20 %")", "o * (1 + g) = n", "growth-over-new: o / (1 - g)"},
        {levels + R"("g": "20 %")", "o = n / (1 + g)", "growth-over-new: n * (1 - g)"},
        {levels + R"("g": "22 %")", "g = growth(n, o)", ""},

        {rates + R"("rise": "25 pp")", "rise = now - before",
         "relative-change: growth(now, before)"},
        {rates + R"("rise": "25 %")", "rise = points(now, before)",
         "relative-change: growth(now, before)"},
        {rates + R"("rise": "1.0 %")", "rise = growth(now, before)",
         "difference-in-points: now - before"},
        {rates + R"("rise": "1.0 %")", "now = before * (1 + rise)",
         "difference-in-points: before + rise"},
        {rates + R"("rise": "25 pp")", "now = before + rise",
         "relative-change: before * (1 + rise)"},
        {rates + R"("rise": "25 pp")", "before = now - rise",
         "relative-change: now / (1 + rise)"},
        {rates + R"("rise": "15 pp")", "rise = now - before", ""},
        // Levels are no rates.
        {levels + R"("d": "20 kg")", "d = n - o", ""},

        {levels + R"("r": "0.80")", "r = n / o", "swapped-operands: o / n"},
        {levels + R"("d": "-25.0 kg")", "d = n - o", "swapped-operands: o - n"},
        {levels + R"("g": "-20 %")", "g = growth(n, o)", "swapped-operands: growth(o, n)"},
        {levels + R"("r": "0.70")", "r = n / o", ""},

        {levels + R"("p": "25.0 kg", "s": "20.0 %")", "s = share(p, o)",
         "other-whole: share(p, n)"},
        {levels + R"("p": "25.0 kg", "s": "20.0 %")", "s = p / o", "other-whole: p / n"},
        {levels + R"("p": "25.0 kg", "s": "20.0 %")", "p = s * o", "other-whole: s * n"},
        {levels + R"("p": "25.0 kg", "s": "22.0 %")", "s = share(p, o)", ""},
        // What fits has to be of the same kind.
        {R"("n": "125.0 m", "o": "100.0 kg", "p": "25.0 kg", "s": "20.0 %")", "s = share(p, o)",
         ""},
        // Many would fit: that says nothing.
        {R"("o": "100.0 kg", "p": "25.0 kg", "s": "20.0 %", "a": "125.0 kg", "b": "125.1 kg",
            "c": "125.2 kg", "d": "124.9 kg")", "s = share(p, o)", ""},

        {R"("a": "2.5 billion USD", "b": "1.5 million USD", "c": "4.0 billion USD")", "c = a + b",
         "scale-step: b * 1000"},
        {R"("a": "2.5亿元", "b": "1.5万元", "c": "4.0亿元")", "c = a + b", "scale-step: b * 10000"},
        {R"("a": "2.5 million USD", "b": "1.5 billion USD", "c": "4.0 million USD")", "c = a + b",
         "scale-step: b / 1000"},
        {R"("a": "2.5 billion USD", "b": "15 million USD", "c": "4.0 billion USD")", "c = a + b",
         ""},
        {R"("a": "2.5 billion USD", "c": "2.5 million USD")", "c = a",
         "scale-step: a / 1000; scale-step: c * 1000"},
        // However many years there are, doubling is no growth of 2 % a year; 35 would be it.
        {R"("n": "200 kg", "o": "100 kg", "y": "4 years", "g": "2.0 %")", "g = cagr(n, o, y)", ""},
        // Percent carry no scale word.
        {R"("a": "2.5 %", "c": "2500 %")", "c = a", ""},

        {R"("a": "12.3 kg", "b": "45.6 kg", "c": "57 kg")", "c = a + b", "truncated: a + b"},
        {R"("a": "12.3 kg", "b": "45.6 kg", "c": "56 kg")", "c = a + b", ""},
        // Nearly everything fits "over" something.
        {R"("n": "125.0 kg", "o": "100.0 kg", "r": "over 2")", "r = o / n", ""},
        // The other way round would be persons for a yuan.
        {R"("y": "20.0 yuan", "p": "4.0 persons", "r": "0.2 yuan per person")", "r = y / p", ""},
        // An order has no such readings.
        {levels, "o > n", ""},
    };
    for (const Row& row : rows) {
        INFO(row.figures << "  " << row.holds);
        std::string figures = row.figures;
        if (figures.ends_with(", ")) figures.resize(figures.size() - 2);
        const CheckedReport checked = check_parts(figures, "\"rel\": \"" + row.holds + "\"");
        CHECK(readings_of(checked) == row.readings);
    }
}

TEST_CASE("a reading says what it gives, and of which figures") {
    const CheckedReport checked =
        check_parts(R"("n": "125.0 kg", "o": "100.0 kg", "g": "20 %")",
                    R"j("rel": "g = growth(n, o)")j");
    const ConventionHint& reading = checked.result.findings.front().readings.front();
    CHECK(reading.value == Interval::closed(Rational(1) - rational("100.05") / rational("124.95"),
                                            Rational(1) - rational("99.95") / rational("125.05")));
    CHECK(reading.figures == std::vector<VariableIndex>{0, 1});
    CHECK(to_plain_text(describe(reading, checked.result.findings.front(), checked.report)) ==
          "the growth is taken over the new value, not the old one: 1 - o / n is "
          "19.9279 to 20.072 %");
}

TEST_CASE("definitions are looked into") {
    const CheckedReport checked = check_parts(
        R"("now": "5.0 %", "before": "4.0 %", "rise": "25 pp")", R"("rel": "rise = computed")",
        R"("computed": "now - before")");
    CHECK(readings_of(checked) == "relative-change: growth(now, before)");
}

TEST_CASE("percent for points has a code of its own, other readings do not change it") {
    CHECK(check_parts(R"("now": "5.0 %", "before": "4.0 %", "rise": "25 pp")",
                      R"("rel": "rise = now - before")")
              .codes() == "BR204");
    CHECK(check_parts(R"("now": "5.0 %", "before": "4.0 %", "rise": "15 pp")",
                      R"("rel": "rise = now - before")")
              .codes() == "BR203");
    CHECK(check_parts(R"("n": "125.0 kg", "o": "100.0 kg", "g": "20 %")",
                      R"j("rel": "g = growth(n, o)")j")
              .codes() == "BR202");
}

TEST_CASE("a fixed figure has the right scale word") {
    const CheckedReport checked = check_parts(
        R"("a": {"stated": "2.5 billion USD", "fixed": true}, "c": "2.5 million USD")",
        R"("rel": "c = a")");
    CHECK(readings_of(checked) == "scale-step: c * 1000");
}

TEST_CASE("long totals are read, too, and there are at most three readings") {
    std::string figures;
    for (int i = 0; i < 400; ++i) figures += "\"x" + std::to_string(i) + "\": \"2 million USD\", ";
    figures += R"("total": "2798 million USD")";
    const CheckedReport checked = check_parts(figures, R"j("rel": "total = sum(x*)")j");
    CHECK(readings_of(checked) == "scale-step: x0 * 1000; scale-step: x1 * 1000; "
                                  "scale-step: x2 * 1000");
}
