#include "brcheck/expr/to_fraction.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace brcheck;
using brcheck::testing::parse_any;

namespace {

constexpr int name_count = 300;

NameTable make_names() {
    NameTable names;
    for (int i = 0; i < name_count; ++i) names.add("x" + std::to_string(i));
    return names;
}

/// "sum(x0, x1, ..." with `last` for the last part.
std::string sum_of_all(const std::string& last) {
    std::string text = "sum(";
    for (int i = 0; i < name_count; ++i) text += 'x' + std::to_string(i) + ", ";
    return text + last + ')';
}

std::optional<PolynomialFraction> fraction_of(const std::string& text, const NameTable& names,
                                              std::size_t most_terms = 500) {
    const auto expression = parse_any(text, names);
    REQUIRE(expression.ok());
    return to_fraction(expression.value(), expression.value().root(), most_terms);
}

}  // namespace

TEST_CASE("a sum of many is the sum of its parts, whatever they are", "[to_fraction]") {
    const NameTable names = make_names();
    Polynomial all;
    for (VariableIndex v = 0; v < name_count; ++v) all = all + Polynomial::variable(v);

    const auto repeated = fraction_of(sum_of_all("x7"), names);
    REQUIRE(repeated);
    CHECK(repeated->numerator == all + Polynomial::variable(7));
    CHECK(repeated->denominators.empty());

    const auto cancelled = fraction_of(sum_of_all("-x7"), names);
    REQUIRE(cancelled);
    CHECK(cancelled->numerator.terms().size() == name_count - 1);

    const auto with_quotient = fraction_of(sum_of_all("x1 / x0"), names);
    REQUIRE(with_quotient);
    REQUIRE(with_quotient->denominators.size() == 1);
    CHECK(with_quotient->numerator ==
          all * with_quotient->denominators.front() + Polynomial::variable(1));
}

TEST_CASE("a sum of too many terms is none", "[to_fraction]") {
    const NameTable names = make_names();
    CHECK(fraction_of(sum_of_all("x0"), names, name_count));
    CHECK_FALSE(fraction_of(sum_of_all("x0"), names, name_count - 1));
    CHECK_FALSE(fraction_of(sum_of_all("1"), names, name_count));
}

TEST_CASE("which value a min, max or abs is, and the signs of weights, have to be known",
          "[to_fraction]") {
    const NameTable names = make_names();
    const Polynomial x = Polynomial::variable(0);
    const Polynomial y = Polynomial::variable(1);
    const Polynomial z = Polynomial::variable(2);
    std::vector<Polynomial> known;  // each is nowhere below 0
    const SignOf sign_of = [&](const Polynomial& p) {
        const auto is_known = [&](const Polynomial& q) {
            return std::find(known.begin(), known.end(), q) != known.end();
        };
        return is_known(p) ? 1 : is_known(-p) ? -1 : 0;
    };
    const auto value_of = [&](const std::string& text) {
        const auto expression = parse_any(text, names);
        REQUIRE(expression.ok());
        return to_fraction(expression.value(), expression.value().root(), 500, sign_of);
    };
    CHECK_FALSE(fraction_of("abs(x0)", names));
    CHECK_FALSE(value_of("abs(x0 - x1)"));
    known = {y + y - x - x, z - y};
    CHECK(value_of("abs(x0 - x1)")->numerator == y - x);
    CHECK(value_of("abs(x1 - x0)")->numerator == y - x);
    CHECK_FALSE(value_of("max(x0, x1, x2)"));
    known = {y - x, z - y};
    CHECK(value_of("max(x0, x1, x2)")->numerator == z);
    CHECK(value_of("max(x2, x1, x1)")->numerator == z);
    CHECK(value_of("min(x0, x1)")->numerator == x);
    CHECK(value_of("min(x1, x0)")->numerator == x);
    CHECK(value_of("3 * max(x0, x1) / x0 - 1")->numerator == Polynomial(Rational(3)) * y - x);
    CHECK_FALSE(value_of("max(x0 / x1, x1)"));
    CHECK_FALSE(value_of("weighted(x0, x1, 5, x2)"));
    known = {y};
    CHECK_FALSE(value_of("weighted(x0, x1, 5, x2)"));
    known = {y, z};
    const auto mean = value_of("weighted(x0, x1, 5, x2)");
    REQUIRE(mean);
    CHECK(mean->numerator == x * y + Polynomial(Rational(5)) * z);
    CHECK(mean->denominators == std::vector<Polynomial>{y + z});
    known = {y, -z};
    CHECK_FALSE(value_of("weighted(x0, x1, 5, x2)"));
}
