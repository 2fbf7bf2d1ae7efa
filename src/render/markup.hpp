/// From parts with roles to lines on a terminal: escaping, wrapping by display width, colour.
/// Everything that the text output shows passes through here, so that nothing else has to think of
/// control characters.
#pragma once

#include "brcheck/render/message.hpp"
#include "brcheck/render/renderer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// Blanks before the first and before each further line of a wrapped message.
struct Indent {
    std::size_t first = 0;
    std::size_t rest = 0;
};

/// Lines that the runners of GitHub and Azure, which read the log of a step, take for no command of
/// their own: they obey "::name::" at the beginning of a line and "##[name]" or "##vso[name]" anywhere
/// in one.
std::string without_commands(std::string lines);
/// make_snippet (base/source_text.hpp) at a cost that does not grow with the length of the line.
Snippet make_near_snippet(const SourceText& source, Span span, std::size_t width_columns,
                          bool ascii);

class Markup {
public:
    explicit Markup(const RenderOptions& options);

    [[nodiscard]] std::size_t width() const noexcept { return width_; }
    [[nodiscard]] bool ascii() const noexcept { return ascii_; }

    /// Appends the message as lines no wider than width(), each with its line end. A value stays on
    /// one line where it can; a word longer than a line is broken, never cut off.
    void add_lines(std::string& out, const Message& message, Indent indent = {}) const;
    /// The same with `tail` at the right end of the first line.
    void add_lines_with_tail(std::string& out, const Message& message, Indent indent,
                             const Part& tail) const;

    /// Appends rows of cells in columns. Where they do not all fit side by side, the cells after
    /// the second, or after the first, go under it. Empty cells are allowed; a first cell may begin
    /// with blanks.
    void add_table(std::string& out, const std::vector<std::vector<Message>>& rows,
                   std::size_t indent) const;

    /// Source line and carets as they are (they are made safe by make_snippet).
    void add_snippet(std::string& out, const SourceText& source, Span span, std::size_t line,
                     Role caret_role, std::size_t indent) const;

    /// Text in the colour of its role, as it is: not escaped, not wrapped.
    [[nodiscard]] std::string paint(Role role, std::string_view text) const;

    /// The mark and the word that a line of this severity begins with: "✗ error".
    [[nodiscard]] Part mark(Severity severity) const;
    /// "✗", "!", "·", "✓": of a role, "" for those that have none.
    [[nodiscard]] std::string_view sign(Role role) const noexcept;

private:
    void add_row(std::string& out, const std::vector<Message>& row,
                 const std::vector<std::size_t>& widths, std::size_t beside,
                 std::size_t indent) const;

    std::size_t width_;
    bool color_;
    bool ascii_;
};

/// The width of the message on one line, escaped.
std::size_t display_width(const Message& message);

Role role_of(Severity severity) noexcept;
Role role_of(Verdict verdict) noexcept;

}  // namespace brcheck
