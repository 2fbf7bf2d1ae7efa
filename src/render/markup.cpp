#include "render/markup.hpp"

#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

std::string_view ansi_start(Role role) noexcept {
    switch (role) {
        case Role::error: return "\x1b[1;31m";
        case Role::warning: return "\x1b[33m";
        case Role::note: return "\x1b[36m";
        case Role::good: return "\x1b[1m";
        case Role::code:
        case Role::faint: return "\x1b[2m";
        case Role::text:
        case Role::name:
        case Role::value:
        case Role::quote: return "";
    }
    return "";
}
constexpr std::string_view ansi_end = "\x1b[0m";
constexpr std::size_t column_gutter = 3;

/// A run of characters of one role inside a word.
struct Fragment {
    Role role;
    std::string text;
};

/// What is never separated at a line end, unless it is longer than a line.
struct Word {
    std::vector<Fragment> fragments;
    std::size_t width = 0;
    std::size_t blanks_before = 0;

    void add(Role role, std::string_view text) {
        if (fragments.empty() || fragments.back().role != role) fragments.push_back({role, {}});
        fragments.back().text += text;
        width += display_width(text);
    }
};

std::vector<Word> split_words(const Message& message, std::size_t widest_value) {
    std::vector<Word> words;
    bool begin_word = true;
    std::size_t blanks = 0;
    for (const Part& part : message) {
        const std::string text = escape_unsafe(part.text);
        // A number is not parted from its unit, as long as that does not tear holes into lines.
        const bool keep = part.role == Role::value && display_width(text) <= widest_value;
        std::size_t i = 0;
        while (i < text.size()) {
            if (text[i] == ' ' && !keep) {
                ++blanks;
                begin_word = true;
                ++i;
                continue;
            }
            const std::size_t end = keep ? text.size() : std::min(text.find(' ', i), text.size());
            if (begin_word) {
                words.emplace_back().blanks_before = blanks;
                blanks = 0;
                begin_word = false;
            }
            words.back().add(part.role, std::string_view(text).substr(i, end - i));
            i = end;
        }
    }
    return words;
}

/// Where to break a word that is longer than a line: after the last sign that joins (an underscore,
/// a slash) in its second half, else where the room ends. Always takes at least one character.
std::size_t break_word(std::string_view text, std::size_t room) {
    std::size_t used = 0;
    std::size_t end = 0;
    std::size_t after_joint = 0;
    while (end < text.size()) {
        const CodePoint c = decode_code_point(text, end);
        const std::size_t columns = display_width(text.substr(end, c.size_bytes));
        if (used + columns > room && end > 0) break;
        used += columns;
        end += c.size_bytes;
        if (c.value < 0x80 && std::string_view("_/.,-+*=&?").find(static_cast<char>(c.value)) !=
                                  std::string_view::npos)
            after_joint = used * 2 > room ? end : after_joint;
    }
    return end < text.size() && after_joint > 0 ? after_joint : end;
}

/// The neighbourhood of a span inside its line: more than any width shows, so that a snippet of it
/// looks like one of the whole, and short, so that a file of one huge line costs no pass each time.
struct Neighbourhood {
    std::string_view text;
    Span span;
};

Neighbourhood neighbourhood_of(std::string_view text, Span span) {
    constexpr std::size_t reach_bytes = 2000;
    const auto ends_line = [&](std::size_t i) { return text[i] == '\n' || text[i] == '\r'; };
    const auto inside_character = [&](std::size_t i) {
        return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0u) == 0x80u;
    };
    std::size_t begin = span.begin;
    while (begin > 0 && !ends_line(begin - 1) &&
           (span.begin - begin < reach_bytes || inside_character(begin)))
        --begin;
    std::size_t end = span.begin;
    while (end < text.size() && !ends_line(end) &&
           (end - span.begin < reach_bytes || inside_character(end)))
        ++end;
    const auto shift = static_cast<std::uint32_t>(begin);
    return {text.substr(begin, end - begin),
            {span.begin - shift,
             std::max(span.begin, std::min(span.end, static_cast<std::uint32_t>(end))) - shift}};
}

class LineWriter {
public:
    LineWriter(const Markup& markup, std::string& out, Indent indent, std::size_t tail_width)
        : markup_(markup), out_(out), indent_(indent), tail_width_(tail_width) {}

