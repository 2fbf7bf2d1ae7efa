#include "cli/man_page.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck::cli {
namespace {

/// Hyphens that a reader may copy stay what they are.
std::string escape(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        if (c == '\\') escaped += "\\e";
        else if (c == '-') escaped += "\\-";
        else if (c == '\'') escaped += "\\(aq";
        else escaped += c;
    }
    return escaped;
}

/// Lines of up to 80 characters, none of which is taken for a request.
std::string fill(std::string_view text) {
    constexpr std::size_t longest_line = 80;
    std::string lines;
    std::string line;
    const std::string escaped = escape(text);
    for (std::size_t begin = 0; begin < escaped.size();) {
        const std::size_t end = std::min(escaped.find(' ', begin), escaped.size());
        const std::string word = escaped.substr(begin, end - begin);
        if (!line.empty() && line.size() + 1 + word.size() > longest_line) {
            lines += line + "\n";
            line.clear();
        }
        if (!line.empty()) line += ' ';
        else if (word.starts_with('.')) line += "\\&";
        line += word;
        begin = end + 1;
    }
    return lines + line;
}

std::string bold(std::string_view text) { return "\\fB" + escape(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + escape(text) + "\\fR"; }

std::string tagged(const std::string& tag, const std::string& text) {
    return ".TP\n" + tag + "\n" + text + "\n";
}

std::string arguments_of(const CommandDescription& command) {
    std::string text;
    for (const ArgumentDescription& argument : command.arguments) {
        const std::string name = italic(argument.value.name) + (argument.repeats ? " ..." : "");
        text += " " + (argument.required ? name : "[" + name + "]");
    }
    return text;
}

std::string option_entry(const OptionDescription& option) {
    std::string tag;
    for (const std::string& name : option.names) {
        tag += (tag.empty() ? "" : ", ") + bold(name);
        if (!option.value.name.empty()) tag += " " + italic(option.value.name);
    }
    return tagged(tag, fill(option.help));
}

std::string list(std::string_view title, const std::vector<Explained>& rows) {
    std::string text = fmt::format(".SH {}\n", title);
    for (const Explained& row : rows)
        text += tagged(bold(row.what), fill(row.meaning));
    return text;
}

}  // namespace

std::string man_page(const CommandLine& line) {
    std::string page = fmt::format(
        ".\\\" Written by the program itself: brcheck \\-\\-man\n"
        ".TH BRCHECK 1 {} \"brcheck {}\" \"User Commands\"\n"
        ".SH NAME\nbrcheck \\- check that the numbers of a report can be true together\n"
        ".SH SYNOPSIS\n.B brcheck\n[{}]{}\n",
        BRCHECK_RELEASE_DATE, BRCHECK_VERSION, italic("options"), arguments_of(line.main));
    for (const CommandDescription& command : line.commands)
        page += fmt::format(".br\n.B brcheck {}\n[{}]{}\n", command.name, italic("options"),
                            arguments_of(command));
    page += ".SH DESCRIPTION\n" + fill(line.main.help) + "\n";
    for (const ArgumentDescription& argument : line.main.arguments)
        page += tagged(italic(argument.value.name) + (argument.repeats ? " ..." : ""),
                       fill(argument.help));
    page += ".SH OPTIONS\n";
    for (const OptionDescription& option : line.main.options) page += option_entry(option);
    page += ".SH COMMANDS\n";
    for (const CommandDescription& command : line.commands) {
        page += tagged(bold(command.name) + arguments_of(command), fill(command.help));
        if (command.arguments.empty() && command.options.empty()) continue;
        page += ".RS\n";
        for (const ArgumentDescription& argument : command.arguments)
            page += tagged(italic(argument.value.name), fill(argument.help));
        for (const OptionDescription& option : command.options) page += option_entry(option);
        page += ".RE\n";
    }
    page += list("EXIT STATUS", line.exit_codes);
    page += list("ENVIRONMENT", line.environment);
    return page + list("EXAMPLES", line.examples);
}

}  // namespace brcheck::cli
