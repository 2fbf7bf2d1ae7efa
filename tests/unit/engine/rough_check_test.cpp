#include "engine/rough_check.hpp"

#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace brcheck;

namespace {

bool may_hold(const std::string& relation,
              const std::string& figures = R"("a": "10.0", "b": "20.0", "c": "30.1")") {
    const Report report =
        *read_report("report.json", R"({"brcheck": 1, "figures": {)" + figures +
                                        R"(}, "relations": {"r": ")" + relation + R"("}})");
    std::vector<Interval> box;
    for (const Quantity& quantity : report.quantities) box.push_back(quantity.interval);
    RoughCheck check;
    return check.may_hold(report.relations[0].condition, 0, box);
}

}  // namespace

TEST_CASE("what is far from holding is seen roughly", "[rough]") {
    CHECK(may_hold("c = a + b"));
    CHECK_FALSE(may_hold("c = a + b + 2"));
    CHECK_FALSE(may_hold("a > b"));
    CHECK(may_hold("a < b"));
    CHECK_FALSE(may_hold("c / a = b"));
    CHECK(may_hold("c / a = 3"));
}

TEST_CASE("what only just holds is never ruled out", "[rough]") {
    // Each as far as it goes: 9.95 + 19.95 and 10.05 + 20.05.
    CHECK(may_hold("a + b = 29.9"));
    CHECK(may_hold("a + b = 30.1"));
    CHECK(may_hold("a * 3 = 30.15"));
    CHECK(may_hold("a / 3 = 3.35"));
    CHECK_FALSE(may_hold("a + b = 30.1000001"));
}

TEST_CASE("what has no rough value says nothing", "[rough]") {
    CHECK(may_hold("a = sqrt(c)"));
    CHECK(may_hold("a / (b - 20) = 0.001"));
    CHECK_FALSE(may_hold("a = b", R"("a": "12345678901234567890123", "b": "1")"));
    CHECK(may_hold("a = b", R"("a": "12345678901234567890123", "b": "12345678901234567890124")"));
    CHECK(may_hold("a = b", R"("a": "1e400", "b": "1")"));
    CHECK(may_hold("a = b", R"("a": "over 10", "b": "1000")"));
    CHECK_FALSE(may_hold("a = b", R"("a": "over 10", "b": "1")"));
}
