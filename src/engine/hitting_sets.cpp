#include "engine/hitting_sets.hpp"

#include <algorithm>

namespace brcheck {
namespace {

constexpr std::size_t largest_set = 8;

}  // namespace

bool intersects(const Figures& a, const Figures& b) {
    return std::any_of(a.begin(), a.end(),
                       [&](VariableIndex v) { return std::binary_search(b.begin(), b.end(), v); });
}

std::vector<Figures> HittingSets::smallest(std::size_t most, bool& is_complete) {
    for (std::size_t size = 1; size <= largest_set; ++size) {
        found_.clear();
        Figures chosen;
        truncated_ = false;
        steps_ = 0;
        extend(chosen, size, most);
        if (truncated_) is_complete = false;
        if (!found_.empty()) break;
    }
    // There are larger ones.
    if (found_.empty() && !cores_.empty()) is_complete = false;
    return {found_.begin(), found_.end()};
}

void HittingSets::extend(Figures& chosen, std::size_t left, std::size_t most) {
    constexpr std::size_t most_steps = 50'000;
    if (found_.size() >= most || ++steps_ > most_steps) {
        truncated_ = true;
        return;
    }
    const Figures* open = nullptr;
    for (const Figures& core : cores_)
        if (!intersects(chosen, core) && (open == nullptr || core.size() < open->size()))
            open = &core;
    if (open == nullptr) {
        found_.insert(chosen);
        return;
    }
    if (left == 0) return;
    // One figure must hit all that is left.
    for (const VariableIndex v : *open) {
        if (left == 1) steps_ += cores_.size();
        if (left == 1 && !std::all_of(cores_.begin(), cores_.end(), [&](const Figures& core) {
                return intersects(chosen, core) || std::binary_search(core.begin(), core.end(), v);
            }))
            continue;
        Figures more = chosen;
        more.insert(std::upper_bound(more.begin(), more.end(), v), v);
        extend(more, left - 1, most);
    }
}

}  // namespace brcheck
