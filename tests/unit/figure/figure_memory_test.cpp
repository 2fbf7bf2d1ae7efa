#include "figure/figure_memory.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace brcheck;

namespace {

/// Reads a text as often as it takes to be known, and once more.
std::optional<KnownFigure> read_often(FigureMemory& memory, const std::string& text,
                                      const FigureOptions& options = {}) {
    for (std::size_t i = 0; i < FigureMemory::times_to_learn; ++i) memory.read(text, options);
    return memory.read(text, options);
}

bool is_as_parsed(const KnownFigure& known, const std::string& text,
                  const FigureOptions& options = {}) {
    INFO(text);
    const auto figure = parse_figure(text, options);
    REQUIRE(figure.ok());
    const Rational& factor = figure->unit.factor();
    CHECK(known.unit == figure->unit);
    CHECK(known.qualifier == figure->qualifier);
    CHECK(figure->rounding == Rounding::nearest);
    CHECK(known.printed == figure->value() * factor);
    CHECK(known.interval == figure->interval * Interval(factor));
    return true;
}

}  // namespace

TEST_CASE("a figure whose wording came often is read as parse_figure reads it") {
    struct Words {
        std::string before, behind;
        FigureOptions options;
    };
    FigureOptions in_euros, with_point, with_comma;
    in_euros.unit_text = "million EUR";
    with_point.decimal_mark = '.';
    with_comma.decimal_mark = ',';
    const std::vector<Words> all{{"", " trillion yuan", {}},
                                 {"rose ", " percent", {}},
                                 {"down ", "%", {}},
                                 {"", "", {}},
                                 {"$", " bn", {}},
                                 {"over ", " projects", {}},
                                 {"at least ", " km", {}},
                                 {"about ", " people", {}},
                                 {"", "万亿元", {}},
                                 {"增长", "%", {}},
                                 {"-", " t", {}},
                                 {"", " people", {}},
                                 {"", "", in_euros},
                                 {"up ", "", in_euros},
                                 {"", "", with_point},
                                 {"", " t", with_comma}};
    FigureMemory memory;
    std::size_t known_ones = 0;
    for (int round = 0; round < 20; ++round) {
        for (const auto& [before, behind, options] : all) {
            for (const char* number : {"1", "23.6", "0.05", "4000", "1900", "0", "1.234", "1,234",
                                       "12.", "999999999999999", "9999999999999999999", "007",
                                       "0.123456789", "1.2.3", "3 to 5"}) {
                const std::string text = before + number + behind;
                const auto known = memory.read(text, options);
                if (known && is_as_parsed(*known, text, options)) ++known_ones;
                if (round == 0) CHECK_FALSE((known && number == std::string("1")));
            }
        }
    }
    CHECK(known_ones > 1500);
}

TEST_CASE("a wording that differs in one place is another") {
    FigureMemory memory;
    REQUIRE(read_often(memory, "5.5 million t"));
    CHECK_FALSE(memory.read("5.5 million kg", {}));
    CHECK_FALSE(memory.read("up 5.5 million t", {}));
    CHECK_FALSE(memory.read("5.5  million t", {}));
    CHECK_FALSE(memory.read(std::string("5.5\0 million t", 15), {}));
    FigureOptions options;
    options.unit_text = "t";
    CHECK_FALSE(memory.read("5.5 million t", options));
    options = {};
    options.whole = true;
    CHECK_FALSE(read_often(memory, "5.5 million t", options));
    options = {};
    options.rounding_given = true;
    CHECK_FALSE(read_often(memory, "5.5 million t", options));
    CHECK(memory.read("6.25 million t", {}));
}

TEST_CASE("other limits forget what was learned with those before") {
    FigureMemory memory;
    REQUIRE(read_often(memory, "5.5 t"));
    FigureOptions options;
    options.limits.max_digits = 6;
    CHECK_FALSE(memory.read("5.5 t", options));
    CHECK(read_often(memory, "5.5 t", options));
    CHECK_FALSE(memory.read("12345.67 t", options));
    options.max_characters = 4;  // the text has 5
    CHECK_FALSE(memory.read("5.5 t", options));
}

TEST_CASE("a memory that is full starts anew") {
    FigureMemory memory;
    REQUIRE(read_often(memory, "5.5 t"));
    const auto letter = [](std::size_t i) { return static_cast<char>('a' + i % 26); };
    for (std::size_t i = 0; i < FigureMemory::most_wordings; ++i)
        CHECK_FALSE(
            memory.read(std::string("5.5 ") + letter(i) + letter(i / 26) + letter(i / 676), {}));
    CHECK_FALSE(memory.read("5.5 t", {}));
    CHECK(read_often(memory, "5.5 t"));
    // Long texts are not kept.
    CHECK_FALSE(read_often(memory, "5.5 " + std::string(300, 'x')));
}
