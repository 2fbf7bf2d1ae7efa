#include "engine/joint_solver.hpp"

#include "brcheck/engine/verify.hpp"
#include "checked_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

struct Question {
    std::string figures, relations;
};

/// "possible" with a witness, "impossible" with refutations, each of which verify() accepts; else
/// what is wrong.
std::string answer(const Question& question) {
    const CheckedReport checked = check_parts(question.figures, question.relations);
    const CheckResult& result = checked.result;
    const bool is_open = std::any_of(
        result.relations.begin(), result.relations.end(),
        [](const auto& outcome) { return outcome.status == RelationStatus::undecided; });
    if (is_open) return "undecided";
    for (const Conflict& conflict : result.conflicts)
        if (const auto error = verify(conflict.refutation, checked.report))
            return error->place + ": " + error->reason;
    if (!result.conflicts.empty()) return "impossible";
    if (!result.witness) return "no witness";
    const std::vector<bool> all(checked.report.relations.size(), true);
    if (const auto error = verify(*result.witness, checked.report, all))
        return error->place + ": " + error->reason;
    return "possible";
}

/// Quantities without printed value, and without bounds.
std::string unknowns(const std::vector<std::string>& names, const std::string& more = "") {
    std::string out;
    for (const std::string& name : names)
        out += (out.empty() ? "\"" : ", \"") + name + R"(": {"unknown": true)" + more + "}";
    return out;
}

std::string whole(const std::vector<std::string>& names) {
    return unknowns(names, R"(, "whole": true)");
}

}  // namespace

TEST_CASE("a multiple of a common divisor is told from other whole numbers, without any bounds") {
    const auto sum_to = [](const std::string& n) {
        return Question{whole({"u", "v"}) + R"(, "n": {"stated": ")" + n + R"(", "whole": true})",
                        R"("sum": "8 * u + 4 * v = n")"};
    };
    CHECK(answer(sum_to("9513")) == "impossible");
    CHECK(answer(sum_to("9514")) == "impossible");
    CHECK(answer(sum_to("9516")) == "possible");
}

TEST_CASE("rates are compared where the levels may be anything but zero") {
    const auto rates = [](const std::string& year, const std::string& all,
                          const std::string& relations) {
        return Question{unknowns({"u", "v"}) + R"(, "f": ")" + year + R"(", "g": ")" + all + '"',
                        relations};
    };
    const std::string growth = R"_("a": "f = cagr(v, u, 4)", "b": "g = growth(v, u)")_";
    CHECK(answer(rates("10.2 %", "47.3 %", growth)) == "possible");
    CHECK(answer(rates("10.2 %", "47.9 %", growth)) == "impossible");
    const std::string product = R"_("a": "f = cagr(v, u, 4)", "b": "v = u * (1 + g)")_";
    CHECK(answer(rates("8.42 %", "38.2 %", product)) == "possible");
    CHECK(answer(rates("8.42 %", "38.3 %", product)) == "impossible");
    const std::string powers = R"_("a": "v = u * (1 + f) ^ 4", "b": "g = growth(v, u)")_";
    CHECK(answer(rates("9 %", "41.47 %", powers)) == "possible");
    CHECK(answer(rates("9 %", "45.47 %", powers)) == "impossible");
}

TEST_CASE("a product of a divisor and a positive quantity is not zero") {
    const auto growths = [](const std::string& of_volume) {
        return Question{unknowns({"p", "q", "v", "p2", "q2", "v2"}) +
                            R"(, "a": "-4.1 %", "b": "44 %", "c": ")" + of_volume + '"',
                        R"_("v": "v = p * q", "v2": "v2 = p2 * q2", "positive": "p > 0",
               "p2": "p2 = p * (1 + a)", "q2": "b = growth(q2, q)", "c": "c = growth(v2, v)")_"};
    };
    CHECK(answer(growths("0.06 %")) == "impossible");
    CHECK(answer(growths("38.1 %")) == "possible");
}

