#include "base/table_text.hpp"

#include <algorithm>
#include <cassert>

namespace brcheck {

TableText TableText::parse(std::string_view text) {
    TableText table;
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    while (!text.empty()) {
        const std::size_t line_end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, line_end);
        text.remove_prefix(std::min(line_end + 1, text.size()));
        if (line.empty() || line.front() == '#') {
            continue;
        }
        assert(line.find('\r') == std::string_view::npos);
        const bool is_header = table.columns_ == 0;
        std::size_t count = 0;
        for (bool more = true; more;) {
            const std::size_t tab = line.find('\t');
            more = tab != std::string_view::npos;
            assert(is_header || count < table.columns_);
            table.cells_.push_back(line.substr(0, tab));
            line.remove_prefix(more ? tab + 1 : line.size());
            ++count;
        }
        if (is_header) {
            table.columns_ = count;
            table.cells_.reserve(lines * count);
        } else {
            table.cells_.resize(table.cells_.size() + table.columns_ - count);
        }
    }
    assert(table.columns_ != 0);
    return table;
}

std::size_t TableText::rows() const noexcept {
    return cells_.size() / columns_ - 1;
}

std::string_view TableText::cell(std::size_t row, int column) const noexcept {
    assert(row < rows() && column >= 0 && static_cast<std::size_t>(column) < columns_);
    return cells_[(row + 1) * columns_ + static_cast<std::size_t>(column)];
}

int TableText::column(std::string_view name) const noexcept {
    for (std::size_t i = 0; i < columns_; ++i) {
        if (cells_[i] == name) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

}  // namespace brcheck
