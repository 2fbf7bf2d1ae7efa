#include "brcheck/base/suggest.hpp"

#include "brcheck/base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

namespace brcheck {

namespace {

constexpr std::size_t farthest = 3;
constexpr std::size_t longest_word = 100;  // bytes

std::u32string fold_case(std::string_view text) {
    std::u32string folded;
    folded.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint c = decode_code_point(text, i);
        folded += c.value >= U'A' && c.value <= U'Z' ? c.value - U'A' + U'a' : c.value;
        i += c.size_bytes;
    }
    return folded;
}

// Edit distance with swaps of neighbours (optimal string alignment), as far as it is at most
// `limit`; limit + 1 beyond. Only the cells within `limit` of the diagonal can matter.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b, std::size_t limit) {
    const std::size_t too_far = limit + 1;
    const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
    if (difference > limit) {
        return too_far;
    }
    std::array<std::vector<std::size_t>, 3> rows;
    for (auto& row : rows) {
        row.assign(b.size() + 1, too_far);
    }
    auto* before = &rows[0];
    auto* above = &rows[1];
    auto* current = &rows[2];
    for (std::size_t j = 0; j <= std::min(b.size(), limit); ++j) {
        (*above)[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t first = i > limit ? i - limit : 0;
        const std::size_t last = std::min(b.size(), i + limit);
        std::size_t nearest = too_far;
        if (first > 0) {
            (*current)[first - 1] = too_far;
        }
        for (std::size_t j = first; j <= last; ++j) {
            std::size_t best = std::min((*above)[j] + 1, too_far);
            if (j == 0) {
                best = std::min(i, too_far);
            } else {
                const bool same = a[i - 1] == b[j - 1];
                best = std::min({best, (*current)[j - 1] + 1, (*above)[j - 1] + (same ? 0 : 1)});
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                    best = std::min(best, (*before)[j - 2] + 1);
                }
            }
            (*current)[j] = best;
            nearest = std::min(nearest, best);
        }
        if (nearest > limit) {
            return too_far;
        }
        std::swap(before, above);
        std::swap(above, current);
    }
    return std::min((*above)[b.size()], too_far);
}

}  // namespace

std::string suggest(std::string_view word, std::span<const std::string> candidates) {
    if (word.size() > longest_word || find_invalid_utf8(word)) return {};
    const std::u32string folded = fold_case(word);
    const std::string* nearest = nullptr;
    std::size_t nearest_distance = farthest + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t code_points = count_code_points(candidate);
        const std::size_t longer = std::max(folded.size(), code_points);
        const std::size_t allowed = std::clamp<std::size_t>(longer / 3, 1, farthest);
        const std::size_t limit = std::min(allowed, nearest_distance - 1);
        if (longer - std::min(folded.size(), code_points) > limit) {
            continue;
        }
        const std::size_t distance = edit_distance(folded, fold_case(candidate), limit);
        if (distance <= limit) {
            nearest = &candidate;
            nearest_distance = distance;
            if (distance == 0) {
                break;
            }
        }
    }
    return nearest != nullptr ? *nearest : std::string();
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const std::string name = suggest(word, candidates);
    return name.empty() ? std::string() : "did you mean \"" + name + "\"?";
}

}  // namespace brcheck
