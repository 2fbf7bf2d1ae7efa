#include "engine/float_simplex.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace brcheck {
namespace {

constexpr double close_enough = 1e-11;
constexpr double least_pivot = 1e-10;
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

FloatSimplex::FloatSimplex(std::size_t free, std::size_t rows)
    : width_(free),
      table_(free * rows, 0.0),
      objective_(free, 0.0),
      low_(free + rows, -infinity),
      high_(free + rows, infinity),
      value_(free + rows, 0.0),
      places_(free + rows, Place::basic) {
    for (Column c = 0; c < free; ++c) {
        outside_.push_back(c);
        places_[c] = Place::unmoved;
    }
    for (std::size_t r = 0; r < rows; ++r) basic_.push_back(static_cast<Column>(free + r));
}

void FloatSimplex::set_bounds(Column column, double low, double high) {
    low_[column] = low;
    high_[column] = high;
}

void FloatSimplex::set_coefficient(std::size_t row, Column free, double value) {
    entry(row, free) = value;
}

bool FloatSimplex::can_move(Column column, bool up) const {
    return up ? value_[column] < high_[column] - close_enough
              : value_[column] > low_[column] + close_enough;
}

void FloatSimplex::move(std::size_t k, double step) {
    value_[outside_[k]] += step;
    for (std::size_t r = 0; r < basic_.size(); ++r) value_[basic_[r]] += entry(r, k) * step;
}

void FloatSimplex::put_at_bound(Column column, bool is_low) {
    ++moves_;
    const double bound = is_low ? low_[column] : high_[column];
    // Where numbers ran out of range nothing was at a bound that is there.
    if (!std::isfinite(bound)) {
        places_[column] = Place::unmoved;
        return;
    }
    value_[column] = bound;
    places_[column] = is_low ? Place::at_low : Place::at_high;
}

void FloatSimplex::pivot(std::size_t row, std::size_t k) {
    double* const pivot_row = table_.data() + row * width_;
    const double inverse = 1.0 / pivot_row[k];
    for (std::size_t i = 0; i < width_; ++i) pivot_row[i] *= -inverse;
    pivot_row[k] = inverse;
    entries_.clear();
    for (std::size_t i = 0; i < width_; ++i)
        if (pivot_row[i] != 0.0) entries_.emplace_back(i, pivot_row[i]);
    const auto put_in = [&](double* other) {
        const double factor = other[k];
        if (factor == 0.0) return;
        other[k] = 0.0;
        for (const auto& [i, value] : entries_) other[i] += factor * value;
        work_ += width_;
    };
    for (std::size_t r = 0; r < basic_.size(); ++r)
        if (r != row) put_in(table_.data() + r * width_);
    put_in(objective_.data());
    std::swap(basic_[row], outside_[k]);
    places_[basic_[row]] = Place::basic;
}

void FloatSimplex::keep_support(const double* factors) {
    support_.clear();
    for (std::size_t k = 0; k < width_; ++k)
        if (std::abs(factors[k]) > least_pivot) support_.push_back(outside_[k]);
}

void FloatSimplex::get_stuck(std::size_t row, bool is_below) {
    stuck_ = basic_[row];
    is_stuck_below_ = is_below;
    keep_support(table_.data() + row * width_);
}

FloatSimplex::Status FloatSimplex::solve() {
    std::fill(objective_.begin(), objective_.end(), 0.0);
    const std::size_t patience = 4 * (basic_.size() + width_) + 20;
    const std::uint64_t before = work_;
    for (std::size_t round = 0; round < patience && work_ - before < most_work_; ++round) {
        std::size_t worst = basic_.size();
        double distance = close_enough;
        for (std::size_t r = 0; r < basic_.size(); ++r) {
            const Column c = basic_[r];
            const double own = std::max(low_[c] - value_[c], value_[c] - high_[c]);
            if (!(own > distance)) continue;
            distance = own;
            worst = r;
        }
        if (worst == basic_.size()) return Status::feasible;
        const Column leaving = basic_[worst];
        const bool below = value_[leaving] < low_[leaving];
        std::size_t best = width_;
        double largest = least_pivot;
        for (std::size_t k = 0; k < width_; ++k) {
            const double factor = entry(worst, k);
            if (std::abs(factor) <= largest || !can_move(outside_[k], (factor > 0) == below))
                continue;
            largest = std::abs(factor);
            best = k;
        }
        if (best == width_) {
            get_stuck(worst, below);
            return Status::infeasible;
        }
        const double target = below ? low_[leaving] : high_[leaving];
        move(best, (target - value_[leaving]) / entry(worst, best));
        pivot(worst, best);
        put_at_bound(leaving, below);
    }
    return Status::stopped;
}

FloatSimplex::Status FloatSimplex::maximize(const std::vector<double>& factors) {
    std::fill(objective_.begin(), objective_.end(), 0.0);
    for (std::size_t k = 0; k < width_; ++k) objective_[k] = factors[outside_[k]];
    for (std::size_t r = 0; r < basic_.size(); ++r) {
        const double factor = factors[basic_[r]];
        if (factor == 0.0) continue;
        for (std::size_t k = 0; k < width_; ++k) objective_[k] += factor * entry(r, k);
    }
    const std::size_t patience = 4 * (basic_.size() + width_) + 20;
    const std::uint64_t before = work_;
    for (std::size_t round = 0; round < patience && work_ - before < most_work_; ++round) {
        std::size_t entering = width_;
        double steepest = close_enough;
        for (std::size_t k = 0; k < width_; ++k) {
            const double slope = std::abs(objective_[k]);
            if (!(slope > steepest) || !can_move(outside_[k], objective_[k] > 0)) continue;
            steepest = slope;
            entering = k;
        }
        if (entering == width_) {
            keep_support(objective_.data());
            return Status::feasible;
        }
        const Column column = outside_[entering];
        const bool rises = objective_[entering] > 0;
        double step = rises ? high_[column] - value_[column] : value_[column] - low_[column];
        std::size_t leaving = basic_.size();
        for (std::size_t r = 0; r < basic_.size(); ++r) {
            const double factor = rises ? entry(r, entering) : -entry(r, entering);
            if (std::abs(factor) <= least_pivot) continue;
            const Column c = basic_[r];
            const double room = factor > 0 ? high_[c] - value_[c] : value_[c] - low_[c];
            const double own = std::max(room, 0.0) / std::abs(factor);
            const bool is_as_near = leaving != basic_.size() && own <= step + close_enough &&
                                    std::abs(factor) > std::abs(entry(leaving, entering));
            if (!(own < step) && !is_as_near) continue;
            step = std::min(step, own);
            leaving = r;
        }
        if (step == infinity) return Status::unbounded;
        move(entering, rises ? step : -step);
        if (leaving == basic_.size()) {
            put_at_bound(column, !rises);
            continue;
        }
        const Column out = basic_[leaving];
        const bool out_rises = (entry(leaving, entering) > 0) == rises;
        pivot(leaving, entering);
        put_at_bound(out, !out_rises);
    }
    return Status::stopped;
}

bool FloatSimplex::bring_in(Column column, bool is_below) {
    const auto row = static_cast<std::size_t>(
        std::find(basic_.begin(), basic_.end(), column) - basic_.begin());
    // The dual simplex method: the objective stays as good as it can be.
    std::size_t best = width_;
    double least = infinity;
    for (std::size_t k = 0; k < width_; ++k) {
        const double factor = entry(row, k);
        const Column other = outside_[k];
        const bool up = (factor > 0) == is_below;
        const bool is_held = low_[other] == high_[other] ||
                             places_[other] == (up ? Place::at_high : Place::at_low);
        if (std::abs(factor) <= least_pivot || is_held) continue;
        const double price = std::abs(objective_[k] / factor);
        const bool is_better = price < least || (price == least && best != width_ &&
                                                 std::abs(factor) > std::abs(entry(row, best)));
        if (!is_better) continue;
        least = price;
        best = k;
    }
    if (best == width_) {
        get_stuck(row, is_below);
        return false;
    }
    const double target = is_below ? low_[column] : high_[column];
    move(best, (target - value_[column]) / entry(row, best));
    pivot(row, best);
    put_at_bound(column, is_below);
    keep_support(objective_.data());
    return true;
}

}  // namespace brcheck
