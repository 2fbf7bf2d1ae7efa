#include "render/position_index.hpp"
#include "support/catch.hpp"

#include <string>

using namespace brcheck;

TEST_CASE("positions are those that the source text counts itself") {
    std::string long_line;
    for (int i = 0; i < 900; ++i) long_line += i % 7 == 0 ? "亿" : "x";
    const std::string texts[] = {"", "a", "\n", "a\nbc\n", "a\r\nb\rc\n\n d", "人民\n元é\n",
                                 long_line + "\n" + long_line};
    for (const std::string& text : texts) {
        const SourceText source("t", text);
        const PositionIndex index(source);
        for (std::size_t offset = 0; offset <= text.size(); ++offset) {
            const bool inside = offset < text.size() &&
                                (static_cast<unsigned char>(text[offset]) & 0xC0u) == 0x80u;
            if (inside) continue;
            CAPTURE(text.size(), offset);
            CHECK(index.position(offset) == source.position(offset));
        }
    }
}

TEST_CASE("columns in UTF-16 units and in bytes") {
    const SourceText source("t", "a\né亿𐐀b");
    const std::size_t offset = source.text().find('b');
    CHECK(PositionIndex(source, ColumnUnit::code_points).position(offset) == Position{2, 4});
    CHECK(PositionIndex(source, ColumnUnit::utf16_units).position(offset) == Position{2, 5});
    CHECK(PositionIndex(source, ColumnUnit::bytes).position(offset) == Position{2, 10});
}
