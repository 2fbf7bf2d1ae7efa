/// Reader of the tables in data/*.tsv: UTF-8, one row a line, cells apart by one TAB.
/// '#' at the start of a line makes it a comment; blank lines are skipped; the first other line
/// names the columns.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace brcheck {

class TableText {
public:
    /// The cells are views into `text`, which has to outlive the table.
    /// REQUIRES: `text` is well-formed (asserted: the data is ours): line ends are \n, there is a
    /// header, no row has more cells than it.
    static TableText parse(std::string_view text);

    /// Rows under the header.
    [[nodiscard]] std::size_t rows() const noexcept;
    /// Empty where the row ends before that column.
    /// REQUIRES: row < rows(), column is one that column() returns.
    [[nodiscard]] std::string_view cell(std::size_t row, int column) const noexcept;
    /// Index of the column called `name`; -1 when there is none.
    [[nodiscard]] int column(std::string_view name) const noexcept;

private:
    std::vector<std::string_view> cells_;  ///< the header first, then row after row
    std::size_t columns_ = 0;
};

}  // namespace brcheck
