/// The only place where a finding, an error or a value becomes words. What comes out are parts with
/// roles; a renderer gives the roles looks (colour, escaping), never other words.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/number/interval.hpp"
#include "brcheck/report/check_result.hpp"
#include "brcheck/unit/unit.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

enum class Role {
    text,     ///< running words
    name,     ///< an id of the report
    value,    ///< a number or an interval, with its unit
    quote,    ///< text of the report itself: untrusted
    code,     ///< BR301
    error, warning, note, good,  ///< words that carry the severity or the verdict
    faint,    ///< what may be overlooked: paths, positions
};

struct Part {
    Role role = Role::text;
    std::string text;
};
using Message = std::vector<Part>;

inline void append(Message& out, const Message& more) {
    out.insert(out.end(), more.begin(), more.end());
}

/// The parts' texts put together. Untrusted parts are as written: escaping is the renderer's.
std::string to_plain_text(const Message& message);

/// The sentence of a finding: what clashes, with both intervals and the gap. No final stop.
/// `result` is the one that the finding stands in: it knows all statements of a joint conflict.
Message describe(const Finding& finding, const Report& report, const CheckResult& result);
/// What to do next, for a person: which figures to look at. Empty when there is nothing to do.
Message describe_next_step(const Finding& finding, const Report& report);
/// One step of a derivation: "overall_growth = partner_growth - growth_lead gives 3.7 to 3.9 %".
Message describe(const DerivationStep& step, const Report& report);

/// An interval in words, in the unit and with a scale word that suits its size: "45.332 to 45.6124
/// trillion CNY", "over 50 %", "at least 0 USD/project", "no bound". Ends are rounded outward to
/// six significant digits when they are longer; `exact` is set to false then.
std::string format_interval(const Interval& base_interval, const Unit& unit, bool* exact = nullptr);
/// One value the same way, to the nearest.
std::string format_value(const Rational& base_value, const Unit& unit);

/// The unit in which a side of a relation is shown: that of a lone quantity on either side, else
/// the display unit of its type.
Unit side_unit(const Report& report, RelationIndex relation);

}  // namespace brcheck
