// JSON texts: taken or refused as nlohmann_json does, with each value at its place.
#include "fuzz/fuzz.hpp"

#include "input/json_builder.hpp"

#include <brcheck/input/read_report.hpp>

#include <nlohmann/json.hpp>

using namespace brcheck;
using fuzz::require;

namespace {

constexpr std::size_t most_levels = 64;

/// The text of a value is a JSON text of the same value.
void check_value(const JsonDocument& document, JsonIndex value, std::size_t& left) {
    if (left == 0) return;
    --left;
    const std::string_view raw = document.raw(value);
    const auto alone = nlohmann::json::parse(raw, nullptr, false, true);
    require(!alone.is_discarded(), "the text of a value is JSON", raw);
    switch (document.kind(value)) {
        case JsonKind::null:
            return require(alone.is_null(), "null is null", raw);
        case JsonKind::boolean:
            return require(alone.is_boolean() && alone.get<bool>() == document.boolean(value),
                           "true is true", raw);
        case JsonKind::number:
            return require(alone.is_number(), "a number is a number", raw);
        case JsonKind::string:
            return require(
                alone.is_string() && alone.get<std::string>() == document.text(value).text(),
                "a string is decoded", raw);
        case JsonKind::array:
        case JsonKind::object:
            break;
    }
    require(document.kind(value) == JsonKind::object ? alone.is_object() : alone.is_array(),
            "brackets are what they are", raw);
    std::size_t count = 0;
    for (JsonIndex child = document.first_child(value); child != no_value;
         child = document.next_sibling(child)) {
        ++count;
        if (document.kind(value) == JsonKind::object)
            require(alone.contains(document.key(child)), "a key is decoded", raw);
        check_value(document, child, left);
    }
    require(count == alone.size(), "each member is there once", raw);
}

/// Value by value the same, at the same places.
void require_same(const JsonDocument& a, const JsonDocument& b, JsonIndex value,
                  std::size_t& left) {
    if (left == 0) return;
    --left;
    const std::string_view raw = a.raw(value);
    require(a.kind(value) == b.kind(value) && a.span(value) == b.span(value),
            "both readers find the same value", raw);
    if (a.kind(value) < JsonKind::array) return;
    JsonIndex other = b.first_child(value);
    for (JsonIndex child = a.first_child(value); child != no_value; child = a.next_sibling(child)) {
        require(child == other && a.key_span(child) == b.key_span(child),
                "both readers find the same members", raw);
        if (a.kind(value) == JsonKind::object)
            require(a.key(child) == b.key(child), "both readers find the same keys", raw);
        require_same(a, b, child, left);
        other = b.next_sibling(other);
    }
    require(other == no_value, "both readers find as many members", raw);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(fuzz::text_of(data, size));
    const auto source = make_source_text("fuzz.json", text);
    // The library takes a NUL for the end, and a byte order mark behind the first for none.
    if (!source.ok() || text.find('\0') != std::string::npos ||
        (*source)->text().starts_with("\xEF\xBB\xBF"))
        return 0;
    const auto document = parse_json(*source, most_levels);
    bool is_accepted = true;
    try {
        is_accepted = !nlohmann::json::parse((*source)->text(), nullptr, true, true).is_discarded();
    } catch (const nlohmann::json::parse_error&) {
        is_accepted = false;
    } catch (const nlohmann::json::out_of_range&) {
        return 0;  // a number that is no double
    }
    if (!document.ok()) {
        fuzz::require_sound(document.errors(), size);
        require(!is_accepted || document.errors().front().code == ErrorCode::limit_exceeded,
                "what is JSON is taken", text);
        return 0;
    }
    require(is_accepted, "what is no JSON is refused", text);
    std::size_t left = 300;
    check_value(*document, 0, left);
    const auto precise = parse_json_precisely(*source, most_levels);
    require(precise.ok(), "both readers take it", text);
    left = 300;
    require_same(*document, *precise, 0, left);
    return 0;
}
