#include "figure/read_unit.hpp"

#include "brcheck/base/utf8.hpp"
#include "brcheck/unit/parse_unit.hpp"
#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "figure/known_word.hpp"
#include "figure/parse_number.hpp"
#include "unit/letters.hpp"
#include "unit/unit_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <utility>

namespace brcheck {
namespace {

constexpr std::size_t max_noun_words = 6;
constexpr const char* leave_out_hint =
    "leave it out of the figure, or say it in \"label\" or \"note\"";

/// Words that never begin the name of what is counted: with them something else goes on.
constexpr std::array<std::string_view, 18> connectives{
    "and", "or", "of", "in", "to", "for", "with", "at", "from",
    "than", "by", "as", "on", "per", "not", "but", "a", "an"};

bool is_letter(char32_t c) { return is_alphabetic(c) || is_ideographic(c); }

bool is_word_inner(std::string_view text, std::size_t offset) {
    return (text[offset] == '-' || text[offset] == '\'') && offset + 1 < text.size() &&
           is_letter(decode_code_point(text, offset + 1).value);
}

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower_ascii);
    return lower;
}

/// The noun as count_unit sees it: 企业 for 家企业.
std::string_view without_measure_word(std::string_view noun) {
    if (static_cast<unsigned char>(noun.front()) < 0x80) return noun;
    const Unit unit = count_unit(noun);
    const auto& powers = unit.dimension().powers();
    if (powers.size() != 1) return noun;
    const std::string_view name = std::string_view(powers.front().name).substr(1);
    return noun.ends_with(name) ? noun.substr(noun.size() - name.size()) : noun;
}

class UnitReader {
public:
    UnitReader(std::string_view text, bool opened) : text_(text), opened_(opened) {}

    UnitReading read(std::size_t offset, const GivenUnit& given, const Unit* before);

private:
    [[nodiscard]] bool stops_at(std::size_t offset) const {
        return is_tail_stop(text_, skip_blank(text_, offset), opened_);
    }
    [[nodiscard]] std::size_t candidate_end(std::size_t offset) const;
    [[nodiscard]] static std::size_t mixed_number_size(std::string_view text);
    [[nodiscard]] static bool is_compound(std::string_view candidate);
    UnitReading read_compound(std::size_t offset, std::size_t end, const Unit* before) const;
    UnitReading read_noun(std::size_t offset, std::size_t end) const;
    /// Nothing when the word may be part of a noun.
    [[nodiscard]] std::optional<Error> check_noun_word(std::size_t begin, std::size_t end,
                                                       bool is_first) const;
    [[nodiscard]] Error error(std::size_t begin, std::size_t end, std::string message,
                              std::string hint) const {
        return figure_error(ErrorCode::unreadable_figure,
                            {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
                            std::move(message), std::move(hint));
    }
    [[nodiscard]] std::string quoted(std::size_t begin, std::size_t end) const {
        return quote_piece(text_.substr(begin, end - begin));
    }

    std::string_view text_;
    bool opened_;
};

/// Where the words that may be a unit or a noun end. Stops are looked for where words begin, and
/// between all characters of scripts that write no blanks.
std::size_t UnitReader::candidate_end(std::size_t offset) const {
    std::size_t at = offset;
    bool may_stop = true;
    while (at < text_.size()) {
        if (text_[at] == ' ') {
            if (is_tail_stop(text_, at + 1, opened_)) return at;
            may_stop = false;
            ++at;
            continue;
        }
        const CodePoint read = decode_code_point(text_, at);
        const bool is_word_character = read.value < 0x80 && is_ascii_letter(text_[at]);
        // The hyphen of COVID-19 joins no range.
        const bool is_hyphen = text_[at] == '-' && at > offset && is_ascii_letter(text_[at - 1]);
        if (may_stop && !is_word_character && !is_hyphen && at > offset &&
            is_tail_stop(text_, at, opened_)) {
            return at;
        }
        may_stop = true;
        at += read.size_bytes;
    }
    return at;
}

/// Of "1/4" in "5 1/4 percent"; 0 where there is none.
std::size_t UnitReader::mixed_number_size(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    if (at == 0 || at == text.size() || text[at] != '/') return 0;
    const std::size_t begin = ++at;
    while (at < text.size() && is_ascii_digit(text[at])) ++at;
    return at > begin ? at : 0;
}

bool UnitReader::is_compound(std::string_view candidate) {
    constexpr std::array<std::string_view, 7> marks{"/", "^", "*", "·", "²", "³", "每"};
    constexpr std::array<std::string_view, 6> words{"per ",    "square ", "cubic ",
                                                    "平方", "立方",  "sq "};
    const std::string lower = to_lower(candidate);
    return std::any_of(marks.begin(), marks.end(),
                       [&](std::string_view mark) {
                           return lower.find(mark) != std::string::npos;
                       }) ||
           lower.find(" per ") != std::string::npos ||
           std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.starts_with(word); });
}

