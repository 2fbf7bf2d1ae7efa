/// Lines and columns of many places in one text. SourceText::position() costs a pass over the text
/// each time; this costs one pass in all.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace brcheck {

/// What a column counts: formats differ.
enum class ColumnUnit : std::uint8_t { code_points, utf16_units, bytes };

/// REQUIRES: the source outlives the index.
class PositionIndex {
public:
    explicit PositionIndex(const SourceText& source, ColumnUnit unit = ColumnUnit::code_points);

    [[nodiscard]] const SourceText& source() const noexcept { return *source_; }
    /// With code points the same as source().position(offset_bytes).
    [[nodiscard]] Position position(std::size_t offset_bytes) const noexcept;

private:
    [[nodiscard]] std::size_t units_before(std::size_t offset_bytes) const noexcept;

    const SourceText* source_;
    ColumnUnit unit_;
    std::vector<std::uint32_t> line_begins_;
    // Units before each block of bytes: a file of one huge line must not cost a pass each time.
    std::vector<std::uint32_t> block_units_;
};

/// Keeps the index of the text that was asked for last: what is told of one file comes together.
class PositionCache {
public:
    explicit PositionCache(ColumnUnit unit = ColumnUnit::code_points) : unit_(unit) {}

    /// REQUIRES: the source outlives the cache.
    const PositionIndex& of(const SourceText& source);

private:
    ColumnUnit unit_;
    std::optional<PositionIndex> index_;
};

}  // namespace brcheck
