/// Findings and errors as HTML.
#pragma once

#include "render/error_text.hpp"
#include "render/finding_content.hpp"
#include "render/html_writer.hpp"
#include "render/markup.hpp"

#include <string_view>

namespace brcheck {

/// "✗ error": the sign is for the eye only, the word says it all.
void write_mark(HtmlWriter& html, const Markup& markup, Role role, std::string_view word);

/// An error or a warning about a comparison: an own section with a heading of level four.
/// `in_full`: with drawing, derivation and advice, else the sentence alone.
void write_finding(HtmlWriter& html, const Markup& markup, ReportView& view,
                   const FindingContent& content, bool in_full);
/// A remark or an allowed finding: a list item.
void write_remark(HtmlWriter& html, const Markup& markup, const FindingContent& content);

/// An error: a list item with the source line and its place.
void write_error(HtmlWriter& html, const Markup& markup, const Error& error,
                 PositionCache& positions);

/// Rows as a list; the first cell's blanks become its level. A row of one cell is a remark.
void write_rows(HtmlWriter& html, std::string_view list_class, const TableRows& rows);

}  // namespace brcheck
