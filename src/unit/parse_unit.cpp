#include "brcheck/unit/parse_unit.hpp"

#include "brcheck/base/suggest.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"
#include "unit/unit_power.hpp"
#include "unit/unit_words.hpp"

#include <algorithm>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t max_factors = 16;

struct Operator {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool divides = false;
};

/// "*", "/", "per", ... at `offset`; a word only where words begin.
std::optional<Operator> match_operator(std::string_view text, std::size_t offset) {
    struct Sign {
        std::string_view text;
        bool divides;
    };
    static constexpr Sign signs[] = {{"/", true},  {"／", true}, {"每", true}, {"*", false},
                                     {"·", false}, {"⋅", false}, {"×", false}};
    const std::string_view rest = text.substr(offset);
    for (const Sign& sign : signs) {
        if (rest.starts_with(sign.text)) {
            return Operator{offset, offset + sign.text.size(), sign.divides};
        }
    }
    const bool is_word_begin =
        offset == 0 || std::string_view(" */").find(text[offset - 1]) != std::string_view::npos;
    if (is_word_begin && starts_with_word(rest, "per")) {
        return Operator{offset, offset + 3, true};
    }
    return std::nullopt;
}

/// The next operator from `begin` on. A known unit at the start is passed over whole, with what
/// looks like an operator in it ("per cent", "kW·h"), if it is a factor by itself. Behind a stroke no
/// other is: kg/m/s is not kg per (m/s).
std::optional<Operator> find_operator(std::string_view text, std::size_t begin) {
    const bool is_behind_stroke = text.substr(0, begin).ends_with('/');
    const auto skip_blanks = [&](std::size_t offset) {
        while (offset < text.size() && text[offset] == ' ') {
            ++offset;
        }
        return offset;
    };
    begin = skip_blanks(begin);
    if (const std::optional<UnitMatch> known = match_unit_after(text.substr(begin))) {
        const std::size_t next = skip_blanks(begin + known->size_bytes);
        const bool has_stroke = text.substr(begin, known->size_bytes).find('/') != std::string::npos;
        if (is_behind_stroke && has_stroke) {
            // Its first part is the factor.
        } else if (next == text.size() || starts_with_word(text.substr(next), "of") ||
            match_operator(text, next)) {
            begin = next;
        }
    }
    for (std::size_t i = begin; i < text.size();
         i += decode_code_point(text, i).size_bytes) {
        if (const std::optional<Operator> found = match_operator(text, i)) {
            return found;
        }
    }
    return std::nullopt;
}

/// Reads 100 or 100,000 at the start: its size in bytes, 0 when there is none.
std::size_t match_count(std::string_view text, std::int64_t& value) {
    constexpr std::size_t max_digits = 12;
    std::size_t size = 0;
    std::size_t digits = 0;
    value = 0;
    while (size < text.size() && digits < max_digits) {
        const bool is_group = text[size] == ',' && digits > 0 && size + 3 < text.size() &&
                              is_ascii_digit(text[size + 1]) && is_ascii_digit(text[size + 2]) &&
                              is_ascii_digit(text[size + 3]);
        if (is_group) {
            ++size;
        }
        if (!is_ascii_digit(text[size])) {
            break;
        }
        value = value * 10 + (text[size] - '0');
        ++size;
        ++digits;
    }
    return value == 0 ? 0 : size;
}

