#include "brcheck/unit/dimension.hpp"

#include "support/catch.hpp"

using brcheck::Dimension;

namespace {

const Dimension mass = Dimension::base("mass");
const Dimension length = Dimension::base("length");
const Dimension project = Dimension::base("#project");
const Dimension money = Dimension::base("CNY");

}  // namespace

TEST_CASE("dimension: text of products and quotients") {
    struct Row {
        Dimension dimension;
        const char* text;
    };
    const Row rows[] = {
        {Dimension(), "1"},
        {mass, "mass"},
        {money / project, "CNY/#project"},
        {Dimension() / mass, "1/mass"},
        {length * mass / Dimension::base("time").power(2), "length.mass/time^2"},
        {mass / length / money, "mass/CNY/length"},
        {length.power(3), "length^3"},
        {length.power(-2), "1/length^2"},
    };
    for (const Row& row : rows) {
        CHECK(row.dimension.to_string() == row.text);
    }
}

TEST_CASE("dimension: powers of the same base add up and cancel") {
    CHECK(length * length == length.power(2));
    CHECK((length / length).is_none());
    CHECK(length.power(0).is_none());
    CHECK(mass * length == length * mass);
    CHECK(mass / length != length / mass);
    CHECK((mass * money) / (money * mass) == Dimension());
    CHECK(length.power(2).power(-3) == length.power(-6));
}

TEST_CASE("dimension: a root exists only for multiples") {
    CHECK(length.power(6).root(3) == length.power(2));
    CHECK((length.power(2) / mass.power(4)).root(2) == length / mass.power(2));
    CHECK_FALSE(length.power(3).root(2).has_value());
    CHECK(Dimension().root(5) == Dimension());
    CHECK(length.root(1) == length);
}

TEST_CASE("dimension: nouns count and can be left out") {
    CHECK(Dimension().is_count());
    CHECK(project.is_count());
    CHECK((project / Dimension::base("#person")).is_count());
    CHECK_FALSE((money / project).is_count());
    CHECK((money / project).without_nouns() == money);
    CHECK(project.power(2).without_nouns().is_none());
}

TEST_CASE("dimension: exponents beyond any use stay defined") {
    Dimension huge = length;
    for (int i = 0; i < 20; ++i) {
        huge = huge.power(1000);
    }
    CHECK(huge == huge * length);
}
