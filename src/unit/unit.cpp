#include "brcheck/unit/unit.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::string_view times_sign = "·";

/// "CNY·kg/t/person" taken apart at its signs.
struct SymbolParts {
    std::vector<std::string_view> numerator;
    std::vector<std::string_view> denominator;
};

void split(std::string_view symbol, bool inverse, SymbolParts& parts) {
    bool below = false;
    while (!symbol.empty()) {
        const std::size_t slash = std::min(symbol.find('/'), symbol.size());
        const std::size_t times = std::min(symbol.find(times_sign), symbol.size());
        const std::size_t end = std::min(slash, times);
        const std::string_view part = symbol.substr(0, end);
        if (!part.empty() && part != "1") {
            (below != inverse ? parts.denominator : parts.numerator).push_back(part);
        }
        below = end == slash;
        const std::size_t sign_size = end == symbol.size() ? 0 : below ? 1 : times_sign.size();
        symbol.remove_prefix(end + sign_size);
    }
}

void cancel(SymbolParts& parts) {
    for (auto it = parts.denominator.begin(); it != parts.denominator.end();) {
        const auto same = std::find(parts.numerator.begin(), parts.numerator.end(), *it);
        if (same == parts.numerator.end()) {
            ++it;
            continue;
        }
        parts.numerator.erase(same);
        it = parts.denominator.erase(it);
    }
}

std::string join(const SymbolParts& parts) {
    std::string out;
    for (const std::string_view part : parts.numerator) {
        out += out.empty() ? std::string_view() : times_sign;
        out += part;
    }
    if (out.empty() && !parts.denominator.empty()) {
        out = "1";
    }
    for (const std::string_view part : parts.denominator) {
        out += '/';
        out += part;
    }
    return out;
}

std::string combine_symbols(std::string_view a, std::string_view b, bool divide) {
    SymbolParts parts;
    split(a, false, parts);
    split(b, divide, parts);
    cancel(parts);
    return join(parts);
}

bool is_bare(const Unit& unit) {
    return unit.kind() == UnitKind::number && unit.symbol().empty();
}

}  // namespace

Unit::Unit() {
    static const std::shared_ptr<const Data> bare =
        std::make_shared<const Data>(Data{{}, 1, {}, UnitKind::number, true});
    data_ = bare;
}

Unit::Unit(std::string symbol, Rational factor, Dimension dimension, UnitKind kind,
           bool can_be_negative)
    : data_(std::make_shared<const Data>(Data{std::move(symbol), std::move(factor),
                                              std::move(dimension), kind, can_be_negative})) {}

Unit operator*(const Unit& a, const Unit& b) {
    if (is_bare(a) || is_bare(b)) {
        return is_bare(a) ? b : a;
    }
    Dimension dimension = a.dimension() * b.dimension();
    const UnitKind kind = dimension.is_none() ? UnitKind::number : UnitKind::level;
    return Unit(combine_symbols(a.symbol(), b.symbol(), false), a.factor() * b.factor(),
                std::move(dimension), kind, a.can_be_negative() || b.can_be_negative());
}

Unit operator/(const Unit& a, const Unit& b) {
    if (is_bare(b)) {
        return a;
    }
    Dimension dimension = a.dimension() / b.dimension();
    const UnitKind kind = dimension.is_none() ? UnitKind::number : UnitKind::level;
    return Unit(combine_symbols(a.symbol(), b.symbol(), true), a.factor() / b.factor(),
                std::move(dimension), kind, a.can_be_negative() || b.can_be_negative());
}

bool operator==(const Unit& a, const Unit& b) {
    return a.data_ == b.data_ ||
           (a.symbol() == b.symbol() && a.factor() == b.factor() &&
            a.dimension() == b.dimension() && a.kind() == b.kind() &&
            a.can_be_negative() == b.can_be_negative());
}

}  // namespace brcheck
