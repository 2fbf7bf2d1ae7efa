#include "brcheck/render/message.hpp"
#include "unit/render/sample_report.hpp"

#include <string>
#include <vector>

using namespace brcheck;

namespace {

std::string message_of(const Sample& sample, RuleCode code) {
    return to_plain_text(describe(sample.finding(code), sample.report, sample.result));
}

}  // namespace

TEST_CASE("each finding says the relation, both sides and how far they are apart") {
    struct Row {
        RuleCode code;
        const char* figures;
        const char* relations;
        const char* message;
    };
    const Row rows[] = {
        {RuleCode::relation_fails, R"("a": "12 %", "b": "14 %")", R"("r": "a = b")",
         "r: a is 11.5 to 12.5 %, but b is 13.5 to 14.5 %: 1 pp apart"},
        {RuleCode::relation_fails, R"("a": "12 %")", R"("r": "a = 14 %")",
         "r: a is 11.5 to 12.5 %, but must be 14 %: 1.5 pp apart"},
        {RuleCode::sum_mismatch, R"("total": "10 t", "a": "4.2 t", "b": "5.1 t")",
         R"("r": {"holds": "total = a + b", "label": "the parts"})",
         "r (the parts): total is 9.5 to 10.5 t, but a + b adds up to 9.2 to 9.4 t: 0.1 t apart"},
        {RuleCode::sum_mismatch, R"("total": "10 %", "a": "4.2 %", "b": "5.1 %")",
         R"("r": {"holds": "a + b = total", "label": "the parts"})",
         "r (the parts): total is 9.5 to 10.5 %, but a + b adds up to 9.2 to 9.4 %: 0.1 pp apart"},
        {RuleCode::difference_mismatch,
         R"("x": "3.0 billion yuan", "a": "10.0 billion yuan", "b": "6.0 billion yuan")",
         R"("r": "x = a - b")",
         "r: x is 2.95 to 3.05 billion CNY, but a - b leaves 3.9 to 4.1 billion CNY: "
         "850 million CNY apart"},
        {RuleCode::product_mismatch, R"("x": "50.0 yuan", "a": "4.0 yuan", "b": "10.0")",
         R"("r": "x = a * b")",
         "r: x is 49.95 to 50.05 CNY, but a * b multiplies to 39.3025 to 40.7025 CNY: "
         "9.2475 CNY apart"},
        {RuleCode::order_mismatch, R"("now": "15.9 %", "before": "over 50 %")",
         R"("r": {"holds": "now > before", "label": "it rose"})",
         "r (it rose): now is 15.85 to 15.95 %, but must be more than before, which is over 50 %: "
         "34.05 pp apart"},
        {RuleCode::order_mismatch, R"("a": "50 %", "b": "50 %")", R"("r": "a + 1 pp < b")",
         "r: a + 1 pp is 50.5 to 51.5 %, but must be less than b, which is 49.5 to 50.5 %: "
         "they only meet at an end that is left out"},
        {RuleCode::order_mismatch, R"("a": {"unknown": true}, "b": {"unknown": true})",
         R"("r": "a * a + b * b < 2 * a * b")",
         "r: a * a + b * b is of any size, but must be less than 2 * a * b, which is of any size: "
         "no true values fit"},
        {RuleCode::bound_broken, R"("part": "104 %")", R"("r": "part <= 100 %")",
         "r: part is 103.5 to 104.5 %, but must be at most 100 %: 3.5 pp apart"},
        {RuleCode::bound_broken, R"("part": "104 %")", R"("r": "100 % >= part")",
         "r: part is 103.5 to 104.5 %, but must be at most 100 %: 3.5 pp apart"},
        {RuleCode::share_mismatch, R"("s": "60 %", "a": "5.0 yuan", "b": "10.0 yuan")",
         R"~("r": "s = share(a, b)")~",
         "r: s is 59.5 to 60.5 %, but share(a, b) gives 49.2537 to 50.7538 %: 8.74623 pp apart"},
        {RuleCode::share_mismatch, R"("a": "5.0 yuan", "b": "10.0 yuan")",
         R"~("r": "60 % = share(a, b)")~",
         "r: it should be 60 %, but share(a, b) gives 49.2537 to 50.7538 %: 9.24623 pp apart"},
        {RuleCode::growth_mismatch, R"("g": "6 %", "new": "110.0 yuan", "old": "100.0 yuan")",
         R"~("r": "g = growth(new, old)")~",
         "r: g is 5.5 to 6.5 %, but growth(new, old) gives 9.89505 to 10.1051 %: 3.39505 pp apart"},
        {RuleCode::points_mismatch, R"("d": "2.0 percentage points", "a": "5.0 %", "b": "4.0 %")",
         R"~("r": "d = points(a, b)")~",
         "r: d is 1.95 to 2.05 pp, but points(a, b) gives 0.9 to 1.1 pp: 0.85 pp apart"},
        {RuleCode::compound_growth_mismatch,
         R"("g": "10.0 %", "new": "200.0 yuan", "old": "100.0 yuan")",
         R"~("r": "g = cagr(new, old, 10)")~",
         "r: g is 9.95 to 10.05 %, but cagr(new, old, 10) gives more than 7.1"},
        {RuleCode::mean_mismatch, R"("m": "5.0 %", "a": "2.0 %", "b": "4.0 %")",
         R"~("r": "m = mean(a, b)")~",
         "r: m is 4.95 to 5.05 %, but mean(a, b) gives 2.95 to 3.05 %: 1.9 pp apart"},
        {RuleCode::index_mismatch, R"("i": "112.0", "a": "120.0 yuan", "b": "100.0 yuan")",
         R"~("r": "i = index(a, b)")~", "r: i is 111.95 to 112.05, but index(a, b) gives 119.8"},
        {RuleCode::ratio_mismatch, R"("p": "30 yuan/person", "a": "50.0 yuan", "n": "2 people")",
         R"("r": "p = a / n")",
         "r: p is 29.5 to 30.5 CNY/person, but a / n gives 24.975 to 25.025 CNY/person: "
         "4.475 CNY/person apart"},
        {RuleCode::impossible_for_whole_numbers,
         R"("s": "33.3 %", "yes": {"unit": "people", "whole": true}, "n": "40 people")",
         R"~("r": "s = share(yes, n)")~",
         "r: no whole number fits: yes would have to be 13.3 to 13.34 "},
        {RuleCode::holds_only_by_rounding,
         R"("total": "10 %", "a": "4.4 %", "b": "5.6 %", "c": "0.2 %")",
         R"("r": "sum(a, b, c, total) = 20 %")",
         "r: true only thanks to rounding: sum(a, b, c, total) is 19.55 to 20.85 %, against 20 %"},
        {RuleCode::not_comparable,
         R"("a": {"stated": "12 %", "basis": "current prices"}, "b": {"stated": "14 %", "basis": "constant prices"})",
         R"("r": "a = b")",
         "r: not judged, since its figures rest on different grounds: \"current prices\" (a) and "
         "\"constant prices\" (b)"},
        {RuleCode::allow_without_reason, R"("a": "12 %", "b": "14 %")",
         R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": " "}]})",
         "r: the allowance of BR101 gives no reason, so it does not count"},
        {RuleCode::unused_allow, R"("a": "12 %", "b": "12 %")",
         R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "so"}]})",
         "r: the allowance of BR101 is not needed: nothing of that kind was found here"},
        {RuleCode::expired_allow, R"("a": "12 %", "b": "14 %")",
         R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "so", "until": "2020-01-31"}]})",
         "r: the allowance of BR101 ended on 2020-01-31"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.figures, row.relations);
        const Sample sample = make_sample(report_json(row.figures, "", row.relations));
        CHECK_THAT(message_of(sample, row.code), Catch::StartsWith(row.message));
    }
}

