#include "input/report_shape.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace brcheck;

namespace {

const std::string model_text =
    R"j({"brcheck": 1, "id": "a", "title": "First", "figures": {"x": {"stated": "1.5 t", "label": "X"},)j"
    R"j( "label": "2.5 t", "n": 4}, "relations": {"r": {"holds": "x < label", "note": "so it is"}}})j";

ReportShape shape_of(const std::string& text) {
    auto report = read_report("model.json", text);
    REQUIRE(report.ok());
    return ReportShape::of(*report, report->source_text, {});
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("figures, id and descriptions may differ within a shape") {
    const ReportShape shape = shape_of(model_text);
    std::vector<std::string_view> stated;
    std::string_view id;
    REQUIRE(shape.split(model_text, stated, id));
    CHECK(id == "a");
    CHECK(stated == std::vector<std::string_view>{"1.5 t", "2.5 t", "4"});
    const std::string other = replaced(
        replaced(replaced(replaced(replaced(model_text, "\"a\"", "\"b 2\""), "First", "第二"),
                          "1.5 t", "17.25 t"),
                 "so it is", ""),
        "\"n\": 4", "\"n\": -4.5e1");
    REQUIRE(shape.split(other, stated, id));
    CHECK(id == "b 2");
    CHECK(stated == std::vector<std::string_view>{"17.25 t", "2.5 t", "-4.5e1"});
    // A view that is no report any more is none of this shape either.
    CHECK(read_report("other.json", other).ok());
}

TEST_CASE("a text of any other shape is not split") {
    const ReportShape shape = shape_of(model_text);
    std::vector<std::string_view> stated;
    std::string_view id;
    const auto splits = [&](const std::string& text) { return shape.split(text, stated, id); };
    CHECK_FALSE(splits(""));
    CHECK_FALSE(splits(model_text + " "));
    CHECK_FALSE(splits(model_text.substr(0, model_text.size() - 1)));
    CHECK_FALSE(splits(replaced(model_text, "x < label", "x > label")));
    CHECK_FALSE(splits(replaced(model_text, "\"x\": {", "\"y\": {")));
    CHECK_FALSE(splits(replaced(model_text, "\"n\": 4", "\"n\": 04")));
    CHECK_FALSE(splits(replaced(model_text, "\"n\": 4", "\"n\": \"4\"")));
    CHECK_FALSE(splits(replaced(model_text, "\"n\": 4", "\"n\": 4, \"m\": 5")));
    CHECK_FALSE(splits(replaced(model_text, "1.5 t", "1.5\\tt")));
    CHECK_FALSE(splits(replaced(model_text, "1.5 t", "1.5\tt")));
    CHECK_FALSE(splits(replaced(model_text, "First", "Fi\xffrst")));
    CHECK_FALSE(splits(replaced(model_text, "First", std::string("Fi\0rst", 6))));
    CHECK_FALSE(splits(replaced(model_text, "1.5 t", std::string(5000, '1'))));
    for (std::size_t size = 0; size < model_text.size(); ++size)
        CHECK_FALSE(splits(model_text.substr(0, size)));
}

TEST_CASE("whatever is split is JSON that reads the same but for its texts") {
    // Each byte changed in turn: what is still split must still be read, with the same names.
    const ReportShape shape = shape_of(model_text);
    std::vector<std::string_view> stated;
    std::string_view id;
    std::size_t split = 0;
    for (std::size_t at = 0; at < model_text.size(); ++at) {
        for (const char c : {'"', '\\', 'q', '7', ' ', '{', '\xc3', '\n'}) {
            std::string text = model_text;
            text[at] = c;
            if (!shape.split(text, stated, id)) continue;
            ++split;
            INFO(text);
            const auto report = read_report("changed.json", text);
            if (!report.ok())
                for (const Error& error : report.errors()) {
                    const bool is_of_figure = error.code == ErrorCode::unreadable_figure ||
                                              error.code == ErrorCode::unit_mismatch ||
                                              error.code == ErrorCode::ambiguous_number;
                    CHECK(is_of_figure);
                }
            else
                CHECK(report->id == id);
        }
    }
    CHECK(split > 100);
}
