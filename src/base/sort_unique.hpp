/// A set kept as a sorted list.
#pragma once

#include <algorithm>
#include <vector>

namespace brcheck {

/// Sorted, each value once.
template <typename T>
void sort_unique(std::vector<T>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

}  // namespace brcheck
