#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "figure/figure_parts.hpp"
#include "figure/parse_number.hpp"
#include "figure/parts_reader.hpp"
#include "figure/phrase.hpp"
#include "figure/read_unit.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>

#include <utility>

namespace brcheck {
bool PartsReader::read() {
    if (text_.empty()) return fail(0, 0, "the text is empty");
    if (!read_before() || !read_value(parts_.first) || !read_tail(parts_.first)) return false;
    if (!read_after()) return false;
    return check_whole();
}

bool PartsReader::read_value(NumberPart& part) {
    const std::size_t begin = at_;
    const Phrase* phrase =
        starts_number(text_, at_) ? nullptr : match_phrase(rest(), PhrasePlace::before);
    if (phrase != nullptr) return read_word_value(part, *phrase);
    Result<WrittenNumber> number =
        parse_number(text_, at_, options_.decimal_mark, options_.limits);
    if (!number) {
        error_ = std::move(number.errors().front());
        return false;
    }
    part.number = std::move(number->decimal);
    part.is_plain_integer = number->is_plain_integer;
    part.has_decimal_comma = number->has_decimal_comma;
    at_ += number->size_bytes;
    part.number_span = span(begin, at_);
    return true;
}

bool PartsReader::read_word_value(NumberPart& part, const Phrase& phrase) {
    const std::size_t begin = at_;
    at_ += phrase.words.size();
    part.number_span = span(begin, at_);
    if (phrase.meaning == PhraseMeaning::ratio) {
        part.ratio = phrase.value;
        return true;
    }
    part.number = {phrase.value.numerator(), 0};
    part.is_plain_integer = true;
    // 十五, 六点三: more of the numeral follows.
    const Phrase* more = match_phrase(rest(), PhrasePlace::before);
    const Phrase* inside = match_phrase(rest(), PhrasePlace::inside);
    const bool is_wide = static_cast<unsigned char>(phrase.words.front()) >= 0x80;
    const bool goes_on =
        is_wide && ((more != nullptr && more->meaning == PhraseMeaning::number &&
                     !match_scale_word(rest())) ||
                    (inside != nullptr && inside->meaning == PhraseMeaning::unreadable) ||
                    starts_number(text_, at_));
    if (goes_on) {
        const std::size_t end = piece_end(text_, begin);
        return fail(begin, end, fmt::format("{} is no number that can be read", quoted(begin, end)),
                    "write the number in digits");
    }
    return true;
}

bool PartsReader::read_tail(NumberPart& part) {
    if (!read_inside(part) || !read_scale(part) || !read_inside(part)) return false;
    const bool was_open = parenthesis_ != nowhere;
    if (!close_parenthesis()) return false;
    // "(1,234) million"
    if (was_open && parenthesis_ == nowhere && !read_scale(part)) return false;
    if (!read_second()) return false;
    if (&part == &parts_.first && has_second()) return true;
    if (!read_own_unit(part) || !read_inside(part) || !close_parenthesis()) return false;
    return read_second();
}

/// 多, +, -fold and the like. Before the unit, and once more behind it ("5 %+").
bool PartsReader::read_inside(NumberPart& part) {
    for (;;) {
        const std::size_t begin = skip_blank(text_, at_);
        const Phrase* phrase = match_phrase(text_.substr(begin), PhrasePlace::inside);
        if (phrase == nullptr) return true;
        const std::size_t end = begin + phrase->words.size();
        switch (phrase->meaning) {
            case PhraseMeaning::qualifier:
                at_ = begin;
                if (!set_qualifier(phrase->qualifier, phrase->words.size())) return false;
                break;
            case PhraseMeaning::fold:
                if (part.ratio || part.unit || part.scale_exponent != 0) return true;
                part.ratio = part.number.value();
                break;
            default:
                return true;
        }
        at_ = end;
    }
}

/// "5 m" is metres, "5m people" and "$5m" are millions.
bool PartsReader::is_bare_m(std::size_t after, const NumberPart& part) const {
    if (part.unit) return false;
    if (!given_.text.empty()) {
        const auto metre = find_unit("m");
        return metre && given_.scale_exponent == 0 && is_same_unit(given_.unit, *metre);
    }
    const std::size_t next = skip_blank(text_, after);
    if (is_tail_stop(text_, next, opener_.has_value())) return true;
    const std::string_view tail = text_.substr(next);
    return tail.starts_with("per ") || tail.starts_with("²") || tail.starts_with("³") ||
           tail.starts_with("·") || std::string_view("/^*.,").find(tail.front()) != nowhere ||
           is_ascii_digit(tail.front());
}

bool PartsReader::read_scale(NumberPart& part) {
    for (;;) {
        const std::size_t begin = skip_blank(text_, at_);
        const std::string_view tail = text_.substr(begin);
        if (tail.empty()) return true;
        const auto match = match_scale_word(tail);
        if (!match || match->exponent <= part.scale_exponent) return true;
        // 千克 and 百分点 are units, 千 and 百 at their head no scale words.
        const auto unit = match_unit_after(tail);
        if (unit && unit->size_bytes > match->size_bytes) return true;
        const std::size_t end = begin + match->size_bytes;
        if (tail.substr(0, match->size_bytes) == "m" && is_bare_m(end, part)) {
            part.is_bare_m = true;
            return true;
        }
        const bool is_wide = static_cast<unsigned char>(tail.front()) >= 0x80;
        if (part.scale_exponent == 0) part.scale_span = span(begin, end);
        else if (!is_wide) part.scale_name += ' ';
        part.scale_name += match->name;
        part.scale_exponent += match->exponent;
        part.scale_span.end = static_cast<std::uint32_t>(end);
        at_ = end;
    }
}

bool PartsReader::read_own_unit(NumberPart& part) {
    const Unit* before = part.unit && part.unit_is_before ? &*part.unit : nullptr;
    UnitReading reading = read_unit(text_, at_, opener_.has_value(), given_, before);
    if (reading.error) {
        error_ = std::move(*reading.error);
        return false;
    }
    if (!reading.unit) return true;
    const std::size_t begin = skip_blank(text_, at_);
    const bool goes_on = before != nullptr && (text_[begin] == '/' || rest().starts_with(" per "));
    if (before != nullptr && !goes_on && !is_same_unit(*before, *reading.unit)) {
        return fail(begin, reading.end,
                    fmt::format("{} after {}: two units", quoted(begin, reading.end),
                                quoted(part.unit_span)),
                    "", ErrorCode::unit_mismatch);
    }
    part.unit = std::move(reading.unit);
    part.unit_is_before = part.unit_is_before && !goes_on;
    part.unit_span = span(begin, reading.end);
    at_ = reading.end;
    return true;
}

bool PartsReader::close_parenthesis() {
    const std::size_t next = skip_blank(text_, at_);
    if (parenthesis_ == nowhere || next >= text_.size() || text_[next] != ')') return true;
    if (direction_) {
        return fail(parenthesis_, next + 1,
                    fmt::format("{} and accounting parentheses: the sign stands twice",
                                quoted(*direction_)));
    }
    parenthesis_ = nowhere;
    // "(5.0 ± 0.3) %" is how a measured value is put, and no accountant's minus.
    parts_.first.is_negative = parts_.kind != PartsKind::margin;
    at_ = next + 1;
    return true;
}

bool PartsReader::read_second() {
    if (has_second()) return true;
    if (read_margin_in_parentheses()) return true;
    if (!error_.message.empty()) return false;
    const std::size_t begin = skip_blank(text_, at_);
    const Phrase* joiner = match_joiner(text_, begin, opener_.has_value());
    if (joiner == nullptr) return true;
    const bool is_margin = joiner->meaning == PhraseMeaning::margin;
    if (!is_margin && parenthesis_ != nowhere) {
        return fail(begin, begin + joiner->words.size(), "a range in accounting parentheses");
    }
    parts_.kind = is_margin ? PartsKind::margin : PartsKind::range;
    at_ = begin + joiner->words.size();
    joiner_ = span(begin, at_);
    return read_second_before(parts_.second, is_margin) && read_value(parts_.second) &&
           read_tail(parts_.second);
}

/// "62.3 (±0.4)". False also where there is none; then no error is set.
bool PartsReader::read_margin_in_parentheses() {
    const std::size_t begin = skip_blank(text_, at_);
    if (begin >= text_.size() || text_[begin] != '(') return false;
    const std::size_t inside = skip_blank(text_, begin + 1);
    const Phrase* margin = match_phrase(text_.substr(inside), PhrasePlace::inside);
    if (margin == nullptr || margin->meaning != PhraseMeaning::margin) return false;
    parts_.kind = PartsKind::margin;
    at_ = inside + margin->words.size();
    joiner_ = span(inside, at_);
    if (!read_second_before(parts_.second, true) || !read_value(parts_.second) ||
        !read_tail(parts_.second)) {
        return false;
    }
    skip();
    if (at_ >= text_.size() || text_[at_] != ')') {
        return fail(begin, begin + 1, "the parenthesis is not closed");
    }
    ++at_;
    // "62.3 (±0.4) percent"
    NumberPart& first = parts_.first;
    if (first.unit || parts_.second.unit) return true;
    return read_scale(first) && read_own_unit(first);
}

bool PartsReader::read_second_before(NumberPart& part, bool is_margin) {
    for (;;) {
        skip();
        if (starts_number(text_, at_)) return true;
        const Phrase* phrase = match_phrase(rest(), PhrasePlace::before);
        if (phrase != nullptr && (phrase->meaning == PhraseMeaning::ratio ||
                                  phrase->meaning == PhraseMeaning::number)) {
            return true;
        }
        if (!is_margin && !part.is_negative && at_ < text_.size() && text_[at_] == '-') {
            part.is_negative = true;
            ++at_;
            continue;
        }
        const auto currency = match_unit_before(rest());
        if (currency && !part.unit) {
            if (!read_currency(part, *currency)) return false;
            continue;
        }
        if (at_ >= text_.size()) {
            return fail(joiner_.begin, joiner_.end,
                        fmt::format("there is no number after {}", quoted(joiner_)));
        }
        const std::size_t end = piece_end(text_, at_);
        return fail(at_, end, fmt::format("{} is no number", quoted(at_, end)));
    }
}

bool PartsReader::read_after() {
    for (;;) {
        skip();
        if (at_ >= text_.size()) return true;
        const Phrase* phrase = match_phrase(rest(), PhrasePlace::after);
        if (phrase == nullptr) return fail_trailing();
        if (!read_after_phrase(*phrase)) return false;
    }
}

bool PartsReader::read_after_phrase(const Phrase& phrase) {
    const std::size_t size = phrase.words.size();
    switch (phrase.meaning) {
        case PhraseMeaning::qualifier:
            return set_qualifier(phrase.qualifier, size) && (at_ += size, true);
        case PhraseMeaning::direction_up:
            return read_direction(phrase, 1);
        case PhraseMeaning::direction_down:
            return read_direction(phrase, -1);
        case PhraseMeaning::exactly:
            exactly_ = span(at_, at_ + size);
            break;
        default:
            break;
    }
    at_ += size;
    return true;
}

bool PartsReader::fail_trailing() {
    const std::size_t end = piece_end(text_, at_);
    const std::string piece = quoted(at_, end);
    if (starts_number(text_, at_)) {
        error_ = second_number_error(text_, at_);
        return false;
    }
    if (text_[at_] == '(') {
        return fail(at_, at_ + 1, "the parenthesis after the number is not understood",
                    "leave it out of the figure, or say it in \"label\" or \"note\"");
    }
    if (text_[at_] == ')') return fail(at_, at_ + 1, "a parenthesis that nothing opens");
    if (match_unit_after(rest())) {
        return fail(at_, end, fmt::format("a second unit, {}", piece), "a figure has one unit");
    }
    return fail(at_, end, fmt::format("{} after the number is not understood", piece),
                "leave it out of the figure, or say it in \"label\" or \"note\"");
}

/// What only shows once everything has been read.
bool PartsReader::check_whole() {
    if (parenthesis_ != nowhere) {
        return fail(parenthesis_, parenthesis_ + 1, "the parenthesis is not closed");
    }
    if (opener_ && !opener_is_optional_ && parts_.kind != PartsKind::range) {
        return fail(opener_->begin, opener_->end,
                    fmt::format("{} needs two numbers", quoted(*opener_)));
    }
    if (direction_ && (sign_ || parts_.first.is_negative || parts_.second.is_negative)) {
        const Span sign = sign_ ? *sign_ : parts_.first.number_span;
        const bool same = parts_.direction > 0 && sign_ && !parts_.first.is_negative;
        if (!same) {
            return fail(sign.begin, sign.end,
                        fmt::format("{} and a sign: the direction stands twice",
                                    quoted(*direction_)),
                        "leave one of them out");
        }
    }
    const bool has_qualifier = parts_.qualifier != Qualifier::none;
    if (exactly_ && (has_qualifier || has_second())) {
        return fail(exactly_->begin, exactly_->end,
                    has_qualifier
                        ? fmt::format("{} contradicts {}", quoted(*exactly_),
                                      quoted(parts_.qualifier_span))
                        : fmt::format("{} contradicts a range", quoted(*exactly_)));
    }
    const bool is_loose_range =
        parts_.kind == PartsKind::range && parts_.qualifier == Qualifier::about;
    if (has_second() && has_qualifier && !is_loose_range) {
        return fail(parts_.qualifier_span.begin, parts_.qualifier_span.end,
                    fmt::format("{} does not go with {}", quoted(parts_.qualifier_span),
                                parts_.kind == PartsKind::range ? "a range" : "a margin"));
    }
    parts_.is_exactly = exactly_.has_value();
    return true;
}

/// The qualifier at `at_`, which does not move.
bool PartsReader::set_qualifier(Qualifier qualifier, std::size_t size) {
    const std::size_t end = at_ + size;
    if (parts_.qualifier != Qualifier::none) {
        const std::string other = quoted(parts_.qualifier_span);
        const std::string piece = quoted(at_, end);
        return fail(at_, end,
                    parts_.qualifier == qualifier
                        ? fmt::format("{} and {} say the same twice", other, piece)
                        : fmt::format("{} and {} do not go together", other, piece),
                    "keep one of them");
    }
    parts_.qualifier = qualifier;
    parts_.qualifier_span = span(at_, end);
    return true;
}

bool read_parts(std::string_view text, const FigureOptions& options, const GivenUnit& given,
                FigureParts& parts, Error& error) {
    return PartsReader(text, options, given, parts, error).read();
}

bool is_same_unit(const Unit& a, const Unit& b) {
    return a == b || (a.kind() == b.kind() && a.factor() == b.factor() &&
                      a.dimension() == b.dimension());
}

Error figure_error(ErrorCode code, Span span, std::string message, std::string hint) {
    Error error;
    error.code = code;
    error.message = std::move(message);
    error.location.span = span;
    error.hint = std::move(hint);
    return error;
}

std::string quote_piece(std::string_view text) {
    constexpr std::size_t shown = 40;
    if (text.size() <= shown) return fmt::format("\"{}\"", text);
    std::size_t end = shown;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0u) == 0x80u) --end;
    return fmt::format("\"{}…\"", text.substr(0, end));
}

}  // namespace brcheck
