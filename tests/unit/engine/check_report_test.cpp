#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/verify.hpp"
#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace brcheck;

namespace {

struct Checked {
    Report report;
    CheckResult result;

    [[nodiscard]] std::string status(std::string_view relation) const {
        return std::string(format_status(result.relations[*report.find_relation(relation)].status));
    }
    [[nodiscard]] Interval implied(std::string_view name) const {
        return result.implied(report, *report.names.find(name));
    }
    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Finding& finding : result.findings)
            out += (out.empty() ? "" : " ") + format_code(static_cast<std::uint16_t>(finding.code));
        return out;
    }
};

/// `body`: the members after "brcheck": 1.
Checked check_text(const std::string& body, const CheckOptions& options = {}) {
    auto report = read_report("test.json", "{\"brcheck\": 1, " + body + "}");
    if (!report.ok()) FAIL(report.errors().front().message << " in " << body);
    Report read = std::move(report).value();
    CheckResult result = check(read, options);
    return {std::move(read), std::move(result)};
}

/// One relation over figures.
Checked check_relation(const std::string& figures, const std::string& holds) {
    return check_text(R"("figures": {)" + figures + R"(}, "relations": {"r": ")" + holds + "\"}");
}

}  // namespace

namespace {

/// What the repairs offer to print for a figure.
std::vector<std::string> printed_changes(const Checked& checked, std::string_view figure) {
    std::vector<std::string> printed;
    for (const ConflictGroup& group : checked.result.groups)
        for (const Repair& repair : group.repairs)
            for (const FigureChange& change : repair.changes)
                if (checked.report.names.name(change.figure) == figure)
                    for (const Replacement& replacement : change.printed)
                        printed.push_back(replacement.printed);
    return printed;
}

}  // namespace

TEST_CASE("a relation's status says how well it holds") {
    struct Case {
        std::string figures, holds, status, codes;
    };
    const Case cases[] = {
        {R"("a": "12.5 kg", "b": "8.0 kg", "c": "20.5 kg")", "c = a + b", "holds", ""},
        {R"("a": "33.3 %", "b": "33.3 %", "c": "33.3 %")", "a + b + c = 100 %", "holds_by_rounding",
         "BR901"},
        // Closed ends: three halves of a tenth meet exactly, a digit more does not.
        {R"("a": "12.3 kg", "b": "45.6 kg", "c": "58.0 kg")", "c = a + b", "holds_by_rounding",
         "BR901"},
        {R"("a": "12.3 kg", "b": "45.6 kg", "c": "58.1 kg")", "c = a + b", "fails", "BR102"},
        {R"("a": "6.3 %", "n": "110.0 kg", "o": "103.5 kg")", "a = growth(n, o)", "holds", ""},
        {R"("a": "6.5 %", "n": "110.0 kg", "o": "103.5 kg")", "a = growth(n, o)", "fails", "BR202"},
        {R"("a": "over 50 %", "b": "51.9 %")", "a < b", "holds", ""},
        {R"("a": "51.9 %", "b": "51.9 %")", "a < b", "holds_by_rounding", "BR901"},
        {R"("a": "52.0 %", "b": "51.9 %")", "a < b", "fails", "BR105"},
        {R"("a": "under 50 %")", "a >= 50 %", "fails", "BR106"},
        {R"("a": "at most 50 %")", "a >= 50 %", "holds", ""},
        {R"("a": "1 kg", "u": {"unit": "kg"})", "u = 2 * a", "defines", ""},
        // A chain fails at the comparison that cannot hold.
        {R"("a": "1.0 kg", "b": "2.0 kg", "c": "1.5 kg")", "a < b < c", "fails", "BR105"},
    };
    for (const Case& c : cases) {
        INFO(c.figures << "  " << c.holds);
        const Checked checked = check_relation(c.figures, c.holds);
        CHECK(checked.status("r") == c.status);
        CHECK(checked.codes() == c.codes);
    }
}

TEST_CASE("a total that is off by exactly the sum of all roundings holds, one unit more fails") {
    for (int terms = 2; terms <= 10; ++terms) {
        // terms + 1 figures of one digit after the point reach (terms + 1) / 2 tenths together.
        for (int extra = 0; extra <= 1; ++extra) {
            const int off = (terms + 1) / 2 + extra;
            std::string figures;
            std::string sum;
            for (int i = 0; i < terms; ++i) {
                figures += "\"x" + std::to_string(i) + "\": \"10000000000001.0 kg\", ";
                sum += (i == 0 ? "" : " + ") + ("x" + std::to_string(i));
            }
            const std::string total = std::to_string(10000000000001 * terms) + "." +
                                      std::to_string(off) + " kg";
            const Checked checked =
                check_relation(figures + "\"t\": \"" + total + "\"", "t = " + sum);
            INFO(terms << " terms, off by " << off);
            CHECK((checked.status("r") == "fails") == (extra == 1));
        }
    }
}

