#include "expr/interval_functions.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

const Interval& possible_weights() {
    static const Interval value = Interval::at_least(Rational(0));
    return value;
}

bool is_zero(const Interval& a) { return a.is_point() && a.low().is_zero(); }

/// A value at the end that counts, and its weight.
struct Item {
    Rational value;
    bool value_open;
    const Interval* weight;
};

struct Supremum {
    Rational value;
    bool open = false;
};

/// Is the least upper bound `mean` a mean of members? It is one if each item can have the weight
/// and value for which weight * (value - mean) is greatest, those products add up to 0 (they stay
/// below where the mean is only approached by a weight without end) and the weights are not all 0.
bool is_reached(const std::vector<Item>& items, const Rational& mean) {
    bool has_weight = false;
    Rational surplus;
    for (const Item& item : items) {
        const Interval& weight = *item.weight;
        const auto side = item.value <=> mean;
        const bool can_be_zero = weight.contains_zero();
        if (side > 0) {
            if (weight.high_open() || item.value_open) {
                return false;
            }
            surplus += weight.high() * (item.value - mean);
            has_weight = true;
        } else if (side < 0) {
            if (weight.low_open() || (item.value_open && !can_be_zero)) {
                return false;
            }
            surplus += weight.low() * (item.value - mean);
            has_weight = has_weight || !can_be_zero;
        } else if (item.value_open) {
            if (!can_be_zero) {
                return false;
            }
        } else {
            has_weight = true;
        }
    }
    return has_weight && surplus.is_zero();
}

/// The least upper bound of the mean, at fixed values. In the order of falling values, raising a
/// weight raises the mean as long as the value lies above it: so some first weights are at their
/// high ends and the others at their low ends. REQUIRES: no weight is {0}; there is one item.
Supremum find_supremum(std::vector<Item> items) {
    std::sort(items.begin(), items.end(),
              [](const Item& a, const Item& b) { return a.value > b.value; });
    Rational sum;
    Rational weight_sum;
    for (const Item& item : items) {
        sum += item.weight->low() * item.value;
        weight_sum += item.weight->low();
    }
    std::optional<Rational> mean;
    for (const Item& item : items) {
        if (mean && item.value <= *mean) {
            break;
        }
        if (!item.weight->has_high()) {
            mean = item.value;
            break;
        }
        const Rational rise = item.weight->high() - item.weight->low();
        sum += rise * item.value;
        weight_sum += rise;
        mean = sum / weight_sum;
    }
    const bool open = !is_reached(items, *mean);
    return {*std::move(mean), open};
}

/// Takes out what no weight can be. Empty weights when all would be 0.
void narrow_weights(NarrowedOperands x) {
    Interval* only = nullptr;
    std::size_t positive = 0;
    for (std::size_t i = 1; i < x.size(); i += 2) {
        x[i] = intersect(x[i], possible_weights());
        if (!is_zero(x[i])) {
            only = &x[i];
            ++positive;
        }
    }
    if (positive == 0) {
        x[1] = Interval::empty();
    } else if (positive == 1) {
        *only = intersect(*only, Interval::at_least(Rational(0), true));
    }
}

/// {v - m : v in V, m in Y} for each value V.
std::vector<Interval> find_deviations(const Interval& y, Operands x) {
    std::vector<Interval> deviations;
    deviations.reserve(x.size() / 2);
    for (std::size_t i = 0; i < x.size(); i += 2) {
        deviations.push_back(x[i] - y);
    }
    return deviations;
}

}  // namespace

Interval forward_weighted(Operands x) {
    std::vector<Interval> weights;
    weights.reserve(x.size() / 2);
    std::vector<Item> highs;
    std::vector<Item> lows;
    bool has_high = true;
    bool has_low = true;
    for (std::size_t i = 0; i < x.size(); i += 2) {
        const Interval& value = x[i];
        Interval weight = intersect(x[i + 1], possible_weights());
        if (value.is_empty() || weight.is_empty()) {
            return Interval::empty();
        }
        if (is_zero(weight)) {
            continue;
        }
        weights.push_back(std::move(weight));
        if (value.has_high()) {
            highs.push_back({value.high(), value.high_open(), &weights.back()});
        } else {
            has_high = false;
        }
        if (value.has_low()) {
            lows.push_back({-value.low(), value.low_open(), &weights.back()});
        } else {
            has_low = false;
        }
    }
    if (weights.empty()) {
        return Interval::empty();
    }
    Interval out;
    if (has_high) {
        Supremum top = find_supremum(std::move(highs));
        out = Interval::at_most(std::move(top.value), top.open);
    }
    if (has_low) {
        const Supremum top = find_supremum(std::move(lows));
        out = intersect(out, Interval::at_least(-top.value, top.open));
    }
    return out;
}

// The mean m is where the deviations from it, each times its weight, add up to 0.
void inverse_weighted(const Interval& y, NarrowedOperands x) {
    narrow_weights(x);
    const std::vector<Interval> deviations = find_deviations(y, x);
    std::vector<Interval> products;
    products.reserve(deviations.size());
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        products.push_back(deviations[i] * x[2 * i + 1]);
    }
    const IntervalTotal total(products);
    if (total.has_empty_member()) {
        x[0] = Interval::empty();
        return;
    }
    for (std::size_t i = 0; i < deviations.size(); ++i) {
        Interval& value = x[2 * i];
        Interval& weight = x[2 * i + 1];
        const Interval product = intersect(-total.without(products[i]), products[i]);
        weight = inverse_multiply(product, deviations[i], weight);
        const Interval deviation = inverse_multiply(product, weight, deviations[i]);
        value = intersect(deviation + y, value);
    }
}

}  // namespace brcheck
