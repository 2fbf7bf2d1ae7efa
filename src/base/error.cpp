#include "brcheck/base/error.hpp"

#include <fmt/format.h>
#include <utility>

namespace brcheck {

std::string format_code(std::uint16_t number) {
    return fmt::format("BR{:03}", number);
}

Error place_in_source(Error error, const DecodedText& text,
                      const std::shared_ptr<const SourceText>& source, std::string pointer) {
    error.location.span = text.to_source(error.location.span);
    error.location.source = source;
    error.location.pointer = std::move(pointer);
    return error;
}

}  // namespace brcheck
