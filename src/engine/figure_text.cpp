#include "engine/figure_text.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace brcheck {
namespace {

constexpr std::size_t group_size = 3;
constexpr std::size_t indian_group_size = 2;

std::optional<Span> find_minus(std::string_view text) {
    std::optional<Span> found;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint c = decode_code_point(text, at);
        const std::size_t end = at + c.size_bytes;
        if (is_minus(c.value)) {
            found = Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
        }
        at = end;
    }
    if (found) return found;
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower_ascii);
    for (const std::string_view word : {"minus ", "negative ", "负"}) {
        const std::size_t at = lower.rfind(word);
        if (at == std::string::npos) continue;
        return Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + word.size())};
    }
    return std::nullopt;
}

}  // namespace

FigureText::FigureText(const Figure& figure) : figure_(figure) {
    for (std::size_t at = 0; at < figure.text.size();) {
        const CodePoint c = decode_code_point(figure.text, at);
        if (brcheck::is_ideographic(c.value)) is_ideographic_ = true;
        at += c.size_bytes;
    }
    if (figure.options && figure.options->decimal_mark != 0) {
        decimal_mark_ = figure.options->decimal_mark;
    }
    read_number();
    if (decimal_mark_.empty()) decimal_mark_ = separator_ == "." ? "," : ".";
    if (has_digits_) return;
    number_ = {abs(figure.number.digits).to_string(), 0};
    exponent_ = figure.number.place;
}

void FigureText::read_number() {
    const std::string_view span = piece(figure_.number_span.begin, figure_.number_span.end);
    std::vector<Mark> marks;
    for (std::size_t at = 0; at < span.size();) {
        const CodePoint c = decode_code_point(span, at);
        const int digit = decimal_digit(c.value);
        if (digit >= 0) {
            number_.digits += static_cast<char>('0' + digit);
        } else if (!number_.digits.empty() && (c.value == U'e' || c.value == U'E')) {
            exponent_text_ = span.substr(at);
            break;
        } else {
            marks.push_back({number_.digits.size(), span.substr(at, c.size_bytes)});
        }
        at += c.size_bytes;
    }
    if (number_.digits.empty()) return;
    bool is_negative = false;
    for (const char c : exponent_text_) {
        is_negative = is_negative || c == '-';
        if (is_ascii_digit(c)) exponent_ = exponent_ * 10 + (c - '0');
    }
    if (is_negative) exponent_ = -exponent_;
    const std::int64_t fraction = exponent_ - figure_.number.place;
    if (fraction < 0 || static_cast<std::size_t>(fraction) > number_.digits.size()) return;
    number_.fraction = static_cast<std::size_t>(fraction);
    has_digits_ = true;
    read_marks(marks);
}

void FigureText::read_marks(const std::vector<Mark>& marks) {
    const std::size_t whole = number_.whole();
    omits_zero_ = whole == 0;
    for (const Mark& mark : marks) {
        if (mark.place == whole) decimal_mark_ = mark.text;
        else separator_ = mark.text;
        if (mark.place + group_size + indian_group_size == whole) is_indian_ = true;
    }
}

std::string FigureText::group(std::string_view whole) const {
    std::string out(whole.substr(whole.size() - std::min(whole.size(), group_size)));
    whole.remove_suffix(out.size());
    const std::size_t size = is_indian_ ? indian_group_size : group_size;
    while (!whole.empty()) {
        const std::string_view next = whole.substr(whole.size() - std::min(whole.size(), size));
        out.insert(0, separator_).insert(0, next);
        whole.remove_suffix(next.size());
    }
    return out;
}

std::string FigureText::format(const PrintedDigits& number) const {
    const std::string_view digits = number.digits;
    std::string out = group(digits.substr(0, number.whole()));
    if (out.empty() && !omits_zero_) out = "0";
    if (number.fraction > 0) out.append(decimal_mark_).append(digits.substr(number.whole()));
    return out + exponent_text_;
}

std::string FigureText::with_number(const PrintedDigits& number) const {
    std::string out(piece(0, figure_.number_span.begin));
    out += format(number);
    return out.append(piece(figure_.number_span.end, figure_.text.size()));
}

std::size_t FigureText::sign_place() const {
    const Span unit = figure_.unit_span;
    const std::size_t number = figure_.number_span.begin;
    const bool is_before = unit.begin < unit.end && unit.end <= number &&
                           piece(unit.end, number).find_first_not_of(' ') == std::string::npos;
    return is_before ? unit.begin : number;
}

std::string FigureText::with_opposite_sign(const PrintedDigits& number) const {
    const Span digits = figure_.number_span;
    const std::size_t start = sign_place();
    const std::string printed = std::string(piece(start, digits.begin)) + format(number);
    const bool is_negative = figure_.number.digits.sign() < 0;
    if (figure_.sign_from_verb) {
        // Mirrored with its verb, "over 3" would not be mirrored with a minus.
        if (figure_.qualifier != Qualifier::none) return "";
        const std::size_t end =
            std::max({digits.end, figure_.scale_span.end, figure_.unit_span.end});
        return (is_negative ? "" : "-") + printed + std::string(piece(digits.end, end));
    }
    std::string before(piece(0, start));
    std::string after(piece(digits.end, figure_.text.size()));
    if (!is_negative) {
        if (before.ends_with('+')) before.pop_back();
        return before + '-' + printed + after;
    }
    // The sign may stand on either side of a currency.
    before = std::string(piece(0, digits.begin));
    if (const auto minus = find_minus(before)) {
        before.erase(minus->begin, minus->end - minus->begin);
    } else {
        const std::size_t open = before.rfind('(');
        const std::size_t close = after.find(')');
        if (open == std::string::npos || close == std::string::npos) return "";
        before.erase(open, 1);
        after.erase(close, 1);
    }
    return before + format(number) + after;
}

std::string FigureText::with_scale_word(std::string_view word) const {
    const Span scale = figure_.scale_span;
    std::string out;
    if (scale.begin == scale.end) {
        out = piece(0, figure_.number_span.end);
        if (!is_ideographic_) out += ' ';
        return out.append(word).append(piece(figure_.number_span.end, figure_.text.size()));
    }
    out = piece(0, scale.begin);
    if (word.empty() && out.ends_with(' ')) out.pop_back();
    return out.append(word).append(piece(scale.end, figure_.text.size()));
}

std::string FigureText::with_unit(std::string_view unit) const {
    return std::string(piece(0, figure_.unit_span.begin))
        .append(unit)
        .append(piece(figure_.unit_span.end, figure_.text.size()));
}

}  // namespace brcheck
