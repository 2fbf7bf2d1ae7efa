#include "brcheck/expr/name_table.hpp"

#include "brcheck/base/suggest.hpp"
#include "unit/letters.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

namespace brcheck {
namespace {

// A larger table is searched for suggestions only round the place where the name would stand, so
// that a file of nothing but unknown names cannot cost the square of its size.
constexpr std::size_t most_candidates = 1000;

/// '*' stands for any run, the empty one too. Takes back only its last '*', which is enough.
bool fits(std::string_view name, std::string_view pattern) {
    std::size_t at = 0;
    std::size_t in_pattern = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_at = 0;
    while (at < name.size()) {
        if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
            star = in_pattern++;
            star_at = at;
        } else if (in_pattern < pattern.size() && pattern[in_pattern] == name[at]) {
            ++in_pattern;
            ++at;
        } else if (star != std::string_view::npos) {
            in_pattern = star + 1;
            at = ++star_at;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', in_pattern) == std::string_view::npos;
}

bool is_less_by_end(std::string_view a, std::string_view b) {
    return std::lexicographical_compare(a.rbegin(), a.rend(), b.rbegin(), b.rend());
}

/// Eight bytes from `begin` on, the first foremost, so that the numbers compare as the texts do.
template <typename Iterator>
std::uint64_t eight_bytes(Iterator begin, Iterator end) {
    std::uint64_t out = 0;
    for (std::size_t i = 0; i < sizeof out; ++i) {
        out = out << 8 | (begin == end ? 0u : static_cast<unsigned char>(*begin++));
    }
    return out;
}

std::uint64_t first_bytes(std::string_view name) { return eight_bytes(name.begin(), name.end()); }
std::uint64_t last_bytes(std::string_view name) { return eight_bytes(name.rbegin(), name.rend()); }

/// The indices of names in an order of which `bytes_of` decides as much as eight bytes can: sorting
/// then looks at few of the names themselves, which lie all over the memory.
template <typename BytesOf, typename IsLess>
std::vector<VariableIndex> sort_names(const std::vector<std::string>& names, BytesOf bytes_of,
                                      IsLess is_less) {
    struct Entry {
        std::uint64_t bytes;
        VariableIndex index;
    };
    std::vector<Entry> entries;
    entries.reserve(names.size());
    for (VariableIndex i = 0; i < names.size(); ++i) {
        entries.push_back({bytes_of(names[i]), i});
    }
    std::sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) {
        return a.bytes != b.bytes ? a.bytes < b.bytes : is_less(names[a.index], names[b.index]);
    });
    std::vector<VariableIndex> out;
    out.reserve(names.size());
    for (const Entry& entry : entries) {
        out.push_back(entry.index);
    }
    return out;
}

std::uint32_t hash_of(std::string_view name) noexcept {
    return static_cast<std::uint32_t>(std::hash<std::string_view>{}(name));
}

}  // namespace

bool is_identifier(std::string_view text) noexcept {
    const auto is_inner = [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
    };
    return !text.empty() && !is_ascii_digit(text.front()) &&
           std::all_of(text.begin(), text.end(), is_inner);
}

std::size_t NameTable::place_of(std::string_view name, std::uint32_t hash) const {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const Place& place = places_[at];
        if (place.index == free_place || (place.hash == hash && names_[place.index] == name))
            return at;
    }
}

void NameTable::resize_places(std::size_t size) {
    std::vector<Place> old(size, Place{0, free_place});
    old.swap(places_);
    for (const Place& place : old)
        if (place.index != free_place) places_[place_of(names_[place.index], place.hash)] = place;
}

void NameTable::reserve(std::size_t size) {
    names_.reserve(size);
    const std::size_t places = std::bit_ceil(2 * size + 1);
    if (places > places_.size()) resize_places(places);
}

std::optional<VariableIndex> NameTable::add(std::string name) {
    if (names_.size() * 2 >= places_.size()) {
        resize_places(std::max<std::size_t>(16, places_.size() * 2));
    }
    const std::uint32_t hash = hash_of(name);
    Place& place = places_[place_of(name, hash)];
    if (place.index != free_place) return std::nullopt;
    place = {hash, static_cast<VariableIndex>(names_.size())};
    names_.push_back(std::move(name));
    return place.index;
}

std::optional<VariableIndex> NameTable::find(std::string_view name) const {
    if (places_.empty()) return std::nullopt;
    // The sum may wrap round: then it is too large, or some name like another.
    for (const VariableIndex guess : {last_found_, last_found_ + stride_})
        if (guess < names_.size() && names_[guess] == name) return last_found_ = guess;
    const VariableIndex index = places_[place_of(name, hash_of(name))].index;
    if (index == free_place) return std::nullopt;
    stride_ = index - last_found_;
    return last_found_ = index;
}

const std::vector<VariableIndex>& NameTable::sorted() const {
    if (sorted_.size() != names_.size()) {
        sorted_ = sort_names(names_, first_bytes, std::less<std::string_view>{});
    }
    return sorted_;
}

const std::vector<VariableIndex>& NameTable::sorted_by_end() const {
    if (sorted_by_end_.size() != names_.size()) {
        sorted_by_end_ = sort_names(names_, last_bytes, is_less_by_end);
    }
    return sorted_by_end_;
}

std::span<const VariableIndex> NameTable::candidates(std::string_view pattern) const {
    // The names that share a text stand together in the order by it: those before them are less,
    // and of the rest those that share it come first.
    const auto range = [this](const std::vector<VariableIndex>& order, auto&& is_less,
                              auto&& shares) {
        const auto begin = std::partition_point(
            order.begin(), order.end(), [&](VariableIndex i) { return is_less(names_[i]); });
        const auto end = std::partition_point(
            begin, order.end(), [&](VariableIndex i) { return shares(names_[i]); });
        return std::span<const VariableIndex>(begin, end);
    };
    const std::string_view start = pattern.substr(0, pattern.find('*'));
    const std::string_view end = pattern.substr(pattern.rfind('*') + 1);
    const auto by_start = range(
        sorted(), [&](std::string_view name) { return name < start; },
        [&](std::string_view name) { return name.starts_with(start); });
    if (end.empty()) {
        return by_start;
    }
    const auto by_end = range(
        sorted_by_end(), [&](std::string_view name) { return is_less_by_end(name, end); },
        [&](std::string_view name) { return name.ends_with(end); });
    return by_end.size() < by_start.size() ? by_end : by_start;
}

std::size_t NameTable::candidate_count(std::string_view pattern) const {
    return candidates(pattern).size();
}

std::vector<VariableIndex> NameTable::match(std::string_view pattern) const {
    std::vector<VariableIndex> out;
    for (const VariableIndex index : candidates(pattern)) {
        if (fits(names_[index], pattern)) {
            out.push_back(index);
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

std::string NameTable::did_you_mean(std::string_view name) const {
    std::vector<std::string> candidates;
    if (names_.size() <= most_candidates) {
        candidates = names_;
    } else {
        const std::vector<VariableIndex>& order = sorted();
        const auto place = std::lower_bound(
            order.begin(), order.end(), name,
            [this](VariableIndex index, std::string_view text) { return names_[index] < text; });
        const auto middle = static_cast<std::size_t>(place - order.begin());
        const std::size_t first = middle - std::min(middle, most_candidates / 2);
        const std::size_t last = std::min(order.size(), first + most_candidates);
        for (std::size_t i = first; i < last; ++i) {
            candidates.push_back(names_[order[i]]);
        }
    }
    return brcheck::did_you_mean(name, candidates);
}

}  // namespace brcheck
