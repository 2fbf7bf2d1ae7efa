#include "render/conflict_message.hpp"

#include "render/message_facts.hpp"
#include "render/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

// A figure with more stories than this has none.
constexpr std::size_t most_stories = 3;

Part name_of(const SideText& side) {
    return {side.kind == SideText::Kind::literal ? Role::value : Role::name, side.text};
}

bool has_story(const Replacement& replacement) {
    return replacement.slip || replacement.same_as || !replacement.rounded_to.empty();
}

Part printed_text(const Report& report, VariableIndex figure) {
    const std::string text = report.stated_text(figure);
    return text.empty() ? Part{Role::text, "a range"} : Part{Role::value, text};
}

/// "100" to "hundreds"; "to 0.5" for what has no such name.
std::string rounding_words(const std::string& rounded_to) {
    constexpr std::array names = {
        std::pair{"10", "tens"},
        std::pair{"100", "hundreds"},
        std::pair{"1000", "thousands"},
        std::pair{"10000", "ten thousands"},
        std::pair{"100000", "hundred thousands"},
        std::pair{"1000000", "millions"},
    };
    for (const auto& [number, name] : names)
        if (rounded_to == number) return name;
    return "steps of " + rounded_to;
}

bool is_same_period(const Report& report, VariableIndex a, VariableIndex b) {
    const auto& one = report.quantities[a].details;
    const auto& other = report.quantities[b].details;
    return one && other && !one->period.empty() && one->period == other->period;
}

/// " is 51.9 percent, the value of share_2024 (printed 15.9 percent: two digits swapped, BR502)";
/// the printed text only where it is the first story.
Message describe_story(const Replacement& replacement, VariableIndex figure,
                       const Report& report, bool is_first) {
    Message out;
    Message reason;
    if (!replacement.rounded_to.empty()) {
        out.push_back({Role::text, "is rounded to "});
        out.push_back({Role::value, rounding_words(replacement.rounded_to)});
        reason.push_back(
            {Role::text, fmt::format("say \"rounded_to\": \"{}\"", replacement.rounded_to)});
    } else {
        out.push_back({Role::text, is_first ? "is " : ""});
        out.push_back({Role::value, replacement.printed});
    }
    if (replacement.same_as) {
        out.push_back({Role::text, ", the value of "});
        out.push_back({Role::name, report.names.name(*replacement.same_as)});
    }
    if (replacement.slip) {
        const Rule& slip = rule(*replacement.slip);
        const bool is_of_same_period =
            replacement.same_as && is_same_period(report, figure, *replacement.same_as);
        reason.push_back({Role::text, is_of_same_period ? "the value of another figure, "
                                                        : std::string(slip.title) + ", "});
        reason.push_back({Role::code, format_code(slip.number)});
    }
    if (!is_first && reason.empty()) return out;
    out.push_back({Role::text, " ("});
    if (is_first) {
        out.push_back({Role::text, "printed "});
        out.push_back(printed_text(report, figure));
        if (!reason.empty()) out.push_back({Role::text, ": "});
    }
    append(out, reason);
    out.push_back({Role::text, ")"});
    return out;
}

Message describe_allowed(const Interval& allowed, const Unit& unit) {
    if (allowed.is_all() || allowed.is_empty()) return {{Role::text, "has another value"}};
    const bool between = allowed.has_low() && allowed.has_high() && !allowed.low_open() &&
                         !allowed.high_open() && !allowed.is_point();
    return {{Role::text, between ? "lies from " : "is "},
            {Role::value, format_interval(allowed, unit)}};
}

std::vector<VariableIndex> suspects_of(const ConflictGroup& group) {
    std::vector<VariableIndex> suspects;
    for (const Repair& repair : group.repairs)
        for (const FigureChange& change : repair.changes)
            if (std::find(suspects.begin(), suspects.end(), change.figure) == suspects.end())
                suspects.push_back(change.figure);
    return suspects;
}

bool is_of_single_figures(const ConflictGroup& group) {
    return !group.repairs.empty() && group.repairs.front().changes.size() == 1;
}

