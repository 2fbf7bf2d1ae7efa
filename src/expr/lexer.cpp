#include "expr/lexer.hpp"

#include "brcheck/base/utf8.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>

namespace brcheck {
namespace {

struct Mark {
    std::string_view text;
    TokenKind kind;
    Comparison comparison = Comparison::equal;
    std::string_view problem = {};
    std::string_view hint = {};
};

constexpr std::string_view no_comparison = "is no comparison";

// Longer ones first.
constexpr std::array signs = {
    Mark{"===", TokenKind::bad, {}, no_comparison, "write \"=\""},
    Mark{"=>", TokenKind::bad, {}, no_comparison, "write \">=\""},
    Mark{"=<", TokenKind::bad, {}, no_comparison, "write \"<=\""},
    Mark{"!=", TokenKind::bad, {}, no_comparison, "one of = < <= > >= has to hold"},
    Mark{"<>", TokenKind::bad, {}, no_comparison, "one of = < <= > >= has to hold"},
    Mark{"≠", TokenKind::bad, {}, no_comparison, "one of = < <= > >= has to hold"},
    Mark{"≈", TokenKind::bad, {}, no_comparison, "write \"=\": rounding is allowed for anyway"},
    Mark{"~", TokenKind::bad, {}, no_comparison, "write \"=\": rounding is allowed for anyway"},
    Mark{"&", TokenKind::bad, {}, "is not understood", "write two relations, or a chain a < b < c"},
    Mark{"|", TokenKind::bad, {}, "is not understood", "write two relations"},
    Mark{"**", TokenKind::bad, {}, "is no operator", "write \"^\" for a power"},
    Mark{"==", TokenKind::comparison, Comparison::equal},
    Mark{"<=", TokenKind::comparison, Comparison::less_equal},
    Mark{">=", TokenKind::comparison, Comparison::greater_equal},
    Mark{"≤", TokenKind::comparison, Comparison::less_equal},
    Mark{"≥", TokenKind::comparison, Comparison::greater_equal},
    Mark{"=", TokenKind::comparison, Comparison::equal},
    Mark{"<", TokenKind::comparison, Comparison::less},
    Mark{">", TokenKind::comparison, Comparison::greater},
    Mark{"+", TokenKind::plus},
    Mark{"*", TokenKind::times},
    Mark{"×", TokenKind::times},
    Mark{"·", TokenKind::times},
    Mark{"⋅", TokenKind::times},
    Mark{"/", TokenKind::divide},
    Mark{"÷", TokenKind::divide},
    Mark{"^", TokenKind::power},
    Mark{"(", TokenKind::open},
    Mark{")", TokenKind::close},
    Mark{",", TokenKind::comma},
};

/// The kind of most signs: those that no longer sign begins with, by what comes next. `other` for
/// the rest.
TokenKind kind_of_short_sign(char c, char next) {
    switch (c) {
        case '+':
            return TokenKind::plus;
        case '-':
            return TokenKind::minus;
        case '*':
            return next == '*' ? TokenKind::other : TokenKind::times;
        case '/':
            return TokenKind::divide;
        case '^':
            return TokenKind::power;
        case '(':
            return TokenKind::open;
        case ')':
            return TokenKind::close;
        case ',':
            return TokenKind::comma;
        case '=':
            return next == '=' || next == '<' || next == '>' ? TokenKind::other
                                                             : TokenKind::comparison;
        default:
            return TokenKind::other;
    }
}

bool is_digit_at(std::string_view text, std::size_t offset) {
    return offset < text.size() && is_ascii_digit(text[offset]);
}

std::size_t skip_digits(std::string_view text, std::size_t offset) {
    while (is_digit_at(text, offset)) {
        ++offset;
    }
    return offset;
}

/// Sets kind and end of a token that begins with a digit or with a point before a digit.
std::size_t read_number(std::string_view text, std::size_t begin, Token& token) {
    std::size_t end = skip_digits(text, begin);
    const bool has_whole = end > begin;
    const bool has_point = end < text.size() && text[end] == '.';
    if (has_point) {
        end = skip_digits(text, end + 1);
    }
    const bool has_places = has_point && is_digit_at(text, end - 1);
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        const bool is_signed =
            end + 1 < text.size() && (text[end + 1] == '-' || text[end + 1] == '+');
        const std::size_t exponent = end + (is_signed ? 2 : 1);
        end = is_digit_at(text, exponent) ? skip_digits(text, exponent) : end;
    }
    const bool goes_on = end < text.size() && text[end] == '.';
    token.kind = TokenKind::number;
    if (!has_whole || (has_point && !has_places) || goes_on) {
        token.kind = TokenKind::bad;
        token.problem = "is no number";
        token.hint = goes_on ? "a number has one decimal point"
                     : has_whole ? "write a digit after the point"
                                 : "write a digit before the point";
        while (goes_on && end < text.size() && (is_digit_at(text, end) || text[end] == '.')) {
            ++end;
        }
    }
    return end;
}

}  // namespace

std::size_t skip_blanks(std::string_view text, std::size_t offset) {
    while (offset < text.size()) {
        if (text[offset] == ' ') {
            ++offset;
            continue;
        }
        if (text[offset] > ' ') {
            break;
        }
        const CodePoint c = decode_code_point(text, offset);
        if (!is_space(c.value) && c.value != U'\n' && c.value != U'\r' && c.value != U'\t') {
            break;
        }
        offset += c.size_bytes;
    }
    return offset;
}

std::string_view name_at(std::string_view text, std::size_t offset) {
    std::size_t end = offset;
    while (end < text.size() && (is_ascii_letter(text[end]) || text[end] == '_' ||
                                 (end > offset && is_ascii_digit(text[end])))) {
        ++end;
    }
    return text.substr(std::min(offset, text.size()), end - offset);
}

Token read_token(std::string_view text, std::size_t offset) {
    const std::size_t begin = skip_blanks(text, offset);
    Token token;
    std::size_t end = begin;
    if (begin < text.size()) {
        const std::string_view rest = text.substr(begin);
        const TokenKind short_sign = kind_of_short_sign(rest[0], rest.size() > 1 ? rest[1] : ' ');
        if (short_sign != TokenKind::other) {
            token.kind = short_sign;
            end = begin + 1;
        } else if (is_ascii_digit(rest[0]) || (rest[0] == '.' && is_digit_at(text, begin + 1))) {
            end = read_number(text, begin, token);
        } else if (const std::string_view name = name_at(text, begin); !name.empty()) {
            token.kind = TokenKind::name;
            end = begin + name.size();
        } else if (const CodePoint c = decode_code_point(text, begin); is_minus(c.value)) {
            token.kind = TokenKind::minus;
            end = begin + c.size_bytes;
        } else {
            token.kind = TokenKind::other;
            end = begin + c.size_bytes;
            for (const Mark& sign : signs) {
                if (rest.starts_with(sign.text)) {
                    token.kind = sign.kind;
                    token.comparison = sign.comparison;
                    token.problem = sign.problem;
                    token.hint = sign.hint;
                    end = begin + sign.text.size();
                    break;
                }
            }
        }
    }
    token.span = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    token.text = text.substr(begin, end - begin);
    return token;
}

}  // namespace brcheck
