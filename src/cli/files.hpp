/// Files, standard streams and the terminal: everything that touches the system.
#pragma once

#include "brcheck/base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// All bytes of a file; "-" is standard input. Stops one byte after `max_bytes`, so that a limit
/// can be told without reading on. Errors: BR001 with the system's reason and the name.
Result<std::string> read_file(const std::string& path, std::size_t max_bytes);
/// The same of a file that nobody named on the command line but the settings or the folders did:
/// only of a regular file, since the repository chose it, and nothing is waited for.
Result<std::string> read_found_file(const std::string& path, std::size_t max_bytes);

/// The reports that a path of the command line means: of a folder all *.brcheck.json in it and below, in
/// the order of their paths, but for hidden folders and node_modules; anything else itself. Errors:
/// BR001 for a folder that cannot be read or holds none, and for one in which such a name leads to
/// something that is no file, or out of the folder.
Result<std::vector<std::string>> expand_path(const std::string& path);

/// The same text for all names of one file, whether or not it is there; "-" is itself.
[[nodiscard]] std::string real_path(const std::string& path);

/// Are both there, and one and the same file, whatever their names?
[[nodiscard]] bool is_same_file(const std::string& a, const std::string& b);

/// The nearest file of that name, or whatever else is called so, in the folder of `path` or in one
/// above it, as seen from here. The search ends at the root of a Git repository, so that nothing outside of it changes a result; for
/// "-" it begins here.
std::optional<std::string> find_upward(const std::string& path, std::string_view name);

/// Takes away the file that an output is to replace, so that a run that is killed leaves none that
/// tells of a run before it. What is no file, such as a device, stays. Errors: BR001 with the
/// system's reason.
std::optional<Error> remove_old_output(const std::string& path);

/// Collects what is written to standard output or to a file, in pieces. A file is written beside
/// its final place and takes it in finish(), so that nobody ever sees half of one; without a
/// successful finish() the old file stays.
class OutputStream {
public:
    enum class Mode { replace, append };

    /// "" is standard output. `append` adds to a file that others write to as well, in one piece where
    /// it is short, and makes it if need be; then nothing is renamed.
    explicit OutputStream(std::string path, Mode mode = Mode::replace);
    OutputStream(const OutputStream&) = delete;
    OutputStream& operator=(const OutputStream&) = delete;
    OutputStream(OutputStream&& other) noexcept;
    OutputStream& operator=(OutputStream&&) = delete;
    ~OutputStream();

    /// After a failure, or once the reader of a pipe has gone, further bytes are dropped.
    void write(std::string_view bytes);
    /// Hands on what is collected.
    void flush();
    /// Nothing that is written arrives any more: it failed, or the reader has gone.
    [[nodiscard]] bool is_broken() const noexcept { return system_error_ != 0 || reader_gone_; }
    /// Everything is out. Errors: BR001 when it could not be written. A closed pipe is no error.
    [[nodiscard]] std::optional<Error> finish();

private:
    void fail(int system_error);

    std::string path_;
    std::string temporary_path_;
    std::string buffer_;
    int descriptor_ = -1;
    int system_error_ = 0;
    bool reader_gone_ = false;
};

/// Ctrl-C then ends nothing by itself, but the second one does.
void catch_interrupt() noexcept;
[[nodiscard]] bool is_interrupted() noexcept;

/// Writes to standard error; failures cannot be told to anybody and are dropped.
void write_to_standard_error(std::string_view text) noexcept;

bool is_terminal(int descriptor) noexcept;
/// Columns of the terminal behind standard output, if there is one.
std::optional<std::size_t> terminal_width() noexcept;
/// The value of a variable of the environment, "" when it is not set.
std::string environment(const char* name);
/// Today as YYYY-MM-DD, local time.
std::string today();
/// A closed pipe then shows as an error of write() instead of ending the program.
void ignore_broken_pipes() noexcept;
/// A standard stream that is closed then fails when it is used. Else the next file that is opened
/// would take its place, and be written what was not meant for it.
void keep_standard_streams() noexcept;

}  // namespace brcheck::cli
