#include "brcheck/expr/to_fraction.hpp"

#include "support/catch.hpp"
#include "support/expressions.hpp"

#include <string>

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
