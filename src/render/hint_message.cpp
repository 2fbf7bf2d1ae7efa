#include "render/hint_message.hpp"

#include "brcheck/number/decimal.hpp"
#include "brcheck/unit/unit_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace brcheck {
namespace {

using Kind = ConventionHint::Kind;

struct KindWords {
    Kind kind;
    std::string_view name;
    std::string_view condition;  ///< what follows "fits if"
};
constexpr std::array kind_words = {
    KindWords{Kind::difference_in_points, "difference-in-points",
              "percentage points are meant, not percent"},
    KindWords{Kind::relative_change, "relative-change",
              "percent are meant, not percentage points"},
    KindWords{Kind::growth_over_new, "growth-over-new",
              "the growth is taken over the new value, not the old one"},
    KindWords{Kind::growth_over_old, "growth-over-old",
              "the growth is taken over the old value, not the new one"},
    KindWords{Kind::other_whole, "other-whole", "the share is one of "},
    KindWords{Kind::swapped_operands, "swapped-operands", "the two operands change places"},
    KindWords{Kind::scale_step, "scale-step", "a scale word is one step off"},
    KindWords{Kind::truncated, "truncated", "the figures were cut off, not rounded"},
};

const KindWords& words_of(Kind kind) noexcept {
    return *std::find_if(kind_words.begin(), kind_words.end(),
                         [&](const KindWords& words) { return words.kind == kind; });
}

/// A scale step is about the figure itself, everything else about a side of the relation.
Unit unit_of_value(const ConventionHint& reading, const Finding& finding, const Report& report) {
    switch (reading.kind) {
        case Kind::scale_step: return report.quantities[reading.figures.front()].unit;
        case Kind::relative_change: return percent_unit();
        default: return side_unit(report, *finding.relation);
    }
}

std::string names_json(const std::vector<VariableIndex>& figures, const Report& report) {
    std::vector<std::string> names;
    for (const VariableIndex v : figures) names.push_back(json_string(report.names.name(v)));
    return json_list(names);
}

}  // namespace

std::string_view format_reading_kind(Kind kind) noexcept { return words_of(kind).name; }

Message describe(const ConventionHint& reading, const Finding& finding, const Report& report) {
    Message out{{Role::text, std::string(words_of(reading.kind).condition)}};
    if (reading.kind == Kind::other_whole)
        out.push_back({Role::name, report.names.name(reading.figures.front())});
    out.push_back({Role::text, ": "});
    out.push_back({Role::name, reading.text});
    out.push_back({Role::text, " is "});
    out.push_back({Role::value, format_interval(reading.value,
                                                unit_of_value(reading, finding, report))});
    return out;
}

Message describe(const RevisedBase& base, const Report& report) {
    return {{Role::text, "consistent with a base of "},
            {Role::value, format_interval(base.needed, report.quantities[base.base].unit)},
            {Role::text, " ("},
            {Role::name, report.names.name(base.base)},
            {Role::text, ")"}};
}

std::string format_probability(const Rational& probability) {
    std::int64_t place = *leading_place(probability);
    Integer digits = (probability / power_of_ten(place - 1)).ceiling();
    if (digits == Integer(100)) {
        digits = Integer(10);
        ++place;
    }
    const std::string text = digits.to_string();
    return fmt::format("{}.{}e{}", text[0], text[1], place);
}

std::vector<Ground> grounds_of(const Finding& finding, const Report& report) {
    std::vector<Ground> grounds;
    for (const bool is_vintage : {false, true}) {
        const auto member = is_vintage ? &FigureDetails::vintage : &FigureDetails::basis;
        std::vector<Ground> found;
        for (const VariableIndex v : finding.quantities) {
            const auto& details = report.quantities[v].details;
            if (!details || ((*details).*member).empty()) continue;
            const std::string& text = (*details).*member;
            auto ground = std::find_if(found.begin(), found.end(),
                                       [&](const Ground& g) { return g.text == text; });
            if (ground == found.end()) ground = found.insert(ground, {is_vintage, text, {}});
            ground->figures.push_back(v);
        }
        if (found.size() > 1) grounds.insert(grounds.end(), found.begin(), found.end());
    }
    return grounds;
}

Message describe_comparable(const Finding& finding, const Report& report) {
    const auto grounds = grounds_of(finding, report);
    if (grounds.empty()) return {};
    const bool is_vintage = grounds.front().is_vintage;
    Message out{{Role::text, is_vintage ? "comparable if all were of one release, "
                                        : "comparable if all were on one basis, "}};
    const auto end = std::find_if(grounds.begin(), grounds.end(), [&](const Ground& ground) {
        return ground.is_vintage != is_vintage;
    });
    for (auto ground = grounds.begin(); ground != end; ++ground) {
        if (ground != grounds.begin())
            out.push_back({Role::text, ground + 1 == end ? " or " : ", "});
        out.push_back({Role::quote, "\"" + ground->text + "\""});
    }
    out.push_back({Role::text, is_vintage
                                   ? "; or put an unknown figure in the place of the value that "
                                     "was not printed again"
                                   : "; or put an unknown figure in the place of the base that "
                                     "is not printed"});
    return out;
}

void add_hints(JsonObject& out, const Finding& finding, const Report& report) {
    if (!finding.readings.empty()) {
        std::vector<std::string> readings;
        for (const ConventionHint& reading : finding.readings) {
            const Unit unit = unit_of_value(reading, finding, report);
            readings.push_back(
                JsonObject()
                    .add_string("kind", format_reading_kind(reading.kind))
                    .add_string("message",
                                "fits if " + to_plain_text(describe(reading, finding, report)))
                    .add_string("text", reading.text)
                    .add("figures", names_json(reading.figures, report))
                    .add_string("unit", unit.symbol())
                    .add_interval(reading.value, unit)
                    .str());
        }
        out.add("readings", json_list(readings));
    }
    if (finding.revised_base) {
        const RevisedBase& base = *finding.revised_base;
        const Unit& unit = report.quantities[base.base].unit;
        out.add("revised_base", JsonObject()
                                    .add_string("figure", report.names.name(base.base))
                                    .add_string("message", to_plain_text(describe(base, report)))
                                    .add_string("unit", unit.symbol())
                                    .add_interval(base.needed, unit)
                                    .str());
    }
    if (finding.probability)
        out.add_string("probability", format_probability(*finding.probability));
    if (finding.code == RuleCode::not_comparable) {
        std::vector<std::string> grounds;
        for (const Ground& ground : grounds_of(finding, report))
            grounds.push_back(JsonObject()
                                  .add_string(ground.is_vintage ? "vintage" : "basis", ground.text)
                                  .add("figures", names_json(ground.figures, report))
                                  .str());
        out.add("grounds", json_list(grounds));
    }
}

}  // namespace brcheck