/// A factor under a "per", which may begin with a number or a scale word: "per 100,000 people",
/// "per million people".
Result<Unit> parse_divisor(const UnitPiece& piece) {
    if (std::optional<Unit> known = find_unit(piece.text)) {
        return *std::move(known);
    }
    UnitPiece rest = piece;
    Rational factor = 1;
    std::int64_t count = 0;
    if (const std::size_t size = match_count(rest.text, count); size > 0) {
        factor = count;
        rest = rest.from(size);
    }
    if (const std::optional<ScaleMatch> scale = match_scale_word(rest.text)) {
        // "per 100 m" is per 100 metres, as "5 m" is five.
        if (!find_unit(rest.text)) {
            factor *= power_of_ten(scale->exponent);
            rest = rest.from(scale->size_bytes);
        }
    }
    if (rest.text.empty() && rest.begin > piece.begin) {
        return factor == Rational(1)
                   ? Unit()
                   : Unit(std::string(piece.text), std::move(factor), {}, UnitKind::number);
    }
    if (factor == Rational(1)) {
        return parse_unit_words(rest);
    }
    Result<Unit> counted = parse_unit_words(rest);
    if (!counted) {
        return counted;
    }
    if (counted->symbol().starts_with("1/") || counted->symbol().starts_with("per ")) {
        // "per 100 km^-2", "per 100 per mille"
        return unit_error(rest, quote(rest.text) + " cannot be counted",
                          "write the number in front of the whole unit");
    }
    const UnitPiece number = piece.sub(0, rest.begin - piece.begin);
    return Unit(std::string(number.text) + ' ' + counted->symbol(),
                factor * counted->factor(), counted->dimension(), counted->kind(),
                counted->can_be_negative());
}

Unit divide(const Unit& a, const Unit& b) {
    const bool is_share = a.kind() == UnitKind::percent || a.kind() == UnitKind::points;
    static const Dimension calendar = Dimension::base("calendar");
    // "6.3 percent per year" is how yearly growth is put, and growth is a bare share.
    if (is_share && a.dimension().is_none() && b.dimension() == calendar &&
        b.factor() == Rational(1)) {
        return a;
    }
    Unit out = a / b;
    // "per 1,000", also where what stood before has cancelled: it is shown as that.
    const bool is_rate = out.kind() == UnitKind::number && out.symbol().starts_with("1/") &&
                         out.factor() < Rational(1);
    return is_rate ? Unit(out.symbol(), out.factor(), {}, UnitKind::percent) : out;
}

Result<Unit> parse_factors(const UnitPiece& whole) {
    Unit out;
    std::size_t at = 0;
    std::size_t count = 0;
    std::optional<Operator> before;
    do {
        const std::optional<Operator> after = find_operator(whole.text, at);
        const UnitPiece factor = whole.sub(at, after ? after->begin : whole.text.size());
        // A hyphen may stand between two, too.
        count += 1 + static_cast<std::size_t>(
                         std::count(factor.text.begin(), factor.text.end(), '-'));
        if (count > max_factors) {
            return unit_error(whole.sub(at, whole.text.size()), "a unit has too many factors");
        }
        at = after ? after->end : whole.text.size();
        const bool is_first = !before;
        if (factor.text.empty()) {
            if (!is_first || !after || !after->divides) {
                const Operator& sign = is_first ? *after : *before;
                const UnitPiece shown = whole.sub(sign.begin, sign.end);
                return unit_error(shown, quote(shown.text) + " has no unit " +
                                             (is_first ? "before it" : "after it"));
            }
        } else if (!(is_first && after && factor.text == "1")) {
            Result<Unit> unit = before && before->divides ? parse_divisor(factor)
                                                          : parse_unit_words(factor);
            if (!unit) {
                return unit;
            }
            if (before && unit->symbol().starts_with("per ")) {
                return unit_error(factor, quote(factor.text) + " cannot follow another unit",
                                  "write the number that is meant: per 100,000");
            }
            out = before && before->divides ? divide(out, *unit) : out * *unit;
        }
        before = after;
    } while (before);
    return out;
}

/// "million" of "million yuan", unless it is a unit in a product: the m of "m/s" or "m s^-1".
std::optional<ScaleMatch> match_leading_scale(std::string_view text) {
    const std::optional<ScaleMatch> scale = match_scale_word(text);
    if (!scale) {
        return std::nullopt;
    }
    const UnitPiece rest = UnitPiece{text, 0}.from(scale->size_bytes);
    const bool goes_on = rest.text.starts_with('^') || match_operator(rest.text, 0) ||
                         rest.text.find("^-") != std::string_view::npos ||
                         rest.text.find("⁻") != std::string_view::npos;
    if (goes_on && find_unit(text.substr(0, scale->size_bytes))) {
        return std::nullopt;
    }
    return scale;
}

