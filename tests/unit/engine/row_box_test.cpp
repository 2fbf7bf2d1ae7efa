#include "engine/row_box.hpp"

#include "support/catch.hpp"

using namespace brcheck;

TEST_CASE("a whole variable takes a whole number that the range allows", "[row_box]") {
    RowBox::Entry entry;
    entry.is_whole = true;
    const auto choose = [&](Range allowed) { return RowBox::choose(entry, allowed); };
    // Open at 0, so that the preferred value, 0, is none of them.
    const Range above_zero{Fraction{0, 1}, Fraction{3, 2}, true, true, true, false};
    CHECK(choose(above_zero) == Fraction{1, 1});
    CHECK(choose({Fraction{7, 2}, Fraction{17, 4}, true, true, false, false}) == Fraction{4, 1});
    CHECK(choose({Fraction{2, 1}, Fraction{9, 1}, true, true, true, false}) == Fraction{5, 1});
}
