/// Results with conflicts, put together by hand: what the renderers show must not depend on what
/// the engine happens to find in a sample.
#pragma once

#include "brcheck/expr/evaluate.hpp"
#include "brcheck/figure/parse_figure.hpp"
#include "unit/render/sample_report.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace brcheck {

class ConflictSample {
public:
    explicit ConflictSample(std::string json) {
        auto read = read_report("data/sample.json", std::move(json));
        REQUIRE(read.ok());
        sample_.report = std::move(read).value();
        const Report& report = sample_.report;
        std::vector<Interval> box;
        std::vector<Interval> exact;
        for (const Quantity& quantity : report.quantities) {
            box.push_back(quantity.interval);
            const auto value = quantity.stated_value();
            exact.push_back(value ? Interval(*value) : quantity.interval);
            sample_.result.checked.push_back(true);
        }
        for (const Relation& relation : report.relations) {
            RelationResult outcome;
            std::vector<Interval> intervals;
            std::vector<Interval> values;
            evaluate(relation.condition, box, intervals);
            evaluate(relation.condition, exact, values);
            for (const NodeIndex side : relation.condition.sides()) {
                outcome.sides.push_back({std::nullopt, intervals[side]});
                if (values[side].is_point()) outcome.sides.back().value = values[side].low();
            }
            sample_.result.relations.push_back(std::move(outcome));
        }
    }

    [[nodiscard]] const Sample& sample() const { return sample_; }
    [[nodiscard]] const Report& report() const { return sample_.report; }
    [[nodiscard]] CheckResult& result() { return sample_.result; }
    [[nodiscard]] VariableIndex figure(std::string_view id) const {
        return *sample_.report.names.find(id);
    }
    [[nodiscard]] RelationIndex relation(std::string_view id) const {
        return *sample_.report.find_relation(id);
    }

    /// A conflict of the group that was begun last; the first one begins a group with its finding.
    void add_conflict(std::initializer_list<const char*> relations,
                      std::initializer_list<const char*> figures) {
        CheckResult& result = sample_.result;
        Conflict conflict;
        for (const char* id : relations) {
            conflict.relations.push_back(relation(id));
            result.relations[relation(id)].status = RelationStatus::fails;
        }
        for (const char* id : figures) conflict.figures.push_back(figure(id));
        std::sort(conflict.relations.begin(), conflict.relations.end());
        std::sort(conflict.figures.begin(), conflict.figures.end());
        conflict.group = result.groups.size() - 1;
        result.groups.back().conflicts.push_back(result.conflicts.size());
        result.conflicts.push_back(std::move(conflict));
    }

    /// A group whose finding is about the first comparison of `shown_at`.
    Finding& begin_group(RuleCode code, const char* shown_at) {
        sample_.result.verdict = Verdict::inconsistent;
        sample_.result.groups.emplace_back();
        Finding finding;
        finding.code = code;
        finding.relation = relation(shown_at);
        finding.group = sample_.result.groups.size() - 1;
        const auto& sides = sample_.result.relations[*finding.relation].sides;
        finding.left = sides[0].interval;
        finding.right = sides[1].interval;
        return sample_.result.findings.emplace_back(std::move(finding));
    }

    void set_gap(Finding& finding, const char* figure_text) {
        finding.gap = value_of(figure_text);
        sample_.result.relations[*finding.relation].gap = finding.gap;
    }

    void fix(std::string_view id) { sample_.report.quantities[figure(id)].fixed = true; }
    ConflictGroup& group() { return sample_.result.groups.back(); }

    /// `low` and `high` as figures: "59.87 %"; "" for no end.
    FigureChange change(const char* id, const char* low, const char* high,
                        std::vector<Replacement> printed) const {
        const Interval from = *low ? Interval::at_least(value_of(low)) : Interval::all();
        const Interval to = *high ? Interval::at_most(value_of(high)) : Interval::all();
        return {figure(id), intersect(from, to), std::move(printed)};
    }

    static Rational value_of(const char* text) {
        const auto figure = parse_figure(text);
        REQUIRE(figure.ok());
        return figure->value() * figure->unit.factor();
    }

private:
    Sample sample_;
};

inline Replacement slipped(const char* printed, RuleCode slip) { return {printed, slip, {}, {}}; }
inline Replacement plainly(const char* printed) { return {printed, {}, {}, {}}; }

/// One relation fails; one figure with two digits swapped explains it.
inline ConflictSample swapped_digits_sample() {
    ConflictSample sample(R"json({
  "brcheck": 1,
  "title": "Belt and Road trade in 2025",
  "figures": {
    "partner_share_2025": "15.9 percent",
    "partner_share_2024": "surpassed 50 percent",
    "partner_growth": "6.3 percent"
  },
  "relations": {
    "share_rose": {"holds": "partner_share_2025 > partner_share_2024", "label": "the share further increased"},
    "grew": "partner_growth > 0 %"
  }
}
)json");
    Finding& finding = sample.begin_group(RuleCode::order_mismatch, "share_rose");
    sample.set_gap(finding, "34.05 %");
    sample.add_conflict({"share_rose"}, {"partner_share_2025", "partner_share_2024"});
    finding.quantities = sample.result().conflicts.front().figures;
    sample.group().repairs = {
        {{sample.change("partner_share_2025", "50 %", "",
                        {slipped("51.9 percent", RuleCode::digit_swap),
                         slipped("55.9 percent", RuleCode::wrong_digit)})}}};
    return sample;
}

