#include "input/json_syntax.hpp"

#include "support/catch.hpp"

#include <random>
#include <string>

namespace brcheck {
namespace {

TEST_CASE("where the plain part of a string stops is found at every place and distance") {
    std::mt19937 random(3);
    const std::string bytes = "abc \x7f\x80\xff\xe4\"\\\x1f\x01";
    for (int i = 0; i < 20'000; ++i) {
        std::string text(random() % 40, 'a');
        for (std::size_t k = random() % 3; k > 0 && !text.empty(); --k)
            text[random() % text.size()] = bytes[random() % bytes.size()];
        const std::size_t begin = random() % (text.size() + 1);
        std::size_t expected = begin;
        bool is_ascii_before = true;
        while (expected < text.size() && text[expected] != '"' && text[expected] != '\\' &&
               static_cast<unsigned char>(text[expected]) >= 0x20)
            is_ascii_before = static_cast<unsigned char>(text[expected++]) < 0x80 && is_ascii_before;
        bool is_ascii = true;
        INFO(text << " from " << begin);
        REQUIRE(find_string_stop(text, begin, is_ascii) == expected);
        // It may know of bytes behind the stop, but misses none before it.
        REQUIRE((is_ascii_before || !is_ascii));
    }
}

}  // namespace
}  // namespace brcheck