/// The symbol of a base dimension in display_unit.
Unit shown_base(const std::string& name) {
    if (std::optional<Unit> known = find_base_unit(Dimension::base(name))) {
        return *std::move(known);
    }
    const bool is_noun = name.starts_with('#');
    std::string symbol = is_noun ? name.substr(1) : name;
    Dimension dimension = Dimension::base(name);
    // "bars" are shown so, since "bar" reads as a unit of pressure.
    if (const Result<ScaledUnit> read = parse_unit(symbol);
        is_noun && (!read || read->unit.dimension() != dimension)) {
        symbol = is_ascii_letter(symbol.back()) || is_ascii_digit(symbol.back()) ? symbol + 's'
                                                                                 : "个" + symbol;
    }
    return Unit(std::move(symbol), 1, std::move(dimension), UnitKind::level, !is_noun);
}

bool is_physical(const Dimension::Power& power) {
    const char first = power.name.front();
    return first >= 'a' && first <= 'z' && power.name != "calendar";
}

}  // namespace

Result<ScaledUnit> parse_unit(std::string_view text) {
    ScaledUnit out;
    if (const auto bad = find_invalid_utf8(text)) {
        const auto begin = static_cast<std::uint32_t>(*bad);
        return Error{ErrorCode::unit_mismatch,
                     "the unit is not valid UTF-8",
                     {nullptr, "", {begin, begin + 1}},
                     ""};
    }
    UnitPiece rest = UnitPiece{text, 0}.from(0);
    if (rest.text.empty() || rest.text == "1") {
        return out;
    }
    if (std::optional<Unit> known = find_unit(rest.text)) {
        out.unit = *std::move(known);
        return out;
    }
    if (const std::optional<ScaleMatch> scale = match_leading_scale(rest.text)) {
        out.scale_exponent = scale->exponent;
        out.scale_name = scale->name;
        rest = rest.from(scale->size_bytes);
        if (rest.text.starts_with('-')) {
            rest = rest.from(1);
        } else if (starts_with_word(rest.text, "of")) {
            rest = rest.from(2);
        }
        if (rest.text.empty()) {
            return out;
        }
    }
    Result<Unit> unit = parse_factors(rest);
    if (!unit) {
        return std::move(unit).errors();
    }
    out.unit = *std::move(unit);
    return out;
}

Unit display_unit(const Dimension& dimension, UnitKind kind) {
    if (dimension.is_none()) {
        return kind == UnitKind::percent  ? percent_unit()
               : kind == UnitKind::points ? points_unit()
                                          : Unit();
    }
    if (std::optional<Unit> known = find_base_unit(dimension)) {
        return *std::move(known);
    }
    Dimension physical;
    for (const Dimension::Power& power : dimension.powers()) {
        if (is_physical(power)) {
            physical = physical * Dimension::base(power.name).power(power.exponent);
        }
    }
    Unit above;
    Unit below;
    const auto multiply = [](Unit& product, const Unit& unit) { product = product * unit; };
    const std::optional<Unit> named = find_base_unit(physical);
    const std::optional<Unit> inverse =
        named ? std::nullopt : find_base_unit(Dimension() / physical);
    for (const Dimension::Power& power : dimension.powers()) {
        if (!(is_physical(power) && (named || inverse))) {
            const Unit base = shown_base(power.name);
            const int exponent = power.exponent < 0 ? -power.exponent : power.exponent;
            multiply(power.exponent < 0 ? below : above, raise_unit(base, exponent));
        }
    }
    if (named) {
        multiply(above, *named);
    } else if (inverse) {
        multiply(below, *inverse);
    }
    return above / below;
}

}  // namespace brcheck
