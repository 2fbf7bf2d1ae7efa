/// JSON strings: what one stands for, with the way back to its bytes, and a text as one.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace brcheck {

/// What a string stands for, its escapes decoded. REQUIRES: `raw` is a well-formed JSON string with
/// its quotes, which stands at `begin` in its source.
DecodedText decode_json_string(std::string_view raw, std::uint32_t begin);

/// A string with its quotation marks. Bytes that are no UTF-8 become U+FFFD; every character that a
/// terminal would obey is written as \uXXXX, so that the document is safe to look at.
std::string json_string(std::string_view text);
void append_json_string(std::string& out, std::string_view text);

}  // namespace brcheck
