#include "engine/simplex.hpp"

#include "support/catch.hpp"
#include "support/interval_text.hpp"

#include <algorithm>
#include <random>
#include <vector>

using namespace brcheck;
using brcheck::testing::rational;

namespace {

/// Three columns from 0 to 0.05 and their sum, which has to be at least `least`.
struct ThreeParts {
    explicit ThreeParts(const Rational& least, bool strict = false) {
        for (Simplex::Column& part : parts) {
            part = simplex.add_column();
            simplex.set_low(part, Rational(0));
            simplex.set_high(part, rational("0.05"));
        }
        total = simplex.add_row({{parts[0], Rational(1)}, {parts[1], Rational(1)},
                                 {parts[2], Rational(1)}});
        simplex.set_low(total, least, strict);
    }
    Simplex simplex;
    Simplex::Column parts[3];
    Simplex::Column total = 0;
};

/// The same program with its columns in another order: another way to the same answer.
Simplex::Optimum maximize_random(std::uint64_t seed, bool reversed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::int64_t n) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(n));
    };
    constexpr std::size_t columns = 6;
    constexpr std::size_t rows = 8;
    // Ends differ by a hair, far below what a double tells from another.
    const Rational hair = power(Rational(10), -25);
    std::vector<Rational> low, high, bound;
    std::vector<std::vector<Rational>> factors(rows);
    std::vector<Rational> objective;
    for (std::size_t c = 0; c < columns; ++c) {
        low.push_back(Rational(below(10)) + Rational(below(3)) * hair);
        high.push_back(low.back() + Rational(1 + below(5)));
        objective.push_back(Rational(below(7) - 3));
    }
    for (std::size_t r = 0; r < rows; ++r) {
        Rational middle;
        for (std::size_t c = 0; c < columns; ++c) {
            factors[r].push_back(Rational(below(5) - 2));
            middle += factors[r].back() * (low[c] + high[c]) / Rational(2);
        }
        bound.push_back(middle + Rational(below(3)) + Rational(below(3)) * hair);
    }
    std::vector<std::size_t> order(columns);
    for (std::size_t c = 0; c < columns; ++c) order[c] = reversed ? columns - 1 - c : c;
    Simplex simplex;
    std::vector<Simplex::Column> column(columns);
    for (const std::size_t c : order) {
        column[c] = simplex.add_column();
        simplex.set_low(column[c], low[c]);
        simplex.set_high(column[c], high[c]);
    }
    for (std::size_t r = 0; r < rows; ++r) {
        Simplex::Combination sum;
        for (const std::size_t c : order) sum.emplace_back(column[c], factors[r][c]);
        simplex.set_high(simplex.add_row(sum), bound[r], r % 4 == 0);
    }
    REQUIRE(simplex.solve() == Simplex::Status::feasible);
    Simplex::Combination sum;
    for (const std::size_t c : order) sum.emplace_back(column[c], objective[c]);
    const Simplex::Optimum optimum = simplex.maximize(sum);
    const std::vector<Rational> values = simplex.concrete_values();
    for (std::size_t c = 0; c < columns; ++c)
        CHECK((values[column[c]] >= low[c] && values[column[c]] <= high[c]));
    for (std::size_t r = 0; r < rows; ++r) {
        Rational total;
        for (std::size_t c = 0; c < columns; ++c) total += factors[r][c] * values[column[c]];
        CHECK((r % 4 == 0 ? total < bound[r] : total <= bound[r]));
    }
    return optimum;
}

}  // namespace

TEST_CASE("a sum of bounds is reached exactly, and not passed by a hair", "[simplex]") {
    CHECK(ThreeParts(rational("0.15")).simplex.solve() == Simplex::Status::feasible);
    CHECK(ThreeParts(rational("0.15"), true).simplex.solve() == Simplex::Status::infeasible);
    const Rational above = rational("0.15") + power(Rational(10), -40);
    CHECK(ThreeParts(above).simplex.solve() == Simplex::Status::infeasible);
}

