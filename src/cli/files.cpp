#include "cli/files.hpp"

#include "brcheck/base/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace brcheck::cli {
namespace {

volatile std::sig_atomic_t interrupted = 0;

constexpr std::string_view report_suffix = ".brcheck.json";
constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
constexpr int max_temporary_files = 1'000;

Error file_error(const std::string& path, std::string_view verb, int system_error) {
    std::string hint;
    if (system_error == ENOENT) hint = "is the path right? It is looked up from the current folder";
    if (system_error == EACCES) hint = "the permissions of the file or of a folder above it forbid it";
    return {ErrorCode::unreadable_file,
            fmt::format("cannot {} {}: {}", verb, path,
                        std::generic_category().message(system_error)),
            {std::make_shared<SourceText>(path, ""), "", {}},
            std::move(hint)};
}

/// Whoever shares a pipe may have made it one that does not wait; a slow reader is no error.
void wait_until_writable(int descriptor) noexcept {
    pollfd waiting{descriptor, POLLOUT, 0};
    poll(&waiting, 1, -1);
}

class Descriptor {
public:
    explicit Descriptor(int value) : value_(value) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value_ > STDERR_FILENO) close(value_);
    }
    [[nodiscard]] int value() const noexcept { return value_; }

private:
    int value_;
};

}  // namespace

namespace {

Result<std::string> read_opened(const Descriptor& file, const std::string& name,
                                std::size_t max_bytes, bool has_to_be_regular) {
    if (file.value() < 0) return file_error(name, "open", errno);
    struct stat status {};
    if (fstat(file.value(), &status) != 0) return file_error(name, "read", errno);
    if (has_to_be_regular && !S_ISREG(status.st_mode))
        return Error{ErrorCode::unreadable_file,
                     fmt::format("cannot read {}: it is no regular file", name),
                     {std::make_shared<SourceText>(name, ""), "", {}},
                     "it was found, not named; name what is meant on the command line"};

    std::string bytes;
    // One byte more than the file holds lets the loop see its end without growing the text.
    std::size_t expected = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1
                                                   : chunk_bytes;
    while (bytes.size() <= max_bytes) {
        const std::size_t old_size = bytes.size();
        const std::size_t want = std::min(std::max<std::size_t>(expected, 1), max_bytes + 1 - old_size);
        bytes.resize(old_size + want);
        const ssize_t got = read(file.value(), bytes.data() + old_size, want);
        bytes.resize(old_size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_error(name, "read", errno);
        if (got == 0) break;
        expected = bytes.size() < expected ? expected - bytes.size() : chunk_bytes;
    }
    return bytes;
}

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t max_bytes) {
    const bool is_standard_input = path == "-";
    const Descriptor file(is_standard_input ? STDIN_FILENO
                                            : open(path.c_str(), O_RDONLY | O_CLOEXEC));
    return read_opened(file, is_standard_input ? "<stdin>" : path, max_bytes, false);
}

Result<std::string> read_found_file(const std::string& path, std::size_t max_bytes) {
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
    return read_opened(file, path, max_bytes, true);
}

namespace {

/// A link that somebody put into a folder could show what is outside of it, in a log.
std::optional<Error> refuse_found(const std::filesystem::path& found, const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (!fs::is_symlink(found, failure) && fs::is_regular_file(found, failure)) return std::nullopt;
    const auto real = fs::canonical(found, failure);
    if (failure) return file_error(found.string(), "open", failure.value());
    const std::string inside = fs::canonical(folder, failure).string() + "/";
    const bool is_file = fs::is_regular_file(real, failure);
    if (is_file && real.string().starts_with(inside)) return std::nullopt;
    return Error{ErrorCode::unreadable_file,
                 is_file ? fmt::format("{} leads out of the folder {}", found.string(), folder)
                         : fmt::format("{} is no regular file", found.string()),
                 {std::make_shared<SourceText>(found.string(), ""), "", {}},
                 "name it itself if it is meant, or take it out"};
}

}  // namespace

Result<std::vector<std::string>> expand_path(const std::string& path) {
    namespace fs = std::filesystem;
    std::error_code failure;
    if (path == "-" || !fs::is_directory(path, failure)) return std::vector<std::string>{path};
    std::vector<std::string> reports;
    fs::recursive_directory_iterator entry(path, failure);
    for (; !failure && entry != fs::recursive_directory_iterator(); entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        std::error_code no_matter;
        if (entry->is_directory(no_matter) && (name.starts_with('.') || name == "node_modules"))
            entry.disable_recursion_pending();
        else if (name.size() > report_suffix.size() && name.ends_with(report_suffix)) {
            if (auto error = refuse_found(entry->path(), path)) return *std::move(error);
            reports.push_back(entry->path().string());
        }
    }
    if (failure) return file_error(path, "open the folder", failure.value());
    if (reports.empty()) {
        return Error{ErrorCode::unreadable_file,
                     fmt::format("the folder {} holds no report", path),
                     {std::make_shared<SourceText>(path, ""), "", {}},
                     "a folder means its files named *.brcheck.json; name others one by one"};
    }
    std::sort(reports.begin(), reports.end());
    return reports;
}

std::string real_path(const std::string& path) {
    std::error_code failure;
    // Of what is not there a relative path would stay one.
    const auto whole = std::filesystem::absolute(path, failure);
    const auto real = std::filesystem::weakly_canonical(whole, failure);
    return path == "-" || failure ? path : real.string();
}

bool is_same_file(const std::string& a, const std::string& b) {
    struct stat of_a {};
    struct stat of_b {};
    return stat(a.c_str(), &of_a) == 0 && stat(b.c_str(), &of_b) == 0 &&
           of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino && S_ISREG(of_a.st_mode);
}

std::optional<std::string> find_upward(const std::string& path, std::string_view name) {
    namespace fs = std::filesystem;
    std::error_code failure;
    const fs::path here = fs::current_path(failure);
    fs::path folder = path == "-" ? here : (here / path).lexically_normal().parent_path();
    for (;; folder = folder.parent_path()) {
        const fs::path candidate = folder / name;
        // What cannot be read, such as a link that leads nowhere, is told when it is.
        const fs::file_type type = fs::symlink_status(candidate, failure).type();
        if (type != fs::file_type::not_found && type != fs::file_type::none)
            return candidate.lexically_relative(here).generic_string();
        if (fs::exists(folder / ".git", failure) || folder == folder.parent_path())
            return std::nullopt;
    }
}

std::optional<Error> remove_old_output(const std::string& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    if (unlink(path.c_str()) == 0 || errno == ENOENT) return std::nullopt;
    return file_error(path, "replace", errno);
}

OutputStream::OutputStream(std::string path, Mode mode) : path_(std::move(path)) {
    if (path_.empty()) {
        descriptor_ = STDOUT_FILENO;
        return;
    }
    if (mode == Mode::append) {
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        if (descriptor_ < 0) system_error_ = errno;
        return;
    }
    // A device or a pipe cannot be replaced by renaming, and must not be.
    struct stat status {};
    const bool replaceable = stat(path_.c_str(), &status) != 0 || S_ISREG(status.st_mode);
    if (!replaceable) {
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        // A run that was killed may have left one, and in a container all have the same process id.
        for (int attempt = 0; attempt < max_temporary_files; ++attempt) {
            temporary_path_ = fmt::format("{}.{}.{}.tmp", path_, getpid(), attempt);
            descriptor_ =
                open(temporary_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
            if (descriptor_ >= 0 || errno != EEXIST) break;
        }
    }
    if (descriptor_ < 0) {
        system_error_ = errno;
        temporary_path_.clear();
    }
}

OutputStream::OutputStream(OutputStream&& other) noexcept
    : path_(std::move(other.path_)),
      temporary_path_(std::exchange(other.temporary_path_, {})),
      buffer_(std::exchange(other.buffer_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)),
      system_error_(other.system_error_),
      reader_gone_(other.reader_gone_) {}

OutputStream::~OutputStream() {
    if (descriptor_ > STDERR_FILENO) close(descriptor_);
    if (!temporary_path_.empty()) unlink(temporary_path_.c_str());
}

void OutputStream::write(std::string_view bytes) {
    if (system_error_ != 0 || reader_gone_) return;
    buffer_.append(bytes);
    if (buffer_.size() >= chunk_bytes) flush();
}

void OutputStream::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty() && system_error_ == 0 && !reader_gone_) {
        const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
        if (written >= 0)
            rest.remove_prefix(static_cast<std::size_t>(written));
        else if (errno == EAGAIN)
            wait_until_writable(descriptor_);
        else if (errno != EINTR)
            fail(errno);
    }
    buffer_.clear();
}

