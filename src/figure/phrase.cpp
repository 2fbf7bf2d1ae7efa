#include "figure/phrase.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdlib>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::array<std::pair<std::string_view, PhraseMeaning>, 15> meaning_names{{
    {"direction-up", PhraseMeaning::direction_up},
    {"direction-down", PhraseMeaning::direction_down},
    {"level", PhraseMeaning::level},
    {"bare", PhraseMeaning::bare},
    {"filler", PhraseMeaning::filler},
    {"exactly", PhraseMeaning::exactly},
    {"minus", PhraseMeaning::minus},
    {"ratio", PhraseMeaning::ratio},
    {"number", PhraseMeaning::number},
    {"fold", PhraseMeaning::fold},
    {"range-opener", PhraseMeaning::range_opener},
    {"range-joiner", PhraseMeaning::range_joiner},
    {"margin", PhraseMeaning::margin},
    {"unit", PhraseMeaning::unit},
    {"unreadable", PhraseMeaning::unreadable},
}};

void set_meaning(Phrase& phrase, std::string_view name) {
    for (const auto& [text, meaning] : meaning_names) {
        if (text == name) {
            phrase.meaning = meaning;
            return;
        }
    }
    if (const auto qualifier = parse_qualifier_name(name); qualifier && !name.empty()) {
        phrase.meaning = PhraseMeaning::qualifier;
        phrase.qualifier = *qualifier;
        return;
    }
    std::abort();  // the table is compiled in: a name that we do not know is our own slip
}

PhrasePlace read_place(std::string_view name) {
    if (name == "before") return PhrasePlace::before;
    if (name == "inside") return PhrasePlace::inside;
    if (name == "after") return PhrasePlace::after;
    std::abort();
}

Rational read_value(std::string_view text) {
    const std::size_t slash = text.find('/');
    const Integer top = Integer::from_digits(text.substr(0, slash));
    if (slash == std::string_view::npos) return Rational(top);
    return Rational(top, Integer::from_digits(text.substr(slash + 1)));
}

struct PhraseTable {
    std::vector<Phrase> phrases;
    std::vector<std::string> names;
    /// By place and first byte, longest first.
    std::array<std::array<std::vector<const Phrase*>, 256>, 3> index;

    PhraseTable();
};

PhraseTable::PhraseTable() {
    const TableText table = TableText::parse(embedded::qualifiers_tsv);
    const int words = table.column("words");
    const int meaning = table.column("meaning");
    const int place = table.column("place");
    const int value = table.column("value");
    for (std::size_t row = 0; row < table.rows(); ++row) {
        Phrase phrase;
        set_meaning(phrase, table.cell(row, meaning));
        phrase.place = read_place(table.cell(row, place));
        phrase.value_text = table.cell(row, value);
        if (phrase.meaning == PhraseMeaning::ratio || phrase.meaning == PhraseMeaning::number) {
            phrase.value = read_value(phrase.value_text);
        }
        std::string_view rest = table.cell(row, words);
        while (!rest.empty()) {
            const std::size_t bar = rest.find('|');
            phrase.words = rest.substr(0, bar);
            phrases.push_back(phrase);
            rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
        }
    }
    for (const Phrase& phrase : phrases) {
        const auto first = static_cast<unsigned char>(phrase.words.front());
        index[static_cast<std::size_t>(phrase.place)][first].push_back(&phrase);
        if (phrase.place == PhrasePlace::before && is_ascii_letter(phrase.words.front())) {
            names.push_back(phrase.words);
        }
    }
    for (auto& place_index : index) {
        for (auto& bucket : place_index) {
            std::stable_sort(bucket.begin(), bucket.end(), [](const Phrase* a, const Phrase* b) {
                return a->words.size() > b->words.size();
            });
        }
    }
}

const PhraseTable& phrase_table() {
    static const PhraseTable table;
    return table;
}

bool ends_word(std::string_view text, std::size_t offset) {
    const char last = text[offset - 1];
    if (!is_ascii_letter(last)) return true;
    if (offset == text.size()) return true;
    const char next = text[offset];
    if (is_ascii_letter(next) || is_ascii_digit(next)) return false;
    // "up-to-date" and "one's" are words of their own.
    const bool joins = next == '-' || next == '\'';
    return !(joins && offset + 1 < text.size() && is_ascii_letter(text[offset + 1]));
}

bool begins_with(std::string_view text, std::string_view words) {
    if (text.size() < words.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (to_lower_ascii(text[i]) != words[i]) return false;
    }
    return true;
}

}  // namespace

const Phrase* match_phrase(std::string_view text, PhrasePlace place) {
    if (text.empty()) return nullptr;
    const auto first = static_cast<unsigned char>(to_lower_ascii(text.front()));
    for (const Phrase* phrase : phrase_table().index[static_cast<std::size_t>(place)][first]) {
        if (begins_with(text, phrase->words) && ends_word(text, phrase->words.size())) {
            return phrase;
        }
    }
    return nullptr;
}

std::span<const Phrase> all_phrases() { return phrase_table().phrases; }

std::span<const std::string> phrase_names() { return phrase_table().names; }

}  // namespace brcheck