TEST_CASE("a conflict's multiples add up to a constant below 0", "[simplex]") {
    const Rational least = rational("0.15") + power(Rational(10), -40);
    ThreeParts program(least);
    REQUIRE(program.simplex.solve() == Simplex::Status::infeasible);
    Rational constant;
    Rational of_part[3];
    for (const Simplex::ConflictPart& part : program.simplex.conflict()) {
        CHECK(part.multiple.sign() > 0);
        const Rational sign(part.is_low ? 1 : -1);
        const bool is_total = part.column == program.total;
        constant -= sign * part.multiple *
                    (is_total ? least : part.is_low ? Rational(0) : rational("0.05"));
        for (std::size_t i = 0; i < 3; ++i)
            if (is_total || part.column == program.parts[i]) of_part[i] += sign * part.multiple;
    }
    CHECK(constant.sign() < 0);
    for (const Rational& factor : of_part) CHECK(factor.is_zero());
}

TEST_CASE("an optimum at a strict bound is only approached", "[simplex]") {
    ThreeParts program(Rational(0));
    program.simplex.set_high(program.total, rational("0.1"), true);
    REQUIRE(program.simplex.solve() == Simplex::Status::feasible);
    const auto most = program.simplex.maximize({{program.total, Rational(1)}});
    REQUIRE(most.status == Simplex::Status::feasible);
    CHECK(most.value.value == rational("0.1"));
    CHECK(most.value.infinitesimal.sign() < 0);
    const auto least = program.simplex.maximize({{program.total, Rational(-1)}});
    CHECK(least.value == NearRational{Rational(0), Rational(0)});
}

TEST_CASE("a sum that nothing holds down is unbounded", "[simplex]") {
    Simplex simplex;
    const auto x = simplex.add_column();
    const auto y = simplex.add_column();
    simplex.set_high(simplex.add_row({{x, Rational(1)}, {y, Rational(-1)}}), Rational(3));
    REQUIRE(simplex.solve() == Simplex::Status::feasible);
    CHECK(simplex.maximize({{x, Rational(1)}}).status == Simplex::Status::unbounded);
    CHECK(simplex.maximize({{x, Rational(1)}, {y, Rational(-1)}}).value.value == Rational(3));
}

TEST_CASE("optima are exact where bounds differ by less than doubles can tell", "[simplex]") {
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        const auto one = maximize_random(seed, false);
        const auto other = maximize_random(seed, true);
        REQUIRE(one.status == Simplex::Status::feasible);
        REQUIRE(other.status == Simplex::Status::feasible);
        CHECK(one.value.value == other.value.value);
        CHECK(one.value.infinitesimal.sign() == other.value.infinitesimal.sign());
    }
}

TEST_CASE("a row added at an optimum has the value that follows from it", "[simplex]") {
    ThreeParts program(rational("0.01"));
    Simplex& simplex = program.simplex;
    REQUIRE(simplex.solve() == Simplex::Status::feasible);
    REQUIRE(simplex.maximize({{program.total, Rational(1)}}).status == Simplex::Status::feasible);
    CHECK(simplex.is_at_high(program.parts[1]));
    CHECK_FALSE(simplex.is_at_low(program.parts[1]));
    const Simplex::Column twice = simplex.add_row({{program.total, Rational(2)}});
    CHECK(simplex.value(twice).value == rational("0.3"));
    CHECK(simplex.value(program.parts[1]).value == rational("0.05"));
}

TEST_CASE("whether a bound is met is exact where others come to it by a hair", "[simplex]") {
    const auto meets = [](const Rational& most) {
        ThreeParts program(rational("0.01"));
        Simplex& simplex = program.simplex;
        simplex.set_high(program.total, most);
        // Of so many rows the exact values are not computed at once.
        for (std::size_t i = 0; i < 8; ++i)
            simplex.add_row({{program.parts[i % 2], Rational(1)}, {program.parts[2], Rational(1)}});
        REQUIRE(simplex.solve() == Simplex::Status::feasible);
        Simplex::Combination weighted;
        for (std::size_t i = 0; i < 3; ++i)
            weighted.emplace_back(program.parts[i], Rational(static_cast<std::int64_t>(i + 1)));
        const auto optimum = simplex.maximize(weighted);
        REQUIRE(optimum.status == Simplex::Status::feasible);
        CHECK(optimum.value.value ==
              rational("0.3") - std::max(Rational(0), rational("0.15") - most));
        return simplex.is_at_high(program.total);
    };
    const Rational hair = power(Rational(10), -30);
    CHECK(meets(rational("0.15")));
    CHECK(meets(rational("0.15") - hair));
    CHECK_FALSE(meets(rational("0.15") + hair));
    CHECK_FALSE(meets(rational("0.16")));
}
