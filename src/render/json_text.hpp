/// Documents in other people's JSON formats, built as trees, a piece at a time.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace brcheck {

/// Members in the order in which they were added.
using JsonTree = nlohmann::ordered_json;

/// On one line. Bytes that are no UTF-8 become U+FFFD; every character that a terminal would obey is
/// written as \uXXXX, as json_string does.
std::string json_text(const JsonTree& tree);

}  // namespace brcheck
