/// The command line as a plain struct. The only file that sees CLI11.
#pragma once

#include "brcheck/figure/parse_figure.hpp"
#include "brcheck/input/read_report.hpp"
#include "cli/command_line.hpp"
#include "cli/settings.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace brcheck::cli {

enum class Command {
    check,
    why,
    figure,
    explain,
    rules,
    init,
    schema,
    config,
    verify,
    batch,
    merge,
    completions
};
enum class Color { automatic, always, never };

/// One -f: a format and where it goes.
struct Target {
    std::string format;
    std::string path;  ///< "" is standard output
};

/// What `brcheck batch` does with a file of many reports.
struct BatchOptions {
    enum class Results { all, failing, summary };
    struct Shard {
        std::size_t index = 1;  ///< 1..count
        std::size_t count = 1;
    };
    Results results = Results::all;
    std::size_t threads = 1;
    std::optional<std::size_t> resume_bytes;
    std::optional<Shard> shard;
    std::string summary_path;    ///< "": none
    std::string relations_path;  ///< what the records have in common; "": each line is a report
    /// What `relations_path` gives to is a table in CSV. Its columns; empty: as its first row says.
    std::optional<std::vector<std::string>> columns;
    char separator = ',';
};

struct Options {
    Command command = Command::check;
    std::vector<std::string>
        files;  ///< check: files, folders, "-"; batch, merge: files; why, init, config, verify: one
    /// why: the id; figure: the text; explain: the code; schema: the name; verify: the result;
    /// completions: the shell
    std::string subject;
    std::vector<Target> targets;  ///< never empty; at most one without a path
    std::string write_baseline;   ///< a path; "": none
    Settings settings;            ///< those that flags give; each is one that understand() accepts
    bool strict = false;          ///< warnings fail, whatever the settings say
    std::string config;           ///< a config file; "": the one found beside or above a report
    bool no_config = false;
    Color color = Color::automatic;
    std::optional<std::size_t> width_columns;
    bool ascii = false;
    bool quiet = false;
    ReadLimits limits;
    FigureOptions figure;
    BatchOptions batch;
};

/// What to print and return instead of running a command: help, the version, a wrong command line.
struct Reply {
    std::string text;
    int exit_code = 0;  ///< 0: text belongs on standard output; 2: on standard error
};

/// Never prints, never ends the program. `arguments` without the program's name.
std::variant<Options, Reply> parse_options(const std::vector<std::string>& arguments);

/// What parse_options understands.
CommandLine describe_command_line();

}  // namespace brcheck::cli
