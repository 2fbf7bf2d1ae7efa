#include "render/position_index.hpp"

#include <algorithm>
#include <cstring>

namespace brcheck {
namespace {

constexpr std::size_t block_bytes = 1024;

/// Units of the character that begins with this byte; 0 for a byte inside one. REQUIRES: not bytes.
std::uint32_t units_of(char byte, ColumnUnit unit) noexcept {
    const auto value = static_cast<unsigned char>(byte);
    if ((value & 0xC0u) == 0x80u) return 0;
    return unit == ColumnUnit::utf16_units && value >= 0xF0u ? 2 : 1;
}

constexpr std::uint64_t low_bits = 0x0101010101010101U;

/// REQUIRES: it is less than 256.
std::uint32_t sum_of_bytes(std::uint64_t block) noexcept {
    return static_cast<std::uint32_t>((block * low_bits) >> 56U);
}

std::uint32_t count_units(std::string_view text, ColumnUnit unit) noexcept {
    if (unit == ColumnUnit::bytes) return static_cast<std::uint32_t>(text.size());
    std::uint32_t count = 0;
    std::size_t i = 0;
    for (; i + sizeof(std::uint64_t) <= text.size(); i += sizeof(std::uint64_t)) {
        std::uint64_t block = 0;
        std::memcpy(&block, text.data() + i, sizeof block);
        // The lowest bit of each byte: is it inside a character, is it the first of four.
        const std::uint64_t inside = (block >> 7U) & ~(block >> 6U) & low_bits;
        count += 8 - sum_of_bytes(inside);
        if (unit == ColumnUnit::utf16_units) {
            const std::uint64_t first_of_four =
                (block >> 7U) & (block >> 6U) & (block >> 5U) & (block >> 4U) & low_bits;
            count += sum_of_bytes(first_of_four);
        }
    }
    for (; i < text.size(); ++i) count += units_of(text[i], unit);
    return count;
}

}  // namespace

PositionIndex::PositionIndex(const SourceText& source, ColumnUnit unit)
    : source_(&source), unit_(unit), line_begins_{0} {
    const std::string_view text = source.text();
    std::uint32_t units = 0;
    for (std::size_t i = 0; i < text.size(); i += block_bytes) {
        block_units_.push_back(units);
        units += count_units(text.substr(i, block_bytes), unit);
    }
    // Looking for one of them at a time is much faster.
    std::size_t line_feed = text.find('\n');
    std::size_t carriage_return = text.find('\r');
    while (std::min(line_feed, carriage_return) != std::string_view::npos) {
        if (carriage_return < line_feed) {
            if (carriage_return + 1 != line_feed)
                line_begins_.push_back(static_cast<std::uint32_t>(carriage_return + 1));
            carriage_return = text.find('\r', carriage_return + 1);
        } else {
            line_begins_.push_back(static_cast<std::uint32_t>(line_feed + 1));
            line_feed = text.find('\n', line_feed + 1);
        }
    }
}

std::size_t PositionIndex::units_before(std::size_t offset_bytes) const noexcept {
    if (block_units_.empty()) return 0;
    const std::size_t block = std::min(offset_bytes / block_bytes, block_units_.size() - 1);
    const std::size_t begin = block * block_bytes;
    return block_units_[block] +
           count_units(source_->text().substr(begin, offset_bytes - begin), unit_);
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
