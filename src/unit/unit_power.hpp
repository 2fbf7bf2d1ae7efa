/// Powers of one unit: how they are written, and their symbols.
#pragma once

#include "brcheck/unit/unit.hpp"
#include "unit/unit_words.hpp"

#include <optional>

namespace brcheck {

/// A base with its exponent: "m^2", "s^-1", "km²", "kg2", "square metres".
struct PowerParts {
    UnitPiece base;
    UnitPiece exponent_text;
    int exponent = 1;
    bool is_written_out = false;  ///< by a sign (^ or raised digits): any base will do
};

/// `piece` itself with the exponent 1 where it has none, and 0 where what follows a ^ is no exponent.
PowerParts split_power(const UnitPiece& piece);

/// True when an exponent behind the symbol belongs to all of it: neither "km/h" nor "USD^3".
bool is_one_sign(const Unit& unit);

/// A listed unit, or a power of one without a sign: "kg2" is a square and "CO2" a noun.
std::optional<Unit> find_power(const UnitPiece& piece);

/// The unit to the power `exponent`, with a symbol that parse_unit reads back.
/// REQUIRES: exponent >= 1, and is_one_sign(unit) where it is not 1.
Unit raise_unit(const Unit& unit, int exponent);
/// The same, also below 0. REQUIRES: exponent is not 0.
Unit raise_either_way(const Unit& unit, int exponent);

}  // namespace brcheck
