/// The command line as data: what --help, the completions and the man page are written from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// What an option or an argument may be given.
struct Value {
    std::string name;                  ///< as --help shows it: "LEVEL"; "" for a flag
    std::vector<std::string> choices;  ///< all that are allowed; empty where anything is
    bool is_file = false;              ///< an existing file or folder
};

struct OptionDescription {
    std::vector<std::string> names;  ///< short ones first: "-f", "--format"
    Value value;
    std::string help;
    bool repeats = false;
};

struct ArgumentDescription {
    Value value;
    std::string help;
    bool required = false;
    bool repeats = false;
};

struct CommandDescription {
    std::string name;
    std::string help;
    std::vector<OptionDescription> options;  ///< without those that every command has
    std::vector<ArgumentDescription> arguments;
};

/// A row of a list in --help and the man page: an exit code, an example, a variable.
struct Explained {
    std::string_view what;
    std::string_view meaning;
};

struct CommandLine {
    CommandDescription main;  ///< the program without a command; its options hold for commands, too
    std::vector<CommandDescription> commands;
    std::vector<Explained> exit_codes;
    std::vector<Explained> environment;
    std::vector<Explained> examples;
};

}  // namespace brcheck::cli
