#include "input/csv_row.hpp"

#include <algorithm>

namespace brcheck {
namespace {

Span make_span(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

}  // namespace

std::string csv_text(std::string_view row, const CsvCell& cell) {
    std::string_view raw = row.substr(cell.span.begin, cell.span.end - cell.span.begin);
    if (cell.is_quoted) raw = raw.substr(1, raw.size() - 2);
    std::string text(raw);
    if (!cell.has_quotes) return text;
    for (std::size_t at = text.find("\"\""); at != std::string::npos;
         at = text.find("\"\"", at + 1))
        text.erase(at, 1);
    return text;
}

std::optional<std::size_t> split_csv(std::string_view row, char separator,
                                     std::vector<CsvCell>& cells) {
    cells.clear();
    const auto skip_blanks = [&](std::size_t at) {
        while (at < row.size() && row[at] == ' ') ++at;
        return at;
    };
    for (std::size_t at = 0;;) {
        CsvCell cell;
        const std::size_t begin = skip_blanks(at);
        if (begin < row.size() && row[begin] == '"') {
            cell.is_quoted = true;
            std::size_t end = begin + 1;
            for (;; end += 2) {
                end = row.find('"', end);
                if (end == std::string_view::npos) return begin;
                if (end + 1 == row.size() || row[end + 1] != '"') break;
                cell.has_quotes = true;
            }
            cell.span = make_span(begin, end + 1);
            at = skip_blanks(end + 1);
            if (at < row.size() && row[at] != separator) return end;
        } else {
            at = std::min(row.find(separator, begin), row.size());
            std::size_t end = at;
            while (end > begin && row[end - 1] == ' ') --end;
            cell.span = make_span(begin, end);
        }
        cells.push_back(cell);
        if (at >= row.size()) return std::nullopt;
        ++at;
    }
}

}  // namespace brcheck
