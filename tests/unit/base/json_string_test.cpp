#include "base/json_string.hpp"

#include "support/catch.hpp"

#include <nlohmann/json.hpp>

namespace brcheck {
namespace {

TEST_CASE("what is written as a JSON string reads back, and hides nothing") {
    const std::string texts[] = {"", "plain", "\"\\\n\t\r\x01\x7f", "é 万亿 😀", "\u202e\u2066\u0085",
                                 "a\U000E0041\U000E007F", std::string("\0", 1)};
    for (const std::string& text : texts) {
        const std::string written = json_string(text);
        INFO(written);
        CHECK(nlohmann::json::parse(written) == text);
        CHECK(decode_json_string(written, 0).text() == text);
    }
    CHECK(json_string("\U000E0041") == "\"\\udb40\\udc41\"");
    CHECK(json_string("\u202e") == "\"\\u202e\"");
    CHECK(json_string("\xff") == "\"\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace brcheck