    void add(Word word) {
        const std::size_t blanks = used_ == 0 && !first_ ? 0 : word.blanks_before;
        if (used_ > 0 && used_ + blanks + word.width > room()) end_line();
        const bool at_begin = used_ == 0;
        if (!at_begin || first_) {
            // Blanks inside a run of one role belong to it: fewer sequences, the same look.
            const bool same = !line_.empty() && line_.back().role == word.fragments.front().role;
            append(same ? line_.back().role : Role::text, std::string(blanks, ' '));
        }
        for (Fragment& fragment : word.fragments) {
            std::string_view rest = fragment.text;
            while (!rest.empty()) {
                if (used_ + display_width(rest) <= room()) {
                    append(fragment.role, rest);
                    break;
                }
                const std::size_t left = room() > used_ ? room() - used_ : 0;
                if (left == 0) {
                    end_line();
                    continue;
                }
                const std::size_t size = break_word(rest, left);
                append(fragment.role, rest.substr(0, size));
                rest.remove_prefix(size);
                if (!rest.empty()) end_line();
            }
        }
    }

    void finish(const Part* tail) {
        if (tail != nullptr && first_) put_tail(*tail);
        if (!line_.empty() || first_) flush();
    }
    void set_tail(const Part* tail) { tail_ = tail; }

private:
    [[nodiscard]] std::size_t room() const {
        const std::size_t indent = first_ ? indent_.first : indent_.rest;
        const std::size_t taken = indent + (first_ ? tail_width_ : 0);
        return markup_.width() > taken + 8 ? markup_.width() - taken : 8;
    }

    void append(Role role, std::string_view text) {
        if (text.empty()) return;
        if (line_.empty() || line_.back().role != role) line_.push_back({role, {}});
        line_.back().text += text;
        used_ += display_width(text);
    }

    void put_tail(const Part& tail) {
        const std::size_t right = markup_.width() - std::min(markup_.width(), tail.text.size());
        const std::size_t at = indent_.first + used_;
        append(Role::text, std::string(right > at ? right - at : 1, ' '));
        append(tail.role, tail.text);
    }

    void end_line() {
        if (first_ && tail_ != nullptr) put_tail(*tail_);
        flush();
    }

    void flush() {
        std::string line(first_ ? indent_.first : indent_.rest, ' ');
        for (const Fragment& fragment : line_) line += markup_.paint(fragment.role, fragment.text);
        line.erase(line.find_last_not_of(' ') + 1);
        out_ += line;
        out_ += '\n';
        line_.clear();
        used_ = 0;
        first_ = false;
    }

    const Markup& markup_;
    std::string& out_;
    Indent indent_;
    std::size_t tail_width_;
    const Part* tail_ = nullptr;
    std::vector<Fragment> line_;
    std::size_t used_ = 0;
    bool first_ = true;
};

}  // namespace

std::string without_commands(std::string lines) {
    for (std::size_t at = 0; (at = lines.find("##", at)) != std::string::npos; ++at)
        if (const std::string_view rest = std::string_view(lines).substr(at + 2);
            rest.starts_with('[') || rest.starts_with("vso["))
            lines.replace(at, 1, "\\u{0023}");
    for (std::size_t at = 0; (at = lines.find("::", at)) != std::string::npos; at += 2) {
        const std::size_t before = lines.find_last_not_of(' ', at == 0 ? 0 : at - 1);
        if (at == 0 || before == std::string::npos || lines[before] == '\n')
            lines.replace(at, 1, "\\u{003A}");
    }
    return lines;
}

Snippet make_near_snippet(const SourceText& source, Span span, std::size_t width_columns,
                          bool ascii) {
    const Neighbourhood near = neighbourhood_of(source.text(), span);
    return make_snippet(SourceText("", std::string(near.text)), near.span, width_columns, ascii);
}

std::size_t display_width(const Message& message) {
    std::size_t width = 0;
    for (const Part& part : message) width += display_width(escape_unsafe(part.text));
    return width;
}

Role role_of(Severity severity) noexcept {
    return severity == Severity::error     ? Role::error
           : severity == Severity::warning ? Role::warning
                                           : Role::note;
}

Role role_of(Verdict verdict) noexcept {
    return verdict == Verdict::consistent     ? Role::good
           : verdict == Verdict::inconsistent ? Role::error
                                              : Role::warning;
}

Markup::Markup(const RenderOptions& options)
    : width_(std::clamp<std::size_t>(options.width_columns, 40, 100)),
      color_(options.color),
      ascii_(options.ascii) {}

