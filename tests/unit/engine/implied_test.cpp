// Ends of implied intervals that neither propagation nor one linear program tells.
#include "checked_report.hpp"
#include "support/interval_text.hpp"

#include <string>

using namespace brcheck;
using brcheck::testing::check_parts;
using brcheck::testing::CheckedReport;
using brcheck::testing::interval;

namespace {

Interval implied(const CheckedReport& checked, const std::string& name) {
    return checked.result.implied(checked.report, *checked.report.names.find(name));
}

}  // namespace

TEST_CASE("what is known by its distances alone has no end, and the rest keeps its own",
          "[implied]") {
    const auto checked = check_parts(
        R"j("x": {"unknown": true}, "y": {"unknown": true}, "z": {"unknown": true},
           "w": {"unknown": true}, "near": "1.7", "far": "20.7", "side": "1.3",
           "gap": "22.0", "reach": "22.0")j",
        R"j("a": "near = abs(x - z)", "b": "far = abs(y - z)", "c": "side = abs(y - w)",
           "d": "gap = max(z, w) - min(z, w)", "e": "reach = max(x, y, z, w) - min(x, y, z, w)")j");
    CHECK(checked.codes() == "");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "x") == Interval::all());
    CHECK(implied(checked, "w") == Interval::all());
    CHECK(implied(checked, "gap") == interval("[21.95, 22.05]"));
}

TEST_CASE("levels of which only ratios are known have any size", "[implied]") {
    const auto checked = check_parts(
        R"j("a": "47 %", "u": {"unit": "yuan"}, "b": "82.69 %", "v": {"unit": "yuan"},
           "c": "86.30 %", "w": {"unit": "yuan"}, "average": "71.4 %", "rise": "87 %", "fall": "-79.7 %")j",
        R"j("r": "average = weighted(a, u, b, v, c, w)", "s": "v = u * (1 + rise)",
           "t": "u = w / (1 + fall)")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "u") == interval("(0, inf)"));
    CHECK(implied(checked, "w") == interval("(0, inf)"));
    CHECK(implied(checked, "a") == interval("[0.470347825, 0.474906125]"));
}

TEST_CASE("whole numbers that solve an equation go on for ever", "[implied]") {
    const auto checked = check_parts(
        R"j("k": {"unknown": true, "whole": true}, "m": {"unknown": true, "whole": true},
           "n": {"unknown": true, "whole": true}, "t": "85", "s": {"stated": "24", "whole": true})j",
        R"j("r": "4 * k + 2 * n + t = 7 * m", "q": "3 * k + 2 * n = s")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "m") == Interval::all());
}

TEST_CASE("whole numbers that are multiples of each other have no end either", "[implied]") {
    const auto checked = check_parts(
        R"j("m": {"unknown": true, "whole": true}, "n": {"unknown": true, "whole": true}, "t": "2.00")j",
        R"j("r": "n = t * m")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "m") == Interval::all());
}

TEST_CASE("whole numbers of any size are found for several equations", "[implied]") {
    const auto checked = check_parts(
        R"j("a": {"unknown": true, "whole": true}, "b": {"unknown": true, "whole": true},
           "c": {"unknown": true, "whole": true}, "d": {"unknown": true, "whole": true},
           "x": {"stated": "485", "whole": true}, "y": {"stated": "412", "whole": true},
           "z": {"stated": "97", "whole": true})j",
        R"j("p": "7 * a + 8 * b - 5 * c + 4 * d = x", "q": "5 * a - 8 * b + 3 * c + 7 * d = y",
           "r": "3 * a + 11 * b + 13 * c - 6 * d = z")j");
    CHECK(checked.codes() == "");
    CHECK(checked.result.witness.has_value());
    CHECK(implied(checked, "a") == Interval::all());
}

TEST_CASE("a signless product may be on either side of 0", "[implied]") {
    const auto checked = check_parts(
        R"j("x": {"unknown": true}, "y": {"unknown": true}, "z": {"unknown": true}, "p": "-4 %")j",
        R"j("r": "z = x * y", "s": "x = z / (1 + p)")j");
    CHECK(implied(checked, "x") == Interval::all());
}