TEST_CASE("a joint conflict names the clash and each step towards it") {
    const Sample sample = make_sample(report_json(
        R"("a": {"unit": "%"}, "b": {"unit": "%"}, "low": "10 %", "high": "20 %")", "",
        R"("first": "a = low", "second": "b = a", "third": "b = high")"));
    const Finding& finding = sample.finding(RuleCode::joint_conflict);
    const std::string message = to_plain_text(describe(finding, sample.report, sample.result));
    CHECK(message.find("each statement can hold by itself, but not all together: ") !=
          std::string::npos);
    CHECK(message.find("9 pp apart") != std::string::npos);
    const Sample fixed = make_sample(
        report_json(R"("x": {"unit": "%"}, "a": "10 %")", "",
                    R"("first": "x = a", "second": "x + a = 30 %")"));
    CHECK_THAT(message_of(fixed, RuleCode::joint_conflict),
               Catch::EndsWith("x + a can only be 19 to 21 %, but must be 30 %: 9 pp apart"));
    REQUIRE(finding.steps.size() >= 2);
    const std::string first = to_plain_text(describe(finding.steps.front(), sample.report));
    CHECK(first == "first: a = low, so a is 9.5 to 10.5 %");
    const std::string last = to_plain_text(describe(finding.steps.back(), sample.report));
    CHECK_THAT(last, Catch::EndsWith(" cannot hold any more"));
}

