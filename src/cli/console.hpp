/// What every command does with its input and output: reading one report, telling errors, writing
/// one document.
#pragma once

#include "brcheck/render/renderer.hpp"
#include "cli/options.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// How a target is written: colour and width as asked for, else as the terminal and its variables
/// say.
RenderOptions render_options(const Options& options, const Target& target);

/// The name of a source in messages: "<stdin>" for "-", else the path.
std::string source_name(const std::string& path);

/// Tells an error on standard error.
void complain(const Error& error);
void complain(std::span<const Error> errors);

/// Tells the errors of a result and returns whether there are any.
template <typename T>
bool complain_of(const Result<T>& result) {
    if (result.ok()) return false;
    complain(result.errors());
    return true;
}

/// The files that the options name to be written.
std::vector<std::string> files_written(const Options& options);
/// True, once that is told, when one of them is one of those that are read, whatever its name: no
/// report is worth less than its result. "" names no file.
bool refuse_to_overwrite(const Options& options, const std::vector<std::string>& read);

/// The report of a command that takes one; nothing once its errors are told.
std::optional<Report> read_one_report(const Options& options);

/// Writes one whole document where it belongs. Returns `exit_code`, or 2 when that failed.
int write_document(const Target& target, std::string_view text, int exit_code = 0);

}  // namespace brcheck::cli
