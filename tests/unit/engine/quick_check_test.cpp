#include "engine/quick_check.hpp"

#include "checked_report.hpp"

#include <cmath>
#include <cstdio>
#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace brcheck;
using namespace brcheck::testing;

namespace {

struct Draw {
    std::mt19937_64& engine;
    int between(int low, int high) {
        return low + static_cast<int>(engine() % static_cast<std::uint64_t>(high - low + 1));
    }
    std::string number(double value, int places) {
        // A few are off by one in the last place, or by a digit.
        const double step = std::pow(10.0, -places);
        if (between(0, 9) == 0) value += step * between(-2, 2);
        if (between(0, 39) == 0) value *= 10;
        char text[40];
        std::snprintf(text, sizeof text, "%.*f", places, std::abs(value));
        return text;
    }
};

struct Case {
    std::string model;  ///< of the figures, with # where numbers stand
    std::string derived;
    std::string relations;
    std::function<std::vector<std::string>(Draw&)> numbers;
};

std::string fill(const std::string& figures, const std::vector<std::string>& numbers) {
    std::string out;
    std::size_t next = 0;
    for (const char c : figures)
        if (c == '#')
            out += numbers.at(next++);
        else
            out += c;
    return out;
}

std::vector<Case> cases() {
    return {
        {R"("a": "# trillion yuan", "b": "# trillion yuan", "all": "# trillion yuan",
            "ga": "rose # percent", "gb": "# percent", "g": "up # percent", "s": "#%")",
         R"j("before_a": "a / (1 + ga)", "before_b": "b / (1 + gb)")j",
         R"j("total": "all = a + b", "growth": "g = growth(all, before_a + before_b)",
             "share": "s = share(a, all)")j",
         [](Draw& draw) {
        const double a = draw.between(1000, 4000) / 100.0, b = draw.between(500, 3000) / 100.0;
        const double ga = draw.between(1, 90) / 10.0, gb = draw.between(1, 90) / 10.0;
        const double g = ((a + b) / (a / (1 + ga / 100) + b / (1 + gb / 100)) - 1) * 100;
        const int places = draw.between(0, 2);
        return std::vector<std::string>{draw.number(a, places),
                                        draw.number(b, places),
                                        draw.number(a + b, places),
                                        draw.number(ga, 1),
                                        draw.number(gb, 1),
                                        draw.number(g, 1),
                                        draw.number(a / (a + b) * 100, draw.between(0, 1))};
         }},
        {R"("men": "# people", "women": "# people", "all": "# people", "part": "# percent",
            "more": "over # people", "middle": "# people")",
         "",
         R"j("sum": "all = men + women", "part_of": "part = share(women, all)",
             "order": "men < all", "enough": "all > more", "average": "middle = (men + women) / 2")j",
         [](Draw& draw) {
        const int men = draw.between(5, 400), women = draw.between(5, 400);
        return std::vector<std::string>{
            draw.number(men, 0),
            draw.number(women, 0),
            draw.number(men + women, 0),
            draw.number(100.0 * women / (men + women), draw.between(0, 1)),
            draw.number(men / 2 + 1, 0),
            draw.number((men + women) / 2.0, 1)};
         }},
        {R"("x": "# km", "y": "# km", "z": "# km", "d": "# km", "i": "#")", "",
         R"j("chain": "x < y <= z", "gap": "d = z - x", "turned": "z = x + d",
             "grows": "i = index(z, x)")j",
         [](Draw& draw) {
        const double x = draw.between(10, 999) / 10.0, y = x + draw.between(0, 50) / 10.0;
        const double z = y + draw.between(0, 50) / 10.0;
        return std::vector<std::string>{draw.number(x, 1), draw.number(y, 1), draw.number(z, 1),
                                        draw.number(z - x, 1),
                                        draw.number(100 * z / x, draw.between(0, 1))};
         }},
        {R"("t": "over # t", "u": "# t", "free": "# m", "p": "# million t", "q": "# t")", "",
         R"j("weak": "t > 5 t", "same": "u = u", "equal": "p = q")j",
         [](Draw& draw) {
        const int p = draw.between(1, 30);
        return std::vector<std::string>{
            draw.number(draw.between(1, 5000), 0), draw.number(draw.between(1, 20), 1),
            draw.number(draw.between(1, 20), 0), draw.number(p, 0), draw.number(p * 1e6, 0)};
         }},
    };
}

