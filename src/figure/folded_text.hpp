/// A figure's text made plain for the parser: full-width forms, kinds of blank, minus and
/// apostrophe become their ASCII form, runs of blanks one blank; the way back is kept.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

class FoldedText {
public:
    /// Keeps a view of `original` where nothing had to change. REQUIRES: valid UTF-8.
    explicit FoldedText(std::string_view original);
    FoldedText(const FoldedText&) = delete;
    FoldedText& operator=(const FoldedText&) = delete;

    /// Without blanks at both ends. Letter case is kept.
    [[nodiscard]] std::string_view text() const noexcept { return text_; }

    /// The bytes of the original that a span of text() came from; an empty span stays empty.
    [[nodiscard]] Span to_original(Span span) const noexcept;

private:
    void fold(std::string_view original);

    std::string_view text_;
    std::string folded_;
    std::vector<std::uint32_t> begins_;  ///< original offset of each folded byte; empty: the same
    std::vector<std::uint32_t> ends_;    ///< where the character of each folded byte ends
};

}  // namespace brcheck