TEST_CASE("values at both ends of a gap are looked at") {
    CHECK(answer({unknowns({"u", "v"}) + R"(, "f": "2.3", "g": "2.30", "h": "1.5")",
                  R"_("greatest": "g = max(u, v, f)", "apart": "h = abs(u - v)")_"}) == "possible");
    CHECK(answer({unknowns({"u"}) + R"(, "f": {"stated": "10.7", "rounding": "unknown"},
                  "g": {"stated": "10.79", "rounding": "truncated"}, "h": "0.0")",
                  R"_("greatest": "g = max(u, f)", "apart": "h = abs(u - f)")_"}) == "possible");
    CHECK(answer({R"("f": {"range": {"low": "0.5", "high": "1.5"}},
                     "g": {"range": {"low": "-0.26", "high": "-0.25"}})",
                  R"("least": "g = f ^ 2 - f")"}) == "possible");
}

TEST_CASE("each of the values that a max or abs may be is looked at, without any bounds") {
    const auto distances = [](const std::string& third) {
        return Question{
            unknowns({"a", "b", "c"}) + R"(, "d": "3.0", "e": "4.0", "f": ")" + third + '"',
            R"_("ab": "d = abs(a - b)", "bc": "e = abs(b - c)", "ac": "f = abs(a - c)")_"};
    };
    CHECK(answer(distances("8.0")) == "impossible");
    CHECK(answer(distances("7.1")) == "possible");
    CHECK(answer(distances("2.0")) == "impossible");
    CHECK(answer(distances("1.1")) == "possible");
    const auto rates = [](const std::string& of_greatest) {
        return Question{
            unknowns({"a", "b", "c"}) + R"(, "f": "10 %", "g": "20 %", "h": ")" + of_greatest + '"',
            R"_("b": "f = growth(b, a)", "c": "g = growth(c, a)", "both": "h = growth(max(b, c), a)")_"};
    };
    CHECK(answer(rates("30 %")) == "impossible");
    CHECK(answer(rates("20 %")) == "possible");
    CHECK(answer(rates("10 %")) == "possible");
    CHECK(
        answer(
            {unknowns({"a", "b", "m"}) + R"(, "d": "3.0")",
             R"_("greatest": "m = max(a, b)", "least": "m = min(a, b)", "apart": "d = abs(a - b)")_"}) ==
        "impossible");
}

TEST_CASE("a weighted mean depends on how its weights compare, whatever they are") {
    const auto mean = [](const std::string& value) {
        return Question{
            unknowns({"u", "v"}) + R"(, "x": "3.0", "y": "5.0", "g": "50 %", "m": ")" + value + '"',
            R"_("mean": "m = weighted(x, u, y, v)", "rate": "g = growth(u, v)")_"};
    };
    CHECK(answer(mean("3.8")) == "possible");
    CHECK(answer(mean("4.0")) == "impossible");
    CHECK(answer(mean("4.9")) == "impossible");
    // Nothing is divided by one of the weights.
    const auto mean_of_multiple = [](const std::string& value) {
        return Question{
            unknowns({"u", "v"}) + R"(, "x": "3.0", "y": "5.0", "f": "1.5", "m": ")" + value + '"',
            R"_("mean": "m = weighted(x, u, y, v)", "multiple": "u = v * f")_"};
    };
    CHECK(answer(mean_of_multiple("3.8")) == "possible");
    CHECK(answer(mean_of_multiple("4.0")) == "impossible");
}

TEST_CASE("several equations of whole numbers have a common solution, or a sum of them has none") {
    const auto parity = [](const std::string& second) {
        return Question{whole({"x", "y", "z", "w"}),
                        R"("sum": "x + y = 2 * z", "difference": ")" + second + '"'};
    };
    CHECK(answer(parity("x - y = 2 * w + 1")) == "impossible");
    CHECK(answer(parity("x - y = 2 * w + 2")) == "possible");
    const auto with_real = [](const std::string& end) {
        return Question{whole({"x", "y"}) + R"(, "r": {"unknown": true})",
                        R"("one": "4 * x + r = 7", "two": "6 * y + r = )" + end + '"'};
    };
    CHECK(answer(with_real("2")) == "impossible");
    CHECK(answer(with_real("3")) == "possible");
    const auto no_units = [](const std::string& end) {
        return Question{
            whole({"x", "y", "z"}),
            R"("one": "2 * x + 3 * y + 5 * z = 7", "two": "2 * x + 3 * y + 7 * z = )" + end + '"'};
    };
    CHECK(answer(no_units("4")) == "impossible");
    CHECK(answer(no_units("5")) == "possible");
}

