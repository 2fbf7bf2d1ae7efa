#include "brcheck/expr/polynomial.hpp"
#include "support/interval_text.hpp"

namespace brcheck {
namespace {

const Polynomial x = Polynomial::variable(0);
const Polynomial y = Polynomial::variable(1);
const Polynomial z = Polynomial::variable(2);

Polynomial number(std::int64_t value) { return Polynomial(Rational(value)); }

TEST_CASE("a product is divided by each of its factors") {
    const std::vector<Polynomial> factors{x, x + y, x * y - z, number(3), x * x - number(2) * y * z,
                                          z * z * z + x - number(1)};
    for (const Polynomial& a : factors)
        for (const Polynomial& b : factors)
            CHECK(divide_exact(a * b, b) == a);
    CHECK(divide_exact(number(0), x) == number(0));
}

TEST_CASE("what leaves a remainder has no quotient") {
    CHECK_FALSE(divide_exact(x * x + number(1), x).has_value());
    CHECK_FALSE(divide_exact(x, x * y).has_value());
    CHECK_FALSE(divide_exact(x * x + y * y, x + y).has_value());
    CHECK_FALSE(divide_exact(number(1), x).has_value());
    CHECK(divide_exact(x * x - y * y, x + y) == x - y);
}

/// Over x, y and z.
Interval range(const Polynomial& p, const char* in_x, const char* in_y = "(-inf, inf)",
               const char* in_z = "(-inf, inf)") {
    const std::vector<Interval> box{testing::interval(in_x), testing::interval(in_y),
                                    testing::interval(in_z)};
    return p.range(box);
}

TEST_CASE("a quadratic polynomial is told by its squares") {
    CHECK(range(x * x - number(2) * x * y + y * y, "(-inf, inf)") == testing::interval("[0, inf)"));
    CHECK(range(number(2) * x * y - x * x - y * y, "(-inf, inf)") == testing::interval("(-inf, 0]"));
    // x (t - x) is greatest in the middle: t^2 / 4.
    CHECK(range(x * y - x * x, "(-inf, inf)", "[6, 8]") == testing::interval("(-inf, 16]"));
    CHECK(range(x * y - x * x, "[5, 6]", "[6, 8]") == testing::interval("[0, 15]"));
    // Two squares, and one that is a sum as it stands.
    CHECK(range(x * x + y * y + z * z - x * y - y * z - z * x, "(-inf, inf)") ==
          testing::interval("[0, inf)"));
    CHECK(range(x * x - number(4) * x + number(5) + y * y, "(-inf, inf)") ==
          testing::interval("[1, inf)"));
}

TEST_CASE("a square is completed where a squared variable occurs once more") {
    const Polynomial p = number(3) * x * x - number(12) * x * y + z + number(7);
    const auto square = complete_square(p);
    REQUIRE(square.has_value());
    CHECK(square->coefficient == Rational(3));
    CHECK(square->root == x - number(2) * y);
    CHECK(square->rest == z + number(7) - number(12) * y * y);
    CHECK_FALSE(complete_square(x * x + y * y + number(1)).has_value());
    CHECK_FALSE(complete_square(x * y + x).has_value());
    CHECK_FALSE(complete_square(x * x * x + x * x + x).has_value());
}

}  // namespace
}  // namespace brcheck
