/// What is wrong with a text that is no JSON, in plain words. Private, beside
/// input/json_document.hpp: the parser only says that it cannot go on.
#pragma once

#include "brcheck/base/error.hpp"

#include <cstddef>
#include <string_view>

namespace brcheck {

/// What the text was last known to have said before it went wrong.
enum class JsonContext {
    start,         ///< nothing yet
    object_begin,  ///< {
    key,           ///< a key of an object
    member,        ///< a whole member of an object
    array_begin,   ///< [
    element,       ///< a whole element of an array
    end,           ///< the whole value
};

/// Why `text` is no JSON, given that all before `offset` was understood. `opened` is the offset of
/// the bracket that is open there. The error has a span and no source. Always an error: when
/// nothing can be found wrong, it says so at `offset`.
Error diagnose_json(std::string_view text, std::size_t offset, JsonContext context,
                    std::size_t opened);

}  // namespace brcheck