UnitReading UnitReader::read_compound(std::size_t offset, std::size_t end,
                                      const Unit* before) const {
    const std::string_view candidate = text_.substr(offset, end - offset);
    const bool goes_on = before != nullptr;
    const std::string text = goes_on ? fmt::format("{} {}", before->symbol(), candidate)
                                     : std::string(candidate);
    const Result<ScaledUnit> parsed = parse_unit(text);
    UnitReading reading;
    reading.end = end;
    if (parsed && parsed->scale_exponent == 0) {
        reading.unit = parsed->unit;
        return reading;
    }
    const std::string hint = parsed ? std::string() : parsed.errors().front().hint;
    std::size_t begin = offset;
    std::size_t stop = end;
    if (!parsed) {
        const Span span = parsed.errors().front().location.span;
        const std::size_t shift = text.size() - candidate.size();
        if (span.begin >= shift && span.end > span.begin && span.end <= text.size()) {
            begin = offset + span.begin - shift;
            stop = offset + span.end - shift;
        }
    }
    reading.error = error(begin, stop, fmt::format("{} is no unit", quoted(begin, stop)), hint);
    return reading;
}

std::optional<Error> UnitReader::check_noun_word(std::size_t begin, std::size_t end,
                                                 bool is_first) const {
    const std::string_view word = text_.substr(begin, end - begin);
    const std::string_view rest = text_.substr(begin);
    const std::string lower = to_lower(word);
    if (const std::string_view meant = probably_meant(word); !meant.empty()) {
        return error(begin, end,
                     fmt::format("{} is no known scale word or unit", quoted(begin, end)),
                     fmt::format("did you mean \"{}\"? If {} is what is counted, say \"unit\": {}",
                                 meant, quoted(begin, end), quoted(begin, end)));
    }
    if (is_first && std::find(connectives.begin(), connectives.end(), lower) != connectives.end()) {
        return error(begin, end, fmt::format("{} after the number is not understood",
                                             quoted(begin, end)),
                     leave_out_hint);
    }
    if (const auto scale = match_scale_word(rest); scale && scale->size_bytes == word.size()) {
        return error(begin, end, fmt::format("the scale word {} has to follow the number at once",
                                             quoted(begin, end)),
                     "");
    }
    const Phrase* inside = match_phrase(rest, PhrasePlace::inside);
    const Phrase* before = match_phrase(rest, PhrasePlace::before);
    const bool is_number_word =
        (inside != nullptr && inside->meaning == PhraseMeaning::unreadable) ||
        (is_first && before != nullptr && before->meaning == PhraseMeaning::number);
    if (is_number_word) {
        return error(begin, end, fmt::format("the number goes on in words with {}",
                                             quoted(begin, end)),
                     "write the number in digits");
    }
    const bool is_wide = static_cast<unsigned char>(word.front()) >= 0x80;
    if (before != nullptr && before->meaning == PhraseMeaning::qualifier && !is_wide) {
        return error(begin, begin + before->words.size(),
                     fmt::format("{} has to stand before the number",
                                 quoted(begin, begin + before->words.size())),
                     "");
    }
    if (!is_first && !is_wide && word.size() >= 3) {
        if (const auto unit = match_unit_after(rest); unit && unit->size_bytes >= word.size()) {
            const std::size_t unit_end = begin + unit->size_bytes;
            return error(begin, unit_end,
                         fmt::format("the unit {} has to follow the number at once",
                                     quoted(begin, unit_end)),
                         leave_out_hint);
        }
    }
    return std::nullopt;
}

