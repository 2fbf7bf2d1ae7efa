#include "engine/work.hpp"

#include "brcheck/number/integer.hpp"
#include "support/catch.hpp"

using namespace brcheck;

TEST_CASE("work ends with the steps that are taken, and with what long numbers took beside",
          "[work]") {
    std::uint64_t left = 1000;
    Work work(left);
    CHECK(work.spend(400));
    CHECK(left == 600);
    CHECK(Integer::power_of_ten(15) * Integer(7) > Integer(0));
    CHECK(work.spend(0));
    CHECK(left == 600);

    // 10^10000 has 520 words: some 270,000 products of words, some 70 microseconds.
    const Integer long_number = Integer::power_of_ten(10'000);
    CHECK(work.spend(0));
    const std::uint64_t before = left;
    CHECK(long_number * long_number > long_number);
    CHECK(work.spend(0));
    CHECK(before - left >= 50);
    CHECK(before - left <= 100);

    CHECK_FALSE(work.spend(1000));
    CHECK(left == 0);
    left = 5;
    CHECK(work.spend(5));
    CHECK_FALSE(work.spend(1));
}