bool is_about_one_relation(const ConflictGroup& group, const CheckResult& result) {
    return group.conflicts.size() == 1 &&
           result.conflicts[group.conflicts.front()].relations.size() == 1;
}

}  // namespace

Message describe_joint(const Conflict& conflict) {
    const std::size_t count = conflict.relations.size();
    if (count == 2)
        return {{Role::text, "these 2 statements cannot both be true; leave out either one and the "
                             "other can"}};
    return {{Role::text, fmt::format("these {} statements cannot all be true; leave out any one "
                                     "and the rest can", count)}};
}

Message describe_briefly(const Conflict& conflict, const Report& report,
                         const CheckResult& result) {
    if (conflict.relations.size() != 1) {
        Message out = join_names(ids_of(report, conflict.relations));
        out.push_back({Role::text, " together"});
        return out;
    }
    const RelationIndex relation = conflict.relations.front();
    Message out = relation_title(report, relation);
    const auto& gap = result.relations[relation].gap;
    if (!gap || gap->is_zero()) return out;
    out.push_back({Role::text, ": "});
    out.push_back({Role::value, format_distance(*gap, side_unit(report, relation))});
    out.push_back({Role::text, " apart"});
    return out;
}

Message describe_other_conflicts(const ConflictGroup& group) {
    return {{Role::text, is_of_single_figures(group) ? "also broken by the same figure"
                                                     : "also broken, with figures in common"}};
}

Message describe(const DerivationStep& step, const Report& report) {
    const bool by_definition = step.kind == DerivationStep::Kind::definition;
    const std::string& quantity = report.names.name(step.quantity);
    const Unit& unit = unit_of(report, step.quantity);
    const auto value = [&](const Interval& interval) -> Part {
        return {Role::value, format_interval(interval, unit)};
    };

    Message out;
    if (by_definition) {
        out.push_back({Role::name, report.names.name(step.index)});
        out.push_back({Role::text, " = "});
        out.push_back({Role::name, expression_text(*report.quantities[step.index].definition)});
    } else {
        const Relation& relation = report.relations[step.index];
        out.push_back({Role::name, relation.id});
        out.push_back({Role::text, ": "});
        const SideText left = side_text(report, relation.condition, step.comparison);
        const SideText right = side_text(report, relation.condition, step.comparison + 1);
        out.push_back(name_of(left));
        out.push_back({Role::text, fmt::format(" {} ", format_comparison(
                           relation.condition.comparisons()[step.comparison]))});
        out.push_back(name_of(right));
    }
    const bool computes = by_definition && step.index == step.quantity;
    if (!step.after.is_empty()) {
        out.push_back({Role::text, computes ? " gives " : ", so "});
        if (!computes) {
            out.push_back({Role::name, quantity});
            out.push_back({Role::text, " is "});
        }
        out.push_back(value(step.after));
        if (step.by_whole) out.push_back({Role::text, ", being whole"});
        return out;
    }
    if (step.demanded.is_empty()) {
        out.push_back({Role::text, " cannot hold any more"});
        return out;
    }
    out.push_back({Role::text, computes ? " gives " : " asks for "});
    if (!computes) {
        out.push_back({Role::name, quantity});
        out.push_back({Role::text, " "});
    }
    out.push_back(value(step.demanded));
    out.push_back({Role::text, step.by_whole ? ", but no whole number is left of "
                               : computes    ? ", but it is "
                                             : ", but that is "});
    out.push_back(value(step.before));
    return out;
}

