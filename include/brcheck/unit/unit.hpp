/// A unit: a symbol, an exact factor to the base unit, a dimension, and how it may be used.
#pragma once

#include "brcheck/number/rational.hpp"
#include "brcheck/unit/dimension.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace brcheck {

/// What DESIGN calls the kinds of pure numbers, beside levels:
///   level    has a dimension (yuan, tonnes, projects)
///   number   no dimension, factor 1: a bare number, an index, a ratio
///   percent  a part of one: %, per mille, per 1,000
///   points   percentage points and basis points: may be added to and compared with percent, but
///            multiply no level
enum class UnitKind { level, number, percent, points };

/// Cheap to copy: the content is shared and immutable.
class Unit {
public:
    /// The bare number: symbol "", factor 1, no dimension.
    Unit();
    Unit(std::string symbol, Rational factor, Dimension dimension, UnitKind kind,
         bool can_be_negative = true);

    /// As shown and as read back by parse_unit: "CNY", "%", "pp", "km2", "CNY/t", "projects".
    [[nodiscard]] const std::string& symbol() const noexcept { return data_->symbol; }
    /// Value in base units = value in this unit * factor. 1/100 for percent and points.
    [[nodiscard]] const Rational& factor() const noexcept { return data_->factor; }
    [[nodiscard]] const Dimension& dimension() const noexcept { return data_->dimension; }
    [[nodiscard]] UnitKind kind() const noexcept { return data_->kind; }
    /// False for sizes, which start at 0: masses, lengths, counts of things. Money, temperatures,
    /// rates and bare numbers can be negative.
    [[nodiscard]] bool can_be_negative() const noexcept { return data_->can_be_negative; }

    /// Product and quotient, with a symbol put together from both ("CNY/project").
    friend Unit operator*(const Unit& a, const Unit& b);
    friend Unit operator/(const Unit& a, const Unit& b);

    friend bool operator==(const Unit& a, const Unit& b);

private:
    struct Data {
        std::string symbol;
        Rational factor;
        Dimension dimension;
        UnitKind kind;
        bool can_be_negative;
    };
    std::shared_ptr<const Data> data_;
};

}  // namespace brcheck
