#include "render/json_value.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/number/decimal.hpp"

#include <fmt/format.h>

namespace brcheck {
namespace {

constexpr std::int64_t most_places = 30;
constexpr int digits_beyond = 15;
constexpr std::size_t usual_size = 240;  // of an object

}  // namespace

std::string json_string_or_null(std::string_view text) {
    return text.empty() ? "null" : json_string(text);
}

std::string json_decimal(const Rational& value, Toward toward) {
    const bool ends = round_to_place(value, -most_places, Toward::nearest) == value;
    return json_string(ends ? format_decimal(value, most_places, Toward::nearest)
                            : format_significant(value, digits_beyond, toward));
}

void JsonObject::add_key(std::string_view key) {
    if (members_.empty())
        members_.reserve(usual_size);
    else
        members_ += ", ";
    append_json_string(members_, key);
    members_ += ": ";
}

JsonObject& JsonObject::add(std::string_view key, std::string_view json) {
    add_key(key);
    members_ += json;
    return *this;
}

JsonObject& JsonObject::add_string(std::string_view key, std::string_view text) {
    add_key(key);
    append_json_string(members_, text);
    return *this;
}

JsonObject& JsonObject::add_number(std::string_view key, std::size_t number) {
    const fmt::format_int digits(number);
    return add(key, {digits.data(), digits.size()});
}

JsonObject& JsonObject::add_bool(std::string_view key, bool value) {
    return add(key, value ? "true" : "false");
}

JsonObject& JsonObject::add_value(std::string_view key, const std::optional<Rational>& base_value,
                                  const Unit& unit) {
    return add(key, base_value ? json_decimal(*base_value / unit.factor(), Toward::nearest)
                               : std::string("null"));
}

JsonObject& JsonObject::add_interval(const Interval& base_interval, const Unit& unit) {
    const Interval& i = base_interval;
    const bool low = !i.is_empty() && i.has_low();
    const bool high = !i.is_empty() && i.has_high();
    add("low", low ? json_decimal(i.low() / unit.factor(), Toward::minus_infinity)
                   : std::string("null"));
    add("high", high ? json_decimal(i.high() / unit.factor(), Toward::plus_infinity)
                     : std::string("null"));
    add_bool("low_open", !low || i.low_open());
    add_bool("high_open", !high || i.high_open());
    if (i.is_empty()) add_bool("empty", true);
    return *this;
}

std::string json_list(const std::vector<std::string>& items) {
    return fmt::format("[{}]", fmt::join(items, ", "));
}

}  // namespace brcheck
