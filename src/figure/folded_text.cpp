#include "figure/folded_text.hpp"

#include "brcheck/base/utf8.hpp"

#include <cstddef>

namespace brcheck {
namespace {

bool is_plain(std::string_view text) {
    if (text.empty()) return true;
    if (text.front() == ' ' || text.back() == ' ') return false;
    char previous = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte > 0x7E) return false;
        if (c == ' ' && previous == ' ') return false;
        previous = c;
    }
    return true;
}

char32_t fold_character(char32_t c) {
    if (is_space(c)) return U' ';
    if (is_minus(c)) return U'-';
    if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;  // full-width ASCII
    if (c == 0x2019 || c == 0x02BC) return U'\'';
    if (c == 0x301C) return U'~';  // wave dash
    return c;
}

}  // namespace

FoldedText::FoldedText(std::string_view original) : text_(original) {
    if (!is_plain(original)) fold(original);
}

void FoldedText::fold(std::string_view original) {
    folded_.reserve(original.size());
    begins_.reserve(original.size());
    ends_.reserve(original.size());
    std::size_t offset = 0;
    while (offset < original.size()) {
        const CodePoint read = decode_code_point(original, offset);
        const char32_t c = fold_character(read.value);
        const std::size_t end = offset + read.size_bytes;
        const bool skipped = c == U' ' && (folded_.empty() || folded_.back() == ' ');
        if (!skipped) {
            append_utf8(folded_, c);
            begins_.resize(folded_.size(), static_cast<std::uint32_t>(offset));
            ends_.resize(folded_.size(), static_cast<std::uint32_t>(end));
        }
        offset = end;
    }
    if (!folded_.empty() && folded_.back() == ' ') folded_.pop_back();
    text_ = folded_;
}

Span FoldedText::to_original(Span span) const noexcept {
    if (begins_.empty()) return span;
    const std::size_t size = text_.size();
    if (span.begin == span.end) {
        const std::uint32_t place = span.begin < size ? begins_[span.begin]
                                    : size == 0       ? 0
                                                      : ends_[size - 1];
        return {place, place};
    }
    return {begins_[span.begin], ends_[span.end - 1]};
}

}  // namespace brcheck
