#include "engine/exact_equations.hpp"

#include "support/catch.hpp"

#include <random>
#include <vector>

using namespace brcheck;

namespace {

template <typename Number>
struct System {
    struct Line {
        std::vector<Number> factors;  ///< by unknown
        Number rest;
    };
    std::vector<Line> lines;

    typename ExactEquations<Number, Number>::Outcome solve(std::vector<Number>& values) const {
        ExactEquations<Number, Number> equations;
        for (const Line& line : lines) {
            equations.add_equation(line.rest);
            for (std::uint32_t u = 0; u < line.factors.size(); ++u)
                if (!is_zero(line.factors[u])) equations.add_term(u, line.factors[u]);
        }
        return equations.solve(values);
    }
    [[nodiscard]] bool hold(const std::vector<Number>& values) const {
        for (const Line& line : lines) {
            Number sum = line.rest;
            for (std::size_t u = 0; u < values.size(); ++u) sum = sum + line.factors[u] * values[u];
            if (!is_zero(sum)) return false;
        }
        return true;
    }
};

/// A solution is put in, so that the equations hold together.
template <typename Number>
System<Number> random_system(std::mt19937_64& random, std::size_t unknowns, std::size_t lines,
                             std::uint64_t fill_percent) {
    const auto small = [&] { return Number{static_cast<std::int64_t>(random() % 9) - 4}; };
    std::vector<Number> solution;
    for (std::size_t u = 0; u < unknowns; ++u) solution.push_back(small());
    System<Number> system;
    for (std::size_t l = 0; l < lines; ++l) {
        typename System<Number>::Line line{std::vector<Number>(unknowns), Number{}};
        for (std::size_t u = 0; u < unknowns; ++u) {
            if (random() % 100 < fill_percent) line.factors[u] = small();
            line.rest = line.rest + Number{-1} * (line.factors[u] * solution[u]);
        }
        system.lines.push_back(std::move(line));
    }
    return system;
}

template <typename Number>
void check_random_systems() {
    std::mt19937_64 random(7);
    int fixed = 0;
    for (int round = 0; round < 3'000; ++round) {
        const std::size_t unknowns = 1 + random() % 6;
        const auto system =
            random_system<Number>(random, unknowns, random() % 8, 20 + random() % 70);
        std::vector<Number> values(unknowns);
        const auto outcome = system.solve(values);
        CHECK(outcome.all_hold);
        CHECK(system.hold(values));
        if (outcome.all_fixed && system.lines.size() >= unknowns) ++fixed;
    }
    CHECK(fixed > 500);
}

}  // namespace

TEST_CASE("equations that hold together are solved, in cycles and without", "[equations]") {
    check_random_systems<Rational>();
    check_random_systems<Fraction>();
}

TEST_CASE("equations that contradict each other are told", "[equations]") {
    // x + y = 3, x - y = 1, x + 2 y = 5.
    System<Rational> system;
    system.lines = {{{1, 1}, -3}, {{1, -1}, -1}, {{1, 2}, -5}};
    std::vector<Rational> values(2);
    CHECK_FALSE(system.solve(values).all_hold);
    system.lines.back().rest = Rational(-4);
    CHECK(system.solve(values).all_hold);
    CHECK(values == std::vector<Rational>{2, 1});
    // Without an unknown.
    system.lines = {{{0, 0}, 1}};
    CHECK_FALSE(system.solve(values).all_hold);
}

TEST_CASE("what equations leave open is told", "[equations]") {
    // Twice the same, in a cycle: x + y = 3.
    System<Rational> system;
    system.lines = {{{1, 1}, -3}, {{2, 2}, -6}};
    std::vector<Rational> values(2);
    const auto outcome = system.solve(values);
    CHECK(outcome.all_hold);
    CHECK_FALSE(outcome.all_fixed);
    CHECK(system.hold(values));
}

TEST_CASE("fractions too long for words are no values", "[equations]") {
    // x = 1 / 3^20, y = x / 3^20, z = y / 3^20: beyond 64 bits.
    std::int64_t large = 1;
    for (int i = 0; i < 20; ++i) large *= 3;
    System<Fraction> system;
    system.lines = {{{Fraction{large}, {}, {}}, Fraction{-1}},
                    {{Fraction{-1}, Fraction{large}, {}}, {}},
                    {{{}, Fraction{-1}, Fraction{large}}, {}}};
    std::vector<Fraction> values(3);
    CHECK_THROWS_AS(system.solve(values), FractionOverflow);
}
