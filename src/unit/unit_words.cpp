#include "unit/unit_words.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"
#include "unit/unit_power.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

namespace brcheck {
namespace {

constexpr int max_power = 9;

bool same_letter(char a, char b) { return to_lower_ascii(a) == to_lower_ascii(b); }

/// One insertion, deletion, replacement or swap of neighbours apart, in any letter case.
bool is_one_edit_apart(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (b.size() - a.size() > 1) {
        return false;
    }
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), same_letter);
    const auto rest_a = std::string_view(left, a.end());
    const auto rest_b = std::string_view(right, b.end());
    const auto equal = [](std::string_view x, std::string_view y) {
        return std::equal(x.begin(), x.end(), y.begin(), y.end(), same_letter);
    };
    if (a.size() < b.size()) {
        return equal(rest_a, rest_b.substr(1));
    }
    if (rest_a.empty()) {
        return false;
    }
    return equal(rest_a.substr(1), rest_b.substr(1)) ||
           (rest_a.size() >= 2 && same_letter(rest_a[0], rest_b[1]) &&
            same_letter(rest_a[1], rest_b[0]) && equal(rest_a.substr(2), rest_b.substr(2)));
}

/// The known word that `word` is a slip for, or "". Slips seldom touch the first letter, and other
/// words that differ in it are many.
std::string_view find_slip(std::string_view word) {
    constexpr std::size_t shortest_name = 7;
    constexpr std::string_view other_words[] = {"bullion", "mullion", "mullions"};
    const auto is_other = [&](std::string_view other) {
        return std::equal(word.begin(), word.end(), other.begin(), other.end(), same_letter);
    };
    if (word.size() + 1 < shortest_name ||
        std::any_of(std::begin(other_words), std::end(other_words), is_other)) {
        return {};
    }
    std::string_view slip_for;
    for (const std::span<const std::string> names : {scale_word_names(), common_unit_names()}) {
        for (const std::string& name : names) {
            if (name.size() < shortest_name || !same_letter(name[0], word[0])) {
                continue;
            }
            if (std::equal(word.begin(), word.end(), name.begin(), name.end(), same_letter)) {
                return {};
            }
            if (slip_for.empty() && is_one_edit_apart(word, name)) {
                slip_for = name;
            }
        }
    }
    return slip_for;
}

Error slip_error(const UnitPiece& piece, std::string_view meant) {
    const std::string names[] = {std::string(meant)};
    return unit_error(piece, quote(piece.text) + " is neither a scale word nor a unit",
                      did_you_mean(piece.text, names));
}

std::optional<Error> find_slips(const UnitPiece& piece) {
    if (const std::string_view meant = find_slip(piece.text); !meant.empty()) {
        return slip_error(piece, meant);
    }
    for (std::size_t at = 0; at < piece.text.size();) {
        const std::size_t end = std::min(piece.text.find_first_of(" -", at), piece.text.size());
        const UnitPiece word = piece.sub(at, end);
        if (const std::string_view meant = find_slip(word.text); !meant.empty()) {
            return slip_error(word, meant);
        }
        at = end + 1;
    }
    return std::nullopt;
}

/// Nothing when `piece` can be the name of what is counted.
std::optional<Error> check_noun(const UnitPiece& piece) {
    constexpr std::string_view inner_signs = " -'&._";
    const std::string_view text = piece.text;
    std::size_t at = 0;
    bool is_inside = false;
    while (at < text.size()) {
        const CodePoint c = decode_code_point(text, at);
        const bool is_letter = is_alphabetic(c.value) || is_ideographic(c.value) ||
                               c.value == 0x2019;
        const bool is_inner = c.value < 0x80 && (is_ascii_digit(text[at]) ||
                                                 inner_signs.find(text[at]) != inner_signs.npos);
        if (!is_letter && !(is_inside && is_inner)) {
            std::size_t end = at + c.size_bytes;
            while (is_ascii_digit(text[at]) && end < text.size() && is_ascii_digit(text[end])) {
                ++end;
            }
            const UnitPiece part{text.substr(at, end - at), piece.begin + at};
            return unit_error(part, quote(part.text) + " is no part of a unit");
        }
        is_inside = true;
        at += c.size_bytes;
    }
    return find_slips(piece);
}

Result<Unit> parse_noun(const UnitPiece& piece) {
    if (const std::string_view choices = ambiguous_unit_choices(piece.text); !choices.empty()) {
        return unit_error(piece, quote(piece.text) + " names several units",
                          "say " + std::string(choices));
    }
    if (std::optional<Error> error = check_noun(piece)) {
        return *std::move(error);
    }
    if (starts_with_word(piece.text, "per")) {
        return unit_error(piece.sub(0, 3), "\"per\" has no unit after it");
    }
    if (const std::optional<ScaleMatch> scale = match_scale_word(piece.text)) {
        const UnitPiece word = piece.sub(0, scale->size_bytes);
        return unit_error(word, "the scale word " + quote(word.text) + " is not understood here");
    }
    // "gazillion yuan" is no count of something called that.
    const std::size_t blank = piece.text.rfind(' ');
    if (blank != std::string_view::npos) {
        const std::optional<Unit> last = find_unit(piece.text.substr(blank + 1));
        if (last && (is_money(*last) || last->kind() != UnitKind::level)) {
            const UnitPiece rest = piece.sub(0, blank);
            return unit_error(rest, quote(rest.text) + " is neither a scale word nor a unit",
                              did_you_mean(rest.text, scale_word_names()));
        }
    }
    return count_unit(piece.text);
}

