#include "brcheck/base/source_text.hpp"

#include "brcheck/base/utf8.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <utility>

namespace brcheck {

namespace {

// One character of a line as it will be printed, with the marks that combine with it.
struct Cell {
    std::string text;
    std::size_t width_columns = 0;
    bool is_marked = false;
};

std::size_t character_begin(std::string_view text, std::size_t offset) {
    while (offset > 0 && offset < text.size() &&
           (static_cast<unsigned char>(text[offset]) & 0xC0U) == 0x80U) {
        --offset;
    }
    return offset;
}

std::string printable(std::string_view character) {
    return character == "\t" ? " " : escape_unsafe(character);
}

// The part of a line that can matter around a place: lines may be as long as a file.
struct Stretch {
    std::size_t begin;
    std::size_t end;
};

Stretch stretch_around(std::string_view line, std::size_t offset, std::size_t code_points) {
    Stretch stretch{offset, offset};
    for (std::size_t i = 0; i < code_points && stretch.begin > 0; ++i) {
        stretch.begin = character_begin(line, stretch.begin - 1);
    }
    for (std::size_t i = 0; i < code_points && stretch.end < line.size(); ++i) {
        stretch.end += decode_code_point(line, stretch.end).size_bytes;
    }
    return stretch;
}

std::vector<Cell> split_cells(std::string_view line, Stretch stretch, Span marked) {
    std::vector<Cell> cells;
    for (std::size_t i = stretch.begin; i < stretch.end;) {
        const std::string_view character = line.substr(i, decode_code_point(line, i).size_bytes);
        const bool is_marked = marked.begin <= i && i < marked.end;
        std::string text = printable(character);
        const std::size_t width = display_width(text);
        if (width == 0 && !cells.empty()) {
            cells.back().text += text;
            cells.back().is_marked = cells.back().is_marked || is_marked;
        } else {
            cells.push_back({std::move(text), width, is_marked});
        }
        i += character.size();
    }
    return cells;
}

// The cells [first, last) that are shown.
struct Window {
    std::size_t first;
    std::size_t last;
};

// Grows from the first marked cell: over the marked ones, then to both sides, as far as all fits
// together with the signs for what is left out.
Window choose_window(const std::vector<Cell>& cells, std::size_t width_columns,
                     std::size_t omission_columns, bool more_before, bool more_after) {
    const auto mark =
        std::find_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.is_marked; });
    Window window{static_cast<std::size_t>(mark - cells.begin()), 0};
    window.last = window.first + 1;
    std::size_t shown = mark->width_columns;
    const auto fits = [&](std::size_t first, std::size_t last, std::size_t columns) {
        const bool cut_before = more_before || first > 0;
        const bool cut_after = more_after || last < cells.size();
        const std::size_t cuts = (cut_before ? 1U : 0U) + (cut_after ? 1U : 0U);
        return columns + cuts * omission_columns <= width_columns;
    };
    const auto grow_right = [&] {
        if (window.last == cells.size() ||
            !fits(window.first, window.last + 1, shown + cells[window.last].width_columns)) {
            return false;
        }
        shown += cells[window.last++].width_columns;
        return true;
    };
    const auto grow_left = [&] {
        if (window.first == 0 ||
            !fits(window.first - 1, window.last, shown + cells[window.first - 1].width_columns)) {
            return false;
        }
        shown += cells[--window.first].width_columns;
        return true;
    };
    while (window.last < cells.size() && cells[window.last].is_marked && grow_right()) {
    }
    for (bool grown = true; grown;) {
        const bool left = grow_left();
        const bool right = grow_right();
        grown = left || right;
    }
    return window;
}

}  // namespace

SourceText::SourceText(std::string name, std::string text, std::size_t first_line)
    : name_(std::move(name)), text_(std::move(text)), first_line_(first_line) {
    assert(text_.size() < std::numeric_limits<std::uint32_t>::max());
}

std::shared_ptr<const SourceText> SourceText::join(std::string text, std::vector<Piece> pieces) {
    assert(!pieces.empty() && pieces.front().begin == 0);
    auto joined = std::make_shared<SourceText>(pieces.front().source->name(), std::move(text));
    joined->pieces_ = std::move(pieces);
    return joined;
}

namespace {

const SourceText::Piece* piece_at(const SourceText& source, std::size_t offset_bytes) {
    const auto& pieces = source.pieces();
    const auto next = std::upper_bound(
        pieces.begin(), pieces.end(), offset_bytes,
        [](std::size_t offset, const SourceText::Piece& piece) { return offset < piece.begin; });
    return next == pieces.begin() ? nullptr : &*std::prev(next);
}

}  // namespace

std::shared_ptr<const SourceText> SourceText::inserted() const noexcept {
    for (const Piece& piece : pieces_)
        if (piece.source != pieces_.front().source) return piece.source;
    return nullptr;
}

