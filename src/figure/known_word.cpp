#include "figure/known_word.hpp"

#include "brcheck/unit/scale_word.hpp"
#include "brcheck/unit/unit_table.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::size_t min_checked_letters = 5;  ///< shorter words are too often words of their own
constexpr std::size_t min_swap_letters = 4;     ///< yaun

std::string to_lower(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), to_lower_ascii);
    return lower;
}

bool is_swap_of_neighbours(std::string_view a, std::string_view b) {
    if (a.size() != b.size() || a == b) return false;
    std::size_t same = 0;
    while (a[same] == b[same]) ++same;
    return same + 1 < a.size() && a[same] == b[same + 1] && a[same + 1] == b[same] &&
           a.substr(same + 2) == b.substr(same + 2);
}

/// One insertion, deletion, replacement or swap of neighbours makes `a` of `b`; not when equal.
bool is_one_edit_away(std::string_view a, std::string_view b) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > 1 || a == b) return false;
    std::size_t same = 0;
    while (same < a.size() && a[same] == b[same]) ++same;
    const std::string_view rest_a = a.substr(same);
    const std::string_view rest_b = b.substr(same);
    if (a.size() < b.size()) return rest_a == rest_b.substr(1);
    return rest_a.substr(1) == rest_b.substr(1) || is_swap_of_neighbours(a, b);
}

struct KnownWord {
    std::string lower;
    std::string_view name;
};

/// Scale, percent and currency words long enough to be told from others with one slip.
const std::vector<KnownWord>& known_words() {
    static const std::vector<KnownWord> words = [] {
        std::vector<KnownWord> list;
        for (const auto names : {scale_word_names(), common_unit_names()}) {
            for (const std::string& name : names) {
                if (name.size() >= min_swap_letters) list.push_back({to_lower(name), name});
            }
        }
        return list;
    }();
    return words;
}

}  // namespace

std::string_view probably_meant(std::string_view word) {
    if (word.size() < min_swap_letters) return {};
    std::string lower = to_lower(word);
    for (int tries = 0; tries < 2; ++tries) {
        for (const KnownWord& known : known_words()) {
            const bool is_long =
                std::min(lower.size(), known.lower.size()) >= min_checked_letters;
            if (is_long ? is_one_edit_away(lower, known.lower)
                        : is_swap_of_neighbours(lower, known.lower)) {
                return known.name;
            }
        }
        if (lower.back() != 's' || lower.size() <= min_checked_letters) break;
        lower.pop_back();
    }
    return {};
}

}  // namespace brcheck