TEST_CASE("a name that occurs twice is one figure") {
    struct Case {
        std::string figures, holds;
        bool fails;
    };
    const std::string parts = R"("a": "40.0 kg", "b": "60.0 kg", )";
    const Case cases[] = {
        {R"("x": "10 kg")", "x - x = 1 kg", true},
        {R"("x": "10 kg")", "x - x = 0 kg", false},
        {R"("x": "10 kg")", "x < x + 1 g", false},
        {R"("x": "10 kg")", "x > x + 1 g", true},
        // a / (a + b) is 39.95/100 to 40.05/100; with each a for itself it would reach 40.09 %.
        {parts + R"("s": "40.05 %")", "s = a / (a + b)", false},
        {parts + R"("s": "40.06 %")", "s = a / (a + b)", true},
        {parts + R"("s": "-20.06 %")", "s = (a - b) / (a + b)", false},
        {parts + R"("s": "-20.12 %")", "s = (a - b) / (a + b)", true},
        // At an open end: over 10 minus itself is 0 and nothing else.
        {R"("x": "between 10 and 20 kg")", "x * 2 = x + x", false},
        {R"("x": "between 10 and 20 kg")", "x * 3 = x + x", true},
    };
    for (const Case& c : cases) {
        INFO(c.figures << "  " << c.holds);
        CHECK((check_relation(c.figures, c.holds).status("r") == "fails") == c.fails);
    }
}

TEST_CASE("unknown and derived quantities get what the whole report implies") {
    const Checked checked = check_text(R"(
        "figures": {"total": "100.0 kg", "part": "40.0 kg", "rest": {"unit": "kg"},
                    "half": {"unit": "kg"}, "money": "over 1,000 yuan", "people": "over 10 people"},
        "derived": {"double": "2 * rest", "each": "money / people"},
        "relations": {"sum": "total = part + rest", "half": "half = rest / 2", "small": "half <= 30 kg"})");
    CHECK(checked.implied("rest") == testing::interval("[59.9, 60]"));
    CHECK(checked.implied("double") == testing::interval("[119.8, 120]"));
    CHECK(checked.implied("half") == testing::interval("[29.95, 30]"));
    CHECK(checked.implied("each") == testing::interval("(0, inf)"));
    CHECK(checked.implied("total") == testing::interval("[99.95, 100.05]"));
    CHECK(checked.status("sum") == "defines");
    CHECK(checked.status("half") == "defines");
    CHECK(checked.result.verdict == Verdict::consistent);
}

TEST_CASE("relations that clash only together are a joint conflict with the steps that lead there") {
    const Checked checked = check_text(R"~(
        "figures": {"a": {"unit": "kg"}, "b": "40.0 kg", "total": "100.0 kg", "s": "65.0 %"},
        "relations": {"sum": "total = a + b", "share": "s = share(a, total)"})~");
    REQUIRE(checked.result.findings.size() == 1);
    const Finding& finding = checked.result.findings.front();
    CHECK(finding.code == RuleCode::joint_conflict);
    CHECK(finding.quantities == std::vector<VariableIndex>{1, 2, 3});
    REQUIRE(finding.steps.size() == 2);
    CHECK(finding.steps[0].after == testing::interval("[59.9, 60.1]"));
    CHECK(finding.steps[1].after.is_empty());
    CHECK(checked.result.verdict == Verdict::inconsistent);
}

TEST_CASE("independent conflicts are all found") {
    std::string figures;
    std::string relations;
    for (const std::string n : {"1", "2", "3"}) {
        figures += "\"u" + n + "\": {\"unit\": \"kg\"}, \"a" + n + "\": \"1.0 kg\", \"b" + n +
                   "\": \"2.0 kg\"" + (n == "3" ? "" : ", ");
        relations += "\"x" + n + "\": \"u" + n + " = a" + n + "\", \"y" + n + "\": \"u" + n + " = b" +
                     n + "\"" + (n == "3" ? "" : ", ");
    }
    const Checked checked =
        check_text("\"figures\": {" + figures + "}, \"relations\": {" + relations + "}");
    CHECK(checked.codes() == "BR301 BR301 BR301");
}

TEST_CASE("whole numbers: a mean or a share that no count can give") {
    struct Case {
        std::string mean, n, codes;
    };
    // GRIM: 5.19 of 28 would need a sum between 145.18 and 145.46.
    // 1.02 of 40 is 41, on the tie between 1.02 and 1.03.
    const Case cases[] = {{"5.19", "28", "BR208"}, {"5.18", "28", ""}, {"3.45", "20", ""},
                          {"3.47", "20", "BR208"}, {"0.33", "3", ""},  {"1.02", "40", "BR907"}};
    for (const Case& c : cases) {
        INFO(c.mean << " of " << c.n);
        const Checked checked = check_text(
            R"("figures": {"m": ")" + c.mean + R"(", "n": )" + c.n +
            R"(, "t": {"unknown": true, "whole": true}}, "relations": {"r": "m = t / n"})");
        CHECK(checked.codes() == c.codes);
        if (c.codes != "BR208") continue;
        REQUIRE(checked.result.findings.front().steps.size() == 1);
        CHECK(checked.result.findings.front().steps.front().quantity == 2);
    }
}

