/// The bytes of one input and the ways to say where something stands in them.
/// Readers and errors carry byte spans only; lines and columns are counted when they are shown.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// A half-open range of byte offsets [begin, end).
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

/// A place as people count it: both 1-based, the column in code points.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const Position&, const Position&) = default;
};

/// Immutable text with a name (a path as the user gave it, or "<stdin>").
/// Shared by everything that points into it, so that a message can always show its line.
class SourceText {
public:
    /// `first_line`: which line of the named file the text begins with, for a record out of many.
    /// REQUIRES: `text` is valid UTF-8 without a byte-order mark, shorter than 4 GiB.
    SourceText(std::string name, std::string text, std::size_t first_line = 1);

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::string_view text() const noexcept { return text_; }
    [[nodiscard]] std::size_t first_line() const noexcept { return first_line_; }

    /// Position of the character at `offset_bytes`; an offset at the end gives the place after the
    /// last character. Lines end at \n, \r\n or a lone \r. Costs one pass over the text before it.
    [[nodiscard]] Position position(std::size_t offset_bytes) const noexcept;

    /// The line that holds `offset_bytes`, without its line end.
    [[nodiscard]] std::string_view line_at(std::size_t offset_bytes) const noexcept;

    /// Offset of the first byte of the line that holds `offset_bytes`.
    [[nodiscard]] std::size_t line_begin(std::size_t offset_bytes) const noexcept;

    /// A part of a text that was put together from others, for places in what people wrote.
    struct Piece {
        std::uint32_t begin = 0;                   ///< in this text; it reaches to the next piece
        std::shared_ptr<const SourceText> source;  ///< where it comes from
        Span span;                                 ///< there
    };
    /// A text put together; `pieces` by rising `begin`, the first at 0. The name is the first
    /// piece's.
    static std::shared_ptr<const SourceText> join(std::string text, std::vector<Piece> pieces);
    /// Empty for a text that is a source itself.
    [[nodiscard]] const std::vector<Piece>& pieces() const noexcept { return pieces_; }
    /// What was put into the first piece's source: the source of the first piece that is from
    /// another. Null where there is none.
    [[nodiscard]] std::shared_ptr<const SourceText> inserted() const noexcept;
    /// The source that the byte at `offset_bytes` comes from; null for a text that is a source.
    [[nodiscard]] const SourceText* origin(std::size_t offset_bytes) const noexcept;

private:
    std::string name_;
    std::string text_;
    std::size_t first_line_;
    std::vector<Piece> pieces_;
};

/// A place in a source that people wrote: `span` of `source`, or where the text at its begin comes
/// from. What was encoded otherwise there is its whole value.
struct WrittenPlace {
    const SourceText* source = nullptr;
    Span span;
};
WrittenPlace written_place(const SourceText& source, Span span);

/// A source line made ready to print, with the caret line to put under it.
/// Both are free of characters that a terminal would obey; tabs have become single spaces; a long
/// line is cut around the span, with "…" (or "..." when `ascii`) where something was left out.
struct Snippet {
    std::string line;
    std::string carets;  ///< blanks, then one ^ a column of the span, at least one
};

/// The part of the line of `span.begin` that fits into `width_columns`.
/// A span that goes on in later lines is marked to the end of the first.
Snippet make_snippet(const SourceText& source, Span span, std::size_t width_columns,
                     bool ascii = false);

/// A string decoded from a source (a JSON string without its escapes), which keeps the way back to
/// the bytes that it was written with.
class DecodedText {
public:
    DecodedText() = default;
    /// Text that stands in the source byte for byte from `source_begin` on.
    DecodedText(std::string text, std::uint32_t source_begin);

    /// Notes that from `text_offset` on the text comes from `source_offset`.
    /// REQUIRES: calls come with rising offsets.
    void add_anchor(std::uint32_t text_offset, std::uint32_t source_offset);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }

    /// The source bytes of `span`, a span of this text. An empty span stays empty.
    [[nodiscard]] Span to_source(Span span) const noexcept;

private:
    struct Anchor {
        std::uint32_t text_offset;
        std::uint32_t source_offset;
    };
    [[nodiscard]] std::uint32_t source_offset(std::uint32_t text_offset) const noexcept;

    std::string text_;
    std::uint32_t source_begin_ = 0;
    std::vector<Anchor> anchors_;  ///< empty when nothing was escaped
};

}  // namespace brcheck