TEST_CASE("a step says what its statement does to the quantity") {
    const Sample sample = make_sample(report_json(
        R"("a": "10 %", "b": {"unit": "%"}, "n": {"unit": "visits", "whole": true})",
        R"("d": "a + b")", R"("r": "d = 15 %", "s": "n < 9.5 visits")"));
    const auto step = [&](DerivationStep::Kind kind, const char* quantity, Interval before,
                          Interval demanded, Interval after, bool by_whole = false,
                          std::uint32_t index = 0) {
        return to_plain_text(
            describe({kind, index, 0, *sample.report.names.find(quantity), by_whole,
                      std::move(before), std::move(after), std::move(demanded)},
                     sample.report));
    };
    const auto percent = [](std::int64_t low, std::int64_t high) {
        return Interval::closed(Rational(Integer(low), Integer(100)),
                                Rational(Integer(high), Integer(100)));
    };
    const auto definition = DerivationStep::Kind::definition;
    const auto relation = DerivationStep::Kind::relation;
    const std::uint32_t d = *sample.report.names.find("d");
    CHECK(step(definition, "d", Interval::all(), percent(1, 2), percent(1, 2), false, d) ==
          "d = a + b gives 1 to 2 %");
    CHECK(step(definition, "b", Interval::all(), percent(1, 2), percent(1, 2), false, d) ==
          "d = a + b, so b is 1 to 2 %");
    CHECK(step(relation, "d", Interval::all(), percent(15, 15), percent(15, 15)) ==
          "r: d = 15 %, so d is 15 %");
    CHECK(step(relation, "d", percent(1, 2), percent(15, 15), Interval::empty()) ==
          "r: d = 15 % asks for d 15 %, but that is 1 to 2 %");
    CHECK(step(definition, "d", percent(1, 2), percent(15, 16), Interval::empty(), false, d) ==
          "d = a + b gives 15 to 16 %, but it is 1 to 2 %");
    CHECK(step(relation, "n", Interval::all(), Interval::at_most(Rational(9)),
               Interval::at_most(Rational(9)), true, 1) ==
          "s: n < 9.5 visits, so n is at most 9 visits, being whole");
}

