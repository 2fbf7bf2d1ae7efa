#include "engine/least_moves.hpp"

#include <algorithm>
#include <cmath>

namespace brcheck {
namespace {

constexpr int most_steps = 60;
// In the unit of the ends, mostly half of one in the last printed place.
constexpr double small_residual = 1e-6;

}  // namespace

/// image_ = A W A' direction_, where A holds the sums' coefficients and W the weights.
void LeastMoves::apply_normal_matrix(std::span<const SumPlaces> places,
                                     std::span<const float> weights) {
    std::fill(image_.begin(), image_.end(), 0);
    const double* const direction = direction_.data();
    double* const image = image_.data();
    for (std::size_t i = 0; i < places.size(); ++i) {
        const SumPlace first = places[i].first;
        const SumPlace second = places[i].second;
        const double move = weights[i] * (first.times(direction[first.sum()]) +
                                          second.times(direction[second.sum()]));
        image[first.sum()] += first.times(move);
        image[second.sum()] += second.times(move);
    }
    image_[0] = 0;
}

/// A W A' multipliers_ = residuals, by conjugate gradients (Hestenes and Stiefel 1952) with the
/// diagonal as preconditioner: on a full table the matrix has few different eigenvalues.
bool LeastMoves::find(std::span<const SumPlaces> places, std::span<const float> weights,
                      std::span<const double> residuals) {
    const std::size_t count = residuals.size();
    residuals_.assign(residuals.begin(), residuals.end());
    multipliers_.assign(count, 0);
    diagonal_.assign(count, 0);
    direction_.assign(count, 0);
    image_.resize(count);
    for (std::size_t i = 0; i < places.size(); ++i) {
        diagonal_[places[i].first.sum()] += weights[i];
        diagonal_[places[i].second.sum()] += weights[i];
    }
    diagonal_[0] = 0;
    double old_size = 1;
    for (int step = 0; step < most_steps; ++step) {
        double size = 0;
        double worst = 0;
        for (std::size_t r = 0; r < count; ++r) {
            worst = std::max(worst, std::abs(residuals_[r]));
            if (diagonal_[r] > 0) size += residuals_[r] * residuals_[r] / diagonal_[r];
        }
        if (worst < small_residual) return true;
        for (std::size_t r = 0; r < count; ++r)
            direction_[r] = (diagonal_[r] > 0 ? residuals_[r] / diagonal_[r] : 0) +
                            size / old_size * direction_[r];
        apply_normal_matrix(places, weights);
        double product = 0;
        for (std::size_t r = 0; r < count; ++r) product += image_[r] * direction_[r];
        if (!(product > 0)) return false;
        for (std::size_t r = 0; r < count; ++r) {
            multipliers_[r] += size / product * direction_[r];
            residuals_[r] -= size / product * image_[r];
        }
        old_size = size;
    }
    return false;
}

}  // namespace brcheck
