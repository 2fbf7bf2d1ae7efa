// Texts of units: what is shown of one reads back as it.
#include "fuzz/fuzz.hpp"

#include <brcheck/unit/parse_unit.hpp>

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    const auto read = brcheck::parse_unit(text);
    if (!read.ok()) {
        fuzz::require_sound(read.errors(), size);
        return 0;
    }
    // What "kg/kg/2" is, is no more to be seen in "1/2"; and the name of what is counted may look like
    // units and their signs, next to others.
    if (read->unit.dimension().is_none()) return 0;
    const auto& powers = read->unit.dimension().powers();
    if (std::any_of(powers.begin(), powers.end(),
                    [](const auto& power) { return power.name.starts_with('#'); }))
        return 0;
    const auto again = brcheck::parse_unit(read->unit.symbol());
    fuzz::require(again.ok(), "the symbol of a unit can be read", read->unit.symbol());
    // Whether it can be negative depends on how it was put: "per kg", a number in front of it can
    // be.
    const bool is_same = again->unit.factor() == read->unit.factor() &&
                         again->unit.dimension() == read->unit.dimension() &&
                         again->unit.kind() == read->unit.kind();
    fuzz::require(is_same, "the symbol of a unit reads as it", read->unit.symbol());
    fuzz::require(read->unit.factor().sign() > 0, "a factor is above 0", text);
    return 0;
}
