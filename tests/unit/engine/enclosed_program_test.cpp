#include "engine/enclosed_program.hpp"

#include "engine/plain_arithmetic.hpp"
#include "support/catch.hpp"

#include <vector>

using namespace brcheck;

namespace {

using Columns = std::vector<EnclosedProgram::Column>;
using Place = FloatSimplex::Place;

Enclosure point(double value) {
    return {value, value};
}

/// a and b in [1, 2], their sum in [low, high], a + 3 b where nothing holds it.
EnclosedProgram two_and_their_sums(double low, double high) {
    EnclosedProgram program;
    program.add_column(point(1), point(2), point(1));
    program.add_column(point(1), point(2), point(1));
    program.add_column(point(low), point(high), point(2));
    program.add_row(2, {{0, point(1)}, {1, point(1)}});
    program.add_column(std::nullopt, std::nullopt, point(4));
    program.add_row(3, {{0, point(1)}, {1, point(3)}});
    return program;
}

}  // namespace

TEST_CASE("a point inside of all bounds is seen", "[enclosed]") {
    auto program = two_and_their_sums(1.5, 4.5);
    CHECK(program.find_touching(
              std::vector{Place::at_low, Place::at_high, Place::basic, Place::basic}) == Columns{});
    // Solved for b: 4.5 - 2 is too much, 3.5 - 2 is not.
    CHECK(program.find_touching(std::vector{Place::at_high, Place::basic, Place::at_high,
                                            Place::basic}) == std::nullopt);
    auto narrower = two_and_their_sums(1.5, 3.5);
    CHECK(narrower.find_touching(std::vector{Place::at_high, Place::basic, Place::at_high,
                                             Place::basic}) == Columns{});
}

TEST_CASE("what comes too near to a bound is named", "[enclosed]") {
    auto program = two_and_their_sums(1.5, 3);
    const std::vector at_sum{Place::at_low, Place::at_high, Place::basic, Place::basic};
    CHECK(program.find_touching(at_sum) == Columns{2});
    // Below by a hair, or above: doubles do not tell.
    for (const double high : {3 - 1e-16, 3 + 4e-16})
        CHECK(two_and_their_sums(1.5, high).find_touching(at_sum) == Columns{2});
    CHECK(two_and_their_sums(1.5, 2.99).find_touching(at_sum) == std::nullopt);
}

TEST_CASE("equations without a single solution have no point", "[enclosed]") {
    EnclosedProgram program;
    program.add_column(std::nullopt, std::nullopt, point(0));
    program.add_column(std::nullopt, std::nullopt, point(0));
    for (const double factor : {1.0, 2.0, 3.0}) {
        const auto own = static_cast<EnclosedProgram::Column>(1 + factor);
        program.add_column(point(factor), point(factor), point(factor));
        program.add_row(own, {{0, point(factor)}, {1, point(factor / 3)}});
    }
    using enum FloatSimplex::Place;
    CHECK(program.find_touching(std::vector{basic, basic, at_low, at_low, basic}) == std::nullopt);
    CHECK(program.find_touching(std::vector{basic, basic, at_low, basic, basic}) == std::nullopt);
}

TEST_CASE("numbers at the ends of words are enclosed") {
    for (const std::int64_t word : {INT64_MIN, INT64_MIN + 1, INT64_MAX}) {
        const Enclosure own = enclose(Rational(word));
        CHECK(own.low <= static_cast<double>(word));
        CHECK(own.high >= static_cast<double>(word));
        CHECK(own.high - own.low < 1e5);
    }
}
