#include "cli/completions.hpp"

#include <fmt/format.h>

namespace brcheck::cli {
namespace {

std::string replace_all(std::string text, std::string_view what, std::string_view with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size())
        text.replace(at, what.size(), with);
    return text;
}

/// In single quotes for bash and zsh.
std::string quote(const std::string& text) { return "'" + replace_all(text, "'", "'\\''") + "'"; }

/// Help without the list of choices that completion shows anyway.
std::string brief(const std::string& help) { return help.substr(0, help.find_first_of(":;")); }

bool takes_path_after_equals(const Value& value) { return value.name.ends_with("[=PATH]"); }

std::string words_of_options(const std::vector<OptionDescription>& options) {
    std::vector<std::string> names;
    for (const OptionDescription& option : options)
        names.insert(names.end(), option.names.begin(), option.names.end());
    return fmt::format("{}", fmt::join(names, " "));
}

// --- bash -----------------------------------------------------------------------------------------

std::string bash_offer(const Value& value) {
    std::string offer;
    if (!value.choices.empty())
        offer += fmt::format(" words={}", quote(fmt::format("{}", fmt::join(value.choices, " "))));
    if (value.is_file) offer += " files=yes";
    return offer;
}

void add_bash_values(std::string& script, const CommandDescription& command, const std::string& scope) {
    for (const OptionDescription& option : command.options) {
        if (option.value.name.empty()) continue;
        std::vector<std::string> patterns;
        for (const std::string& name : option.names) patterns.push_back(scope + ":" + name);
        script += fmt::format("        {}) is_value=yes{} ;;\n", fmt::join(patterns, " | "),
                              bash_offer(option.value));
    }
}

/// One row for each place an argument may stand in.
void add_bash_arguments(std::string& script, const CommandDescription& command,
                        const std::string& scope) {
    for (std::size_t place = 0; place < command.arguments.size(); ++place) {
        const ArgumentDescription& argument = command.arguments[place];
        const std::string offer = bash_offer(argument.value);
        if (offer.empty()) continue;
        script += fmt::format("            {}:{}){} ;;\n", scope,
                              argument.repeats ? std::string("*") : std::to_string(place), offer);
    }
}

std::string bash_script(const CommandLine& line) {
    std::vector<std::string> commands;
    std::vector<std::string> with_value;
    for (const CommandDescription& command : line.commands) commands.push_back(command.name);
    auto collect = [&](const CommandDescription& command) {
        for (const OptionDescription& option : command.options)
            if (!option.value.name.empty())
                with_value.insert(with_value.end(), option.names.begin(), option.names.end());
    };
    collect(line.main);
    for (const CommandDescription& command : line.commands) collect(command);

    std::string script = R"(# bash completion for brcheck, printed by: brcheck completions bash
_brcheck() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
    local command='' word words='' files='' is_value='' found
    local -i place=0 at
    COMPREPLY=()
    # bash cuts words at "=": --fail-on=error arrives as three.
    if [[ $current == '=' ]]; then
        current=''
    elif [[ $previous == '=' && $COMP_CWORD -gt 1 ]]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    for ((at = 1; at < COMP_CWORD; ++at)); do
        word=${COMP_WORDS[at]}
        case $word in
            '=') at+=1 ;;
)";
    script += fmt::format("            {}) [[ ${{COMP_WORDS[at+1]}} == '=' ]] || at+=1 ;;\n",
                          fmt::join(with_value, " | "));
    script += "            -?*) ;;\n";
    script += fmt::format(
        "            {}) if [[ $place -eq 0 && -z $command ]]; then command=$word; else place+=1; fi ;;\n",
        fmt::join(commands, " | "));
    script += R"(            *) place+=1 ;;
        esac
    done
    case $command:$previous in
)";
    add_bash_values(script, line.main, "*");
    for (const CommandDescription& command : line.commands)
        add_bash_values(script, command, command.name);
    script += R"(    esac
    # What follows FORMAT= is a path.
    if [[ ${COMP_WORDS[COMP_CWORD]} == '=' || ${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then
        if [[ -z $is_value ]]; then is_value=yes files=yes; fi
    fi
    if [[ -n $is_value ]]; then
        :
    elif [[ $current == -* ]]; then
)";
    script += fmt::format("        words={}\n        case $command in\n",
                          quote(words_of_options(line.main.options)));
    for (const CommandDescription& command : line.commands)
        if (!command.options.empty())
            script += fmt::format("            {}) words+={} ;;\n", command.name,
                                  quote(" " + words_of_options(command.options)));
    script += "        esac\n    else\n        case $command:$place in\n";
    script += fmt::format("            :0) files=yes words={} ;;\n",
                          quote(fmt::format("{}", fmt::join(commands, " "))));
    add_bash_arguments(script, line.main, "");
    for (const CommandDescription& command : line.commands)
        add_bash_arguments(script, command, command.name);
    script += R"(        esac
    fi
    while IFS='' read -r found; do
        if [[ -n $found ]]; then COMPREPLY+=("$found"); fi
    done < <(
        if [[ -n $words ]]; then compgen -W "$words" -- "$current"; fi
        if [[ -n $files ]]; then compgen -f -- "$current"; fi
    )
    if [[ -n $files ]]; then compopt -o filenames 2> /dev/null; fi
    if [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]]; then compopt -o nospace 2> /dev/null; fi
    return 0
}
complete -F _brcheck brcheck
)";
    return script;
}

