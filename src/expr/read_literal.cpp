#include "expr/read_literal.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "expr/lexer.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace brcheck {
namespace {

/// Finds the end of the unit after a number, without yet asking what it means.
class UnitScanner {
public:
    UnitScanner(std::string_view text, const NameTable& names) : text_(text), names_(names) {}

    /// True where a known name, or the call of a function, stands: no unit begins there.
    [[nodiscard]] bool is_taken(std::size_t offset) const {
        const std::string_view name = name_at(text_, offset);
        return !name.empty() && (names_.find(name) || is_call(offset, name));
    }

    /// A known unit, without a function's name at its end that is about to be called.
    [[nodiscard]] std::optional<UnitMatch> match_unit(std::size_t offset) const {
        std::optional<UnitMatch> match = match_unit_after(text_.substr(offset));
        if (!match) {
            return std::nullopt;
        }
        std::size_t word = offset + match->size_bytes;
        while (word > offset && is_ascii_letter(text_[word - 1])) {
            --word;
        }
        if (is_call(word, name_at(text_, word))) {
            match = word == offset ? std::nullopt
                                   : match_unit_after(text_.substr(offset, word - offset));
        }
        return match;
    }

    /// The end of the noun at `offset`, or `offset`. Shorter words, and words that go on like an
    /// id, are rather names that nobody knows.
    [[nodiscard]] std::size_t noun_end(std::size_t offset) const {
        constexpr std::size_t shortest = 3;
        const std::string_view name = name_at(text_, offset);
        std::size_t end = offset;
        while (end < text_.size()) {
            const CodePoint c = decode_code_point(text_, end);
            if (!is_alphabetic(c.value) && !is_ideographic(c.value)) {
                break;
            }
            end += c.size_bytes;
        }
        const bool is_id = end < offset + name.size();
        const bool is_plain_function = end == offset + name.size() && find_function(name);
        return is_id || is_plain_function || is_per(offset) || end - offset < shortest ? offset
                                                                                       : end;
    }

    /// Goes on over "/t", "^2" and "per square kilometre" behind `end`: a power belongs to a unit
    /// that ends there, a slash to that or to one before the number.
    [[nodiscard]] std::size_t skip_tail(std::size_t end, bool after_unit, bool has_unit) const {
        for (;;) {
            const std::size_t before = end;
            end = after_unit ? skip_power(end) : end;
            end = has_unit ? skip_slash(end) : end;
            end = skip_per(end);
            if (end == before) {
                return end;
            }
            after_unit = true;
            has_unit = true;
        }
    }

    [[nodiscard]] bool is_per(std::size_t offset) const {
        const std::string_view word = name_at(text_, offset);
        return word.size() == 3 && to_lower_ascii(word[0]) == 'p' &&
               to_lower_ascii(word[1]) == 'e' && to_lower_ascii(word[2]) == 'r' &&
               !is_call(offset, word);
    }

private:
    [[nodiscard]] bool is_call(std::size_t offset, std::string_view name) const {
        const std::size_t next = skip_blanks(text_, offset + name.size());
        return next < text_.size() && text_[next] == '(' && find_function(name) != nullptr;
    }

    [[nodiscard]] std::size_t skip_power(std::size_t end) const {
        std::size_t at = end;
        if (at < text_.size() && text_[at] == '^') {
            while (at + 1 < text_.size() && is_ascii_digit(text_[at + 1])) {
                ++at;
            }
            const bool is_whole = at > end && (at + 1 == text_.size() || text_[at + 1] != '.');
            return is_whole ? at + 1 : end;
        }
        while (at < text_.size()) {
            const CodePoint c = decode_code_point(text_, at);
            if (superscript_digit(c.value) < 0) {
                break;
            }
            at += c.size_bytes;
        }
        return at;
    }

    [[nodiscard]] std::size_t skip_slash(std::size_t end) const {
        if (end >= text_.size() || text_[end] != '/' || is_taken(end + 1)) {
            return end;
        }
        const std::optional<UnitMatch> unit = match_unit(end + 1);
        return unit ? end + 1 + unit->size_bytes : end;
    }

