#include "render/position_index.hpp"

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t block_bytes = 1024;

bool starts_character(char byte) noexcept {
    return (static_cast<unsigned char>(byte) & 0xC0u) != 0x80u;
}

}  // namespace

PositionIndex::PositionIndex(const SourceText& source) : source_(&source), line_begins_{0} {
    const std::string_view text = source.text();
    std::uint32_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i % block_bytes == 0) block_characters_.push_back(characters);
        if (starts_character(text[i])) ++characters;
        const bool ends_line =
            text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n'));
        if (ends_line) line_begins_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

std::size_t PositionIndex::characters_before(std::size_t offset_bytes) const noexcept {
    if (block_characters_.empty()) return 0;
    const std::string_view text = source_->text();
    const std::size_t block = std::min(offset_bytes / block_bytes, block_characters_.size() - 1);
    std::size_t count = block_characters_[block];
    for (std::size_t i = block * block_bytes; i < offset_bytes; ++i)
        if (starts_character(text[i])) ++count;
    return count;
}

Position PositionIndex::position(std::size_t offset_bytes) const noexcept {
    const std::size_t offset = std::min(offset_bytes, source_->text().size());
    const auto next = std::upper_bound(line_begins_.begin(), line_begins_.end(), offset);
    const auto line = static_cast<std::size_t>(next - line_begins_.begin());
    const std::size_t begin = line_begins_[line - 1];
    return {line, characters_before(offset) - characters_before(begin) + 1};
}

}  // namespace brcheck
