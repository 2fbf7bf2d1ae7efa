#include "brcheck/unit/dimension.hpp"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <iterator>
#include <utility>

namespace brcheck {
namespace {

// Far beyond any real exponent, and sums of two still fit.
constexpr std::int64_t max_exponent = 1'000'000'000;

int clamp_exponent(std::int64_t exponent) {
    return static_cast<int>(std::clamp(exponent, -max_exponent, max_exponent));
}

bool is_noun(const Dimension::Power& power) { return power.name.starts_with('#'); }

std::vector<Dimension::Power> merge(const std::vector<Dimension::Power>& a,
                                    const std::vector<Dimension::Power>& b, int sign) {
    std::vector<Dimension::Power> out;
    out.reserve(a.size() + b.size());
    auto left = a.begin();
    auto right = b.begin();
    while (left != a.end() || right != b.end()) {
        const bool take_left = right == b.end() || (left != a.end() && left->name <= right->name);
        const bool take_right = left == a.end() || (right != b.end() && right->name <= left->name);
        const std::int64_t exponent =
            (take_left ? std::int64_t{left->exponent} : 0) +
            (take_right ? std::int64_t{sign} * right->exponent : 0);
        if (exponent != 0) {
            out.push_back({take_left ? left->name : right->name, clamp_exponent(exponent)});
        }
        left += take_left ? 1 : 0;
        right += take_right ? 1 : 0;
    }
    return out;
}

void append_power(std::string& out, const std::string& name, std::int64_t exponent) {
    out += name;
    if (exponent != 1) {
        out += '^';
        out += std::to_string(exponent);
    }
}

}  // namespace

Dimension Dimension::base(std::string name) {
    assert(!name.empty());
    Dimension out;
    out.powers_.push_back({std::move(name), 1});
    return out;
}

bool Dimension::is_count() const noexcept {
    return std::all_of(powers_.begin(), powers_.end(), is_noun);
}

Dimension Dimension::without_nouns() const {
    Dimension out;
    std::remove_copy_if(powers_.begin(), powers_.end(), std::back_inserter(out.powers_), is_noun);
    return out;
}

Dimension operator*(const Dimension& a, const Dimension& b) {
    Dimension out;
    out.powers_ = merge(a.powers_, b.powers_, 1);
    return out;
}

Dimension operator/(const Dimension& a, const Dimension& b) {
    Dimension out;
    out.powers_ = merge(a.powers_, b.powers_, -1);
    return out;
}

Dimension Dimension::power(int exponent) const {
    Dimension out;
    if (exponent == 0) {
        return out;
    }
    out.powers_ = powers_;
    for (Power& power : out.powers_) {
        power.exponent = clamp_exponent(std::int64_t{power.exponent} * exponent);
    }
    return out;
}

std::optional<Dimension> Dimension::root(int n) const {
    assert(n >= 1);
    Dimension out = *this;
    for (Power& power : out.powers_) {
        if (power.exponent % n != 0) {
            return std::nullopt;
        }
        power.exponent /= n;
    }
    return out;
}

std::string Dimension::to_string() const {
    std::string out;
    for (const Power& power : powers_) {
        if (power.exponent > 0) {
            out += out.empty() ? "" : ".";
            append_power(out, power.name, power.exponent);
        }
    }
    if (out.empty()) {
        out = "1";
    }
    for (const Power& power : powers_) {
        if (power.exponent < 0) {
            out += '/';
            append_power(out, power.name, -std::int64_t{power.exponent});
        }
    }
    return out;
}

}  // namespace brcheck