TEST_CASE("a relation with a whole unknown checks its figures, and so does one behind an unknown") {
    const Checked share = check_text(
        R"~("figures": {"y": {"unit": "people", "whole": true}, "n": "40 people", "s": "32.5%"},
        "relations": {"r": "s = share(y, n)"})~");
    CHECK(share.result.verdict == Verdict::consistent);
    CHECK(share.implied("y") == testing::interval("[13, 13]"));
    CHECK(share.result.checked[1]);
    const Checked chain = check_text(R"("figures": {"a": {"unit": "yuan"}, "b": "5 yuan", "c": "10 yuan"},
        "relations": {"sum": "c = a + b", "value": "a = 5 yuan"})");
    CHECK(chain.status("sum") == "defines");
    CHECK(chain.result.checked[1]);
    CHECK(chain.result.checked[2]);
}

TEST_CASE("an open end is the same in whatever order the relations stand") {
    const std::string figures =
        R"("a": "at most 161 million yuan", "b": "under 377.9 million yuan", "share_of_a": "42 %",
           "rest": "under 17.5 million yuan")";
    const std::string share = R"r("c0": "share_of_a = share(a, b)")r";
    const std::string sum = R"("c1": "b = a + rest")";
    const auto of = [&](const std::string& relations) {
        return check_text("\"figures\": {" + figures + "}, \"relations\": {" + relations + "}");
    };
    // b = rest / (1 - share) < 17,500,000 / 0.575
    const Interval below = Interval::at_most(Rational(700'000'000) / Rational(23), true);
    CHECK(of(share + "," + sum).implied("b") == below);
    CHECK(of(sum + "," + share).implied("b") == below);
}

TEST_CASE("powers of any size are decided") {
    struct Case {
        std::string x, power;
        bool fails;
    };
    const Case cases[] = {{"5", "2^100000", true},         {"38.5", "1.0001^36500", false},
                          {"38.4", "1.0001^36500", true},  {"5.0", "1.0000001^1000000000", true},
                          {"5", "1.5^99999.5", true},      {"0.0", "0.5^100000", false},
                          {"0.1", "0.9^1000000", true},    {"5", "9^9^9^9", true},
                          {"2", "(2^1024)^(1/1024)", false}, {"3", "(2^1024)^(1/1024)", true},
                          {"1", "0.5^100000 / 0.5^100000", false},
                          {"1.3724", "2^0.4567", false},   {"1.3723", "2^0.4567", true},
                          {"0.7287", "0.5^0.4567", false}, {"0.7288", "0.5^0.4567", true}};
    for (const Case& c : cases) {
        INFO(c.x << " = " << c.power);
        CHECK((check_relation("\"x\": \"" + c.x + "\"", "x = " + c.power).status("r") == "fails") ==
              c.fails);
    }
}

TEST_CASE("severity, strength, tolerance and allowances decide what a failing relation means") {
    const std::string figures = R"("figures": {"a": "1.0 kg", "b": "2.0 kg"}, "relations": {"r": )";
    const auto with = [&](const std::string& members) {
        return check_text(figures + R"({"holds": "a = b", )" + members + "}}",
                          {.today = "2026-11-24"});
    };
    CHECK(with(R"("severity": "error")").result.verdict == Verdict::inconsistent);
    CHECK(with(R"("severity": "warning")").result.verdict == Verdict::consistent);
    CHECK(with(R"("strength": "indicative")").result.findings.front().severity == Severity::note);
    CHECK(with(R"("tolerance": "0.9 kg")").status("r") == "holds_by_rounding");
    // Not "only thanks to rounding", but 1.05 + 0.9 just reaches 1.95.
    CHECK(with(R"("tolerance": "0.9 kg")").codes() == "BR907");
    CHECK(with(R"("tolerance": "0.95 kg")").codes().empty());
    CHECK(with(R"("tolerance": "0.89 kg")").status("r") == "fails");
    const auto allow = [&](const std::string& more) {
        return with(R"("allow": [{"code": "BR101", )" + more + "}]");
    };
    CHECK(allow(R"("reason": "known")").status("r") == "allowed");
    CHECK(allow(R"("reason": "known")").result.verdict == Verdict::consistent);
    CHECK(allow(R"("reason": "known", "until": "2026-11-24")").status("r") == "allowed");
    CHECK(allow(R"("reason": "known", "until": "2026-11-23")").codes() == "BR101 BR913");
    CHECK(allow(R"("reason": " ")").codes() == "BR101 BR911");
    CHECK(with(R"("allow": [{"code": "BR202", "reason": "x"}])").codes() == "BR101 BR912");
}