TEST_CASE("what a sum of squares says is told, without any bounds") {
    const std::string two = unknowns({"a", "b"});
    CHECK(answer({two, R"("r": "a * a + b * b < 2 * a * b")"}) == "impossible");
    CHECK(answer({two, R"("r": "a * a + b * b <= 2 * a * b")"}) == "possible");
    const std::string three = unknowns({"a", "b", "c"});
    CHECK(answer({three, R"("r": "a * a + b * b + c * c < a * b + b * c + c * a")"}) ==
          "impossible");
    CHECK(answer({three, R"("r": "a * a + b * b + c * c = a * b + b * c + c * a",
                           "s": "a + b + c = 6")"}) == "possible");
    CHECK(answer({two, R"("r": "(a + b) ^ 2 < 4 * a * b - 1")"}) == "impossible");
}

TEST_CASE("no two numbers have a product larger than the square of half their sum") {
    const auto of_product = [](const std::string& product) {
        return Question{unknowns({"a", "b"}) + R"(, "total": "16.0", "product": ")" + product + "\"",
                        R"("r": "total = a + b", "s": "product = a * b")"};
    };
    // (16.05 / 2)^2 is 64.40.
    CHECK(answer(of_product("64.5")) == "impossible");
    CHECK(answer(of_product("64.4")) == "possible");
    CHECK(answer(of_product("100")) == "impossible");
    const std::string weights = R"("r": "total = 2 * a + 3 * b", "s": "product = a * b")";
    // 2a * 3b is at most 64.40.
    CHECK(answer({unknowns({"a", "b"}) + R"(, "total": "16.0", "product": "10.8")", weights}) ==
          "impossible");
    CHECK(answer({unknowns({"a", "b"}) + R"(, "total": "16.0", "product": "10.7")", weights}) ==
          "possible");
}

TEST_CASE("price indices of many goods and the root of their product are decided") {
    for (const int goods : {5, 15, 40}) {
        std::string figures;
        std::vector<std::string> sums(4);  // of each year's prices times each year's quantities
        std::vector<double> values(4);
        for (int i = 0; i < goods; ++i) {
            const double price[] = {1.0 + i * 53 % 700 / 100.0, 1.1 + i * 59 % 760 / 100.0};
            const double quantity[] = {10.0 + i * 37 % 900 / 10.0, 11.0 + i * 31 % 900 / 10.0};
            for (int year = 0; year < 2; ++year) {
                figures += fmt::format(R"("p{0}_{1}": "{2:.2f}", "q{0}_{1}": "{3:.1f}", )", year, i,
                                       price[year], quantity[year]);
                for (int other = 0; other < 2; ++other) {
                    const auto k = static_cast<std::size_t>(2 * year + other);
                    sums[k] += fmt::format("{}p{}_{} * q{}_{}", i == 0 ? "" : " + ", year, i, other, i);
                    values[k] += price[year] * quantity[other];
                }
            }
        }
        const double laspeyres = values[2] / values[0];
        const double paasche = values[3] / values[1];
        figures += fmt::format(R"("l": "{:.4f}", "p": "{:.4f}", "f": "{:.4f}", "v": "{:.4f}")",
                               laspeyres, paasche, std::sqrt(laspeyres * paasche),
                               values[3] / values[0]);
        const std::string indices =
            fmt::format(R"j("l": "l = ({2}) / ({0})", "p": "p = ({3}) / ({1})", )j", sums[0],
                        sums[1], sums[2], sums[3]);
        const std::string root = indices + R"j("f": "f = sqrt(l * p)")j";
        const std::string value = fmt::format(R"j(, "v": "v = ({1}) / ({0})")j", sums[0], sums[3]);
        CAPTURE(goods, figures);
        CHECK(answer({figures, root}) == "possible");
        CHECK(answer({figures, root + value}) == "possible");
        CHECK(answer({figures, indices + R"j("f": "f = sqrt(l * p) + 0.0002")j"}) == "impossible");
    }
}
