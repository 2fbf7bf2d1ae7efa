#include "engine/plausibility.hpp"

#include "checked_report.hpp"
#include "support/interval_text.hpp"

#include <cstdint>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

std::optional<Rational> tail(const std::vector<Rational>& half_widths, const Rational& distance,
                             std::uint64_t work = 1'000'000) {
    return uniform_sum_tail(half_widths, distance, work);
}

/// `count` parts of "10.4", and a total printed `off` tenths above their sum.
std::string total_off_by(int count, int off) {
    std::string figures;
    for (int i = 0; i < count; ++i)
        figures += "\"part_" + std::to_string(i) + "\": \"10.4 kg\", ";
    const int tenths = count * 104 + off;
    return figures + "\"total\": \"" + std::to_string(tenths / 10) + "." +
           std::to_string(tenths % 10) + " kg\"";
}

}  // namespace

TEST_CASE("the tail of a sum of uniform errors is that of the known distributions") {
    struct Row {
        std::vector<std::string> half_widths;
        std::string distance, tail;
    };
    const Row rows[] = {
        {{"1"}, "0", "1"},
        {{"1"}, "0.5", "1/2"},
        {{"1"}, "1", "0"},
        {{"0.05"}, "0.04", "1/5"},
        // Two of one width: the triangle, (2 - d)^2 / 4.
        {{"1", "1"}, "1", "1/4"},
        {{"1", "1"}, "0.5", "9/16"},
        {{"1", "1"}, "2.5", "0"},
        // Two widths: a trapezoid that is level up to 1.
        {{"1", "2"}, "1", "1/2"},
        {{"2", "1"}, "2", "1/8"},
        // Three: (3 - d)^3 / 24 from 1 on, 1 - (9 d - d^3) / 12 below.
        {{"1", "1", "1"}, "2", "1/24"},
        {{"1", "1", "1"}, "1", "1/3"},
        {{"1", "1", "1"}, "0.5", "61/96"},
        {{"0.5", "0.5", "0.5"}, "1", "1/24"},
    };
    for (const Row& row : rows) {
        std::vector<Rational> half_widths;
        for (const std::string& width : row.half_widths) half_widths.push_back(rational(width));
        CAPTURE(row.half_widths, row.distance);
        CHECK(tail(half_widths, rational(row.distance)) == rational(row.tail));
    }
}

TEST_CASE("the tail lies between what a grid of cells proves") {
    // Each error's range is cut into cells: a choice of cells counts as surely beyond the distance,
    // or as possibly beyond it.
    constexpr std::int64_t cells = 24;
    const std::vector<std::int64_t> widths = {2, 3, 5, 1};
    for (const std::int64_t distance : {0, 1, 4, 7, 10}) {
        std::int64_t surely = 0;
        std::int64_t possibly = 0;
        std::int64_t all = 0;
        std::vector<std::int64_t> cell(widths.size(), 0);
        for (bool done = false; !done;) {
            std::int64_t low = 0;  // in 1 / cells, of the sum over this choice
            std::int64_t high = 0;
            for (std::size_t i = 0; i < widths.size(); ++i) {
                low += widths[i] * (2 * cell[i] - cells);
                high += widths[i] * (2 * (cell[i] + 1) - cells);
            }
            ++all;
            if (low >= distance * cells || high <= -distance * cells) ++surely;
            if (high > distance * cells || low < -distance * cells || distance == 0) ++possibly;
            done = true;
            for (std::int64_t& index : cell) {
                if (++index < cells) {
                    done = false;
                    break;
                }
                index = 0;
            }
        }
        std::vector<Rational> half_widths(widths.begin(), widths.end());
        const auto exact = tail(half_widths, Rational(distance));
        REQUIRE(exact);
        CAPTURE(distance, *exact);
        CHECK(*exact >= Rational(surely, all));
        CHECK(*exact <= Rational(possibly, all));
    }
}

TEST_CASE("many equal widths cost little, many different ones reach the work limit") {
    // Only the corner itself is left: 2 / (40! * 2^40).
    Rational expected(2);
    for (std::int64_t i = 1; i <= 40; ++i) expected = expected / Rational(2 * i);
    CHECK(tail(std::vector<Rational>(40, Rational(1)), Rational(39), 1000) == expected);
    std::vector<Rational> different;
    for (std::int64_t i = 0; i < 40; ++i) different.emplace_back(1000 + i * i);
    std::uint64_t work = 10'000;
    CHECK_FALSE(uniform_sum_tail(different, Rational(5000), work));
    CHECK(work < 40);
}

TEST_CASE("a rounding that nearly all figures must share is noted with its chance") {
    struct Row {
        std::string figures, holds, codes;
    };
    const std::string far = total_off_by(40, 19);
    const Row rows[] = {
        {far, "total = sum(part_*)", "BR901 BR905"},
        {far, "sum(part_*) - total = 0", "BR901 BR905"},
        {far, "total / 2 = sum(part_*) * 0.5", "BR901 BR905"},
        {total_off_by(40, 2), "total = sum(part_*)", "BR901"},
        {total_off_by(40, 8), "total = sum(part_*)", "BR901"},
        // Two figures that meet at a tie have the chance 0: no matter of many roundings.
        {R"("a": "12.3 kg", "b": "12.4 kg")", "a = b", "BR901 BR907"},
        // Words are no roundings.
        {far + R"(, "more": "about 0.1 kg")", "total = sum(part_*) + more", "BR901"},
        // An exact count is a number, so that a product with it is linear: 1.25 % would just do.
        {R"("n": "40 people", "a": "0.50000001 people", "s": "1.3 %")", "a = s * n",
         "BR901 BR905"},
        {R"("n": "40.0 kg", "a": "0.50000001 kg", "s": "1.3 %")", "a = s * n", "BR901"},
    };
    for (const Row& row : rows) {
        INFO(row.figures << "  " << row.holds);
        CHECK(check_parts(row.figures, "\"r\": \"" + row.holds + "\"").codes() == row.codes);
    }
    const CheckedReport checked = check_parts(far, R"j("r": "total = sum(part_*)")j");
    const Finding* finding = checked.finding(RuleCode::implausible_rounding);
    REQUIRE(finding != nullptr);
    CHECK(finding->quantities.size() == 41);
    // 41 errors of half a tenth, 1.9 off: from 0 to 0.15 of 4.1 is left, three corners' worth.
    std::vector<Rational> half_widths(41, rational("0.05"));
    CHECK(finding->probability == tail(half_widths, rational("1.9")));
    CHECK(*finding->probability < rational("0.000001"));
}

TEST_CASE("the parts of a derived total count as what was rounded") {
    const CheckedReport checked =
        check_parts(total_off_by(40, 19), R"("r": "total = computed")",
                    R"j("computed": "sum(part_*)")j");
    CHECK(checked.codes() == "BR901 BR905");
}

TEST_CASE("a tolerance, or figures that were cut off, explain what rounding would not") {
    const CheckedReport tolerant =
        check_parts(total_off_by(40, 19),
                    R"j("r": {"holds": "total = sum(part_*)", "tolerance": "5 kg"})j");
    CHECK(tolerant.codes().empty());
    std::string figures;
    for (int i = 0; i < 40; ++i)
        figures += "\"part_" + std::to_string(i) +
                   R"(": {"stated": "10.4 kg", "rounding": "truncated"}, )";
    figures += R"("total": {"stated": "417.9 kg", "rounding": "truncated"})";
    CHECK(check_parts(figures, R"j("r": "total = sum(part_*)")j").codes() == "BR901");
}