TEST_CASE("figures of different basis or vintage are not compared") {
    const Checked checked = check_text(R"(
        "figures": {"a": {"stated": "1.0 kg", "basis": "current prices"},
                    "b": {"stated": "2.0 kg", "basis": "constant prices"}, "c": "2.0 kg"},
        "relations": {"mixed": "a = b", "fine": "b = c"})");
    CHECK(checked.status("mixed") == "not_comparable");
    CHECK(checked.status("fine") == "holds");
    CHECK(checked.codes() == "BR906 BR902");
}

TEST_CASE("ends of many digits stay attained") {
    for (const std::string e : {"e400", "e-400"}) {
        const Checked checked = check_text(
            R"("figures": {"a": {"range": {"low": "1)" + e + R"(", "high": "5)" + e +
            R"("}}, "c": {"range": {"low": "1)" + e + R"(", "high": "2)" + e + R"("}}},
            "relations": {"r1": "a <= c", "r2": "a <= 1)" + e + "\"}");
        CHECK(checked.result.verdict == Verdict::consistent);
    }
}

TEST_CASE("long products and sums of repeated names are decided in little time") {
    std::string product = "x";
    for (int i = 0; i < 200; ++i) product += "*x";
    const std::string digits = "1." + std::string(900, '3');
    CHECK(check_relation("\"x\": \"" + digits + "\"", product + " > 1").status("r") != "fails");
    std::string figures;
    for (int i = 0; i < 5000; ++i)
        figures += (i == 0 ? "\"x_" : ", \"x_") + std::to_string(i) + "\": \"1.0\"";
    CHECK(check_relation(figures, "sum(x_*) = mean(x_*) * 5000").status("r") != "fails");
}

TEST_CASE("a whole number that only several steps rule out is still one relation's failure") {
    const Checked checked = check_text(R"("figures": {
            "a": {"range": {"low": "1"}, "whole": true}, "b": {"range": {"low": "1"}, "whole": true}},
        "relations": {"r": "a + b = 7.5"})");
    CHECK(checked.codes() == "BR208");
}

TEST_CASE("a report in which nothing is decided is incomplete") {
    CHECK(check_text(R"("figures": {"a": 1})").result.verdict == Verdict::incomplete);
    CHECK(check_text(R"("figures": {"a": 1, "u": {"unknown": true}}, "relations": {"r": "u = a"})")
              .result.verdict == Verdict::incomplete);
}

