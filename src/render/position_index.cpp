#include "render/position_index.hpp"

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t block_bytes = 1024;

/// Units of the character that begins with this byte; 0 for a byte inside one.
std::uint32_t units_of(char byte, ColumnUnit unit) noexcept {
    if (unit == ColumnUnit::bytes) return 1;
    const auto value = static_cast<unsigned char>(byte);
    if ((value & 0xC0u) == 0x80u) return 0;
    return unit == ColumnUnit::utf16_units && value >= 0xF0u ? 2 : 1;
}

}  // namespace

PositionIndex::PositionIndex(const SourceText& source, ColumnUnit unit)
    : source_(&source), unit_(unit), line_begins_{0} {
    const std::string_view text = source.text();
    std::uint32_t units = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % block_bytes == 0) block_units_.push_back(units);
        units += units_of(text[i], unit);
        const bool ends_line =
            text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
        if (ends_line) line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

std::size_t PositionIndex::units_before(std::size_t offset_bytes) const noexcept {
    if (block_units_.empty()) return 0;
    const std::string_view text = source_->text();
    const std::size_t block = std::min(offset_bytes / block_bytes, block_units_.size() - 1);
    std::size_t count = block_units_[block];
    for (std::size_t i = block * block_bytes; i < offset_bytes; ++i)
        count += units_of(text[i], unit_);
    return count;
}

Position PositionIndex::position(std::size_t offset_bytes) const noexcept {
    const std::size_t offset = std::min(offset_bytes, source_->text().size());
    const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
    const auto line = static_cast<std::size_t>(next - line_begins_.begin());
    const std::size_t begin = line_begins_[line - 1];
    return {source_->first_line() - 1 + line, units_before(offset) - units_before(begin) + 1};
}

const PositionIndex& PositionCache::of(const SourceText& source) {
    if (!index_ || &index_->source() != &source) index_.emplace(source, unit_);
    return *index_;
}

}  // namespace brcheck
