/// The words of the command line understood: what CLI11 has taken apart becomes Options, with
/// messages of our own where a word is none that is known.
#pragma once

#include "cli/options.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// Words of the command line as they were given.
struct RawOptions {
    std::vector<std::string> files;
    std::vector<std::string> formats;
    std::string file;
    std::string subject;
    std::string color = "auto";
    std::string width;
    std::string rounding;
    std::string rounded_to;
    std::string decimal_mark;
    std::vector<std::string> limits;
    std::string results;
    std::string threads;
    std::string resume;
    std::string shard;
    std::string columns;
    std::string separator;
    std::map<Setting, std::vector<std::string>> settings;
    std::string write_baseline;
    bool man = false;
    bool verbose = false;
};

/// Why a command line is refused; thrown here, caught by parse_options().
struct UsageError {
    std::string message;
    std::string hint;
};

/// What a word may be, in the order of --help.
std::vector<std::string> format_names();
const std::vector<std::string>& rounding_names();
const std::vector<std::string>& limit_names();
const std::vector<std::string>& batch_result_names();

/// A word in a message: in quotes, free of what a terminal obeys.
std::string in_quotes(std::string_view text);

/// `options` holds the command and the flags. Throws UsageError.
Options read_raw(const RawOptions& raw, Options options);

}  // namespace brcheck::cli
