/// Random numbers that are the same on every machine: the standard's distributions are not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace oracle {

class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    /// 0 to n - 1. REQUIRES: n > 0.
    std::uint64_t below(std::uint64_t n) { return engine_() % n; }
    /// Both ends included.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
    }
    bool chance(unsigned percent) { return below(100) < percent; }
    template <typename T>
    const T& pick(const std::vector<T>& list) {
        return list[below(list.size())];
    }
    /// 0 to n - 1 in some order.
    std::vector<std::size_t> permutation(std::size_t n) {
        std::vector<std::size_t> order(n);
        for (std::size_t i = 0; i < n; ++i) order[i] = i;
        for (std::size_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
        return order;
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace oracle