/// A unit with words that say what is measured: "% of GDP", "hours worked", "万吨钢". Nothing when
/// the text does not begin with a unit, or may name a thing ("second homes", 天然气 with 天 = day).
std::optional<Result<Unit>> parse_unit_of_something(const UnitPiece& piece) {
    const std::optional<UnitMatch> match = match_unit_after(piece.text);
    if (!match || match->size_bytes == piece.text.size()) {
        return std::nullopt;
    }
    constexpr std::size_t two_chinese_characters = 6;
    const std::string_view known = piece.text.substr(0, match->size_bytes);
    const UnitPiece rest = piece.from(match->size_bytes);
    const bool is_chinese = static_cast<unsigned char>(known.front()) >= 0xE3;
    const bool is_count = match->unit.dimension().is_count();
    if (starts_with_word(rest.text, "of") && !rest.from(2).text.empty()) {
        return Result<Unit>(match->unit);
    }
    if (is_chinese && !is_count &&
        (known.size() >= two_chinese_characters || known == "吨" || known == "元")) {
        return Result<Unit>(match->unit);
    }
    const bool is_ratio = match->unit.kind() != UnitKind::level;
    if (piece.text[known.size()] == ' ' && (is_ratio || is_money(match->unit))) {
        return Result<Unit>(unit_error(rest, quote(rest.text) + " after " + quote(known) +
                                                 " is not understood"));
    }
    const bool is_plural = known.size() >= 4 && known.ends_with('s');
    if (piece.text[known.size()] == ' ' && is_plural && !is_count) {
        return Result<Unit>(match->unit);
    }
    return std::nullopt;
}

/// "tonne-kilometres", "man-hours": a product when the last part is a unit. An exponent behind it
/// belongs to that part alone: "kg-m²".
std::optional<Result<Unit>> parse_hyphenated(const UnitPiece& piece, int exponent = 1) {
    constexpr std::ptrdiff_t max_parts = 4;
    const std::size_t hyphen = piece.text.rfind('-');
    if (hyphen == std::string_view::npos ||
        std::count(piece.text.begin(), piece.text.end(), '-') >= max_parts) {
        return std::nullopt;
    }
    const std::optional<Unit> last = find_unit(piece.text.substr(hyphen + 1));
    if (!last || is_money(*last) || last->dimension().is_count() ||
        (exponent != 1 && !is_one_sign(*last))) {
        return std::nullopt;
    }
    Unit out;
    for (std::size_t at = 0; at <= hyphen;) {
        const std::size_t end = piece.text.find('-', at);
        const UnitPiece part = piece.sub(at, end);
        const std::optional<Unit> known = find_power(part);
        if (!known) {
            if (part.text.empty()) {
                return std::nullopt;
            }
            Result<Unit> noun = parse_noun(part);
            if (!noun) {
                return noun;
            }
            out = out * *noun;
        } else {
            out = out * *known;
        }
        at = end + 1;
    }
    return Result<Unit>(out * raise_either_way(*last, exponent));
}

Result<Unit> parse_base(const UnitPiece& piece) {
    if (std::optional<Unit> known = find_unit(piece.text)) {
        return *std::move(known);
    }
    if (std::optional<Result<Unit>> unit = parse_unit_of_something(piece)) {
        return *std::move(unit);
    }
    if (std::optional<Result<Unit>> unit = parse_hyphenated(piece)) {
        return *std::move(unit);
    }
    return parse_noun(piece);
}

}  // namespace

UnitPiece UnitPiece::sub(std::size_t first, std::size_t last) const {
    while (first < last) {
        const CodePoint c = decode_code_point(text, first);
        if (!is_space(c.value)) {
            break;
        }
        first += c.size_bytes;
    }
    std::size_t end = first;
    for (std::size_t i = first; i < last;) {
        const CodePoint c = decode_code_point(text, i);
        i += c.size_bytes;
        end = is_space(c.value) ? end : i;
    }
    return {text.substr(first, end - first), begin + first};
}

Error unit_error(const UnitPiece& piece, std::string message, std::string hint) {
    Error error;
    error.code = ErrorCode::unit_mismatch;
    error.message = std::move(message);
    error.location.span = {static_cast<std::uint32_t>(piece.begin),
                           static_cast<std::uint32_t>(piece.begin + piece.text.size())};
    error.hint = std::move(hint);
    return error;
}

std::string quote(std::string_view text) { return '"' + std::string(text) + '"'; }

bool starts_with_word(std::string_view text, std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), same_letter) &&
           is_word_end(text, word.size(), true);
}

Result<Unit> parse_unit_words(const UnitPiece& piece) {
    if (std::optional<Unit> known = find_power(piece)) {
        return *std::move(known);
    }
    const PowerParts parts = split_power(piece);
    if (!parts.is_written_out) {
        return parse_base(piece);
    }
    if (parts.exponent == 0 || parts.exponent > max_power || parts.exponent < -max_power) {
        return unit_error(parts.exponent_text,
                          "an exponent in a unit is a whole number from 1 to 9");
    }
    if (parts.base.text.empty()) {
        return unit_error(piece, quote(piece.text) + " has no unit before the exponent");
    }
    const std::optional<Unit> known = find_power(parts.base);
    if (known && is_one_sign(*known)) {
        return raise_either_way(*known, parts.exponent);
    }
    const auto refuse = [&] {
        return unit_error(piece, quote(parts.base.text) + " cannot be raised to a power",
                          "write an exponent behind each unit: \"km^2/h^2\"");
    };
    if (known || parts.base.text.find(' ') != std::string_view::npos) {
        return refuse();
    }
    if (auto product = parse_hyphenated(parts.base, parts.exponent)) {
        return *std::move(product);
    }
    Result<Unit> base = parse_base(parts.base);
    if (!base) {
        return base;
    }
    if (!is_one_sign(*base)) {
        return refuse();
    }
    return raise_either_way(*base, parts.exponent);
}

}  // namespace brcheck