TEST_CASE("remarks about the check read as sentences") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "12 %", "c": "1 %", "d": "2 %", "e": "3 %", "f": "4 %", "g": "5 %")",
        "", R"("r": "a = b")"));
    const auto say = [&](RuleCode code, std::optional<RelationIndex> relation,
                         std::vector<VariableIndex> figures,
                         std::optional<Rational> probability = std::nullopt) {
        Finding finding;
        finding.code = code;
        finding.relation = relation;
        finding.quantities = std::move(figures);
        finding.probability = std::move(probability);
        return to_plain_text(describe(finding, sample.report, sample.result));
    };
    CHECK(say(RuleCode::unchecked_figure, std::nullopt, {2}) ==
          "no relation rests on c, so what is printed there was not checked");
    CHECK(say(RuleCode::unchecked_figure, std::nullopt, {0, 1, 2, 3, 4, 5, 6}) ==
          "no relation rests on a, b, c, d, e, f and 1 more, so what is printed there was not "
          "checked");
    CHECK(say(RuleCode::weak_check, 0, {0, 1}) ==
          "r: so loose that no single wrong digit in a and b would break it");
    CHECK(say(RuleCode::implausible_rounding, 0, {0, 1},
              Rational(Integer(3), Integer(7654321))) ==
          "r: holds, but only if nearly every figure was rounded the same way, the chance of which "
          "is 4.0e-7");
    CHECK(say(RuleCode::holds_only_on_a_tie, 0, {0, 1}) ==
          "r: holds only on a tie, exactly half-way between two printed values, for a and b");
    CHECK(say(RuleCode::undecided, 0, {0, 1}) ==
          "r: the work limit was reached, so it is not decided whether it can hold");
    CHECK(say(RuleCode::undecided, std::nullopt, {0, 1}) ==
          "the statements about a and b: the work limit was reached, "
          "so it is not decided whether all of them can be true");
    CHECK(say(RuleCode::undecided, std::nullopt, {}) ==
          "the report: the work limit was reached: every verdict stands, but implied intervals "
          "may be wider than they need be");
}

TEST_CASE("the tolerance that was accepted is named") {
    const Sample sample = make_sample(report_json(
        R"("a": "12 %", "b": "14 %")", "", R"("r": {"holds": "a = b", "tolerance": "0.1 pp"})"));
    CHECK(message_of(sample, RuleCode::relation_fails) ==
          "r: a is 11.5 to 12.5 %, but b is 13.5 to 14.5 %: 1 pp apart, where 0.1 pp is accepted");
}

TEST_CASE("the next step names what may be wrong, never what is fixed") {
    struct Row {
        const char* figures;
        const char* words;
    };
    const Row rows[] = {
        {R"("a": "12 %", "b": "14 %")",
         "a and b in the source: one of them is wrong, or the relation is"},
        {R"("a": {"stated": "12 %", "fixed": true}, "b": "14 %")",
         "b in the source: it is wrong, or the relation is"},
        {R"("a": {"stated": "12 %", "fixed": true}, "b": {"stated": "14 %", "fixed": true})",
         "the relation: it may not be what the report means"},
    };
    for (const Row& row : rows) {
        const Sample sample = make_sample(report_json(row.figures, "", R"("r": "a = b")"));
        CHECK(to_plain_text(describe_next_step(sample.finding(RuleCode::relation_fails),
                                               sample.report)) == row.words);
    }
}

TEST_CASE("sides are shown in the unit of a lone quantity") {
    struct Row {
        const char* relation;
        const char* unit;
    };
    for (const Row& row : {Row{"s = share(a, b)", "%"}, Row{"share(a, b) = s", "%"},
                           Row{"a + b > 5 yuan", "CNY"}, Row{"a / b > 2", ""},
                           Row{"a < b", "CNY"}}) {
        CAPTURE(row.relation);
        const Sample sample = make_sample(
            report_json(R"("s": "60 %", "a": "5.0 million yuan", "b": "10.0 million yuan")", "",
                        "\"r\": \"" + std::string(row.relation) + "\""));
        CHECK(side_unit(sample.report, 0).symbol() == row.unit);
    }
}

TEST_CASE("a very long expression is cut in its middle") {
    std::string figures = R"("total": "1 %")";
    std::string sum;
    for (int i = 0; i < 60; ++i) {
        const std::string id = "figure_number_" + std::to_string(i);
        figures += ", \"" + id + "\": \"5 %\"";
        sum += (i > 0 ? " + " : "") + id;
    }
    const Sample sample = make_sample(report_json(figures, "", "\"r\": \"total = " + sum + "\""));
    const std::string message = message_of(sample, RuleCode::sum_mismatch);
    CHECK(message.size() < 300);
    CHECK(message.find(" ... ") != std::string::npos);
    CHECK(message.find("figure_number_59 adds up to 270 to 330 %") != std::string::npos);
}
