#include "brcheck/unit/scale_word.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <tuple>
#include <vector>

namespace brcheck {
namespace {

struct ScaleWord {
    std::string_view text;
    std::string_view name;
    std::int64_t exponent = 0;
    bool any_case = false;
    bool is_chinese = false;
    std::string_view language;
    std::size_t row = 0;
    std::size_t form = 0;  ///< 0 the name itself, 1 its plural or other spelling, then abbreviations

    /// People count in it: million, but not ten million.
    [[nodiscard]] bool is_step() const {
        constexpr std::int64_t thousand = 3;
        constexpr std::int64_t myriad = 4;
        return is_chinese ? exponent % myriad == 0
                          : exponent >= thousand && name.find(' ') == std::string_view::npos;
    }
};

unsigned char bucket_of(std::string_view text) {
    return static_cast<unsigned char>(to_lower_ascii(text.front()));
}

bool starts_with(std::string_view text, const ScaleWord& word) {
    if (text.size() < word.text.size()) {
        return false;
    }
    const std::string_view start = text.substr(0, word.text.size());
    return start == word.text ||
           (word.any_case && std::equal(start.begin(), start.end(), word.text.begin(),
                                        [](char a, char b) {
                                            return to_lower_ascii(a) == to_lower_ascii(b);
                                        }));
}

bool is_upper(std::string_view text) {
    return text.front() >= 'A' && text.front() <= 'Z';
}

class ScaleWords {
public:
    static const ScaleWords& get() {
        static const ScaleWords words;
        return words;
    }

    /// Those that begin with the same byte, longest first.
    [[nodiscard]] std::span<const ScaleWord> candidates(std::string_view text) const {
        const std::size_t bucket = bucket_of(text);
        return std::span(words_).subspan(starts_[bucket], starts_[bucket + 1] - starts_[bucket]);
    }

    [[nodiscard]] const std::vector<ScaleWord>& words() const { return words_; }

private:
    ScaleWords() {
        const TableText table = TableText::parse(embedded::scale_words_tsv);
        const int exponents = table.column("exponent");
        const int names = table.column("name");
        const int lists = table.column("words");
        const int languages = table.column("language");
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string_view digits = table.cell(row, exponents);
            ScaleWord word;
            std::from_chars(digits.data(), digits.data() + digits.size(), word.exponent);
            word.name = table.cell(row, names);
            word.language = table.cell(row, languages);
            word.is_chinese = word.language == "zh";
            word.row = row;
            word.form = 0;
            for (std::string_view list = table.cell(row, lists); !list.empty();) {
                const std::size_t end = std::min(list.find('|'), list.size());
                word.text = list.substr(0, end);
                word.any_case = end > 1;
                words_.push_back(word);
                ++word.form;
                list.remove_prefix(std::min(end + 1, list.size()));
            }
        }
        std::stable_sort(words_.begin(), words_.end(), [](const ScaleWord& a, const ScaleWord& b) {
            return bucket_of(a.text) != bucket_of(b.text) ? bucket_of(a.text) < bucket_of(b.text)
                                                          : a.text.size() > b.text.size();
        });
        for (const ScaleWord& word : words_) {
            ++starts_[bucket_of(word.text) + std::size_t{1}];
        }
        for (std::size_t i = 1; i < starts_.size(); ++i) {
            starts_[i] += starts_[i - 1];
        }
    }

    std::vector<ScaleWord> words_;
    std::array<std::size_t, 257> starts_{};
};

}  // namespace

std::optional<ScaleMatch> match_scale_word(std::string_view text) {
    if (text.empty()) {
        return std::nullopt;
    }
    for (const ScaleWord& word : ScaleWords::get().candidates(text)) {
        const std::size_t size = word.text.size();
        if (!starts_with(text, word) || !is_word_end(text, size, false)) {
            continue;
        }
        if (word.is_chinese) {
            // 兆瓦 is a megawatt, not 10^12 watts.
            const std::optional<UnitMatch> unit = match_unit_after(text);
            if (unit && unit->size_bytes > size) {
                return std::nullopt;
            }
        }
        return ScaleMatch{word.exponent, word.name, size};
    }
    return std::nullopt;
}

std::optional<std::string_view> scale_name(std::int64_t exponent) {
    switch (exponent) {
        case 0: return "";
        case 3: return "thousand";
        case 6: return "million";
        case 9: return "billion";
        case 12: return "trillion";
        default: return std::nullopt;
    }
}

std::optional<std::string> scale_word_like(std::string_view word, std::int64_t exponent) {
    if (word.empty()) return std::nullopt;
    const auto same = ScaleWords::get().candidates(word);
    const auto printed = std::find_if(same.begin(), same.end(), [word](const ScaleWord& entry) {
        return entry.text.size() == word.size() && starts_with(word, entry);
    });
    if (printed == same.end()) return std::nullopt;
    constexpr std::size_t first_abbreviation = 2;
    const auto has_same_form = [&printed](const ScaleWord& entry) {
        if (printed->form < first_abbreviation) return entry.form == printed->form;
        return entry.form >= first_abbreviation && entry.text.size() == printed->text.size() &&
               (entry.any_case || is_upper(entry.text) == is_upper(printed->text));
    };
    const ScaleWord* best = nullptr;
    const auto rank = [&has_same_form](const ScaleWord& entry) {
        return std::tuple(entry.row, !has_same_form(entry), entry.form);
    };
    for (const ScaleWord& entry : ScaleWords::get().words()) {
        const bool fits = entry.language == printed->language && entry.exponent == exponent &&
                          entry.is_step();
        if (fits && (best == nullptr || rank(entry) < rank(*best))) best = &entry;
    }
    if (best == nullptr) return std::nullopt;
    std::string text(best->text);
    if (is_upper(word) && is_ascii_letter(text.front()) && !is_upper(text)) {
        text.front() = static_cast<char>(text.front() - 'a' + 'A');
    }
    return text;
}

std::span<const std::string> scale_word_names() {
    static const std::vector<std::string> names = [] {
        // Short words are too near to others to be suggested: lakhs to lakes, crores to cores.
        constexpr std::size_t shortest_name = 7;
        std::vector<std::string> out;
        for (const ScaleWord& word : ScaleWords::get().words()) {
            if (word.name.size() >= shortest_name && is_ascii_letter(word.name.front()) &&
                word.text.starts_with(word.name)) {
                out.emplace_back(word.text);
            }
        }
        return out;
    }();
    return names;
}

}  // namespace brcheck