const SourceText* SourceText::origin(std::size_t offset_bytes) const noexcept {
    const Piece* piece = piece_at(*this, offset_bytes);
    return piece == nullptr ? nullptr : piece->source.get();
}

WrittenPlace written_place(const SourceText& source, Span span) {
    const SourceText::Piece* piece = piece_at(source, span.begin);
    if (piece == nullptr) return {&source, span};
    const bool is_last = piece == &source.pieces().back();
    const std::size_t end = is_last ? source.text().size() : piece[1].begin;
    const bool is_as_written = piece->span.end - piece->span.begin == end - piece->begin;
    if (!is_as_written) return {piece->source.get(), piece->span};
    const auto moved = [&](std::uint32_t offset) {
        const std::uint32_t inside =
            std::min(offset, static_cast<std::uint32_t>(end)) - piece->begin;
        return piece->span.begin + inside;
    };
    return {piece->source.get(), {moved(span.begin), moved(span.end)}};
}

Position SourceText::position(std::size_t offset_bytes) const noexcept {
    const std::size_t begin = line_begin(offset_bytes);
    Position position{first_line_, 1};
    for (std::size_t i = 0; i < begin; ++i) {
        const bool ends_line = text_[i] == '\n' || (text_[i] == '\r' && text_[i + 1] != '\n');
        position.line += ends_line ? 1 : 0;
    }
    const std::size_t offset = character_begin(text_, std::min(offset_bytes, text_.size()));
    position.column += count_code_points(std::string_view(text_).substr(begin, offset - begin));
    return position;
}

std::string_view SourceText::line_at(std::size_t offset_bytes) const noexcept {
    const std::size_t begin = line_begin(offset_bytes);
    const std::string_view rest = std::string_view(text_).substr(begin);
    return rest.substr(0, rest.find_first_of("\r\n"));
}

std::size_t SourceText::line_begin(std::size_t offset_bytes) const noexcept {
    std::size_t i = std::min(offset_bytes, text_.size());
    while (i > 0) {
        const char last = text_[i - 1];
        if (last == '\n' || (last == '\r' && (i == text_.size() || text_[i] != '\n'))) {
            break;
        }
        --i;
    }
    return i;
}

Snippet make_snippet(const SourceText& source, Span span, std::size_t width_columns, bool ascii) {
    const std::string_view omission = ascii ? "..." : "…";
    const std::size_t line_begin = source.line_begin(span.begin);
    const std::string_view line = source.line_at(span.begin);
    const std::size_t mark_begin =
        character_begin(line, std::min(span.begin - line_begin, line.size()));
    const std::size_t span_end = std::max(span.begin + std::size_t{1}, std::size_t{span.end});
    const std::size_t mark_end = std::min(span_end - line_begin, line.size());
    const Stretch stretch = stretch_around(line, mark_begin, width_columns + 1);
    std::vector<Cell> cells =
        split_cells(line, stretch,
                    {static_cast<std::uint32_t>(mark_begin), static_cast<std::uint32_t>(mark_end)});
    if (mark_begin == line.size()) {
        cells.push_back({"", 1, true});
    }
    const bool more_before = stretch.begin > 0;
    const bool more_after = stretch.end < line.size();
    const Window window =
        choose_window(cells, width_columns, display_width(omission), more_before, more_after);
    Snippet snippet;
    if (more_before || window.first > 0) {
        snippet.line += omission;
        snippet.carets.append(display_width(omission), ' ');
    }
    for (std::size_t i = window.first; i < window.last; ++i) {
        snippet.line += cells[i].text;
        snippet.carets.append(cells[i].width_columns, cells[i].is_marked ? '^' : ' ');
    }
    if (more_after || window.last < cells.size()) {
        snippet.line += omission;
    }
    snippet.carets.erase(snippet.carets.find_last_not_of(' ') + 1);
    if (snippet.carets.empty()) {
        snippet.carets.assign(1, '^');
    }
    return snippet;
}

DecodedText::DecodedText(std::string text, std::uint32_t source_begin)
    : text_(std::move(text)), source_begin_(source_begin) {}

void DecodedText::add_anchor(std::uint32_t text_offset, std::uint32_t source_offset) {
    assert(anchors_.empty() || anchors_.back().text_offset <= text_offset);
    anchors_.push_back({text_offset, source_offset});
}

Span DecodedText::to_source(Span span) const noexcept {
    const std::uint32_t begin = source_offset(span.begin);
    return {begin, span.end <= span.begin ? begin : source_offset(span.end)};
}

std::uint32_t DecodedText::source_offset(std::uint32_t text_offset) const noexcept {
    const auto after = std::upper_bound(
        anchors_.begin(), anchors_.end(), text_offset,
        [](std::uint32_t offset, const Anchor& anchor) { return offset < anchor.text_offset; });
    if (after == anchors_.begin()) {
        return source_begin_ + text_offset;
    }
    const Anchor& anchor = *(after - 1);
    return anchor.source_offset + (text_offset - anchor.text_offset);
}

}  // namespace brcheck
