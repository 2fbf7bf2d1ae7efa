#include "engine/other_periods.hpp"

#include "unit/letters.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace brcheck {
namespace {

constexpr VariableIndex max_index_distance = 1000;

/// The digits at the start of `text`, which loses them.
std::string_view take_digits(std::string_view& text) {
    std::size_t size = 0;
    while (size < text.size() && is_ascii_digit(text[size])) ++size;
    const std::string_view digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

bool are_related(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return false;
    const std::size_t end = a.rfind('_');
    if (end != std::string_view::npos && end > 0 && end == b.rfind('_') &&
        a.substr(0, end) == b.substr(0, end)) {
        return true;
    }
    int other_numbers = 0;
    while (!a.empty() && !b.empty()) {
        if (take_digits(a) != take_digits(b)) ++other_numbers;
        if (a.empty() || b.empty()) break;
        if (a.front() != b.front()) return false;
        a.remove_prefix(1);
        b.remove_prefix(1);
    }
    // "r3_c5" is in the row of "r3_c7"; with "r4_c6" it has nothing in common.
    return a.empty() && b.empty() && other_numbers <= 1;
}

struct Other {
    bool is_unrelated;
    Rational distance;
    VariableIndex index;
};

}  // namespace

std::vector<VariableIndex> other_periods(const Report& report, VariableIndex figure,
                                         const Interval& allowed, const Rational& target,
                                         bool related_only) {
    const Quantity& quantity = report.quantities[figure];
    const auto size = static_cast<VariableIndex>(report.quantities.size());
    const VariableIndex first = figure - std::min(figure, max_index_distance);
    const VariableIndex end = figure + std::min(size - figure, max_index_distance + 1);
    const std::string text = report.stated_text(figure);
    std::vector<Other> others;
    for (VariableIndex i = first; i < end; ++i) {
        const Quantity& other = report.quantities[i];
        const bool fits = i != figure && other.kind == QuantityKind::stated &&
                          meets(other.interval, allowed) &&
                          other.unit.kind() == quantity.unit.kind() &&
                          other.unit.dimension() == quantity.unit.dimension() &&
                          report.stated_text(i) != text;
        if (!fits) continue;
        const bool is_unrelated = !are_related(report.names.name(i), report.names.name(figure)) &&
                                  !are_related(other.label(), quantity.label());
        if (is_unrelated && related_only) continue;
        others.push_back({is_unrelated, abs(*other.stated_value() - target), i});
    }
    std::stable_sort(others.begin(), others.end(), [](const Other& a, const Other& b) {
        return a.is_unrelated != b.is_unrelated ? b.is_unrelated : a.distance < b.distance;
    });
    std::vector<VariableIndex> indices;
    indices.reserve(others.size());
    for (const Other& other : others) indices.push_back(other.index);
    return indices;
}

}  // namespace brcheck
