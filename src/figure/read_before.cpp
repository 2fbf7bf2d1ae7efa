// What PartsReader does before the number.
#include "brcheck/base/suggest.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "figure/parse_number.hpp"
#include "figure/parts_reader.hpp"
#include "unit/letters.hpp"

#include <fmt/format.h>

namespace brcheck {

bool PartsReader::read_before() {
    for (;;) {
        skip();
        if (at_ >= text_.size()) return fail_no_number();
        if (starts_number(text_, at_)) return true;
        const char c = text_[at_];
        const Phrase* phrase = match_phrase(rest(), PhrasePlace::before);
        // "a" may be the start of "A$", "ca" that of "CA$".
        if (phrase == nullptr || phrase->words.size() <= 2) {
            const auto currency = match_unit_before(rest());
            if (currency && (phrase == nullptr || currency->size_bytes > phrase->words.size())) {
                if (!read_currency(parts_.first, *currency)) return false;
                continue;
            }
        }
        if (phrase != nullptr) {
            if (phrase->meaning == PhraseMeaning::ratio) return true;
            if (phrase->meaning == PhraseMeaning::number) {
                const std::size_t next = skip_blank(text_, at_ + phrase->words.size());
                const bool is_article = phrase->words == "a" || phrase->words == "an";
                if (!is_article || match_scale_word(text_.substr(next))) return true;
                at_ = next;
                continue;
            }
            if (!read_before_phrase(*phrase)) return false;
            continue;
        }
        const std::size_t end = piece_end(text_, at_);
        const auto ambiguous = read_ambiguous_unit(text_, at_, end, given_);
        if (ambiguous && ambiguous->unit) {
            if (!read_currency(parts_.first, {*ambiguous->unit, end - at_})) return false;
        } else if (c == '-' || c == '+') {
            if (!read_sign(c == '-', 1)) return false;
        } else if (c == '(' && !parenthesis_was_open_) {
            if (sign_) return fail(at_, at_ + 1, "a sign and accounting parentheses in one figure");
            parenthesis_ = at_++;
            parenthesis_was_open_ = true;
        } else {
            return fail_no_number();
        }
    }
}

bool PartsReader::read_before_phrase(const Phrase& phrase) {
    const std::size_t size = phrase.words.size();
    if (sign_ && phrase.meaning != PhraseMeaning::minus && phrase.meaning != PhraseMeaning::unit) {
        return fail(sign_->begin, sign_->end,
                    fmt::format("the sign {} has to stand at the number", quoted(*sign_)));
    }
    switch (phrase.meaning) {
        case PhraseMeaning::qualifier:
            if (!set_qualifier(phrase.qualifier, size)) return false;
            break;
        case PhraseMeaning::direction_up:
            return read_direction(phrase, 1);
        case PhraseMeaning::direction_down:
            return read_direction(phrase, -1);
        case PhraseMeaning::level:
            if (parts_.qualifier != Qualifier::none) {
                return fail(at_, at_ + size, fmt::format("{} after {} is not understood",
                                                         quoted(at_, at_ + size),
                                                         quoted(parts_.qualifier_span)));
            }
            level_ = span(at_, at_ + size);
            parts_.direction = 0;
            direction_.reset();
            break;
        case PhraseMeaning::exactly:
            exactly_ = span(at_, at_ + size);
            break;
        case PhraseMeaning::minus:
            return read_sign(true, size);
        case PhraseMeaning::range_opener:
            return read_range_opener(phrase);
        case PhraseMeaning::unit: {
            const auto unit = find_unit(phrase.value_text);
            if (!unit) return fail_no_number();
            return read_currency(parts_.first, {*unit, size});
        }
        default:
            break;  // bare verbs and fillers say nothing
    }
    at_ += size;
    return true;
}

bool PartsReader::read_direction(const Phrase& phrase, int direction) {
    const std::size_t size = phrase.words.size();
    const std::optional<Span> other = level_ ? level_ : direction_;
    if (other && (level_ || parts_.direction != direction)) {
        return fail(at_, at_ + size,
                    fmt::format("{} contradicts {}", quoted(at_, at_ + size), quoted(*other)));
    }
    parts_.direction = direction;
    direction_ = span(at_, at_ + size);
    at_ += size;
    return true;
}

bool PartsReader::read_range_opener(const Phrase& phrase) {
    const std::size_t size = phrase.words.size();
    if (phrase.value_text == "levels" && direction_) {
        return fail(at_, at_ + size,
                    fmt::format("{} after {}: these are two levels, not one figure",
                                quoted(at_, at_ + size), quoted(*direction_)),
                    "state each level as a figure of its own");
    }
    if (opener_) {
        return fail(at_, at_ + size, fmt::format("{} after {}", quoted(at_, at_ + size),
                                                 quoted(*opener_)));
    }
    opener_ = span(at_, at_ + size);
    opener_is_optional_ = phrase.value_text == "optional";
    at_ += size;
    return true;
}

bool PartsReader::read_currency(NumberPart& part, const UnitMatch& match) {
    const std::size_t end = at_ + match.size_bytes;
    if (part.unit && !is_same_unit(*part.unit, match.unit)) {
        return fail(at_, end, fmt::format("{} after {}: two units", quoted(at_, end),
                                          quoted(part.unit_span)),
                    "", ErrorCode::unit_mismatch);
    }
    part.unit = match.unit;
    part.unit_is_before = true;
    part.unit_span = span(at_, end);
    at_ = end;
    return true;
}

bool PartsReader::read_sign(bool minus, std::size_t size) {
    if (sign_ || parenthesis_was_open_) {
        const std::size_t begin = sign_ ? sign_->begin : parenthesis_;
        return fail(begin, at_ + size, fmt::format("two signs: {}", quoted(begin, at_ + size)));
    }
    sign_ = span(at_, at_ + size);
    parts_.first.is_negative = minus;
    at_ += size;
    return true;
}

/// Nothing known stands here, or nothing at all.
bool PartsReader::fail_no_number() {
    if (at_ >= text_.size()) {
        return fail(0, text_.size(), fmt::format("there is no number in {}", quoted(0, at_)));
    }
    const std::size_t end = piece_end(text_, at_);
    const std::string_view word = text_.substr(at_, end - at_);
    const Phrase* inside = match_phrase(rest(), PhrasePlace::inside);
    const bool is_number_word = inside != nullptr && inside->meaning == PhraseMeaning::unreadable;
    if (is_number_word) {
        return fail(at_, end, fmt::format("{} is no number that can be read", quoted(at_, end)),
                    "write the number in digits");
    }
    if (inside != nullptr && inside->meaning == PhraseMeaning::margin) {
        return fail(at_, at_ + inside->words.size(), "there is no number before the margin");
    }
    if (auto ambiguous = read_ambiguous_unit(text_, at_, end, given_)) {
        error_ = std::move(*ambiguous->error);
        return false;
    }
    bool has_digit = false;
    for (const char c : text_) has_digit = has_digit || is_ascii_digit(c);
    if (!has_digit && at_ == 0 && end == text_.size()) {
        return fail(at_, end, fmt::format("{} is no number", quoted(at_, end)));
    }
    std::string hint = word.size() >= 4 ? did_you_mean(word, phrase_names()) : std::string();
    if (hint.empty()) {
        hint = "a figure is a number with its unit and words like \"over\" or \"about\"; "
               "say the rest in \"label\" or \"note\"";
    }
    return fail(at_, end, fmt::format("{} before the number is not understood", quoted(at_, end)),
                std::move(hint));
}

}  // namespace brcheck
