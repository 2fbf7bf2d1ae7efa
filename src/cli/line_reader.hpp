/// Lines of a file or of standard input, one after the other, in memory that their number does not
/// touch.
#pragma once

#include "brcheck/base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

struct Line {
    std::string text;                ///< without its end, \n or \r\n
    std::uint64_t offset_bytes = 0;  ///< of its first byte in the file
    std::size_t number = 1;          ///< 1-based, in the whole file
    bool is_cut = false;             ///< longer than the limit: `text` is only its beginning
};

/// The lines that begin in [begin, end), offsets in bytes. A line belongs to the part it begins in,
/// so that parts that cover a file cover each of its lines once.
struct ByteRange {
    std::uint64_t begin = 0;
    std::uint64_t end = std::numeric_limits<std::uint64_t>::max();
};

class LineReader {
public:
    /// "-" is standard input. Errors: BR001 with the system's reason; for a range of what cannot be
    /// read from the middle.
    static Result<LineReader> open(const std::string& path, std::size_t max_line_bytes);
    LineReader(LineReader&& other) noexcept;
    LineReader& operator=(LineReader&&) = delete;
    LineReader(const LineReader&) = delete;
    LineReader& operator=(const LineReader&) = delete;
    ~LineReader();

    /// Bytes of a regular file; nothing for a pipe.
    [[nodiscard]] std::optional<std::uint64_t> size_bytes() const noexcept { return size_bytes_; }

    /// Goes on with the lines of that part only. Lines before it are counted, but not kept.
    /// REQUIRES: nothing was read yet.
    void restrict_to(ByteRange range);

    /// False at the end of the part, after an interrupt, or when reading failed (see error()).
    bool next(Line& line);

    /// Is a whole line there without waiting for one?
    [[nodiscard]] bool has_line_at_hand() const {
        return rest_.find('\n') != std::string_view::npos;
    }

    /// Where the line after the last one begins, and its number.
    [[nodiscard]] std::uint64_t offset_bytes() const noexcept { return offset_bytes_; }
    [[nodiscard]] std::size_t line_number() const noexcept { return line_number_; }
    [[nodiscard]] const std::optional<Error>& error() const noexcept { return error_; }

private:
    LineReader(std::string path, int descriptor, std::size_t max_line_bytes);

    /// False at the end of the file. Bytes are in rest_ otherwise. REQUIRES: it is empty.
    bool fill();

    std::string path_;
    int descriptor_;
    std::size_t max_line_bytes_;
    std::optional<std::uint64_t> size_bytes_;
    std::uint64_t end_ = std::numeric_limits<std::uint64_t>::max();
    std::vector<char> buffer_;
    std::string_view rest_;  ///< of buffer_, what is read but not yet given out
    std::uint64_t offset_bytes_ = 0;
    std::size_t line_number_ = 1;
    std::optional<Error> error_;
};

}  // namespace brcheck::cli
