#include "number/rational_sum.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <string>
#include <vector>

using namespace brcheck;
using brcheck::testing::rational;

TEST_CASE("a long sum is the sum of its members, whatever their size", "[number]") {
    const std::vector<std::vector<std::string>> lists = {
        {},
        {"1/2", "1/3", "1/6"},
        {"49/4", "247/20", "-1/5", "3"},
        {"4611686018427387903", "4611686018427387903", "4611686018427387903", "1/7"},
        {"1/2305843009213693951", "1/2305843009213693949", "1/3"},
        {"-9223372036854775808", "1/2", "-9223372036854775808"},
        {"123456789012345678901234567890/7", "1/2", "-123456789012345678901234567890/7"},
    };
    for (const auto& list : lists) {
        RationalSum sum;
        Rational expected;
        for (const std::string& text : list) {
            sum.add(rational(text));
            expected += rational(text);
        }
        CHECK(sum.value() == expected);
    }
}

TEST_CASE("widths are compared exactly, in words or beyond", "[number]") {
    CHECK(is_narrower(rational("49/4"), rational("247/20"), rational("11/100")));
    CHECK_FALSE(is_narrower(rational("49/4"), rational("247/20"), rational("1/10")));
    CHECK_FALSE(is_narrower(rational("0"), rational("1"), rational("-1")));
    const Rational large = rational("123456789012345678901234567890");
    CHECK(is_narrower(large, large + rational("1/3"), rational("1/2")));
    CHECK_FALSE(is_narrower(large, large + rational("1/3"), rational("1/3")));
    // Below 2^56 over denominators below 2^32, where the last product needs more than 128 bits.
    const Rational low = rational("-72057594037927935/4294967291");
    const Rational high = rational("72057594037927935/4294967279");
    CHECK_FALSE(is_narrower(low, high, high - low));
    CHECK(is_narrower(low, high, high - low + rational("1/4294967295")));
    CHECK(is_narrower(low, high, rational("72057594037927935/2")));
}
