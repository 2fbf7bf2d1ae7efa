#include "cli/line_reader.hpp"

#include "cli/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <poll.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace brcheck::cli {
namespace {

// Small enough to stay in the cache of a core until its lines are taken.
constexpr std::size_t buffer_bytes = std::size_t{64} << 10;
constexpr int interrupt_check_milliseconds = 100;

Error read_error(const std::string& path, int system_error) {
    const std::string name = path == "-" ? "<stdin>" : path;
    return {ErrorCode::unreadable_file,
            fmt::format("cannot read {}: {}", name, std::generic_category().message(system_error)),
            {std::make_shared<SourceText>(name, ""), "", {}},
            ""};
}

}  // namespace

LineReader::LineReader(std::string path, int descriptor, std::size_t max_line_bytes)
    : path_(std::move(path)), descriptor_(descriptor), max_line_bytes_(max_line_bytes) {
    struct stat status {};
    if (fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode))
        size_bytes_ = static_cast<std::uint64_t>(status.st_size);
}

LineReader::LineReader(LineReader&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      max_line_bytes_(other.max_line_bytes_),
      size_bytes_(other.size_bytes_),
      end_(other.end_),
      buffer_(std::move(other.buffer_)),
      rest_(std::exchange(other.rest_, {})),
      offset_bytes_(other.offset_bytes_),
      line_number_(other.line_number_),
      error_(std::move(other.error_)) {}

LineReader::~LineReader() {
    if (descriptor_ > STDERR_FILENO) close(descriptor_);
}

Result<LineReader> LineReader::open(const std::string& path, std::size_t max_line_bytes) {
    if (path == "-") return LineReader(path, STDIN_FILENO, max_line_bytes);
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return read_error(path, errno);
    LineReader reader(path, descriptor, max_line_bytes);
    struct stat status {};
    if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) return read_error(path, EISDIR);
    return reader;
}

void LineReader::restrict_to(ByteRange range) {
    end_ = range.end;
    if (range.begin == 0) return;
    // A line that begins right there has a line end before it.
    const std::uint64_t target = range.begin - 1;
    while (!rest_.empty() || fill()) {
        const auto newline = rest_.find('\n');
        const std::size_t stop = std::min(newline, rest_.size());
        offset_bytes_ += stop;
        rest_.remove_prefix(stop);
        if (newline == std::string_view::npos) continue;
        const bool arrived = offset_bytes_ >= target;
        ++offset_bytes_;
        rest_.remove_prefix(1);
        ++line_number_;
        if (arrived) return;
    }
}

bool LineReader::fill() {
    if (error_) return false;
    buffer_.resize(buffer_bytes);
    for (;;) {
        // Only a pipe keeps one waiting, and then an interrupt has to be seen.
        if (!size_bytes_) {
            pollfd waiting{descriptor_, POLLIN, 0};
            while (!is_interrupted() && poll(&waiting, 1, interrupt_check_milliseconds) == 0) {
            }
        }
        if (is_interrupted()) return false;
        const ssize_t got = read(descriptor_, buffer_.data(), buffer_.size());
        if (got >= 0) {
            rest_ = {buffer_.data(), static_cast<std::size_t>(got)};
            return got > 0;
        }
        if (errno == EINTR || errno == EAGAIN) continue;
        error_ = read_error(path_, errno);
        return false;
    }
}

bool LineReader::next(Line& line) {
    if (offset_bytes_ >= end_ || is_interrupted()) return false;
    line.text.clear();
    line.offset_bytes = offset_bytes_;
    line.number = line_number_;
    line.is_cut = false;
    std::uint64_t bytes = 0;
    for (;;) {
        if (rest_.empty() && !fill()) {
            // Half a line is no line: it is read again from its beginning.
            if (bytes == 0 || is_interrupted() || error_) return false;
            break;
        }
        const auto newline = rest_.find('\n');
        const std::size_t stop = std::min(newline, rest_.size());
        const std::size_t room =
            max_line_bytes_ + 2 - std::min(line.text.size(), max_line_bytes_ + 2);
        line.text.append(rest_.substr(0, std::min(stop, room)));
        bytes += stop;
        rest_.remove_prefix(stop);
        if (newline == std::string_view::npos) continue;
        rest_.remove_prefix(1);
        ++bytes;
        break;
    }
    if (line.text.ends_with('\r')) line.text.pop_back();
    if (line.text.size() > max_line_bytes_) {
        line.is_cut = true;
        line.text.resize(std::min<std::size_t>(max_line_bytes_, 1'000));
        line.text.shrink_to_fit();
    }
    offset_bytes_ += bytes;
    ++line_number_;
    return true;
}

}  // namespace brcheck::cli
