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

}  // namespace
}  // namespace brcheck
