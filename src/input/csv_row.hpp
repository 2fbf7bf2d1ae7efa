/// One row of a table in CSV (RFC 4180), with the place of each cell. Own code, since the libraries
/// for it hand out copies without their places. A row is one line: cells with line ends are
/// refused.
#pragma once

#include "brcheck/base/source_text.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

struct CsvCell {
    Span span;  ///< with its quotes, blanks round it left out
    bool is_quoted = false;
    bool has_quotes = false;  ///< within, each written twice
};

/// What stands in the cell, without quotes round it.
std::string csv_text(std::string_view row, const CsvCell& cell);

/// Splits `row` into `cells`. Returns where a quote is wrong: one that is not closed, or with more
/// behind it than blanks.
std::optional<std::size_t> split_csv(std::string_view row, char separator,
                                     std::vector<CsvCell>& cells);

}  // namespace brcheck