void OutputStream::fail(int system_error) {
    if (system_error == EPIPE && path_.empty())
        reader_gone_ = true;
    else
        system_error_ = system_error;
}

std::optional<Error> OutputStream::finish() {
    flush();
    if (system_error_ == 0 && !temporary_path_.empty()) {
        if (fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) fail(errno);
        if (system_error_ == 0 && rename(temporary_path_.c_str(), path_.c_str()) != 0) fail(errno);
        if (system_error_ == 0) temporary_path_.clear();
    }
    if (system_error_ == 0) return std::nullopt;
    return file_error(path_.empty() ? "<stdout>" : path_, "write", system_error_);
}

void write_to_standard_error(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0 && errno == EAGAIN) {
            wait_until_writable(STDERR_FILENO);
            continue;
        }
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

bool is_terminal(int descriptor) noexcept { return isatty(descriptor) == 1; }

std::optional<std::size_t> terminal_width() noexcept {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return std::nullopt;
    return size.ws_col;
}

std::string environment(const char* name) {
    // Nothing here writes to the environment.
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
    return value == nullptr ? std::string() : std::string(value);
}

std::string today() {
    const std::time_t now = std::time(nullptr);
    std::tm day{};
    localtime_r(&now, &day);
    return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

void catch_interrupt() noexcept {
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, nullptr);
}

bool is_interrupted() noexcept { return interrupted != 0; }

void ignore_broken_pipes() noexcept { std::signal(SIGPIPE, SIG_IGN); }

void keep_standard_streams() noexcept {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF) {
            // It gets the lowest free number, and is of no use: neither read nor written.
            [[maybe_unused]] const int same =
                open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
}

}  // namespace brcheck::cli
