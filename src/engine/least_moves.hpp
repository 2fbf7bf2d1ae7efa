/// The least moves of many figures that make sums right of which each figure is in one or two: a
/// proposal, so floating point may make it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace brcheck {

/// Where a figure occurs: the number of the sum, and the sign there. Number 0 stands for no sum.
struct SumPlace {
    std::uint32_t sum_and_sign = 0;

    SumPlace() = default;
    SumPlace(std::uint32_t sum, bool is_negative) : sum_and_sign(sum << 1 | (is_negative ? 1U : 0U)) {}
    [[nodiscard]] bool is_used() const noexcept { return sum() != 0; }
    [[nodiscard]] std::uint32_t sum() const noexcept { return sum_and_sign >> 1; }
    [[nodiscard]] bool is_negative() const noexcept { return (sum_and_sign & 1) != 0; }
    template <typename Number>
    [[nodiscard]] Number times(Number a) const noexcept {
        return is_negative() ? -a : a;
    }
};

struct SumPlaces {
    SumPlace first;
    SumPlace second;  ///< not used before the first one is
};

class LeastMoves {
public:
    /// Finds the moves for sums that are off by `residuals` (by number of the sum; the first is 0).
    /// A figure of weight w moves at the price of its square over w; one of weight 0 does not. False
    /// when the sums cannot all be made right, or only in too many steps.
    bool find(std::span<const SumPlaces> places, std::span<const float> weights,
              std::span<const double> residuals);
    /// What the figure has to go down by. REQUIRES: find() succeeded.
    [[nodiscard]] double move(const SumPlaces& places, float weight) const {
        return weight * (places.first.times(multipliers_[places.first.sum()]) +
                         places.second.times(multipliers_[places.second.sum()]));
    }

private:
    void apply_normal_matrix(std::span<const SumPlaces> places, std::span<const float> weights);

    // All by number of the sum, 0 for number 0.
    std::vector<double> multipliers_;
    std::vector<double> residuals_;
    std::vector<double> diagonal_;
    std::vector<double> direction_;
    std::vector<double> image_;
};

}  // namespace brcheck