/// A sum that fails, with several figures that may be wrong.
inline ConflictSample several_candidates_sample() {
    ConflictSample sample(R"json({
  "brcheck": 1,
  "title": "Exports by region",
  "figures": {
    "north": "4,000 tonnes",
    "south": "2,130 tonnes",
    "south_last_year": "2,310 tonnes",
    "total": "6,310 tonnes"
  },
  "relations": {
    "regions": "total = north + south"
  }
}
)json");
    Finding& finding = sample.begin_group(RuleCode::sum_mismatch, "regions");
    sample.set_gap(finding, "178.5 tonnes");
    sample.add_conflict({"regions"}, {"north", "south", "total"});
    finding.quantities = sample.result().conflicts.front().figures;
    Replacement coarser = plainly("4,000 tonnes");
    coarser.rounded_to = "1000";
    Replacement stale = slipped("2,310 tonnes", RuleCode::digit_swap);
    stale.same_as = sample.figure("south_last_year");
    sample.group().repairs = {
        {{sample.change("south", "2309 tonnes", "2311 tonnes", {stale})}},
        {{sample.change("total", "6129 tonnes", "6131 tonnes", {plainly("6,130 tonnes")})}},
        {{sample.change("north", "4179 tonnes", "4181 tonnes",
                        {coarser, plainly("4,180 tonnes")})}}};
    return sample;
}

/// Three statements that hold by themselves but not together.
inline ConflictSample joint_sample() {
    ConflictSample sample(R"json({
  "brcheck": 1,
  "title": "Two ways to the same unknown",
  "figures": {
    "domestic": {"unit": "tonnes", "label": "Sold at home"},
    "exported": "40.0 tonnes",
    "total": "100.0 tonnes",
    "total_2024": "95.0 tonnes",
    "home_share": "65.0 %"
  },
  "relations": {
    "sold": {"holds": "total = domestic + exported", "label": "sold at home and abroad"},
    "share": {"holds": "home_share = share(domestic, total)", "label": "the share sold at home"},
    "rise": "total > total_2024"
  }
}
)json");
    Finding& finding = sample.begin_group(RuleCode::joint_conflict, "share");
    finding.right = Interval::closed(ConflictSample::value_of("59.87 %"),
                                     ConflictSample::value_of("60.13 %"));
    sample.set_gap(finding, "4.82 %");
    sample.add_conflict({"sold", "share", "rise"},
                        {"exported", "total", "total_2024", "home_share"});
    finding.quantities = sample.result().conflicts.front().figures;
    const auto weight = [](const char* low, const char* high) {
        return Interval::closed(ConflictSample::value_of(low), ConflictSample::value_of(high));
    };
    DerivationStep first{DerivationStep::Kind::relation, sample.relation("sold"), 0,
                         sample.figure("domestic"), false, Interval::all(),
                         weight("59.9 tonnes", "60.1 tonnes"),
                         weight("59.9 tonnes", "60.1 tonnes")};
    DerivationStep last{DerivationStep::Kind::relation, sample.relation("share"), 0,
                        sample.figure("domestic"), false, weight("59.9 tonnes", "60.1 tonnes"),
                        Interval::empty(), Interval::empty()};
    finding.steps = {first, last};
    sample.group().repairs = {
        {{sample.change("home_share", "59.87 %", "60.13 %", {plainly("60.0 %")})}},
        {{sample.change("exported", "34.8 tonnes", "35.2 tonnes", {plainly("35.0 tonnes")})}}};
    return sample;
}

/// A figure that nine sums rest on; `repairs` are for the test to set.
inline ConflictSample table_sample() {
    std::string figures = "\"total\": \"100 t\"";
    std::string relations;
    for (int i = 1; i <= 9; ++i) {
        const std::string n = std::to_string(i);
        figures += ",\n    \"a" + n + "\": \"1" + n + " t\"";
        relations += (i > 1 ? ",\n    " : "") + ("\"sum_" + n + "\": \"a" + n + " = total\"");
    }
    ConflictSample sample("{\n  \"brcheck\": 1,\n  \"figures\": {\n    " + figures +
                          "\n  },\n  \"relations\": {\n    " + relations + "\n  }\n}\n");
    Finding& finding = sample.begin_group(RuleCode::relation_fails, "sum_1");
    sample.set_gap(finding, "88 t");
    for (int i = 1; i <= 7; ++i) {
        const std::string n = std::to_string(i);
        sample.result().relations[sample.relation("sum_" + n)].gap =
            ConflictSample::value_of("88 t");
        sample.add_conflict({("sum_" + n).c_str()}, {"total", ("a" + n).c_str()});
    }
    sample.add_conflict({"sum_8", "sum_9"}, {"total", "a8", "a9"});
    finding.quantities = {sample.figure("total"), sample.figure("a1")};
    return sample;
}

/// No single figure mends the table; two sets do, and there may be more.
inline ConflictSample sets_sample() {
    ConflictSample sample = table_sample();
    const FigureChange total = sample.change("total", "11.5 t", "18 t",
                                             {slipped("10 t", RuleCode::scale_slip)});
    sample.group().repairs = {
        {{total, sample.change("a8", "9.5 t", "10.5 t", {plainly("10 t")})}},
        {{total, sample.change("a7", "9.5 t", "10.5 t", {}),
          sample.change("a9", "", "10 t", {plainly("10 t")})}}};
    sample.group().repairs_complete = false;
    sample.result().conflicts_complete = false;
    return sample;
}

/// The three statements of joint_sample, found by no chain of steps, and mended by no figure.
inline ConflictSample unmended_sample() {
    ConflictSample sample = joint_sample();
    sample.group().repairs.clear();
    Finding& finding = sample.result().findings.front();
    finding.steps.clear();
    finding.left = finding.right = Interval::all();
    finding.gap.reset();
    return sample;
}

}  // namespace brcheck