UnitReading UnitReader::read_noun(std::size_t offset, std::size_t end) const {
    UnitReading reading;
    reading.end = end;
    std::size_t begin = offset;
    // 个 goes with any noun and says nothing; other measure words may be part of the noun itself.
    constexpr std::string_view measure_word = "个";
    if (end - begin > measure_word.size() && text_.substr(begin).starts_with(measure_word)) {
        begin += measure_word.size();
    }
    std::size_t words = 0;
    std::size_t at = begin;
    while (at < end) {
        const std::size_t word_begin = at;
        while (at < end && (is_letter(decode_code_point(text_, at).value) ||
                            (at > word_begin && is_word_inner(text_, at)))) {
            at += decode_code_point(text_, at).size_bytes;
        }
        if (at == word_begin || (at < end && text_[at] != ' ')) {
            const std::size_t piece = piece_end(text_, at);
            if (starts_number(text_, at)) {
                reading.error = second_number_error(text_, at);
                return reading;
            }
            const bool is_stop = piece == text_.size() &&
                                 (text_[at] == '.' || text_.substr(at).starts_with("。"));
            reading.error =
                error(at, piece, fmt::format("{} is not understood", quoted(at, piece)),
                      is_stop ? "leave out the final stop" : leave_out_hint);
            return reading;
        }
        if (auto problem = check_noun_word(word_begin, at, words == 0)) {
            reading.error = std::move(problem);
            return reading;
        }
        if (++words > max_noun_words) {
            reading.error = error(offset, end,
                                  fmt::format("{} is too long for the name of what is counted",
                                              quoted(offset, end)),
                                  leave_out_hint);
            return reading;
        }
        if (at < end) ++at;
    }
    reading.unit = count_unit(without_measure_word(text_.substr(begin, end - begin)));
    return reading;
}

UnitReading UnitReader::read(std::size_t offset, const GivenUnit& given, const Unit* before) {
    UnitReading none;
    none.end = offset;
    const std::size_t begin = skip_blank(text_, offset);
    if (is_tail_stop(text_, begin, opened_)) return none;

    // The author has said what this is, so it needs no guess whether it is a slip.
    const std::string_view rest = text_.substr(begin);
    if (!given.text.empty() && given.scale_exponent == 0 && rest.starts_with(given.text) &&
        stops_at(begin + given.text.size())) {
        UnitReading reading;
        reading.unit = given.unit;
        reading.end = begin + given.text.size();
        return reading;
    }
    const std::size_t word_end = piece_end(text_, begin);
    auto match = match_unit_after(rest);
    if (!match || match->size_bytes < word_end - begin) {
        if (auto ambiguous = read_ambiguous_unit(text_, begin, word_end, given)) {
            return *ambiguous;
        }
    }
    if (match && stops_at(begin + match->size_bytes)) {
        return {std::move(match->unit), begin + match->size_bytes, std::nullopt};
    }
    const std::size_t end = candidate_end(begin);
    const std::string_view candidate = text_.substr(begin, end - begin);
    if (candidate.front() == '/' && starts_number(text_, skip_blank(text_, begin + 1))) {
        UnitReading reading;
        reading.end = begin;
        const std::size_t stop = piece_end(text_, skip_blank(text_, begin + 1));
        reading.error = error(begin, stop, "a fraction in digits is not read",
                              "write it as a decimal, or in words: \"a third\"");
        return reading;
    }
    if (const std::size_t size = mixed_number_size(candidate); size > 0) {
        UnitReading reading;
        reading.end = begin;
        reading.error = error(begin, begin + size, "a mixed number is not read",
                              "write it as a decimal: \"5.25\" for 5 1/4");
        return reading;
    }
    // What a unit has in itself ("per cent") joins nothing.
    const std::size_t own_size = match ? match->size_bytes : 0;
    if (is_compound(candidate.substr(std::min(own_size, candidate.size())))) {
        const bool goes_on = candidate.front() == '/' || to_lower(candidate.substr(0, 4)) == "per ";
        return read_compound(begin, end, goes_on ? before : nullptr);
    }
    if (!match) return read_noun(begin, end);

    const std::size_t trailing = skip_blank(text_, begin + match->size_bytes);
    const std::size_t piece = piece_end(text_, trailing);
    UnitReading reading;
    reading.end = trailing;
    const bool is_scale = match_scale_word(text_.substr(trailing)).has_value();
    const bool is_unit = match_unit_after(text_.substr(trailing)).has_value();
    const bool is_stop = piece == text_.size() && text_[trailing] == '.';
    reading.error = error(
        trailing, piece,
        fmt::format("{} after the unit {} is not understood", quoted(trailing, piece),
                    quoted(begin, begin + match->size_bytes)),
        is_scale  ? "the scale word stands before the unit"
        : is_unit ? "a figure has one unit"
        : is_stop ? "leave out the final stop"
                  : leave_out_hint);
    return reading;
}

}  // namespace