TEST_CASE("what bounds only creep towards is decided at once; without work it is said to be open") {
    // Each step of bounds takes 0.2 off 1,000,000.
    const std::string body = R"(
        "figures": {"x": {"range": {"low": "0", "high": "1000000"}},
                    "y": {"range": {"low": "0", "high": "1000000"}}},
        "relations": {"one": "x + y = 100000.0", "two": "x + y = 100000.2"})";
    const Checked checked = check_text(body, {.today = "", .work_limit = 10'000});
    CHECK(checked.codes() == "BR301");
    CHECK(checked.result.conflicts_complete);
    CHECK_FALSE(checked.result.witness.has_value());
    const Checked hasty = check_text(body, {.today = "", .work_limit = 1});
    CHECK(hasty.codes().starts_with("BR903"));
    CHECK(hasty.status("one") == "undecided");
    CHECK_FALSE(hasty.result.implied_tight);
    CHECK_FALSE(hasty.result.witness.has_value());
}

// The ends of what these shares imply are fractions of thousands of digits. Where looking for them is
// not counted, or not by their length, this takes minutes.
TEST_CASE("hard parts of a report leave the easy ones decided", "[check_report]") {
    constexpr int count = 8;
    constexpr int parts = 60;
    std::string figures = R"("u": {"unknown": true}, "a": "1.0", "b": "5.0", "c": "1.0")";
    std::string relations;
    for (int k = 0; k < parts; ++k) {
        const auto name = [&](char letter, int i) {
            return letter + std::to_string(k) + "_" + std::to_string(i % count);
        };
        for (int i = 0; i < count; ++i) {
            figures += ", \"" + name('x', i) + "\": {\"unknown\": true}, \"" + name('c', i) +
                       "\": \"" + std::to_string(5 + i) + ".3\"";
            relations += "\"" + name('r', i) + "\": \"" + name('c', i) + " = " + name('x', i) + " * " +
                         name('x', i + 1) + " * " + name('x', i + 3) + " + " + name('x', i + 2) +
                         "\", ";
        }
    }
    relations += R"("holds": "a = c", "one": "u = a", "other": "u = b")";
    const Checked checked =
        check_text("\"figures\": {" + figures + "}, \"relations\": {" + relations + "}",
                   {.today = "", .work_limit = 4'000});
    CHECK(checked.status("r59_0") == "undecided");
    CHECK(checked.status("one") == "fails");
    CHECK(checked.result.verdict == Verdict::inconsistent);
    CHECK(checked.codes().find("BR301") != std::string::npos);
}

TEST_CASE("no plain error is lost when the work for the whole report has run out",
          "[check_report]") {
    constexpr int count = 300;
    std::string figures;
    std::string relations;
    for (int i = 0; i < count; ++i) {
        const std::string n = std::to_string(i);
        const std::string comma = i == 0 ? "" : ", ";
        figures += comma + "\"p" + n + "\": \"1.0\", \"q" + n + "\": \"2.0\", \"s" + n + "\": \"3.0\"";
        relations += comma + "\"r" + n + "\": \"p" + n + " * q" + n + " = s" + n + "\"";
    }
    const std::string body = "\"figures\": {" + figures + "}, \"relations\": {" + relations + "}";
    for (const std::uint64_t limit : {1U, 50U, 1'000U}) {
        const Checked checked = check_text(body, {.today = "", .work_limit = limit});
        CHECK(checked.result.verdict == Verdict::inconsistent);
        const auto errors =
            std::count_if(checked.result.findings.begin(), checked.result.findings.end(),
                          [](const Finding& f) { return f.severity == Severity::error; });
        CHECK(errors == count);
    }
}

TEST_CASE("work on long fractions is counted") {
    const Checked checked = check_text(R"json("figures": {
            "first": {"unit": "yuan"}, "second": {"unit": "yuan"}, "all": {"unit": "yuan"},
            "third": "494.1 billion yuan", "fourth": "908.3 billion yuan",
            "fifth": "363.1 billion yuan", "share_1": "14 %", "share_2": "26.36 %",
            "share_3": "17 %", "share_4": "30.6 %",
            "share_5": {"stated": "12.24 %", "rounding": "ceiling"}},
        "relations": {
            "parts": "all = sum(first, second, third, fourth, fifth)",
            "s1": "share_1 = share(first, all)", "s2": "second = all * share_2",
            "s3": "share_3 = share(third, all)", "s4": "share_4 = share(fourth, all)",
            "s5": "share_5 = share(fifth, all)", "whole": "sum(share_*) = 100 %"})json");
    CHECK(checked.result.verdict == Verdict::consistent);
}

TEST_CASE("a printed value that would do is one that the whole report leaves, not one relation alone") {
    // f9 hangs on the rest by d6 only, whose own ends come from a cycle: 36.87 is beyond them.
    const Checked checked = check_text(R"json("figures": {
        "f0": "87 thousand yuan", "f1": {"stated": "0.74 %", "rounding": "ceiling"},
        "f2": {"stated": "123.80 thousand yuan", "rounding": "unknown"}, "f3": "10.33 %",
        "f7": "76.93 %", "f8": "70 %", "f9": "37.16 thousand yuan"},
        "derived": {"d4": "f0 / (1 + f1)", "d5": "f2 / (1 + f3)", "d6": "f2 - f0"},
        "relations": {"c0": "f7 = share(d4, d5)", "c1": "f0 = f2 * f8", "c2": "f9 = d6"})json");
    REQUIRE(checked.result.groups.size() == 1);
    CHECK(printed_changes(checked, "f9") ==
          std::vector<std::string>{"36.84 thousand yuan", "36.86 thousand yuan",
                                   "36.83 thousand yuan"});
}

TEST_CASE("a quotient of unbounded parts is not taken to reach the end of its own range") {
    // f0 / (f0 + 48) is below 7.7 % or above 100 %: 48.7 % would not do, though f4 allows it.
    const Checked checked = check_text(R"json("figures": {
        "f0": "under 4 million yuan", "f1": "under 92.9 million yuan", "f2": "48.8 %",
        "f3": {"stated": "48 million yuan", "fixed": true},
        "f4": {"stated": "at most 51.3 %", "fixed": true}},
        "relations": {"c0": "f2 = share(f0, f1)", "c1": "f1 = f0 + f3", "c2": "f2 + f4 = 100 %"})json");
    const auto offered = printed_changes(checked, "f2");
    CHECK(std::count(offered.begin(), offered.end(), "48.7 %") == 0);
    CHECK(std::count(offered.begin(), offered.end(), "148.8 %") == 1);
}

TEST_CASE("values between two that would do need not do where a tolerance is relative") {
    // Within 5 % of a, and 5 more: a is at most -100, or at least 100.
    const Checked checked = check_text(R"json("figures": {"a": "-420", "x": "120", "y": "60",
        "b": {"unknown": true}, "c": {"stated": "5", "fixed": true}},
        "relations": {"near": {"holds": "a = b", "tolerance": "5 %"}, "more": "b = a + c",
                      "least": "a >= -150", "most": "a <= 400"})json");
    const auto offered = printed_changes(checked, "a");
    CHECK(std::count(offered.begin(), offered.end(), "60") == 0);
    CHECK(std::count(offered.begin(), offered.end(), "120") == 1);
}

TEST_CASE("an end where a divisor would be 0 is not taken") {
    const Checked checked = check_text(R"json("figures": {"a": "between -40 and 40",
        "b": "between -10 and 10", "c": "between -10 and 10"},
        "relations": {"r": "ratio(a, b) = 2", "s": "b >= c", "t": "c >= -b"})json");
    CHECK(checked.result.verdict == Verdict::consistent);
    CHECK(checked.implied("b").to_string() == "(0, 10]");
}