// --- zsh ------------------------------------------------------------------------------------------

/// Inside a specification of _arguments a colon and a bracket have a meaning.
std::string zsh_text(std::string text) {
    for (const std::string_view special : {"\\", ":", "[", "]"})
        text = replace_all(std::move(text), special, "\\" + std::string(special));
    return text;
}

std::string zsh_action(const Value& value) {
    const std::string choices = fmt::format("{}", fmt::join(value.choices, " "));
    if (takes_path_after_equals(value))
        return fmt::format("{{if compset -P \"*=\"; then _files; else compadd -- {}; fi}}", choices);
    if (value.is_file) return "_files";
    if (value.choices.empty()) return " ";
    const bool open_ended = value.choices.front().ends_with("=");
    return open_ended ? fmt::format("{{compadd -S \"\" -- {}}}", choices) : "(" + choices + ")";
}

std::string zsh_option(const OptionDescription& option) {
    std::string names;
    for (const std::string& name : option.names) {
        names += names.empty() ? "" : ",";
        // After "-f" the value may follow at once or as the next word; after "--format" also a "=".
        names += name;
        if (!option.value.name.empty()) names += name.starts_with("--") ? "=" : "+";
    }
    if (option.names.size() > 1) names = "{" + names + "}";
    const std::string once =
        option.repeats ? "'*'" : fmt::format("'({})'", fmt::join(option.names, " "));
    std::string rest = "[" + zsh_text(brief(option.help)) + "]";
    if (!option.value.name.empty())
        rest += ":" + zsh_text(option.value.name) + ":" + zsh_action(option.value);
    return once + names + quote(rest);
}

std::string zsh_script(const CommandLine& line) {
    std::string script = R"(#compdef brcheck
# zsh completion for brcheck, printed by: brcheck completions zsh
_brcheck() {
    local curcontext=$curcontext state
    local -a line main commands
    typeset -A opt_args
    main=(
)";
    for (const OptionDescription& option : line.main.options)
        script += "        " + zsh_option(option) + "\n";
    script += "    )\n    commands=(\n";
    for (const CommandDescription& command : line.commands)
        script += "        " + quote(command.name + ":" + brief(command.help)) + "\n";
    script += R"(    )
    _arguments -C -s $main '1: :->first' '*:: :->rest' && return
    case $state in
        first)
            _describe -t commands command commands
            _files
            ;;
        rest)
            case $words[1] in
)";
    for (const CommandDescription& command : line.commands) {
        script += fmt::format("                {}) _arguments -s $main \\\n", command.name);
        for (const OptionDescription& option : command.options)
            script += "                    " + zsh_option(option) + " \\\n";
        for (const ArgumentDescription& argument : command.arguments)
            script += fmt::format("                    {} \\\n",
                                  quote((argument.repeats ? "*:" : argument.required ? ":" : "::") +
                                        zsh_text(argument.value.name) + ":" +
                                        zsh_action(argument.value)));
        script += "                    && return ;;\n";
    }
    script += R"(                *) _arguments -s $main '*:FILE:_files' && return ;;
            esac
            ;;
    esac
}
if [[ $funcstack[1] == _brcheck ]]; then _brcheck "$@"; else compdef _brcheck brcheck; fi
)";
    return script;
}

// --- fish -----------------------------------------------------------------------------------------

std::string fish_quote(const std::string& text) {
    return "'" + replace_all(replace_all(text, "\\", "\\\\"), "'", "\\'") + "'";
}

std::string fish_option(const OptionDescription& option, const std::string& condition) {
    std::string row = "complete -c brcheck" + condition;
    for (const std::string& name : option.names)
        row += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (!option.value.name.empty()) row += option.value.is_file ? " -r -F" : " -x";
    if (!option.value.choices.empty())
        row += " -a " + fish_quote(fmt::format("{}", fmt::join(option.value.choices, " ")));
    return row + " -d " + fish_quote(brief(option.help)) + "\n";
}

std::string fish_script(const CommandLine& line) {
    std::string script = "# fish completion for brcheck, printed by: brcheck completions fish\n";
    for (const OptionDescription& option : line.main.options) script += fish_option(option, "");
    for (const CommandDescription& command : line.commands) {
        script += fmt::format("complete -c brcheck -n __fish_use_subcommand -a {} -d {}\n", command.name,
                              fish_quote(brief(command.help)));
        const std::string condition =
            fmt::format(" -n '__fish_seen_subcommand_from {}'", command.name);
        for (const OptionDescription& option : command.options)
            script += fish_option(option, condition);
        bool files = false;
        std::vector<std::string> choices;
        for (const ArgumentDescription& argument : command.arguments) {
            files |= argument.value.is_file;
            choices.insert(choices.end(), argument.value.choices.begin(), argument.value.choices.end());
        }
        if (!files) script += "complete -c brcheck" + condition + " -f\n";
        if (!choices.empty())
            script += "complete -c brcheck" + condition + " -a " +
                      fish_quote(fmt::format("{}", fmt::join(choices, " "))) + "\n";
    }
    return script;
}

}  // namespace

std::vector<std::string> completion_shells() { return {"bash", "zsh", "fish"}; }

std::optional<std::string> completion_script(std::string_view shell, const CommandLine& line) {
    if (shell == "bash") return bash_script(line);
    if (shell == "zsh") return zsh_script(line);
    if (shell == "fish") return fish_script(line);
    return std::nullopt;
}

}  // namespace brcheck::cli
