#include "cli/console.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/input/read_report.hpp"
#include "brcheck/render/explanations.hpp"
#include "cli/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <system_error>
#include <unistd.h>

namespace brcheck::cli {
namespace {

constexpr std::size_t least_width = 40;
constexpr std::size_t greatest_width = 100;
constexpr std::size_t default_width = 80;

std::size_t choose_width(const Options& options) {
    std::optional<std::size_t> width = options.width_columns;
    if (!width) {
        const std::string columns = environment("COLUMNS");
        std::size_t value = 0;
        const auto end = columns.data() + columns.size();
        const auto [stop, error] = std::from_chars(columns.data(), end, value);
        if (error == std::errc() && stop == end && value > 0) width = value;
    }
    if (!width) width = terminal_width();
    return std::clamp(width.value_or(default_width), least_width, greatest_width);
}

bool choose_color(Color color) {
    if (color != Color::automatic) return color == Color::always;
    if (!environment("NO_COLOR").empty()) return false;
    const std::string forced = environment("CLICOLOR_FORCE");
    if (!forced.empty() && forced != "0") return true;
    return is_terminal(STDOUT_FILENO) && environment("TERM") != "dumb";
}

}  // namespace

RenderOptions render_options(const Options& options, const Target& target) {
    RenderOptions render;
    const bool to_terminal = target.path.empty();
    render.width_columns = choose_width(options);
    render.color = to_terminal ? choose_color(options.color) : options.color == Color::always;
    render.ascii = options.ascii;
    render.quiet = options.quiet;
    return render;
}

void complain(const Error& error) {
    complain(std::span(&error, 1));
}

void complain(std::span<const Error> errors) {
    const RenderOptions plain;
    write_to_standard_error(render_errors(errors, "brcheck: ", plain));
}

std::string source_name(const std::string& path) {
    return path == "-" ? "<stdin>" : path;
}

/// Writes one whole document where it belongs.
int write_document(const Target& target, std::string_view text, int exit_code) {
    OutputStream output(target.path);
    output.write(text);
    if (const auto error = output.finish()) {
        complain(*error);
        return 2;
    }
    return exit_code;
}

std::vector<std::string> files_written(const Options& options) {
    std::vector<std::string> files;
    for (const Target& target : options.targets)
        if (!target.path.empty()) files.push_back(target.path);
    for (const std::string& path : {options.write_baseline, options.batch.summary_path})
        if (!path.empty()) files.push_back(path);
    return files;
}

/// One of two outputs would be lost.
bool refuse_to_write_twice(const Options& options) {
    std::set<std::string> seen;
    for (const std::string& output : files_written(options)) {
        // A device takes what all of them say.
        std::error_code failure;
        const bool is_device = std::filesystem::exists(output, failure) &&
                               !std::filesystem::is_regular_file(output, failure);
        if (is_device || seen.insert(real_path(output)).second) continue;
        complain({ErrorCode::unreadable_file,
                  fmt::format("{} is to be written twice in this run", escape_unsafe(output)),
                  {},
                  "name another file for one of the two"});
        return true;
    }
    return false;
}

bool refuse_to_overwrite(const Options& options, const std::vector<std::string>& read) {
    if (refuse_to_write_twice(options)) return true;
    for (const std::string& output : files_written(options))
        for (const std::string& input : read) {
            if (input.empty() || !is_same_file(output, input)) continue;
            complain({ErrorCode::unreadable_file,
                      fmt::format("{} is read in this run, so nothing is written to it",
                                  escape_unsafe(output)),
                      {},
                      "name another file to write"});
            return true;
        }
    return false;
}

std::optional<Report> read_one_report(const Options& options) {
    const std::string& path = options.files.front();
    auto bytes = read_file(path, options.limits.max_bytes);
    if (complain_of(bytes)) return std::nullopt;
    auto report = read_report(source_name(path), std::move(bytes).value(), options.limits);
    if (complain_of(report)) return std::nullopt;
    return std::move(report).value();
}

}  // namespace brcheck::cli