std::string_view Markup::sign(Role role) const noexcept {
    switch (role) {
        case Role::error: return ascii_ ? "x" : "✗";
        case Role::warning: return "!";
        case Role::note: return ascii_ ? "-" : "·";
        case Role::good: return ascii_ ? "ok" : "✓";
        default: return "";
    }
}

Part Markup::mark(Severity severity) const {
    const Role role = role_of(severity);
    return {role, fmt::format("{} {}", sign(role), format_severity(severity))};
}

std::string Markup::paint(Role role, std::string_view text) const {
    const std::string_view start = color_ ? ansi_start(role) : std::string_view();
    if (start.empty() || text.empty()) return std::string(text);
    return fmt::format("{}{}{}", start, text, ansi_end);
}

void Markup::add_lines(std::string& out, const Message& message, Indent indent) const {
    LineWriter writer(*this, out, indent, 0);
    for (Word& word : split_words(message, width_ * 3 / 4)) writer.add(std::move(word));
    writer.finish(nullptr);
}

void Markup::add_lines_with_tail(std::string& out, const Message& message, Indent indent,
                                 const Part& tail) const {
    LineWriter writer(*this, out, indent, tail.text.size() + 2);
    writer.set_tail(&tail);
    for (Word& word : split_words(message, width_ * 3 / 4)) writer.add(std::move(word));
    writer.finish(&tail);
}

void Markup::add_table(std::string& out, const std::vector<std::vector<Message>>& rows,
                       std::size_t indent) const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        if (widths.size() < row.size()) widths.resize(row.size(), 0);
        // A row of one cell is a remark that needs no column.
        for (std::size_t i = 0; i < row.size() && row.size() > 1; ++i)
            widths[i] = std::max(widths[i], display_width(row[i]));
    }
    const auto fits = [&](std::size_t columns) {
        std::size_t total = indent;
        for (std::size_t i = 0; i < columns; ++i)
            total += widths[i] + (i > 0 && widths[i] > 0 ? column_gutter : 0);
        return total <= width_;
    };
    const std::size_t two = std::min<std::size_t>(widths.size(), 2);
    const std::size_t beside = fits(widths.size()) ? widths.size() : fits(two) ? two : 1;
    for (const auto& row : rows) add_row(out, row, widths, beside, indent);
}

void Markup::add_row(std::string& out, const std::vector<Message>& row,
                     const std::vector<std::size_t>& widths, std::size_t beside,
                     std::size_t indent) const {
    Message line;
    std::size_t blanks = 0;
    for (std::size_t i = 0; i < row.size() && i < beside; ++i) {
        if (!row[i].empty()) {
            line.push_back({Role::text, std::string(blanks, ' ')});
            line.insert(line.end(), row[i].begin(), row[i].end());
            blanks = 0;
        }
        if (widths[i] > 0)
            blanks += widths[i] - std::min(widths[i], display_width(row[i])) + column_gutter;
    }
    // The blanks that a first cell begins with are its level; what follows stands below it.
    std::size_t level = 0;
    if (!row.empty() && !row[0].empty()) {
        const std::string& text = row[0].front().text;
        level = std::min({text.find_first_not_of(' '), text.size(), width_ / 4});
    }
    const std::size_t below = indent + level + 2;
    if (!line.empty()) add_lines(out, line, {indent, below});
    line.clear();
    const auto flush = [&] {
        if (!line.empty()) add_lines(out, std::exchange(line, {}), {below, below + 2});
    };
    for (std::size_t i = beside; i < row.size(); ++i) {
        if (row[i].empty()) continue;
        if (below + display_width(line) + column_gutter + display_width(row[i]) > width_) flush();
        if (!line.empty()) line.push_back({Role::text, std::string(column_gutter, ' ')});
        line.insert(line.end(), row[i].begin(), row[i].end());
    }
    flush();
}

void Markup::add_snippet(std::string& out, const SourceText& source, Span span, std::size_t line,
                         Role caret_role, std::size_t indent) const {
    const std::string number = std::to_string(line);
    const std::string blanks(indent, ' ');
    const std::size_t taken = indent + number.size() + 3;
    const Snippet snippet =
        make_near_snippet(source, span, width_ > taken + 10 ? width_ - taken : 10, ascii_);
    out += blanks + paint(Role::faint, number + " |") + " " + snippet.line + "\n";
    out += blanks + paint(Role::faint, std::string(number.size(), ' ') + " |") + " " +
           paint(caret_role, snippet.carets) + "\n";
}

}  // namespace brcheck
