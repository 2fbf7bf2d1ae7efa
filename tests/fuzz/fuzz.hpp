/// What the fuzz targets share. Each target is a function of some bytes that ends the program when
/// a property does not hold. Under libFuzzer (preset fuzz) it is fed with new inputs, in every
/// other build with kept ones (replay.cpp).
#pragma once

#include <brcheck/base/error.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Says which property of what does not hold, and stops.
inline void require(bool holds, std::string_view property, std::string_view of = "") {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %.*s\n  of: %.*s\n", static_cast<int>(property.size()),
                 property.data(), static_cast<int>(of.size()), of.data());
    std::abort();
}

/// Each error says what is wrong, with a place inside the `text_bytes` bytes that were read.
/// Without a source the place counts in them.
inline void require_sound(std::span<const brcheck::Error> errors, std::size_t text_bytes) {
    require(!errors.empty(), "what cannot be read has an error");
    for (const brcheck::Error& error : errors) {
        require(!error.message.empty(), "an error has a message");
        const auto& [source, pointer, span] = error.location;
        const std::size_t end = source ? source->text().size() : text_bytes;
        require(span.begin <= span.end && span.end <= end, "an error stands in its text",
                error.message);
    }
}

}  // namespace fuzz
