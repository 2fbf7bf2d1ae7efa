#include "checked_report.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

constexpr int last = 18;
constexpr std::size_t count = 4;

/// Two sums of four whole numbers from 0 to `last`, one of which may be an inequality.
struct Sums {
    std::array<std::array<int, count>, 2> factors{};
    std::array<int, 2> totals{};
    bool is_second_at_least = false;

    [[nodiscard]] bool holds(const std::array<int, count>& x) const {
        const auto sum = [&](std::size_t row) {
            return std::inner_product(x.begin(), x.end(), factors[row].begin(), 0);
        };
        return sum(0) == totals[0] &&
               (is_second_at_least ? sum(1) >= totals[1] : sum(1) == totals[1]);
    }

    [[nodiscard]] std::string relation(std::size_t row) const {
        std::string out;
        for (std::size_t i = 0; i < count; ++i)
            out += (i == 0 ? "" : " + ") + ("(" + std::to_string(factors[row][i])) + ") * u" +
                   std::to_string(i);
        const bool is_at_least = row == 1 && is_second_at_least;
        return out + (is_at_least ? " >= " : " = ") + std::to_string(totals[row]);
    }
};

/// Least and greatest of each number, by trying all; nothing where none do.
std::vector<std::pair<int, int>> ends_of(const Sums& sums) {
    std::vector<std::pair<int, int>> ends;
    std::array<int, count> x{};
    while (true) {
        if (sums.holds(x)) {
            ends.resize(count, {last, 0});
            for (std::size_t i = 0; i < count; ++i)
                ends[i] = {std::min(ends[i].first, x[i]), std::max(ends[i].second, x[i])};
        }
        std::size_t place = 0;
        while (place < count && x[place] == last) x[place++] = 0;
        if (place == count) break;
        ++x[place];
    }
    return ends;
}

}  // namespace

TEST_CASE("ends of whole numbers in sums are those found by trying all") {
    std::mt19937 engine(20261128);
    const auto roll = [&](int from, int to) {
        return from + static_cast<int>(engine() % static_cast<unsigned>(to - from + 1));
    };
    int with_solutions = 0;
    for (int round = 0; round < 300; ++round) {
        Sums sums;
        sums.is_second_at_least = roll(0, 2) == 0;
        for (std::size_t row = 0; row < 2; ++row)
            for (std::size_t i = 0; i < count; ++i) {
                sums.factors[row][i] = roll(-9, 9);
                sums.totals[row] += sums.factors[row][i] * roll(0, last);
            }
        const auto wanted = ends_of(sums);
        std::string figures;
        std::string relations =
            "\"first\": \"" + sums.relation(0) + "\", \"second\": \"" + sums.relation(1) + "\"";
        for (const char* i : {"0", "1", "2", "3"}) {
            figures += std::string(figures.empty() ? "" : ", ") + "\"u" + i +
                       "\": {\"unit\": \"people\", \"whole\": true}";
            relations += std::string(", \"within") + i + "\": \"0 <= u" + i +
                         " <= " + std::to_string(last) + "\"";
        }
        INFO(relations);
        const CheckedReport checked = check_parts(figures, relations);
        CHECK((checked.result.verdict == Verdict::consistent) == !wanted.empty());
        CHECK(checked.finding(RuleCode::undecided) == nullptr);
        if (wanted.empty()) continue;
        ++with_solutions;
        for (VariableIndex v = 0; v < count; ++v)
            CHECK(checked.result.implied(checked.report, v) ==
                  Interval::closed(Rational(wanted[v].first), Rational(wanted[v].second)));
    }
    CHECK(with_solutions > 100);
}

TEST_CASE("whole numbers without an end are told to have none") {
    const CheckedReport checked = check_parts(
        R"("u": {"unit": "people", "whole": true}, "v": {"unit": "people", "whole": true})",
        R"("sum": "5 * u = 3 * v + 112", "least": "v >= 0")");
    CHECK(checked.finding(RuleCode::undecided) == nullptr);
    CHECK(checked.result.implied(checked.report, 0) == Interval::at_least(Rational(23)));
    CHECK(checked.result.implied(checked.report, 1) == Interval::at_least(Rational(1)));
}