TEST_CASE("what grows out of the range of floating point is no harm") {
    // Once it ended the program: a guess at a bound that is not there.
    const Checked checked = check_text(
        R"r("figures": {"now": {"unit": "yuan"}, "rise": "26.8 %", "before": {"unit": "yuan"},
                        "rate": "82.2 %"},
            "relations": {"c1": "rise = growth(now, before)", "c0": "rate = cagr(now, before, 3)"})r");
    CHECK(checked.result.verdict != Verdict::consistent);
}

TEST_CASE("an end that a strict comparison keeps away from is not told as taken") {
    const Checked checked = check_text(
        R"r("figures": {"f0": {"stated": "442 thousand yuan", "rounding": "floor"}, "f1": "2 %",
                        "u2": {"unit": "yuan"}, "f3": "2 %", "f7": "46 %", "f8": "46 %"},
            "derived": {"d4": "f0 / (1 + f1)", "d5": "u2 / (1 + f3)", "d6": "u2 - f0"},
            "relations": {"c0": "f7 = share(d4, d5)", "c1": "f8 = share(f0, u2)",
                          "c2": "f8 > f7"})r");
    // f8 > f7 is f1 > f3, and f3 is 1.5 % at least.
    const bool is_open = checked.implied("f1").low_open();
    CHECK((is_open || !checked.result.implied_tight));
}

TEST_CASE("a tie is told wherever what fails stands") {
    const std::string figures =
        R"("figures": {"a": "12.3 kg", "b": "12.4 kg", "c": "1.0 m", "d": "9.0 m"}, "relations": )";
    CHECK(check_text(figures + R"({"tie": "a = b", "wrong": "c = d"})").codes() ==
          "BR101 BR901 BR907");
    CHECK(check_text(figures + R"({"wrong": "c = d", "tie": "a = b"})").codes() ==
          "BR101 BR901 BR907");
}

TEST_CASE("a figure that cancels is in no conflict, however its derivations are ordered") {
    // 15.9 where 51.9 was meant; the trade of 2025 is in both terms of the quotient.
    std::vector<std::string> derived = {
        R"("rise": "partner_growth - lead")", R"j("all_2024": "all_2025 / (1 + rise)")j",
        R"("all_2025": "partners_2025 / share_2025")",
        R"j("partners_2024": "partners_2025 / (1 + partner_growth)")j"};
    std::ranges::sort(derived);
    do {
        const Checked checked = check_text(
            R"("figures": {"share_2025": "15.9 percent", "share_2024": "over 50 percent",
               "lead": "2.5 percentage points", "partner_growth": "up 6.3 percent",
               "partners_2025": "23.6 trillion yuan"}, "derived": {)" +
            derived[0] + ", " + derived[1] + ", " + derived[2] + ", " + derived[3] +
            R"(}, "relations": {"r": "share_2024 = partners_2024 / all_2024"})");
        REQUIRE(checked.result.conflicts.size() == 1);
        const Conflict& conflict = checked.result.conflicts[0];
        CHECK(conflict.figures_minimal);
        CHECK(conflict.figures.size() == 4);
        for (const VariableIndex v : conflict.figures)
            CHECK(checked.report.names.name(v) != "partners_2025");
    } while (std::ranges::next_permutation(derived).found);
}

