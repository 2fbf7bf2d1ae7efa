#include "engine/glance.hpp"

#include "checked_report.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

class Draw {
public:
    explicit Draw(unsigned seed) : engine_(seed) {}
    int between(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<unsigned>(high - low + 1));
    }
    template <typename T>
    T one_of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(between(0, static_cast<int>(all.size()) - 1))];
    }

private:
    std::mt19937 engine_;
};

/// A member of "figures" that says `value`, mostly; in one of many ways.
std::string figure(Draw& draw, const std::string& id, double value, const std::string& unit) {
    const int places = draw.between(0, 2);
    if (draw.between(0, 9) == 0) value += std::pow(10.0, -places) * draw.between(-2, 2);
    char number[40];
    std::snprintf(number, sizeof number, "%.*f", places, value);
    static const std::vector<std::string> words{
        "", "", "", "", "", "about ", "over ", "nearly ", "at least ", "under ", "exactly "};
    static const std::vector<std::string> members{"",
                                                  "",
                                                  "",
                                                  "",
                                                  R"(, "whole": true)",
                                                  R"(, "rounding": "truncated")",
                                                  R"(, "rounding": "half-even")",
                                                  R"(, "rounded_to": "10")",
                                                  R"(, "fixed": true)",
                                                  R"(, "label": "a", "basis": "")"};
    return '"' + id + R"(": {"stated": ")" + (draw.between(0, 7) == 0 ? draw.one_of(words) : "") +
           number + unit + '"' + (draw.between(0, 7) == 0 ? draw.one_of(members) : "") + "}";
}

std::string report(Draw& draw) {
    const double a = draw.between(1, 400) / (draw.between(0, 1) ? 1.0 : 10.0);
    const double b = draw.between(1, 300) / (draw.between(0, 1) ? 1.0 : 100.0);
    const std::string unit =
        draw.one_of<std::string>({" t", " million t", " people", " trillion yuan", ""});
    std::string figures =
        figure(draw, "a", a, unit) + ", " + figure(draw, "b", b, unit) + ", " +
        figure(draw, "all", a + b, unit) + ", " + figure(draw, "gap", a - b, unit) + ", " +
        figure(draw, "part", a / (a + b) * 100, "%") + ", " +
        figure(draw, "rise", (a / b - 1) * 100, " percent") + ", " + figure(draw, "free", b, " km");
    if (draw.between(0, 9) == 0) figures += R"(, "half": "half a million t", "x": "3 to 5 t")";
    static const std::vector<std::string> relations{"all = a + b",
                                                    "gap = a - b",
                                                    "part = share(a, all)",
                                                    "part = a / (a + b)",
                                                    "rise = growth(a, b)",
                                                    "a < all",
                                                    "a <= all + b",
                                                    "b = total - a",
                                                    "total = sum(a, b)",
                                                    "half_of = mean(all, 0 * a)",
                                                    "a = a",
                                                    "share(b, all) = 1 - part",
                                                    "a < all < 2 * all"};
    std::string chosen;
    const int count = draw.between(1, 4);
    for (int i = 0; i < count; ++i)
        chosen += (i > 0 ? R"(, "r)" : R"("r)") + std::to_string(i) + R"(": ")" +
                  draw.one_of(relations) + '"';
    return report_text(figures, R"("total": "a + b", "half_of": "total / 2")", chosen);
}

}  // namespace

