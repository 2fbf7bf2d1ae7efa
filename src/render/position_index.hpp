/// Lines and columns of many places in one text. SourceText::position() costs a pass over the text
/// each time; this costs one pass in all.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace brcheck {

/// REQUIRES: the source outlives the index.
class PositionIndex {
public:
    explicit PositionIndex(const SourceText& source);

    [[nodiscard]] const SourceText& source() const noexcept { return *source_; }
    /// The same as source().position(offset_bytes).
    [[nodiscard]] Position position(std::size_t offset_bytes) const noexcept;

private:
    [[nodiscard]] std::size_t characters_before(std::size_t offset_bytes) const noexcept;

    const SourceText* source_;
    std::vector<std::uint32_t> line_begins_;
    // Characters before each block of bytes: a file of one huge line must not cost a pass each
    // time.
    std::vector<std::uint32_t> block_characters_;
};

}  // namespace brcheck
