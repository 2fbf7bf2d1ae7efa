/// The signs, numbers and names of the relation language. Units are no tokens: what may be one
/// depends on the names that are known (expr/read_literal.hpp).
#pragma once

#include "brcheck/base/source_text.hpp"
#include "brcheck/expr/expression.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace brcheck {

enum class TokenKind : std::uint8_t {
    end, number, name, plus, minus, times, divide, power, open, close, comma, comparison,
    other,  ///< one character that begins nothing else: perhaps a sign of money
    bad,    ///< something that looks like a token and is none: `problem` and `hint` say why
};

struct Token {
    TokenKind kind = TokenKind::end;
    Span span;
    std::string_view text;
    Comparison comparison = Comparison::equal;
    std::string_view problem;  ///< what is wrong, to be said after the text in quotes
    std::string_view hint;
};

/// The token at `offset` or after the blanks there. REQUIRES: `text` is valid UTF-8.
Token read_token(std::string_view text, std::size_t offset);

/// The first offset from `offset` on that is no blank.
std::size_t skip_blanks(std::string_view text, std::size_t offset);

/// The name ([A-Za-z_][A-Za-z0-9_]*) at `offset`, "" when there is none.
std::string_view name_at(std::string_view text, std::size_t offset);

}  // namespace brcheck
