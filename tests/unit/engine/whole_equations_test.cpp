#include "engine/whole_equations.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <random>

using namespace brcheck;

namespace {

WholeEquation equation(const std::vector<std::int64_t>& coefficients, std::int64_t constant) {
    WholeEquation out;
    for (const std::int64_t c : coefficients) out.coefficients.emplace_back(c);
    out.constant = Integer(constant);
    return out;
}

/// Do they add up as promised?
bool is_contradiction(const std::vector<WholeEquation>& equations,
                      const std::vector<Rational>& multipliers) {
    const auto sum = [&](const auto& number_of) {
        Rational total;
        for (std::size_t i = 0; i < equations.size(); ++i)
            total += multipliers[i] * Rational(number_of(equations[i]));
        return total;
    };
    for (std::size_t k = 0; k < equations.front().coefficients.size(); ++k)
        if (!sum([&](const WholeEquation& e) { return e.coefficients[k]; }).is_integer())
            return false;
    return !sum([](const WholeEquation& e) { return e.constant; }).is_integer();
}

Integer value_at(const WholeEquation& equation, const std::vector<Integer>& values) {
    Integer sum = equation.constant;
    for (std::size_t k = 0; k < values.size(); ++k)
        sum = sum + equation.coefficients[k] * values[k];
    return sum;
}

}  // namespace

TEST_CASE("equations without whole solution are told by multipliers") {
    const auto refuted = [](const std::vector<WholeEquation>& equations) {
        const auto multipliers = find_whole_contradiction(equations);
        if (multipliers) CHECK(is_contradiction(equations, *multipliers));
        return multipliers.has_value();
    };
    CHECK(refuted({equation({6, 9}, -1000)}));
    CHECK_FALSE(refuted({equation({6, 9}, -1002)}));
    CHECK_FALSE(refuted({equation({0, 0}, -1)}));
    CHECK(refuted({equation({1, 1, -2, 0}, 0), equation({1, -1, 0, -2}, -1)}));
    CHECK_FALSE(refuted({equation({1, 1, -2, 0}, 0), equation({1, -1, 0, -2}, -2)}));
    CHECK(refuted({equation({2, 3, 5}, -7), equation({4, 6, 10}, -14), equation({2, 3, 7}, -4)}));
    CHECK_FALSE(refuted({equation({2, 3, 5}, -7), equation({2, 3, 7}, -5)}));
}

TEST_CASE("equations made from whole numbers are not contradicted, others by a proof") {
    std::mt19937 engine(20270101);
    const auto roll = [&](std::int64_t from, std::int64_t to) {
        return from +
               static_cast<std::int64_t>(engine() % static_cast<std::uint32_t>(to - from + 1));
    };
    int contradicted = 0;
    for (int round = 0; round < 2000; ++round) {
        const auto width = static_cast<std::size_t>(roll(1, 5));
        std::vector<std::int64_t> truth;
        for (std::size_t i = 0; i < width; ++i) truth.push_back(roll(-100, 100));
        std::vector<WholeEquation> equations;
        for (std::int64_t i = roll(1, 4); i > 0; --i) {
            std::vector<std::int64_t> coefficients;
            std::int64_t sum = 0;
            for (std::size_t k = 0; k < width; ++k) {
                coefficients.push_back(roll(-12, 12));
                sum += coefficients.back() * truth[k];
            }
            equations.push_back(equation(coefficients, -sum));
        }
        CHECK_FALSE(find_whole_contradiction(equations).has_value());
        // From the truth comes the truth, from anywhere else some solution.
        std::vector<Rational> near(truth.begin(), truth.end());
        const auto same = find_whole_solution(equations, near);
        REQUIRE(same.has_value());
        CHECK(std::equal(truth.begin(), truth.end(), same->begin(), same->end(),
                         [](std::int64_t a, const Integer& b) { return Integer(a) == b; }));
        for (Rational& value : near) value += Rational(Integer(roll(-99, 99)), Integer(7));
        const auto other = find_whole_solution(equations, near);
        REQUIRE(other.has_value());
        CHECK(std::ranges::all_of(
            equations, [&](const WholeEquation& e) { return value_at(e, *other).is_zero(); }));
        equations.back().constant = equations.back().constant + Integer(1);
        if (const auto multipliers = find_whole_contradiction(equations)) {
            ++contradicted;
            CHECK(is_contradiction(equations, *multipliers));
            CHECK_FALSE(find_whole_solution(equations, near).has_value());
        } else if (const auto some = find_whole_solution(equations, near)) {
            CHECK(value_at(equations.back(), *some).is_zero());
        }
    }
    CHECK(contradicted > 300);
}