TEST_CASE("a margin of error is decided together with its share, and its range is tight") {
    const auto poll = [](const std::string& share, const std::string& margin) {
        return check_text(R"("figures": {"p": ")" + share + R"(", "n": {"stated": "1,002", )" +
                          R"("rounding": "exact"}, "moe": ")" + margin +
                          R"j("}, "derived": {"se": "sqrt(p * (1 - p) / n)"},
                          "relations": {"m": "moe = 1.96 * se"})j");
    };
    for (const char* share : {"51 %", "50 %", "49 %"}) {
        const Checked right = poll(share, "3.1 pp");
        INFO(share);
        CHECK(right.codes() == "");
        CHECK(right.status("m") == "holds");
        CHECK(right.result.witness.has_value());
        CHECK(right.result.implied_tight);
    }
    // 1.96 times the roots of 0.249775 / 1002 and 0.249975 / 1002.
    const Interval implied = poll("51 %", "3.1 pp").implied("moe");
    CHECK(testing::interval("(0.03094544227, 0.03094544231)").contains(implied.low()));
    CHECK(testing::interval("(0.03095782914, 0.03095782918)").contains(implied.high()));
    const Checked wrong = poll("51 %", "3.11 pp");
    CHECK(wrong.codes() == "BR104");
    REQUIRE(wrong.result.conflicts.size() == 1);
    // No share has a margin of more than 3.096 points in a sample of that size.
    const std::vector<VariableIndex>& figures = wrong.result.conflicts[0].figures;
    CHECK(figures.size() == 2);
    CHECK(std::ranges::find(figures, *wrong.report.names.find("p")) == figures.end());
    CHECK(!verify(wrong.result.conflicts[0].refutation, wrong.report));
    // The sides that are shown are as narrow.
    REQUIRE(wrong.result.relations[0].gap);
    CHECK(*wrong.result.relations[0].gap > Rational(Integer(9), Integer(100'000)));
}

TEST_CASE("several margins of error share a sample whose size is not certain") {
    // A whole size, shares below roots, and what their margins leave of each other.
    const Checked checked = check_text(
        R"j("figures": {"n": {"range": {"low": "323", "high": "326"}, "whole": true},
            "a": {"stated": "57.7 %", "rounding": "ceiling"}, "of_a": "5.38 pp",
            "low": {"stated": "52.3 %", "rounding": "ceiling"}, "b": "25 %",
            "of_b": {"stated": "4.7 pp", "rounding": "ceiling"}},
            "derived": {"se_a": "sqrt(a * (1 - a) / n)", "se_b": "sqrt(b * (1 - b) / n)"},
            "relations": {"r": "of_a = 1.96 * se_a", "s": "low = a - of_a",
                          "t": "of_b = 1.96 * se_b"})j");
    CHECK(checked.status("r") == "holds_by_rounding");
    CHECK(checked.result.witness.has_value());
    CHECK(checked.implied("n") == Interval(Rational(324)));
}

TEST_CASE("many errors are told one by one") {
    // Six rows whose totals are wrong, and a right column: each row is a finding of its own.
    std::string figures;
    std::string relations = R"json("column": "x = sum(r*_x)")json";
    for (int i = 0; i < 6; ++i) {
        const std::string row = "r" + std::to_string(i);
        figures += "\"" + row + "_x\": \"" + std::to_string(10 + i) + ".1 kg\", \"" + row +
                   "_y\": \"" + std::to_string(20 + i) + ".2 kg\", \"" + row + "_t\": \"" +
                   std::to_string(34 + 2 * i) + ".3 kg\", ";
        relations += ", \"" + row + "\": \"" + row + "_t = " + row + "_x + " + row + "_y\"";
    }
    const Checked checked = check_text("\"figures\": {" + figures +
                                       "\"x\": \"75.6 kg\"}, \"relations\": {" + relations + "}");
    CHECK(checked.codes() == "BR102 BR102 BR102 BR102 BR102 BR102");
    CHECK(checked.result.groups.size() == 6);
}

TEST_CASE("of several minimal sets of figures the ids decide, not the order of the file") {
    const std::string relation = R"json("relations": {"c": "f3 = max(f0, f1, f2)"})json";
    const auto figures_of = [](const Checked& checked) {
        std::vector<std::string> ids;
        REQUIRE(checked.result.conflicts.size() == 1);
        for (const VariableIndex v : checked.result.conflicts[0].figures)
            ids.emplace_back(checked.report.names.name(v));
        std::sort(ids.begin(), ids.end());
        return ids;
    };
    const std::vector<std::string> expected{"f2", "f3"};
    CHECK(figures_of(check_text(R"("figures": {"f0": "9.07 %", "f1": "11 %", "f2": "118 %",
                                              "f3": "1 %"}, )" + relation)) == expected);
    CHECK(figures_of(check_text(R"("figures": {"f3": "1 %", "f2": "118 %", "f1": "11 %",
                                              "f0": "9.07 %"}, )" + relation)) == expected);
}

TEST_CASE("a definition that can have no value is found") {
    const Checked checked = check_text(
        R"("figures": {"a": "5.0"}, "derived": {"q": "1 / 0"}, "relations": {"r": "a > 0"})");
    CHECK(checked.result.verdict == Verdict::inconsistent);
    CHECK(checked.codes() == "BR301 BR904");  // and no digit of 5.0 could break a > 0
}

TEST_CASE("a consistent verdict has a witness, also where what fails is no error or is allowed") {
    const std::string figures =
        R"("figures": {"u": {"unit": "kg"}, "a": "1.0 kg", "b": "2.0 kg", "c": "1.0 kg"}, )";
    for (const std::string relations :
         {R"("r": {"holds": "a = b", "severity": "warning"}, "s": "a = c")",
          R"("r": {"holds": "u = b", "severity": "warning"}, "t": "u = a", "s": "a = c")",
          R"("r": {"holds": "u = b", "allow": [{"code": "BR301", "reason": "known"}]}, "t": "u = a",
             "s": "a = c")",
          R"("r": {"holds": "a = b", "allow": [{"code": "BR101", "reason": "known"}]}, "s": "a = c")"}) {
        INFO(relations);
        const Checked checked = check_text(figures + "\"relations\": {" + relations + "}");
        CHECK(checked.result.verdict == Verdict::consistent);
        REQUIRE(checked.result.witness.has_value());
        std::vector<bool> takes_part(checked.report.relations.size(), true);
        takes_part[*checked.report.find_relation("r")] = false;
        CHECK_FALSE(verify(*checked.result.witness, checked.report, takes_part).has_value());
    }
}

TEST_CASE("numbers that contradict each other are proved to, and no figure has a part in it") {
    const Checked checked = check_text(
        R"("figures": {"a": "2 kg"}, "relations": {"r": "2 < 1", "s": "1 / (1 - 1) = 2", "t": "a = 2 kg"})");
    REQUIRE(checked.result.conflicts.size() == 2);
    for (const Conflict& conflict : checked.result.conflicts) {
        CHECK(conflict.figures.empty());
        CHECK(conflict.refutation.figures.empty());
        CHECK_FALSE(verify(conflict.refutation, checked.report).has_value());
    }
}

TEST_CASE("whole numbers without end are found large") {
    const auto survey = [](const std::string& n) {
        return check_text(
            R"j("figures": {"n": )j" + n + R"j(, "net": "11.9 points", "top2": "30 %",
                "c0": {"unit": "people", "whole": true}, "p0": "24.4 %",
                "c1": {"unit": "people", "whole": true}, "p1": "5.3 %",
                "c2": {"unit": "people", "whole": true}, "p2": "12.6 %",
                "c3": {"unit": "people", "whole": true}, "p3": "57.6 %"},
            "relations": {"all": "n = sum(c*)", "net_is": "net = points(p0, p2)", "top": "top2 = p0 + p1",
                "s0": "p0 = share(c0, n)", "s1": "p1 = share(c1, n)", "s2": "p2 = share(c2, n)",
                "s3": "p3 = share(c3, n)"})j");
    };
    CHECK(survey(R"({"unit": "people"})").result.verdict == Verdict::consistent);
    // No count of 765 makes 5.3 %, none 12.6 %; of another number of people some do.
    const Checked wrong = survey(R"("765 people")");
    CHECK(wrong.result.verdict == Verdict::inconsistent);
    REQUIRE(wrong.result.groups.size() == 1);
    REQUIRE(wrong.result.groups[0].repairs.size() == 1);
    REQUIRE(wrong.result.groups[0].repairs[0].changes.size() == 1);
    const FigureChange& change = wrong.result.groups[0].repairs[0].changes[0];
    CHECK(wrong.report.names.name(change.figure) == "n");
    REQUIRE_FALSE(change.printed.empty());
    CHECK(change.printed[0].printed == "675 people");
    CHECK(change.printed[0].slip == RuleCode::digit_swap);
}

TEST_CASE("that shares add up to 100 percent says nothing new where their parts add up") {
    std::string figures;
    std::string relations = R"j("sum": "total = sum(v*)")j";
    int total = 0;
    const auto add = [&](const std::string& id, const std::string& text) {
        figures += (figures.empty() ? "\"" : ", \"") + id + "\": \"" + text + "\"";
    };
    std::vector<int> tenths;
    for (int i = 0; i < 40; ++i) tenths.push_back(300 + i * 7'919 % 9'000);
    for (const int value : tenths) total += value;
    for (std::size_t i = 0; i < tenths.size(); ++i) {
        const std::string number = std::to_string(i);
        add("v" + number, std::to_string(tenths[i] / 10) + "." + std::to_string(tenths[i] % 10) + " t");
        const int share = (20'000 * tenths[i] + total) / (2 * total);  // in hundredths of a percent
        const std::string decimals = std::to_string(100 + share % 100).substr(1);
        add("s" + number, std::to_string(share / 100) + "." + decimals + " %");
        relations += ", \"is_s" + number + "\": \"s" + number + " = share(v" + number + ", total)\"";
    }
    add("total", std::to_string((total + 5) / 10) + " t");
    const auto check_with = [&](const std::string& more) {
        return check_text("\"figures\": {" + figures + "}, \"relations\": {" + relations + more + "}");
    };
    const Checked without = check_with("");
    const Checked with = check_with(R"j(, "hundred": "sum(s*) = 100 %")j");
    CHECK(without.result.implied_tight);
    CHECK(with.result.verdict == Verdict::consistent);
    CHECK(with.result.implied_tight);
    for (VariableIndex v = 0; v < with.report.quantities.size(); ++v)
        CHECK(with.result.implied(with.report, v) == without.result.implied(without.report, v));
}

TEST_CASE("growth over old values that are printed as 0 leaves a table decided") {
    std::ifstream file(BRCHECK_PROJECT_DIR "/tests/unit/engine/zero_bases.json");
    std::string text{std::istreambuf_iterator<char>(file), {}};
    const auto check_table = [](const std::string& table) {
        auto report = read_report("zero_bases.json", table);
        REQUIRE(report.ok());
        CheckResult result = check(*report);
        return Checked{std::move(report).value(), std::move(result)};
    };
    CHECK(check_table(text).result.verdict == Verdict::consistent);
    // One wrong rate is no reason to leave all else open.
    const std::string right = R"("g_00": "-4.0 %")";
    text.replace(text.find(right), right.size(), R"("g_00": "-9.0 %")");
    const Checked wrong = check_table(text);
    CHECK(wrong.status("gr_00") == "fails");
    CHECK(std::ranges::none_of(wrong.result.relations, [](const RelationResult& relation) {
        return relation.status == RelationStatus::undecided;
    }));
}
