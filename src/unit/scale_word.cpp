#include "brcheck/unit/scale_word.hpp"

#include "base/embedded_data.hpp"
#include "base/table_text.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace brcheck {
namespace {

struct ScaleWord {
    std::string_view text;
    std::string_view name;
    std::int64_t exponent = 0;
    bool any_case = false;
    bool is_chinese = false;
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
            word.is_chinese = table.cell(row, languages) == "zh";
            for (std::string_view list = table.cell(row, lists); !list.empty();) {
                const std::size_t end = std::min(list.find('|'), list.size());
                word.text = list.substr(0, end);
                word.any_case = end > 1;
                words_.push_back(word);
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
