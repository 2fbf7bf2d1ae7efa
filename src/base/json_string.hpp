/// The text that a JSON string stands for, with the way back to its bytes.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstdint>
#include <string_view>

namespace brcheck {

/// What a string stands for, its escapes decoded. REQUIRES: `raw` is a well-formed JSON string with
/// its quotes, which stands at `begin` in its source.
DecodedText decode_json_string(std::string_view raw, std::uint32_t begin);

}  // namespace brcheck