TEST_CASE("an end that is a root is told to ten digits, outward, and not taken", "[implied]") {
    const std::string figures = R"j("x": {"unknown": true}, "y": {"unknown": true}, )j";
    const auto square = check_parts(figures + R"j("p": {"stated": "8.81", "rounding": "exact"})j",
                                    R"j("r": "p = x * y", "s": "x = y", "t": "x > 0")j");
    // The root of 8.81 is 2.96816441593...
    CHECK(square.result.implied_tight);
    CHECK(implied(square, "x") == interval("(2.968164415, 2.968164416)"));
    const auto both = check_parts(figures + R"j("both": "2.4", "product": "1.4")j",
                                  R"j("r": "both = x + y", "s": "product = x * y", "t": "x > 0")j");
    // The roots of x * x - 2.45 * x + 1.35 are 0.83689563259..., 1.61310436740...
    CHECK(both.result.implied_tight);
    CHECK(implied(both, "x") == interval("(0.8368956325, 1.613104368)"));
    CHECK(implied(both, "y") == interval("(0.8368956325, 1.613104368)"));
}

TEST_CASE("what hangs on an end told to ten digits is known as well as the end", "[implied]") {
    const auto checked = check_parts(
        R"j("x": {"unknown": true}, "y": {"unknown": true}, "g": {"unknown": true},
           "p": {"stated": "8.81", "rounding": "exact"})j",
        R"j("r": "p = x * y", "s": "x = y", "t": "x > 0", "u": "x = 2.968164 * (1 + g)")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "x") == interval("(2.968164415, 2.968164416)"));
    // Of the difference to 1 ten digits of x would leave three.
    // It is 1.40130789954...e-7.
    const Interval near = interval("(0.0000001401307897, 0.0000001401307901)");
    CHECK(near.contains(implied(checked, "g").low()));
    CHECK(near.contains(implied(checked, "g").high()));
}

TEST_CASE("ten digits are those of the end, however far the other one is", "[implied]") {
    const auto checked = check_parts(
        R"j("x": {"unknown": true}, "y": {"unknown": true}, "both": "1,000,000.0",
           "product": {"stated": "1,350,000", "rounding": "exact"})j",
        R"j("r": "both = x + y", "s": "product = x * y", "t": "x > 0")j");
    // The lesser root of x * x - 1,000,000.05 * x + 1,350,000 is 1.350001754...
    CHECK(checked.result.implied_tight);
    const Interval least = interval("[1.350001754, 1.350001756]");
    for (const char* name : {"x", "y"}) CHECK(least.contains(implied(checked, name).low()));
}

TEST_CASE("the end of a whole number is whole, though it follows from a product", "[implied]") {
    const auto checked = check_parts(
        R"j("x": {"unknown": true, "whole": true}, "y": {"unknown": true}, "a": "1.71", "b": "88.8",
           "c": "-23.2")j",
        R"j("p": "a * y = x", "q": "b = x + y", "r": "x - 2.41 * y = c", "s": "y * x > 5")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "x") == interval("[56, 56]"));
}

TEST_CASE("a simple fraction is found where an end is closed in on", "[implied]") {
    // x < 9 and x * y = 79.21 make y > 7921 / 900.
    const auto checked = check_parts(
        R"j("x": {"unknown": true}, "y": {"unknown": true}, "s": "17.8",
           "p": {"stated": "79.21", "rounding": "exact"})j",
        R"j("r": "s = x + y", "q": "p = x * y", "t": "x < 9.0")j");
    CHECK(implied(checked, "y").low() == Rational(Integer(7921), Integer(900)));
    CHECK(implied(checked, "y").low_open());
    CHECK(implied(checked, "x").high() == Rational(9));
}

