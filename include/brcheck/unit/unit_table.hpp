/// The known units: data/units.tsv, compiled in.
#pragma once

#include "brcheck/unit/unit.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// Where a unit's text may stand: "$5" before, "5 kg" after.
struct UnitMatch {
    Unit unit;
    std::size_t size_bytes = 0;  ///< how much of the text the match took
};

/// The unit with exactly this symbol, name, plural or prefixed symbol ("GWh", "kilometres", "元",
/// "US dollars"). Symbols match letter case exactly, names in any case.
std::optional<Unit> find_unit(std::string_view name);

/// The longest known unit at the start of `text` that may stand after a number (or before one).
/// A match never ends inside a word of letters; Chinese units need no word boundary.
std::optional<UnitMatch> match_unit_after(std::string_view text);
std::optional<UnitMatch> match_unit_before(std::string_view text);

/// A count of `noun`: lower case, singular as its dimension ("countries" and "country" agree), the
/// text itself as its symbol. 
Unit count_unit(std::string_view noun);

/// The ratio units: % and percentage points.
const Unit& percent_unit();
const Unit& points_unit();

/// Names to suggest from: percent words and currencies.
std::span<const std::string> common_unit_names();

}  // namespace brcheck
