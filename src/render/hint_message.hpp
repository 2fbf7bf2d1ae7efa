/// Words for what a finding says beside its sentence: other readings that fit, a revised base, the
/// grounds on which figures cannot be compared, the chance of a rounding.
#pragma once

#include "brcheck/render/message.hpp"
#include "render/json_value.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// "growth-over-new", ...: the kind of a reading in JSON.
std::string_view format_reading_kind(ConventionHint::Kind kind) noexcept;

/// "percent are meant, not percentage points: growth(now, before) is 22.2 to 27.9 %": what follows
/// "fits if". `finding`: the one that the reading belongs to.
Message describe(const ConventionHint& reading, const Finding& finding, const Report& report);

/// "consistent with a base of 22.14 to 22.26 trillion CNY (trade_2024)".
Message describe(const RevisedBase& base, const Report& report);

/// Two significant digits, rounded upward: "3.1e-8". REQUIRES: 0 < probability <= 1.
std::string format_probability(const Rational& probability);

/// Figures that share a basis or a vintage.
struct Ground {
    bool is_vintage = false;
    std::string text;  ///< "constant prices"
    std::vector<VariableIndex> figures;
};
/// Of BR906: the bases that differ among the figures, in the order of their first figure, then the
/// vintages that do. At least two.
std::vector<Ground> grounds_of(const Finding& finding, const Report& report);
/// What would make them comparable: "comparable if all had one basis, ...".
Message describe_comparable(const Finding& finding, const Report& report);

/// The members "readings", "revised_base", "probability" and "grounds", each only where it says
/// something.
void add_hints(JsonObject& out, const Finding& finding, const Report& report);

}  // namespace brcheck
