/// Equations between products of powers: compound growth, price times volume, chains of rates.
/// Linear in the logarithms of what they multiply.
#pragma once

#include "engine/network.hpp"

#include <compare>
#include <map>
#include <optional>
#include <set>

namespace brcheck {

/// quantity + shift: 1 + rate is the factor of a rate.
struct PowerFactor {
    VariableIndex variable = 0;
    Rational shift;
    friend bool operator==(const PowerFactor&, const PowerFactor&) = default;
    friend std::strong_ordering operator<=>(const PowerFactor&, const PowerFactor&) = default;
};

/// The product of factor^exponent is the constant. No exponent is 0.
struct PowerEquation {
    std::map<PowerFactor, Rational> exponents;
    Rational constant;
    /// What roots were taken of: the root of a square is its factor, or what is opposite to it. Said
    /// only where all of these are above 0.
    std::set<PowerFactor> positive;
    /// What was on both sides of a division or of the equation. Said only where none of these is 0.
    std::set<PowerFactor> nonzero;
};

/// What an equality or a definition says where no factor is 0; nothing where that is no product of
/// powers. REQUIRES: the constraint is a part of the network.
std::optional<PowerEquation> power_equation(const Network& network, const Constraint& constraint);

}  // namespace brcheck
