#include "engine/computed_values.hpp"

#include "checked_report.hpp"
#include "engine/plain_check.hpp"

using namespace brcheck;
using namespace brcheck::testing;

namespace {

bool has_values(const std::string& figures, const std::string& relations,
                const std::string& derived = "") {
    const auto report = read_report("r.json", report_text(figures, derived, relations));
    REQUIRE(report.ok());
    const Network network(*report);
    ComputedValues values(network);
    std::vector<WideFraction> printed(report->quantities.size());
    std::vector<Range> allowed(report->quantities.size());
    for (VariableIndex v = 0; v < report->quantities.size(); ++v) {
        if (report->quantities[v].kind != QuantityKind::stated) continue;
        const StatedNumber number = stated_number(report->quantities[v]);
        printed[v] = number.exact;
        allowed[v] = number.half_up;
    }
    return values.find(printed, allowed);
}

}  // namespace

TEST_CASE("printed figures and what follows from them are a solution") {
    CHECK(has_values(R"("a": "1 t", "b": "2 t", "c": "3 t")", R"("r": "c = a + b")"));
    CHECK(has_values(R"("a": "1 t", "b": "3 t", "s": "33.3%")", R"j("r": "s = share(a, b)")j"));
    CHECK_FALSE(has_values(R"("a": "1 t", "b": "2 t", "c": "5 t")", R"("r": "c = a + b")"));
}

TEST_CASE("parts of a sum take what is missing through rounding") {
    const std::string parts = R"("a": "1.1 t", "b": "2.2 t", "c": "3.3 t", )";
    CHECK(has_values(parts + R"("all": "6.6 t")", R"("r": "all = a + b + c")"));
    CHECK(has_values(parts + R"("all": "6.7 t")", R"("r": "all = a + b + c")"));
    CHECK(has_values(parts + R"("all": "6.5 t")", R"j("r": "sum(a, b, c) = all")j"));
    // Only with all of them on a tie, or not even so.
    CHECK_FALSE(has_values(parts + R"("all": "6.8 t")", R"("r": "all = a + b + c")"));
    CHECK_FALSE(has_values(parts + R"("all": "6.9 t")", R"("r": "all = a + b + c")"));
    CHECK(has_values(parts + R"("rest": "1.0 t")", R"("r": "rest = c - b")"));
    CHECK(has_values(parts + R"("rest": "1.2 t")", R"j("r": "rest = -(b - c)")j"));
    // Two sums, one of them within the other, and a share of what was moved.
    CHECK(has_values(parts + R"("ab": "3.4 t", "all": "6.7 t", "s": "50.5%")",
                     R"j("r": "ab = a + b", "q": "all = ab + c", "t": "s = share(ab, all)")j"));
    // Whole numbers do not give way.
    CHECK_FALSE(has_values(R"("a": {"stated": "about 10 t", "whole": true},
                               "b": {"stated": "about 20 t", "whole": true}, "all": "30.4 t")",
                           R"("r": "all = a + b")"));
}

TEST_CASE("what is over something is a little more, and what nothing rests on is left alone") {
    CHECK(has_values(R"("a": "over 50%", "b": "51.9%")", R"("r": "a < b")"));
    CHECK_FALSE(has_values(R"("a": "over 50%", "b": "50%")", R"("r": "a < b")"));
    CHECK(has_values(R"("a": "1 t", "b": "1 t", "free": "over 4 km")", R"("r": "a = b")"));
    CHECK(has_values(R"("a": "over 4 t", "b": "4 t")", R"("r": "a > d")", R"("d": "b - 1 t")"));
}