std::size_t skip_blank(std::string_view text, std::size_t offset) noexcept {
    return offset < text.size() && text[offset] == ' ' ? offset + 1 : offset;
}

std::size_t piece_end(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return text.size();
    if (is_ascii_digit(text[offset])) {
        std::size_t end = offset;
        while (end < text.size() && (is_ascii_digit(text[end]) || starts_number(text, end))) ++end;
        return end;
    }
    std::size_t end = offset;
    while (end < text.size()) {
        const CodePoint read = decode_code_point(text, end);
        if (!is_letter(read.value) && !(end > offset && is_word_inner(text, end))) break;
        end += read.size_bytes;
    }
    return end > offset ? end : offset + decode_code_point(text, offset).size_bytes;
}

const Phrase* match_joiner(std::string_view text, std::size_t offset, bool opened) {
    const Phrase* joiner = match_phrase(text.substr(std::min(offset, text.size())),
                                        PhrasePlace::inside);
    if (joiner == nullptr) return nullptr;
    if (joiner->meaning == PhraseMeaning::margin) return joiner;
    if (joiner->meaning != PhraseMeaning::range_joiner) return nullptr;
    if (joiner->value_text == "opener" && !opened) return nullptr;

    const std::size_t joiner_end = offset + joiner->words.size();
    std::size_t at = skip_blank(text, joiner_end);
    const bool is_dash = !is_ascii_letter(joiner->words.front());
    if (at < text.size() && text[at] == '-' && (!is_dash || at > joiner_end)) {
        at = skip_blank(text, at + 1);
    }
    if (starts_number(text, at)) return joiner;
    const std::string_view rest = text.substr(std::min(at, text.size()));
    if (const auto currency = match_unit_before(rest)) {
        if (starts_number(text, skip_blank(text, at + currency->size_bytes))) return joiner;
    }
    const Phrase* word = match_phrase(rest, PhrasePlace::before);
    const bool is_value = word != nullptr && (word->meaning == PhraseMeaning::number ||
                                              word->meaning == PhraseMeaning::ratio);
    return is_value ? joiner : nullptr;
}

Error second_number_error(std::string_view text, std::size_t offset) {
    const std::size_t end = piece_end(text, offset);
    return figure_error(ErrorCode::unreadable_figure,
                        {static_cast<std::uint32_t>(offset), static_cast<std::uint32_t>(end)},
                        fmt::format("a second number, {}",
                                    quote_piece(text.substr(offset, end - offset))),
                        "a figure is one number, a range (\"3 to 5\") or one with a margin "
                        "(\"±\")");
}

std::optional<UnitReading> read_ambiguous_unit(std::string_view text, std::size_t begin,
                                               std::size_t end, const GivenUnit& given) {
    const std::string_view word = text.substr(begin, end - begin);
    const std::string_view choices = ambiguous_unit_choices(word);
    if (choices.empty()) return std::nullopt;
    UnitReading reading;
    reading.end = end;
    if (!given.text.empty() && choices.find(given.unit.symbol()) != std::string_view::npos) {
        reading.unit = given.unit;
        return reading;
    }
    reading.error = figure_error(
        ErrorCode::unreadable_figure,
        {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)},
        fmt::format("{} names several units", quote_piece(word)),
        fmt::format("write {}, or say which in \"unit\"", choices));
    return reading;
}

bool is_tail_stop(std::string_view text, std::size_t offset, bool opened) {
    if (offset >= text.size() || text[offset] == '(' || text[offset] == ')') return true;
    const std::string_view rest = text.substr(offset);
    if (match_phrase(rest, PhrasePlace::after) != nullptr) return true;
    if (match_joiner(text, offset, opened) != nullptr) return true;
    const Phrase* inside = match_phrase(rest, PhrasePlace::inside);
    if (inside == nullptr || inside->meaning != PhraseMeaning::qualifier) return false;
    // 多 and 余 are parts of many nouns: behind a unit they count at the end only.
    const bool is_wide = static_cast<unsigned char>(rest.front()) >= 0x80;
    return !is_wide || inside->words.size() == rest.size();
}

UnitReading read_unit(std::string_view text, std::size_t offset, bool opened,
                      const GivenUnit& given, const Unit* before) {
    return UnitReader(text, opened).read(offset, given, before);
}

}  // namespace brcheck
