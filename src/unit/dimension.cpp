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
    return Dimension(std::vector<Power>{{std::move(name), 1}});
}

Dimension::Dimension(std::vector<Power> powers)
    : powers_(powers.empty() ? nullptr
                             : std::make_shared<const std::vector<Power>>(std::move(powers))) {}

const std::vector<Dimension::Power>& Dimension::powers() const noexcept {
    static const std::vector<Power> none;
    return powers_ ? *powers_ : none;
}

bool Dimension::is_count() const noexcept {
    return std::all_of(powers().begin(), powers().end(), is_noun);
}

Dimension Dimension::without_nouns() const {
    if (std::none_of(powers().begin(), powers().end(), is_noun)) {
        return *this;
    }
    std::vector<Power> out;
    std::remove_copy_if(powers().begin(), powers().end(), std::back_inserter(out), is_noun);
    return Dimension(std::move(out));
}

Dimension operator*(const Dimension& a, const Dimension& b) {
    return Dimension(merge(a.powers(), b.powers(), 1));
}

Dimension operator/(const Dimension& a, const Dimension& b) {
    return Dimension(merge(a.powers(), b.powers(), -1));
}

Dimension Dimension::power(int exponent) const {
    if (exponent == 0) {
        return {};
    }
    std::vector<Power> out = powers();
    for (Power& power : out) {
        power.exponent = clamp_exponent(std::int64_t{power.exponent} * exponent);
    }
    return Dimension(std::move(out));
}

std::optional<Dimension> Dimension::root(int n) const {
    assert(n >= 1);
    std::vector<Power> out = powers();
    for (Power& power : out) {
        if (power.exponent % n != 0) {
            return std::nullopt;
        }
        power.exponent /= n;
    }
    return Dimension(std::move(out));
}

std::string Dimension::to_string() const {
    std::string out;
    for (const Power& power : powers()) {
        if (power.exponent > 0) {
            out += out.empty() ? "" : ".";
            append_power(out, power.name, power.exponent);
        }
    }
    if (out.empty()) {
        out = "1";
    }
    for (const Power& power : powers()) {
        if (power.exponent < 0) {
            out += '/';
            append_power(out, power.name, -std::int64_t{power.exponent});
        }
    }
    return out;
}

}  // namespace brcheck