std::vector<std::string_view> stated_texts(const Report& report, std::vector<std::string>& kept) {
    kept.clear();
    for (VariableIndex v = 0; v < report.quantities.size(); ++v)
        if (report.quantities[v].kind == QuantityKind::stated)
            kept.push_back(report.stated_text(v));
    return {kept.begin(), kept.end()};
}

bool is_same(const CheckResult& a, const CheckResult& b) {
    if (a.verdict != b.verdict || a.findings.size() != b.findings.size() ||
        a.relations.size() != b.relations.size())
        return false;
    for (std::size_t i = 0; i < a.findings.size(); ++i)
        if (a.findings[i].code != b.findings[i].code ||
            a.findings[i].quantities != b.findings[i].quantities)
            return false;
    for (std::size_t r = 0; r < a.relations.size(); ++r)
        if (a.relations[r].status != b.relations[r].status) return false;
    return true;
}

}  // namespace

TEST_CASE("a report found alike at sight is one that a check says the same of") {
    std::mt19937_64 engine(7);
    Draw draw{engine};
    const auto all = cases();
    for (std::size_t k = 0; k < all.size(); ++k) {
        const Case& c = all[k];
        INFO(c.model);
        std::unique_ptr<QuickCheck> quick;
        CheckResult model_result;
        std::size_t alike = 0, same = 0, other = 0;
        std::vector<std::string> kept;
        for (int i = 0; i < 3000; ++i) {
            auto report = read_report(
                "r.json", report_text(fill(c.model, c.numbers(draw)), c.derived, c.relations));
            if (!report.ok()) continue;  // a 0 that nothing of its kind can be
            const CheckResult result = check(*report);
            if (!quick) {
                model_result = result;
                quick = QuickCheck::of(*report, result);
                continue;
            }
            const auto texts = stated_texts(*report, kept);
            const bool is_alike = quick->is_alike(texts);
            const bool agrees = is_same(result, model_result);
            alike += is_alike;
            same += agrees;
            other += !agrees;
            if (is_alike && !agrees) {
                FAIL_CHECK("not alike: " << report->source_text->text());
                break;
            }
        }
        if (k == 3) {
            CHECK_FALSE(quick);  // a weak check is noted each time
            continue;
        }
        CHECK(alike * 10 >= same * 8);
        CHECK(alike > 100);
        CHECK(other > 100);
    }
}

TEST_CASE("a model is only taken where a look is enough") {
    const auto makes = [](const std::string& figures, const std::string& relations,
                          const std::string& derived = "") {
        auto report = read_report("r.json", report_text(figures, derived, relations));
        REQUIRE(report.ok());
        const CheckResult result = check(*report);
        const bool made = QuickCheck::of(*report, result) != nullptr;
        // Where it is not taken it is still there.
        CHECK(report->quantities.empty() == made);
        return made;
    };
    CHECK(makes(R"("a": "1 t", "b": "2 t", "c": "3 t")", R"("r": "c = a + b")"));
    CHECK(makes(R"("a": "1 t", "b": "1 t", "unchecked": "3 t")", R"("r": "a = b")"));
    CHECK_FALSE(makes(R"("a": "1 t", "b": "2 t")", R"("r": "a = b")"));
    CHECK_FALSE(makes(R"("a": "1 t", "b": "2 t", "c": "4 t")", R"("r": "c = a + b")"));
    CHECK_FALSE(makes(R"("a": "2 m", "b": "4 m²")", R"("r": "b = a ^ 2")"));
    // Another "1.5 t" might be "1.512 t", which a decimal comma beside it makes ambiguous.
    CHECK_FALSE(makes(R"("a": "1.5 t", "b": "1.5 t", "c": "1.234,5 t")", R"("r": "a = b")"));
    CHECK_FALSE(
        makes(R"("a": "1 t", "b": "1 t")", R"("r": {"holds": "a = b", "tolerance": "1 t"})"));
    CHECK_FALSE(makes(R"("a": "1 t", "u": {"unit": "t"})", R"("r": "u = 2 * a", "s": "a = 1 t")"));
    CHECK_FALSE(makes(R"("a": {"stated": "1 t", "basis": "x"}, "b": "1 t")", R"("r": "a = b")"));
}