Message describe(const FigureChange& change, const Report& report) {
    const Quantity& quantity = report.quantities[change.figure];
    Message out{{Role::name, report.names.name(change.figure)}, {Role::text, " "}};
    std::vector<const Replacement*> stories;
    for (const Replacement& replacement : change.printed)
        if (has_story(replacement) && stories.size() < most_stories)
            stories.push_back(&replacement);
    for (const Replacement* story : stories) {
        const bool is_first = story == stories.front();
        if (!is_first) out.push_back({Role::text, story == stories.back() ? " or " : ", "});
        append(out, describe_story(*story, change.figure, report, is_first));
    }
    if (!stories.empty()) return out;
    append(out, describe_allowed(change.allowed, quantity.unit));
    if (change.printed.empty()) {
        append(out, {{Role::text, " (printed "}, printed_text(report, change.figure), {Role::text, ")"}});
        return out;
    }
    out.push_back({Role::text, ": for example "});
    out.push_back({Role::value, change.printed.front().printed});
    out.push_back({Role::text, " instead of "});
    out.push_back(printed_text(report, change.figure));
    return out;
}

Message describe(const Repair& repair, const Report& report) {
    Message out;
    if (repair.changes.size() == 1) {
        const FigureChange& change = repair.changes.front();
        append(out, describe(change, report));
        const bool is_bounded = !change.allowed.is_all() && !change.allowed.is_empty();
        if (!is_bounded || std::none_of(change.printed.begin(), change.printed.end(), has_story))
            return out;
        out.push_back({Role::text, "; all that fits: "});
        out.push_back(
            {Role::value, format_interval(change.allowed, unit_of(report, change.figure))});
        return out;
    }
    for (std::size_t i = 0; i < repair.changes.size(); ++i) {
        if (i > 0)
            out.push_back({Role::text, i + 1 == repair.changes.size() ? ", and " : ", "});
        append(out, describe(repair.changes[i], report));
    }
    const auto examples = std::ranges::count_if(
        repair.changes, [](const FigureChange& change) { return !change.printed.empty(); });
    if (examples > 1)
        out.push_back({Role::text, "; such values need not fit together"});
    return out;
}

Message describe_repairs(const ConflictGroup& group, const Report& report,
                         const CheckResult& result) {
    if (is_of_single_figures(group)) return {};
    if (!group.repairs.empty())
        return {{Role::text, "no single figure explains it; smallest changes:"}};
    if (!group.repairs_complete)
        return {{Role::text, "no change of figures that would mend it was found before the work "
                             "limit was reached"}};
    const Conflict& conflict = result.conflicts[group.conflicts.front()];
    const std::vector<std::string> ids = ids_of(report, conflict.relations);
    std::vector<VariableIndex> fixed;
    for (const VariableIndex figure : conflict.figures)
        if (report.quantities[figure].fixed) fixed.push_back(figure);
    // Other figures would do for this relation, but then others fail.
    const bool may_be_another = ids.size() == 1 && fixed.size() < conflict.figures.size();
    Message out{{Role::text, ids.size() == 1 ? "no change of a figure helps: "
                                             : "no change of a figure helps: one of "}};
    append(out, join_names(ids));
    out.push_back({Role::text, may_be_another
                                   ? ", or a relation between the same figures, is not what the "
                                     "report means"
                                   : " is not what the report means"});
    if (fixed.empty()) return out;
    out.push_back({Role::text, ", or what counts as fixed is wrong: "});
    append(out, join_names(names_of(report, fixed)));
    return out;
}

Message describe_suspects(const ConflictGroup& group, const Report& report,
                          const CheckResult& result) {
    const std::vector<VariableIndex> suspects = suspects_of(group);
    if (suspects.empty()) return {};
    // Beside a reading of the relation that fits, the figure is not the only suspect.
    const bool has_reading = !group.findings.empty() && !group.findings.front().readings.empty();
    const std::string_view relation =
        has_reading                            ? "the relation is to be read otherwise, as above"
        : is_about_one_relation(group, result) ? "the relation is"
                                               : "a relation is";
    Message out = join_names(names_of(report, suspects));
    if (group.repairs.size() == 1)
        out.push_back({Role::text,
                       fmt::format(" in the source: {} wrong, or {}",
                                   suspects.size() == 1 ? "it is" : "they are", relation)});
    else
        out.push_back({Role::text,
                       fmt::format(" in the source: the report alone cannot tell which {} wrong, "
                                   "or whether {}",
                                   is_of_single_figures(group) ? "is" : "are", relation)});
    return out;
}

}  // namespace brcheck
