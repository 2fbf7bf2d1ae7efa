#include "render/diagnostic_json.hpp"

#include "brcheck/render/message.hpp"
#include "render/hint_message.hpp"
#include "render/tool_version.hpp"

#include <vector>

namespace brcheck {
namespace {

std::string location_json(const std::string& path, const std::string& pointer,
                          const Region& region) {
    return JsonObject()
        .add_string("path", path)
        .add_string("pointer", pointer)
        .add_number("line", region.begin.line)
        .add_number("column", region.begin.column)
        .add_number("end_line", region.end.line)
        .add_number("end_column", region.end.column)
        .str();
}

void add_error(JsonObject& out, const Diagnostic& error) {
    out.add_string("code", error.code)
        .add_string("message", error.message)
        .add("location", location_json(error.path, error.pointer, error.region))
        .add("hint", json_string_or_null(error.hint));
}

void add_finding(JsonObject& out, const Diagnostic& diagnostic, const ReportOutcome& outcome) {
    const Report& report = *outcome.report;
    const Finding& finding = *diagnostic.finding;
    std::vector<std::string> figures;
    std::vector<std::string> related;
    std::string elsewhere;
    for (const RelatedPlace& place : diagnostic.related) {
        if (!place.figure && !place.relation)
            elsewhere = JsonObject()
                            .add_string("figure", finding.elsewhere->id)
                            .add("stated", json_string_or_null(finding.elsewhere->text))
                            .add("location", location_json(place.path, place.pointer, place.region))
                            .str();
        if (!place.figure) continue;
        const std::string& id = report.names.name(*place.figure);
        figures.push_back(json_string(id));
        related.push_back(
            JsonObject()
                .add_string("figure", id)
                .add("stated", json_string_or_null(report.stated_text(*place.figure)))
                .add("location", location_json(place.path, place.pointer, place.region))
                .str());
    }
    out.add_string("code", diagnostic.code)
        .add_string("name", diagnostic.rule->name)
        .add_string("severity", format_severity(diagnostic.severity))
        .add_string("message", diagnostic.message)
        .add_string("report", outcome.path)
        .add("relation", finding.relation ? json_string(report.relations[*finding.relation].id)
                                          : std::string("null"))
        .add("figures", json_list(figures))
        .add("location", location_json(diagnostic.path, diagnostic.pointer, diagnostic.region))
        .add("related", json_list(related));
    if (!elsewhere.empty()) out.add("elsewhere", elsewhere);
    if (!finding.steps.empty()) {
        std::vector<std::string> steps;
        for (const DerivationStep& step : finding.steps)
            steps.push_back(json_string(to_plain_text(describe(step, report))));
        out.add("steps", json_list(steps));
    }
    if (finding.group) {
        std::vector<std::string> conflicts;
        for (const std::size_t conflict : outcome.result->groups[*finding.group].conflicts)
            conflicts.push_back(std::to_string(conflict));
        out.add("conflicts", json_list(conflicts));
    }
    add_hints(out, finding, report);
    out.add_string("fingerprint", diagnostic.fingerprint);
    if (diagnostic.allowance == nullptr) {
        out.add("allowed", "null");
        return;
    }
    out.add("allowed", JsonObject()
                           .add_string("reason", diagnostic.allowance->reason)
                           .add("until", json_string_or_null(diagnostic.allowance->until))
                           .add("by", json_string_or_null(diagnostic.allowance->by))
                           .str());
}

}  // namespace

std::string tool_json() {
    return JsonObject().add_string("name", "brcheck").add_string("version", tool_version).str();
}

void add_diagnostic(JsonObject& out, const Diagnostic& diagnostic, const ReportOutcome& outcome) {
    if (diagnostic.finding != nullptr)
        add_finding(out, diagnostic, outcome);
    else
        add_error(out, diagnostic);
}

}  // namespace brcheck
