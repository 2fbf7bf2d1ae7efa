/// Text that may hold anything inside Markdown as GitHub reads it: shown as it is written, and never
/// a link, a mention, an emoji, a formula, a table cell of its own or a tag.
#pragma once

#include "brcheck/render/message.hpp"

#include <string>
#include <string_view>

namespace brcheck {

/// Running text. A zero-width space stands after signs that would make names and addresses alive
/// (@, #, : before a letter or a slash): GitHub looks for those after it has taken escapes away.
/// REQUIRES: something stands before it on its line, so that it cannot begin a list or a heading.
std::string markdown_text(std::string_view text);

/// A code span, in which nothing is alive. Fit for a table cell, too, if `in_table`.
std::string markdown_code(std::string_view text, bool in_table = false);

/// Lines as a block of code; `text` ends with a line end.
std::string markdown_block(std::string_view text);

/// Names become code, quotations longer than a few lines lose their middle.
std::string markdown_message(const Message& message, bool in_table = false);

}  // namespace brcheck
