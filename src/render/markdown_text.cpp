#include "render/markdown_text.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/markup.hpp"

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t longest_text = 400;

bool makes_alive(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '/' || c == '_' || c == '+' || c == '-';
}

std::size_t longest_run_of_backticks(std::string_view text) {
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

std::string without_middle(const std::string& text) {
    const std::size_t length = count_code_points(text);
    if (length <= longest_text) return text;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t offset = 0;
    for (std::size_t i = 0; i < length; ++i) {
        if (i == longest_text / 2) begin = offset;
        if (i == length - longest_text / 2) end = offset;
        offset += decode_code_point(text, offset).size_bytes;
    }
    return text.substr(0, begin) + " ... " + text.substr(end);
}

}  // namespace

std::string markdown_text(std::string_view text) {
    constexpr std::string_view special = "\\`*_[]<>|~$&#";
    constexpr std::string_view zero_width_space = "&#8203;";
    const std::string visible = without_middle(escape_unsafe(text));
    std::string out;
    for (std::size_t i = 0; i < visible.size(); ++i) {
        const char c = visible[i];
        if (special.find(c) != std::string_view::npos) out += '\\';
        const bool after_www = c == '.' && out.size() >= 3 &&
                               (out.ends_with("www") || out.ends_with("WWW"));
        if (after_www) out += zero_width_space;
        out += c;
        const bool before_life = i + 1 < visible.size() && makes_alive(visible[i + 1]);
        if (c == '@' || c == '#' || (c == ':' && before_life)) out += zero_width_space;
    }
    return out;
}

std::string markdown_code(std::string_view text, bool in_table) {
    std::string visible = without_commands(without_middle(escape_unsafe(text)));
    if (visible.find_first_not_of(' ') == std::string::npos) return markdown_text(visible);
    // A cell ends at every bar that is not escaped, in code, too.
    if (in_table)
        for (std::size_t i = 0; (i = visible.find('|', i)) != std::string::npos; i += 2)
            visible.insert(i, "\\");
    const std::string fence(longest_run_of_backticks(visible) + 1, '`');
    const bool padded = visible.front() == '`' || visible.back() == '`' ||
                        (visible.front() == ' ' && visible.back() == ' ');
    const std::string_view pad = padded ? " " : "";
    std::string out = fence;
    return out.append(pad).append(visible).append(pad).append(fence);
}

std::string markdown_block(std::string_view text) {
    const std::string fence(std::max<std::size_t>(3, longest_run_of_backticks(text) + 1), '`');
    std::string out = fence;
    return out.append("text\n").append(text).append(fence).append("\n");
}

std::string markdown_message(const Message& message, bool in_table) {
    std::string out;
    for (const Part& part : message) {
        if (part.text.empty()) continue;
        switch (part.role) {
            case Role::name: out += markdown_code(part.text, in_table); break;
            case Role::good: out += "**" + markdown_text(part.text) + "**"; break;
            default: out += markdown_text(part.text);
        }
    }
    return out;
}

}  // namespace brcheck