    /// "per tonne", "per 100,000 people". After "per" nothing but a unit can stand.
    [[nodiscard]] std::size_t skip_per(std::size_t end) const {
        const std::size_t per = skip_blanks(text_, end);
        if (!is_per(per)) {
            return end;
        }
        std::size_t at = skip_blanks(text_, per + 3);
        std::size_t after_count = at;
        while (after_count < text_.size() &&
               (is_ascii_digit(text_[after_count]) ||
                (text_[after_count] == ',' && after_count + 1 < text_.size() &&
                 is_ascii_digit(text_[after_count + 1])))) {
            ++after_count;
        }
        const bool has_count = after_count > at;
        at = has_count ? skip_blanks(text_, after_count) : at;
        if (const auto scale = match_scale_word(text_.substr(at)); scale && !match_unit(at)) {
            after_count = at + scale->size_bytes;
            at = skip_blanks(text_, after_count);
        }
        const std::optional<UnitMatch> unit = match_unit(at);
        const std::size_t unit_end = unit ? at + unit->size_bytes : noun_end(at);
        return unit_end > at ? unit_end : has_count ? after_count : per + 3;
    }

    std::string_view text_;
    const NameTable& names_;
};

/// Signs of the language: behind a bare number they belong to no unit.
bool no_unit_begins_with(char c) {
    return std::string_view("+-*/^()=<>,").find(c) != std::string_view::npos;
}

Error limit_error(Span number, std::string_view digits, const NumberLimits& limits) {
    const auto count = static_cast<std::size_t>(
        std::count_if(digits.begin(), digits.end(), [](char c) { return is_ascii_digit(c); }));
    Error error;
    error.code = ErrorCode::limit_exceeded;
    error.message =
        count > limits.max_digits
            ? "a number of more than " + std::to_string(limits.max_digits) + " digits"
            : "a number with an exponent beyond " + std::to_string(limits.max_exponent);
    error.location.span = number;
    return error;
}

/// parse_unit of a part of `text`; spans of errors count in `text`.
Result<ScaledUnit> parse_part(std::string_view text, std::size_t begin, std::size_t end) {
    Result<ScaledUnit> unit = parse_unit(text.substr(begin, end - begin));
    if (!unit) {
        for (Error& error : unit.errors()) {
            error.location.span.begin += static_cast<std::uint32_t>(begin);
            error.location.span.end += static_cast<std::uint32_t>(begin);
        }
    }
    return unit;
}

}  // namespace

Result<LiteralReading> read_literal(std::string_view text, Span number,
                                    const std::optional<Unit>& before, const NameTable& names,
                                    const NumberLimits& limits) {
    const std::string_view digits = text.substr(number.begin, number.end - number.begin);
    const std::optional<Decimal> decimal = parse_decimal(digits, limits);
    if (!decimal) {
        return limit_error(number, digits, limits);
    }
    const UnitScanner scanner(text, names);
    LiteralReading out{{decimal->value(), before.value_or(Unit())}, number.end};

    std::size_t begin = skip_blanks(text, number.end);
    if (!before && (begin == text.size() || no_unit_begins_with(text[begin]))) {
        return out;
    }
    std::optional<UnitMatch> unit;
    if (!scanner.is_taken(begin)) {
        unit = scanner.match_unit(begin);
        const std::optional<ScaleMatch> scale = match_scale_word(text.substr(begin));
        if (scale && (!unit || unit->size_bytes <= scale->size_bytes)) {
            const std::size_t next = skip_blanks(text, begin + scale->size_bytes);
            const bool is_next_taken = scanner.is_taken(next);
            std::optional<UnitMatch> scaled =
                is_next_taken ? std::nullopt : scanner.match_unit(next);
            const bool has_scaled =
                scaled || (!is_next_taken && scanner.noun_end(next) > next);
            // "5 m" alone are metres, "5 m yuan" and "$5 m" are millions.
            if (!unit || has_scaled || before) {
                out.literal.value *= power_of_ten(scale->exponent);
                out.end = begin + scale->size_bytes;
                unit = std::move(scaled);
                begin = next;
            }
        }
    }
    std::size_t end = begin;
    if (!before && !scanner.is_taken(begin)) {
        end = unit ? begin + unit->size_bytes : scanner.noun_end(begin);
    }
    const std::size_t simple_end = end > begin ? end : out.end;
    const bool has_unit = end > begin;
    const std::size_t tail_end =
        scanner.skip_tail(simple_end, has_unit, has_unit || before.has_value());
    if (tail_end == simple_end && has_unit && unit) {
        out.literal.unit = std::move(unit->unit);
        out.end = end;
    } else if (tail_end > simple_end || has_unit) {
        Result<ScaledUnit> parsed =
            parse_part(text, has_unit ? begin : skip_blanks(text, simple_end), tail_end);
        if (!parsed) {
            return std::move(parsed).errors();
        }
        out.literal.value *= power_of_ten(parsed->scale_exponent);
        out.literal.unit = has_unit ? parsed->unit : out.literal.unit * parsed->unit;
        out.end = tail_end;
    }
    out.literal.value *= out.literal.unit.factor();
    return out;
}

}  // namespace brcheck
