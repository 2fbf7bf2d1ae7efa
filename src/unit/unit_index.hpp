/// What parse_unit needs of data/units.tsv beside the public look-ups.
#pragma once

#include "brcheck/unit/unit.hpp"

#include <optional>
#include <string_view>

namespace brcheck {

/// "CNY or JPY" for "¥": the choices behind a text that names several units, which find_unit does
/// not find. Empty for any other text.
std::string_view ambiguous_unit_choices(std::string_view text);

/// The first unit of the table with factor 1 and this dimension, "J" for length^2.mass/time^2.
std::optional<Unit> find_base_unit(const Dimension& dimension);

/// True for a Chinese word that stands between a number and what it counts: 个, 家, 项.
bool is_measure_word(std::string_view text);

/// True for a unit of money: its dimension is one currency.
bool is_money(const Unit& unit);

}  // namespace brcheck
