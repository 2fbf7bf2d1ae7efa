#include "unit/unit_power.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace brcheck {
namespace {

PowerParts split_word_power(const UnitPiece& piece) {
    struct Word {
        std::string_view text;
        int exponent;
    };
    static constexpr Word words[] = {{"square", 2}, {"sq", 2}, {"cubic", 3}, {"cu", 3}};
    static constexpr Word chinese[] = {{"平方", 2}, {"立方", 3}};
    for (const Word& word : words) {
        if (starts_with_word(piece.text, word.text)) {
            return {piece.from(word.text.size()), {}, word.exponent, false};
        }
    }
    for (const Word& word : chinese) {
        if (piece.text.starts_with(word.text)) {
            return {piece.from(word.text.size()), {}, word.exponent, false};
        }
    }
    return {piece, {}, 1, false};
}

}  // namespace

PowerParts split_power(const UnitPiece& piece) {
    const std::string_view text = piece.text;
    if (const std::size_t hat = text.find('^'); hat != std::string_view::npos) {
        PowerParts out{piece.sub(0, hat), piece.from(hat + 1), 0, true};
        std::string_view digits = out.exponent_text.text;
        const bool is_negative = digits.starts_with('-');
        digits.remove_prefix(is_negative ? 1 : 0);
        if (digits.size() == 1 && is_ascii_digit(digits[0])) {
            out.exponent = is_negative ? '0' - digits[0] : digits[0] - '0';
        }
        return out;
    }
    std::size_t begin = 0;  // of the last character
    for (std::size_t i = 0; i < text.size(); i += decode_code_point(text, i).size_bytes) {
        begin = i;
    }
    const CodePoint last = decode_code_point(text, begin);
    if (const int digit = superscript_digit(last.value); digit >= 0 && begin > 0) {
        constexpr std::string_view raised_minus = "⁻";
        const bool is_negative = text.substr(0, begin).ends_with(raised_minus);
        const std::size_t end = begin - (is_negative ? raised_minus.size() : 0);
        return {piece.sub(0, end), piece.from(end), is_negative ? -digit : digit, true};
    }
    if (text.size() >= 2 && is_ascii_digit(text.back()) && !is_ascii_digit(text[begin - 1])) {
        return {piece.sub(0, begin), piece.from(begin), text[begin] - '0', false};
    }
    return split_word_power(piece);
}

bool is_one_sign(const Unit& unit) {
    const std::string& symbol = unit.symbol();
    return symbol.find_first_of("/^") == std::string::npos &&
           symbol.find("·") == std::string::npos;
}

std::optional<Unit> find_power(const UnitPiece& piece) {
    if (piece.text.empty()) {
        return std::nullopt;
    }
    if (std::optional<Unit> known = find_unit(piece.text)) {
        return known;
    }
    const PowerParts parts = split_power(piece);
    if (parts.is_written_out || parts.exponent < 2) {
        return std::nullopt;
    }
    const std::optional<Unit> base = find_unit(parts.base.text);
    if (!base || base->kind() != UnitKind::level || !is_one_sign(*base)) {
        return std::nullopt;
    }
    return raise_unit(*base, parts.exponent);
}

Unit raise_unit(const Unit& unit, int exponent) {
    if (exponent == 1) {
        return unit;
    }
    std::string symbol = unit.symbol();
    const bool is_sign = !symbol.empty() && is_ascii_letter(symbol.back()) && !is_money(unit) &&
                         !unit.dimension().is_count() && find_unit(symbol).has_value();
    symbol += is_sign ? "" : "^";
    symbol += std::to_string(exponent);
    const Dimension dimension = unit.dimension().power(exponent);
    return Unit(std::move(symbol), power(unit.factor(), exponent), dimension,
                dimension.is_none() ? UnitKind::number : unit.kind(), unit.can_be_negative());
}

Unit raise_either_way(const Unit& unit, int exponent) {
    return exponent < 0 ? Unit() / raise_unit(unit, -exponent) : raise_unit(unit, exponent);
}

}  // namespace brcheck