TEST_CASE("a glance tells what a check does") {
    Draw draw(4);
    std::size_t seen = 0, plain = 0;
    std::map<RuleCode, std::size_t> notes;
    for (int i = 0; i < 6000; ++i) {
        const auto read = read_report("r.json", report(draw));
        if (!read.ok()) continue;
        const CheckResult result =
            check(*read, {.today = "", .with_implied = false, .with_power = false});
        const auto glanced = glance(*read);
        const bool is_on_tie = std::any_of(
            result.findings.begin(), result.findings.end(),
            [](const Finding& finding) { return finding.code == RuleCode::holds_only_on_a_tie; });
        const bool is_plain = result.verdict == Verdict::consistent && !is_on_tie;
        plain += is_plain;
        if (!glanced) continue;
        ++seen;
        INFO(read->source_text->text());
        CHECK(is_plain);
        CHECK(glanced->verdict == result.verdict);
        CHECK(glanced->checked == result.checked);
        for (RelationIndex r = 0; r < result.relations.size(); ++r)
            CHECK(glanced->relations[r].status == result.relations[r].status);
        REQUIRE(glanced->findings.size() == result.findings.size());
        for (std::size_t k = 0; k < result.findings.size(); ++k) {
            const Finding& own = glanced->findings[k];
            const Finding& other = result.findings[k];
            ++notes[own.code];
            CHECK(own.code == other.code);
            CHECK(own.severity == other.severity);
            CHECK(own.relation == other.relation);
            CHECK(own.comparison == other.comparison);
            CHECK(own.quantities == other.quantities);
            CHECK(own.left == other.left);
            CHECK(own.right == other.right);
            CHECK(own.probability == other.probability);
        }
    }
    CHECK(notes[RuleCode::holds_only_by_rounding] > 100);
    CHECK(notes[RuleCode::weak_check] > 100);
    CHECK(notes[RuleCode::unchecked_figure] > 100);
    CHECK(plain > 1000);
    CHECK(seen * 10 > plain * 8);
}

TEST_CASE("a glance tells of rounding that is hardly possible") {
    // Of 20 parts nearly all were rounded down.
    std::string figures, sum;
    for (int i = 0; i < 20; ++i) {
        const std::string id = 'p' + std::to_string(i);
        figures += '"' + id + R"(": "5 t", )";
        sum += (i > 0 ? " + " : "") + id;
    }
    const auto read = read_report(
        "r.json", report_text(figures + R"("all": "109 t")", "", R"("r": "all = )" + sum + '"'));
    REQUIRE(read.ok());
    const CheckResult result = check(*read);
    const auto glanced = glance(*read);
    REQUIRE(glanced);
    REQUIRE(result.findings.size() == 2);
    REQUIRE(glanced->findings.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        CHECK(glanced->findings[k].code == result.findings[k].code);
        CHECK(glanced->findings[k].quantities == result.findings[k].quantities);
        CHECK(glanced->findings[k].probability == result.findings[k].probability);
    }
    CHECK(result.findings[1].code == RuleCode::implausible_rounding);
}

TEST_CASE("a glance leaves to a check what it cannot tell") {
    const auto is_seen = [](const std::string& figures, const std::string& relations) {
        const auto read = read_report("r.json", report_text(figures, "", relations));
        REQUIRE(read.ok());
        return glance(*read).has_value();
    };
    CHECK(is_seen(R"("a": "1 t", "b": "2 t", "c": "3 t")", R"("r": "c = a + b")"));
    // Nothing to check.
    CHECK_FALSE(is_seen(R"("a": "1 t")", ""));
    // It fails.
    CHECK_FALSE(is_seen(R"("a": "1 t", "b": "2 t", "c": "5 t")", R"("r": "c = a + b")"));
    // On a tie only: both parts were rounded down, and all that is lost is in the total.
    CHECK_FALSE(is_seen(R"("a": "1 t", "b": "2 t", "c": "4.5 t")", R"("r": "c = a + b + 0.45 t")"));
    CHECK_FALSE(
        is_seen(R"("a": "1 t", "b": "1 t")", R"("r": {"holds": "a = b", "tolerance": "1 t"})"));
    CHECK_FALSE(is_seen(R"("a": {"stated": "1 t", "basis": "x"}, "b": "1 t")", R"("r": "a = b")"));
    CHECK_FALSE(is_seen(R"("a": "1 t", "u": {"unit": "t"})", R"("r": "a = u")"));
    // Numbers of more than words.
    CHECK_FALSE(is_seen(R"("a": "123456789012345678901 t", "b": "123456789012345678901 t")",
                        R"("r": "a = b")"));
}
