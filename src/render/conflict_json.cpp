#include "render/conflict_json.hpp"

#include "render/certificate_json.hpp"
#include "render/fnv1a.hpp"
#include "render/json_value.hpp"
#include "render/message_facts.hpp"

#include <vector>

namespace brcheck {
namespace {

std::string strings_json(const std::vector<std::string>& strings) {
    std::vector<std::string> items;
    for (const std::string& text : strings) items.push_back(json_string(text));
    return json_list(items);
}

std::string slip_json(const Replacement& replacement) {
    return replacement.slip ? json_string(rule(*replacement.slip).name) : "null";
}

std::string same_as_json(const Replacement& replacement, const Report& report) {
    return replacement.same_as ? json_string(report.names.name(*replacement.same_as)) : "null";
}

/// "printed", "slip", "same_as" say the same as "replacements" for readers who want no more.
std::string change_json(const FigureChange& change, const Report& report) {
    const Unit& unit = unit_of(report, change.figure);
    std::vector<std::string> printed;
    std::vector<std::string> replacements;
    for (const Replacement& replacement : change.printed) {
        printed.push_back(replacement.printed);
        replacements.push_back(JsonObject()
                                   .add_string("printed", replacement.printed)
                                   .add("slip", slip_json(replacement))
                                   .add("same_as", same_as_json(replacement, report))
                                   .add("rounded_to", json_string_or_null(replacement.rounded_to))
                                   .str());
    }
    const Replacement likeliest = change.printed.empty() ? Replacement{} : change.printed.front();
    return JsonObject()
        .add_string("figure", report.names.name(change.figure))
        .add_interval(change.allowed, unit)
        .add_string("unit", unit.symbol())
        .add("printed", strings_json(printed))
        .add("slip", slip_json(likeliest))
        .add("same_as", same_as_json(likeliest, report))
        .add("rounded_to", json_string_or_null(likeliest.rounded_to))
        .add("replacements", json_list(replacements))
        .str();
}

std::string repair_json(const Repair& repair, const Report& report) {
    std::vector<std::string> changes;
    for (const FigureChange& change : repair.changes)
        changes.push_back(change_json(change, report));
    return JsonObject().add("change", json_list(changes)).str();
}

}  // namespace

std::string conflict_json(const Report& report, const CheckResult& result, std::size_t index) {
    const Conflict& conflict = result.conflicts[index];
    const ConflictGroup& group = result.groups[conflict.group];
    std::vector<std::string> repairs;
    for (const Repair& repair : group.repairs) repairs.push_back(repair_json(repair, report));
    const std::string refutation = refutation_json(conflict.refutation, report);
    JsonObject object;
    object.add("relations", strings_json(ids_of(report, conflict.relations)))
        .add("figures", strings_json(names_of(report, conflict.figures)));
    if (!conflict.figures_minimal) object.add_bool("figures_minimal", false);
    return object.add_number("group", conflict.group)
        .add("repairs", json_list(repairs))
        .add_bool("repairs_complete", group.repairs_complete)
        .add("refutation", refutation)
        .add_string("refutation_digest", fnv1a_hex(refutation))
        .str();
}

}  // namespace brcheck