TEST_CASE("the least sum of a given product is where its factors are equal", "[implied]") {
    const std::string figures = R"j("x": {"unknown": true}, "y": {"unknown": true}, )j";
    const auto checked = check_parts(
        figures + R"j("total": "17.8", "product": {"stated": "79.21", "rounding": "exact"})j",
        R"j("r": "total = x + y", "s": "product = x * y", "t": "x > 0")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "total") == interval("[17.8, 17.85]"));
    const auto root = check_parts(figures + R"j("total": "16.2", "product": "65.6")j",
                                  R"j("r": "total = x + y", "s": "product = x * y", "t": "x > 0")j");
    // Twice the root of 65.55 is 16.1925908...
    CHECK(root.result.implied_tight);
    CHECK(implied(root, "total") == interval("(16.19259089, 16.25]"));
    const auto one = check_parts(
        figures + R"j("total": {"stated": "6.20", "rounding": "exact"}, "product": {"stated": "9.61", "rounding": "exact"})j",
        R"j("r": "total = x + y", "s": "product = x * y")j");
    CHECK(one.result.implied_tight);
    CHECK(implied(one, "x") == interval("3.1"));
    CHECK(implied(one, "y") == interval("3.1"));
}

TEST_CASE("rates of a level and of its factors hold each other", "[implied]") {
    // price and volume rose by p and q, their product by r.
    const auto checked = check_parts(
        R"j("price": "4.03 thousand yuan", "volume": "783", "value": {"unit": "yuan"},
           "price2": "4.23 thousand yuan", "volume2": {"unknown": true},
           "value2": "3572.45 thousand yuan", "p": "5.05 %", "q": "8 %", "r": "13.3 %")j",
        R"j("a": "value = price * volume", "b": "value2 = price2 * volume2",
           "c": "price2 = price * (1 + p)", "d": "volume2 = volume * (1 + q)",
           "e": "r = growth(value2, value)")j");
    CHECK(checked.result.implied_tight);
    // 1 + q is (1 + r) / (1 + p).
    CHECK(implied(checked, "q") == interval("[1639/21011, 1661/21009]"));
}

TEST_CASE("a rate of compound growth has roots for ends", "[implied]") {
    const auto checked = check_parts(
        R"j("before": "309 billion yuan", "after": "319.3 billion yuan", "a_year": "1.09 %", "in_all": "3.31 %")j",
        R"j("r": "after = before * (1 + a_year) ^ 3", "s": "after = before * (1 + in_all)")j");
    CHECK(checked.result.implied_tight);
    // The third roots of 1.03305 and 1.03315, less 1.
    CHECK(implied(checked, "a_year") == interval("(0.01089748021, 0.01093009771)"));
}

TEST_CASE("an end told to ten digits is told so, though propagation came nearer to it", "[implied]") {
    const auto checked = check_parts(
        R"j("f0": "897.03 thousand yuan", "f1": "2.0 thousand yuan", "f2": "339.6 thousand yuan",
           "f3": "171 thousand yuan", "f4": "8648 %", "f5": "-169 thousand yuan",
           "f6": "557 thousand yuan", "f7": "19 %", "f8": "8628.78 pp", "f11": "525.2 %")j",
        R"j("a": "f3 = mean(f1, f2)", "b": "f4 = share(f3, f1)", "c": "f5 = change(f3, f2)",
           "d": "f6 = change(f0, f2)", "e": "f7 = share(f3, f0)", "f": "f8 = points(f4, f7)",
           "g": "f11 = share(f0, f3)")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "f4") == interval("(86.47813553, 86.47827124)"));
}

TEST_CASE("the root of a square is the size of its factor", "[implied]") {
    const auto either = check_parts(R"j("x": "-0.5 ± 3", "y": "0.9 ± 0.05", "z": "1.0 ± 0.01")j",
                                    R"j("r": "(sqrt(x^2) + 0.5) * z = y")j");
    CHECK(implied(either, "x").contains(Rational(Integer(-2), Integer(5))));
    CHECK(implied(either, "x").contains(Rational(Integer(2), Integer(5))));
    const auto negative = check_parts(
        R"j("a": "-1.5 ± 1", "d": "4.1 ± 2.1", "c": {"unknown": true}, "e": "175 ± 125",
           "f": "1000 ± 500")j",
        R"j("r1": "c = (sqrt(a^2) + 3) * d", "r2": "e = c * d", "r3": "f = e * c * 0.5")j");
    CHECK(implied(negative, "e").contains(Rational(136)));
}

