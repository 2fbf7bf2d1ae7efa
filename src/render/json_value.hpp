/// Pieces of a JSON document as text: objects and lists on one line, members in the order in which
/// they are added. Enough to write a document of any size piece by piece.
#pragma once

#include "base/json_string.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/unit/unit.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// null for "".
std::string json_string_or_null(std::string_view text);
/// An exact decimal string, where it ends within 30 places; otherwise 15 significant digits,
/// rounded as said.
std::string json_decimal(const Rational& value, Toward toward);

class JsonObject {
public:
    /// Already written JSON.
    JsonObject& add(std::string_view key, std::string_view json);
    JsonObject& add_string(std::string_view key, std::string_view text);
    JsonObject& add_number(std::string_view key, std::size_t number);
    JsonObject& add_bool(std::string_view key, bool value);
    /// `base_value` in `unit`, to the nearest; null when there is none.
    JsonObject& add_value(std::string_view key, const std::optional<Rational>& base_value,
                          const Unit& unit);
    /// "low", "high", "low_open", "high_open"; an infinite end is null. The empty interval has
    /// "empty": true beside two nulls.
    JsonObject& add_interval(const Interval& base_interval, const Unit& unit);

    [[nodiscard]] std::string str() const { return "{" + members_ + "}"; }

private:
    void add_key(std::string_view key);

    std::string members_;
};

std::string json_list(const std::vector<std::string>& items);

}  // namespace brcheck
