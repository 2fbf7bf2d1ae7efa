/// The lexical side of JSON: where tokens begin and end. Private, beside input/json_document.hpp.
#pragma once

#include <cstddef>
#include <string_view>

namespace brcheck {

/// 0-9.
bool is_digit(char c);
/// a-z, A-Z and _.
bool is_key_letter(char c);

/// The first byte at or after `offset` that belongs to no blank and no comment; the text's size
/// when nothing is left. A comment that is not closed, or a lone slash, is not skipped.
std::size_t skip_blanks_and_comments(std::string_view text, std::size_t offset);

/// The same, where commas and colons are skipped, too: the begin of the next token.
std::size_t skip_to_token(std::string_view text, std::size_t offset);

/// The first quote, backslash or control character from `offset` on; the text's size where there is
/// none. `is_ascii` becomes false when a byte before it is beyond ASCII, and may become so when one
/// of the few behind it is.
std::size_t find_string_stop(std::string_view text, std::size_t offset, bool& is_ascii);

/// The end of the run of characters from `offset` on that numerals are made of.
std::size_t find_numeral_end(std::string_view text, std::size_t offset);

/// True when all of `text` is a JSON number.
bool is_json_numeral(std::string_view text);

}  // namespace brcheck
