// Witnesses and implied intervals.
#include "oracle/case.hpp"

#include <algorithm>

namespace oracle {
namespace {

const Number& far_away() {
    static const Number value = power_of_ten(30);
    return value;
}

/// So near must a value come to an end that is not attained: a millionth of the width. Where an end
/// is a root the interval may be the narrow one around it, hence a billionth of the end at least.
Number nearby(const brcheck::Interval& interval, const Number& end) {
    const Number size = abs(end) == 0 ? Number(1) : Number(abs(end));
    if (!interval.has_low() || !interval.has_high()) return size * power_of_ten(-6);
    const Number width = to_number(interval.high()) - to_number(interval.low());
    if (end == 0) return width * power_of_ten(-6);
    return std::max<Number>(width * power_of_ten(-6), size * power_of_ten(-9));
}

}  // namespace

std::size_t compare_hull(Case& c, const std::string& property, std::size_t quantity,
                         const brcheck::Interval& interval, bool is_smallest) {
    const std::string name = c.system.quantities[quantity].id + " in " + to_text(interval);
    if (interval.is_empty()) {
        c.differ(property + " cuts off", name);
        return 1;
    }
    std::vector<Bound> outside;
    if (interval.has_low())
        outside.push_back({quantity,
                           interval.low_open() ? Comparison::less_equal : Comparison::less,
                           to_number(interval.low())});
    if (interval.has_high())
        outside.push_back({quantity,
                           interval.high_open() ? Comparison::greater_equal : Comparison::greater,
                           to_number(interval.high())});
    if (!outside.empty() && !c.is(c.z3.ask(outside, false), Answer::impossible))
        c.differ(property + " cuts off", name + ": Z3 has a value outside");
    if (c.is_undecided || !is_smallest) return outside.size();

    const auto compare_end = [&](bool is_low) {
        const bool is_finite = is_low ? interval.has_low() : interval.has_high();
        const Comparison beyond = is_low ? Comparison::less : Comparison::greater;
        const Comparison before = is_low ? Comparison::greater : Comparison::less;
        const char* side = is_low ? "low end" : "high end";
        if (!is_finite) {
            const Number far = is_low ? Number(-far_away()) : far_away();
            if (!c.is(c.z3.ask({{quantity, beyond, far}}), Answer::possible))
                c.differ(property + " not tight", name + ": there is a finite " + side);
            return;
        }
        const Number end = to_number(is_low ? interval.low() : interval.high());
        if (is_low ? !interval.low_open() : !interval.high_open()) {
            if (!c.is(c.z3.ask({{quantity, Comparison::equal, end}}), Answer::possible))
                c.differ(property + " not tight", name + ": " + side + " is not attained");
            return;
        }
        const Number distance = nearby(interval, end);
        const Number near = is_low ? Number(end + distance) : Number(end - distance);
        const std::vector<Bound> close = {{quantity, before, end}, {quantity, beyond, near}};
        if (!c.is(c.z3.ask(close), Answer::possible))
            c.differ(property + " not tight", name + ": nothing lies near the " + side);
    };
    compare_end(true);
    compare_end(false);
    return 2;
}

void compare_witness(Case& c) {
    if (!c.result.witness) {
        if (!c.is_undecided) c.differ("witness", "none, though the report is consistent");
        return;
    }
    const brcheck::Witness& witness = *c.result.witness;
    if (witness.values.size() != c.report.quantities.size()) {
        c.differ("witness", "has no value for some quantity");
        return;
    }
    std::vector<Bound> values;
    std::string text;
    for (brcheck::VariableIndex v = 0; v < witness.values.size(); ++v) {
        const std::size_t place = place_of(c.system, c.report, v);
        const auto enclosed =
            std::find_if(witness.enclosed.begin(), witness.enclosed.end(),
                         [&](const auto& entry) { return entry.quantity == v; });
        if (enclosed == witness.enclosed.end()) {
            values.push_back({place, Comparison::equal, to_number(witness.values[v])});
            text += ' ' + c.system.quantities[place].id + '=' + witness.values[v].to_string();
            continue;
        }
        const brcheck::Interval& in = enclosed->interval;
        text += ' ' + c.system.quantities[place].id + " in " + to_text(in);
        if (in.has_low())
            values.push_back({place, in.low_open() ? Comparison::greater : Comparison::greater_equal,
                              to_number(in.low())});
        if (in.has_high())
            values.push_back({place, in.high_open() ? Comparison::less : Comparison::less_equal,
                              to_number(in.high())});
    }
    c.z3.state(c.system, Selection::all(c.system));
    if (!c.is(c.z3.ask(values), Answer::possible)) c.differ("witness", "is none:" + text);
    ++c.tally.witnesses;
}

void compare_implied(Case& c) {
    c.z3.state(c.system, Selection::all(c.system));
    for (brcheck::VariableIndex v = 0; v < c.report.quantities.size(); ++v) {
        const std::size_t place = place_of(c.system, c.report, v);
        c.tally.ends += compare_hull(c, "implied", place, c.result.implied(c.report, v),
                                      c.result.implied_tight);
        if (!c.result.implied_tight) ++c.tally.loose;
    }
}

}  // namespace oracle