TEST_CASE("an end that is known is told to ten digits, however far away the other end is", "[implied]") {
    const auto checked = check_parts(
        R"j("s": "at least 3.5", "d": "at least 2", "f": "at least 500",
           "c": "at most 1000000000000000000000000000000000000000000000")j",
        R"j("r1": "c = s * d", "r3": "f = c * c * d * 0.5")j");
    // The third root of 3500 is 15.182944859...
    CHECK(implied(checked, "c").low() == testing::rational("15.18294485"));
}

TEST_CASE("each margin of a poll of many parties is told", "[implied]") {
    const auto checked = check_parts(
        R"j("n": "950", "a": "38.6 %", "ma": "3.1 pp", "b": "52.0 %", "mb": "3.2 pp",
           "c": "9.4 %", "mc": "1.9 pp")j",
        R"j("r": "ma = 1.96 * sqrt(a * (1 - a) / n)", "s": "mb = 1.96 * sqrt(b * (1 - b) / n)",
           "t": "mc = 1.96 * sqrt(c * (1 - c) / n)", "u": "a + b + c = 100 %")j");
    CHECK(checked.result.implied_tight);
    // 1.96 sqrt(0.3855 0.6145 / 950) and 1.96 sqrt(0.3865 0.6135 / 950).
    CHECK(implied(checked, "ma") == interval("(0.03095048105, 0.03096537198)"));
    CHECK(implied(checked, "mb") == interval("(0.03176866326, 0.03177120894)"));
}

TEST_CASE("what has one value does not tie parts together", "[implied]") {
    std::string figures = R"j("n": {"stated": "1,137", "rounding": "exact"})j";
    std::string relations;
    for (int i = 0; i < 8; ++i) {
        const std::string k = std::to_string(i);
        figures += ", \"p" + k + "\": \"" + std::to_string(3 + i) + " %\", \"m" + k +
                   "\": {\"unknown\": true}";
        relations += (i == 0 ? "" : ", ") + ("\"r" + k) + "\": \"m" + k + " = 1.96 * sqrt(p" + k +
                     " * (1 - p" + k + ") / n)\", \"s" + k + "\": \"m" + k + " < 2 pp\"";
    }
    const auto checked = check_parts(figures, relations);
    CHECK(checked.result.implied_tight);
    // 1.96 sqrt(0.025 0.975 / 1137); the other end is that of 3.5 %.
    CHECK(implied(checked, "m0") == interval("(0.009075031709, 0.01068251517)"));
}

TEST_CASE("a standard deviation is told between the farthest and the nearest values", "[implied]") {
    const auto checked = check_parts(
        R"j("a": "22.0 kg", "b": "85.4 kg", "c": "78.0 kg", "d": "32.7 kg", "e": "54.1 kg",
           "f": "50.0 kg", "mean_x": "53.7 kg", "sd": "24.7 kg")j",
        R"j("x": "mean_x = m",
           "s": "sd = sqrt(((a - m)^2 + (b - m)^2 + (c - m)^2 + (d - m)^2 + (e - m)^2 + (f - m)^2) / 5)")j",
        R"j("m": "mean(a, b, c, d, e, f)")j");
    CHECK(checked.result.implied_tight);
}

TEST_CASE("an index number over values that share prices is told", "[implied]") {
    const auto checked = check_parts(
        R"j("p0": "7.58 yuan", "p1": "9.01 yuan", "q0": "42.52 yuan", "q1": "42.16 yuan",
           "u": "217.4", "v": "215.5", "level": {"unknown": true})j",
        R"j("r": "level = now / before")j",
        R"j("now": "p1 * u + q1 * v", "before": "p0 * u + q0 * v")j");
    CHECK(checked.result.implied_tight);
    CHECK(implied(checked, "level").contains(testing::rational("1.0215")));
}
