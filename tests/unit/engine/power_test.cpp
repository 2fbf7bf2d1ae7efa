#include "engine/power.hpp"

#include "checked_report.hpp"
#include "support/interval_text.hpp"

#include <string>
#include <utility>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;

struct PowerCase {
    Texts figures;
    std::string derived, relation;
};

std::string figures_json(const Texts& figures, const std::string& more) {
    std::string out;
    for (const auto& [id, text] : figures)
        out += (out.empty() ? "\"" : ", \"") + id + "\": \"" + text + "\"";
    return out + more;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Every slip written out, read and checked afresh.
Rational power_by_force(const PowerCase& c, const std::string& more) {
    std::int64_t caught = 0;
    std::int64_t all = 0;
    for (std::size_t f = 0; f < c.figures.size(); ++f) {
        const std::string& text = c.figures[f].second;
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (!is_digit(text[i])) continue;
            const bool leads = text.find_first_of("0123456789") == i && text[i] != '0';
            for (char digit = leads ? '1' : '0'; digit <= '9'; ++digit) {
                if (digit == text[i]) continue;
                Texts altered = c.figures;
                altered[f].second[i] = digit;
                // A relation that fails by itself fails without the joint decision's work.
                const CheckedReport checked = check_report_text(
                    report_text(figures_json(altered, more), c.derived, c.relation),
                    {.today = "", .work_limit = 20'000, .with_remarks = false});
                ++all;
                if (checked.result.verdict == Verdict::inconsistent) ++caught;
            }
        }
    }
    return Rational(caught, all);
}

std::optional<Rational> measured(const PowerCase& c, const std::string& more) {
    const CheckedReport checked =
        check_report_text(report_text(figures_json(c.figures, more), c.derived, c.relation));
    CAPTURE(checked.codes());
    return checked.result.relations.front().power;
}

}  // namespace

TEST_CASE("the power of a relation is the share of slips that a fresh check finds") {
    const PowerCase cases[] = {
        {{{"a", "12.5 kg"}, {"b", "8.0 kg"}, {"c", "20.5 kg"}}, "", R"("r": "c = a + b")"},
        {{{"a", "-12.5 %"}, {"b", "8.0 %"}, {"c", "-4.5 %"}}, "", R"("r": "c = a + b")"},
        {{{"a", "12.5 kg"}, {"b", "8 kg"}, {"c", "20 kg"}}, "", R"("r": "c = a + b + a - a")"},
        {{{"s", "33.3 %"}, {"p", "1 kg"}, {"w", "3 kg"}}, "", R"j("r": "s = share(p, w)")j"},
        {{{"g", "6.3 %"}, {"n", "110.0 kg"}, {"o", "103.5 kg"}}, "", R"j("r": "g = growth(n, o)")j"},
        {{{"a", "51.9 %"}, {"b", "50.2 %"}}, "", R"("r": "a > b")"},
        {{{"a", "51.9 %"}, {"b", "over 50 %"}}, "", R"("r": "b < a <= 90 %")"},
        {{{"a", "4,000 t"}, {"b", "3 million t"}}, "", R"("r": "a < b")"},
        {{{"a", "0.05 kg"}, {"b", "0.10 kg"}}, "", R"("r": "b = 2 * a")"},
        {{{"n", "40 people"}, {"s", "12.5 %"}, {"k", "5 people"}}, "", R"("r": "k = s * n")"},
        {{{"n", "200 kg"}, {"o", "100 kg"}, {"y", "10 years"}, {"g", "7.2 %"}}, "",
         R"j("r": "g = cagr(n, o, y)")j"},
        {{{"a", "3.0"}, {"b", "9.0"}}, "", R"("r": "b = a ^ 2")"},
        {{{"a", "12.5 kg"}, {"c", "20.5 kg"}}, "",
         R"("r": {"holds": "c = a + 8 kg", "tolerance": "2 kg"})"},
        {{{"a", "12.5 kg"}, {"c", "25.0 kg"}}, "",
         R"("r": {"holds": "c = 2 * a", "tolerance": "1 %"})"},
        {{{"n", "110.0 kg"}, {"o", "103.5 kg"}, {"g", "6.3 %"}, {"s", "50.0 %"}},
         R"j("part": "s * o", "grown": "part * (1 + g)")j", R"("r": "grown = n / 2")"},
    };
    for (const PowerCase& c : cases) {
        INFO(figures_json(c.figures, "") << "  " << c.derived << "  " << c.relation);
        const auto power = measured(c, "");
        REQUIRE(power);
        CHECK(*power == power_by_force(c, ""));
    }
}

TEST_CASE("whole numbers make a share of few people a check of its own") {
    const PowerCase grim{{{"s", "32.5 %"}, {"n", "40 people"}}, "", R"("r": "share(yes, n) = s")"};
    const std::string yes = R"(, "yes": {"unit": "people", "whole": true})";
    const auto power = measured(grim, yes);
    REQUIRE(power);
    CHECK(*power == power_by_force(grim, yes));
    CHECK(*power > rational("0.5"));
}

TEST_CASE("where a name occurs twice in a quotient the power is at most too low") {
    const PowerCase c{{{"a", "30.0 kg"}, {"b", "70.0 kg"}, {"s", "30.0 %"}}, "",
                      R"j("r": "s = a / (a + b)")j"};
    const auto power = measured(c, "");
    REQUIRE(power);
    CHECK(*power <= power_by_force(c, ""));
    CHECK(*power > rational("0.7"));
}

TEST_CASE("there is no power where nothing is checked or no digit can slip") {
    const PowerCase cases[] = {
        {{{"a", "1.5 kg"}}, "", R"("r": "u = 2 * a")"},          // defines an unknown
        {{{"a", "1.5 kg"}}, "", R"("r": "a = 3 kg")"},           // fails
        {{{"a", "a third"}}, "", R"("r": "a < 50 %")"},          // in words
        {{{"a", "10 to 20 kg"}}, "", R"("r": "a < 50 kg")"},     // two numbers in one figure
    };
    for (const PowerCase& c : cases) {
        INFO(c.relation);
        CHECK_FALSE(measured(c, R"(, "u": {"unit": "kg"})"));
    }
}

TEST_CASE("a relation that no slip could break is noted as weak") {
    struct Row {
        std::string figures, holds, codes;
    };
    const Row rows[] = {
        {R"("a": "over 4,000 t")", "a > 100 t", "BR904"},
        {R"("a": "over 4,000 t")", "a > 1000 t", "BR904"},
        {R"("a": "4,000 t")", "a > 1500 t", ""},
        {R"("a": "6.3 %", "lead": "2.5 %")", "a > a - lead", "BR904"},
        {R"("a": "over 50 %")", "a < 89.5 %", ""},
        // It gives way whatever the figure says, but another relation may pin it down.
        {R"("a": "over 50 %", "u": {"unit": "%"})", "u < a", ""},
    };
    for (const Row& row : rows) {
        INFO(row.figures << "  " << row.holds);
        std::string holds = row.holds;
        CHECK(check_parts(row.figures, "\"r\": \"" + holds + "\"").codes() == row.codes);
    }
}

TEST_CASE("the work on power is bounded") {
    std::string figures;
    for (int i = 0; i < 300; ++i) figures += "\"x" + std::to_string(i) + "\": \"1000.5 kg\", ";
    figures += R"("total": "300150.0 kg")";
    const CheckedReport checked = check_parts(figures, R"j("r": "total = sum(x*)")j");
    CHECK(checked.result.relations.front().status == RelationStatus::holds);
    CHECK_FALSE(checked.result.relations.front().power);

    const CheckedReport small = check_parts(R"("a": "1.5 kg", "b": "1.5 kg")", R"("r": "a = b")");
    std::vector<Interval> box{small.report.quantities[0].interval,
                              small.report.quantities[1].interval};
    std::uint64_t work = 1;
    CHECK_FALSE(slip_detection_power(small.report, small.report.relations[0], box, work));
    work = 100;
    CHECK(slip_detection_power(small.report, small.report.relations[0], box, work));
    CHECK(box[0] == small.report.quantities[0].interval);

    // Nothing is said of the other digits where some are not tried.
    ReadLimits limits;
    limits.numbers.max_digits = 5'000;
    for (const auto& [digits, is_measured] :
         {std::pair(999, true), {1'000, false}, {1'001, false}}) {
        INFO(digits);
        const auto report = read_report(
            "test.json",
            report_text("\"a\": \"" + std::string(static_cast<std::size_t>(digits), '7') +
                            " kg\", \"b\": \"2 kg\"",
                        "", R"("r": "a > b")"),
            limits);
        REQUIRE(report.ok());
        CHECK(check(*report).relations.front().power.has_value() == is_measured);
    }
}
