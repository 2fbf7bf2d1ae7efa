#include "brcheck/base/error.hpp"

#include "brcheck/base/result.hpp"
#include "support/catch.hpp"

#include <memory>
#include <string>
#include <vector>

namespace brcheck {
namespace {

TEST_CASE("codes have three digits", "[error]") {
    CHECK(format_code(2) == "BR002");
    CHECK(format_code(static_cast<std::uint16_t>(ErrorCode::circular_definition)) == "BR013");
    CHECK(format_code(101) == "BR101");
}

TEST_CASE("an error in a decoded string is placed in its file", "[error]") {
    const auto source = std::make_shared<const SourceText>("r.json", R"({"a": "1\u002c0 x"})");
    DecodedText text("1,0 x", 7);
    text.add_anchor(1, 8);
    text.add_anchor(2, 14);
    const Error error{ErrorCode::unreadable_figure, "no number", {nullptr, "", {1, 2}}, "hint"};
    const Error placed = place_in_source(error, text, source, "/a");
    CHECK(placed.code == ErrorCode::unreadable_figure);
    CHECK(placed.message == "no number");
    CHECK(placed.hint == "hint");
    CHECK(placed.location.source == source);
    CHECK(placed.location.pointer == "/a");
    CHECK(placed.location.span == Span{8, 14});
}

TEST_CASE("a result holds a value or errors", "[error]") {
    Result<std::string> good(std::string("x"));
    CHECK(good.ok());
    CHECK(*good == "x");
    CHECK(good->size() == 1);
    const Result<std::string> bad(Error{ErrorCode::invalid_json, "m", {}, ""});
    CHECK_FALSE(bad);
    REQUIRE(bad.errors().size() == 1);
    CHECK(bad.errors()[0].code == ErrorCode::invalid_json);
    const Result<int> several(std::vector<Error>(3));
    CHECK(several.errors().size() == 3);
}

}  // namespace
}  // namespace brcheck
