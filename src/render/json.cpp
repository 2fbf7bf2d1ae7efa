#include "render/json.hpp"

#include "brcheck/render/message.hpp"
#include "render/certificate_json.hpp"
#include "render/conflict_json.hpp"
#include "render/error_text.hpp"
#include "render/fnv1a.hpp"
#include "render/hint_message.hpp"
#include "render/json_value.hpp"
#include "render/position_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#ifndef BRCHECK_VERSION
#define BRCHECK_VERSION ""
#endif

namespace brcheck {
namespace {

constexpr std::string_view schema_version = "1.0";

std::string location_json(std::string_view path, std::string_view pointer,
                          const PositionIndex* positions, Span span) {
    JsonObject location;
    location.add_string("path", path).add_string("pointer", pointer);
    const Position begin = positions != nullptr ? positions->position(span.begin) : Position{};
    const Position end =
        positions != nullptr ? positions->position(std::max(span.begin, span.end)) : Position{};
    location.add_number("line", begin.line)
        .add_number("column", begin.column)
        .add_number("end_line", end.line)
        .add_number("end_column", end.column);
    return location.str();
}

std::string side_json(const SideResult& side, const Unit& unit) {
    return JsonObject()
        .add_value("value", side.value, unit)
        .add_interval(side.interval, unit)
        .str();
}

class JsonRenderer : public Renderer {
public:
    explicit JsonRenderer(Output output) : output_(std::move(output)) {}

    void begin() override {
        output_(fmt::format("{{\n  \"schema_version\": \"{}\",\n  \"tool\": {},\n  \"reports\": [",
                            schema_version,
                            JsonObject().add_string("name", "brcheck")
                                .add_string("version", BRCHECK_VERSION).str()));
    }

    void add(const ReportOutcome& outcome) override {
        output_(reports_++ > 0 ? ",\n    {\n" : "\n    {\n");
        const bool checked = outcome.report != nullptr && outcome.result != nullptr;
        const Verdict verdict = checked ? outcome.result->verdict : Verdict::incomplete;
        incomplete_ = incomplete_ || verdict == Verdict::incomplete || !outcome.errors.empty();
        inconsistent_ = inconsistent_ || verdict == Verdict::inconsistent;
        output_(
            fmt::format("      \"path\": {},\n      \"title\": {},\n      \"verdict\": \"{}\",\n",
                        json_string(outcome.path),
                        json_string(outcome.report != nullptr ? outcome.report->title : ""),
                        format_verdict(verdict)));
        if (checked) {
            add_figures(*outcome.report, *outcome.result);
            add_derived(*outcome.report, *outcome.result);
            add_relations(*outcome.report, *outcome.result);
            add_conflicts(*outcome.report, *outcome.result);
            count(*outcome.report, *outcome.result);
            keep_findings(outcome);
        } else {
            output_("      \"figures\": {},\n      \"derived\": {},\n      \"relations\": {},\n"
                    "      \"conflicts\": [],\n      \"conflicts_complete\": false,\n"
                    "      \"witness\": null,\n      \"witness_digest\": null");
        }
        output_("\n    }");
        keep_errors(outcome);
    }

    void end(int exit_code) override {
        output_(reports_ > 0 ? "\n  ],\n" : "],\n");
        write_list("findings", findings_);
        write_list("errors", errors_);
        JsonObject relations;
        relations.add_number("total", relations_total_);
        for (std::size_t i = 0; i < relation_status_count; ++i)
            relations.add_number(format_status(static_cast<RelationStatus>(i)), statuses_[i]);
        const std::string figures = JsonObject().add_number("total", figures_total_)
                                        .add_number("checked", figures_checked_).str();
        const std::string findings = JsonObject().add_number("error", severities_[2])
                                         .add_number("warning", severities_[1])
                                         .add_number("note", severities_[0])
                                         .add_number("allowed", allowed_).str();
        output_(fmt::format("  \"summary\": {{\n    \"reports\": {},\n    \"relations\": {},\n"
                            "    \"figures\": {},\n    \"findings\": {}\n  }},\n",
                            reports_, relations.str(), figures, findings));
        const Verdict verdict = incomplete_ || reports_ == 0 ? Verdict::incomplete
                                : inconsistent_              ? Verdict::inconsistent
                                                             : Verdict::consistent;
        output_(fmt::format("  \"verdict\": \"{}\",\n  \"exit_code\": {}\n}}\n",
                            format_verdict(verdict), exit_code));
    }

private:
    /// Members of an object of the report, one a line, as they come.
    class MemberList {
    public:
        MemberList(const Output& output, std::string_view key) : output_(output) {
            output_(fmt::format("      \"{}\": {{", key));
        }
        void add(std::string_view id, const std::string& json) {
            output_(fmt::format("{}        {}: {}", std::exchange(any_, true) ? ",\n" : "\n",
                                json_string(id), json));
        }
        void close() { output_(any_ ? "\n      },\n" : "},\n"); }

    private:
        const Output& output_;
        bool any_ = false;
    };

    void add_figures(const Report& report, const CheckResult& result) {
        MemberList list(output_, "figures");
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const Quantity& q = report.quantities[v];
            if (q.kind == QuantityKind::derived) continue;
            JsonObject figure;
            figure.add("stated", json_string_or_null(report.stated_text(v)))
                .add("unit", q.has_unit ? json_string(q.unit.symbol()) : std::string("null"))
                .add("qualifier", json_string_or_null(format_qualifier(q.qualifier)))
                .add_interval(q.interval, q.unit)
                .add("implied",
                     JsonObject().add_interval(result.quantities[v].implied, q.unit).str());
            list.add(report.names.name(v), figure.str());
        }
        list.close();
    }

    void add_derived(const Report& report, const CheckResult& result) {
        MemberList list(output_, "derived");
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const Quantity& q = report.quantities[v];
            if (q.kind != QuantityKind::derived) continue;
            JsonObject derived;
            derived.add_string("is", q.definition->text())
                .add_string("unit", q.unit.symbol())
                .add_value("value", result.quantities[v].value, q.unit)
                .add_interval(result.quantities[v].implied, q.unit);
            list.add(report.names.name(v), derived.str());
        }
        list.close();
    }

    void add_relations(const Report& report, const CheckResult& result) {
        MemberList list(output_, "relations");
        for (RelationIndex r = 0; r < report.relations.size(); ++r) {
            const RelationResult& outcome = result.relations[r];
            const Unit unit = side_unit(report, r);
            JsonObject relation;
            relation.add_string("holds", report.relations[r].condition.text())
                .add_string("status", format_status(outcome.status));
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
                const std::size_t index = outcome.comparison + side;
                relation.add(side == 0 ? "left" : "right",
                             index < outcome.sides.size() ? side_json(outcome.sides[index], unit)
                                                          : std::string("null"));
            }
            relation.add_string("unit", unit.symbol())
                .add_value("gap", outcome.gap, unit)
                .add_value("power", outcome.power, Unit());
            if (outcome.sides.size() > 2) {
                std::vector<std::string> sides;
                for (const SideResult& side : outcome.sides) sides.push_back(side_json(side, unit));
                relation.add("sides", json_list(sides));
            }
            list.add(report.relations[r].id, relation.str());
        }
        list.close();
    }

    void add_conflicts(const Report& report, const CheckResult& result) {
        output_("      \"conflicts\": [");
        for (std::size_t i = 0; i < result.conflicts.size(); ++i) {
            output_(i > 0 ? ",\n        " : "\n        ");
            output_(conflict_json(report, result, i));
        }
        output_(result.conflicts.empty() ? "],\n" : "\n      ],\n");
        const std::string witness = result.witness ? witness_json(*result.witness, report) : "null";
        const std::string digest = result.witness ? json_string(fnv1a_hex(witness)) : "null";
        output_(fmt::format("      \"conflicts_complete\": {},\n      \"witness\": {},\n"
                            "      \"witness_digest\": {}",
                            result.conflicts_complete, witness, digest));
    }

    void count(const Report& report, const CheckResult& result) {
        const auto counts = result.status_counts();
        for (std::size_t i = 0; i < relation_status_count; ++i) statuses_[i] += counts[i];
        relations_total_ += result.relations.size();
        for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
            const QuantityKind kind = report.quantities[v].kind;
            if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
            ++figures_total_;
            if (result.quantities[v].checked) ++figures_checked_;
        }
    }

    void keep_findings(const ReportOutcome& outcome) {
        if (outcome.result->findings.empty()) return;
        const Report& report = *outcome.report;
        const PositionIndex positions(*report.source_text);
        std::map<std::string, std::size_t> occurrences;
        for (const Finding& finding : outcome.result->findings) {
            if (finding.allowed_by)
                ++allowed_;
            else
                ++severities_[static_cast<std::size_t>(finding.severity)];
            findings_.push_back(
                finding_json(outcome.path, report, *outcome.result, finding, positions,
                             occurrences));
        }
    }

    static std::string finding_json(const std::string& path, const Report& report,
                                    const CheckResult& result, const Finding& finding,
                                    const PositionIndex& positions,
                                    std::map<std::string, std::size_t>& occurrences) {
        const auto number = static_cast<std::uint16_t>(finding.code);
        const Relation* relation =
            finding.relation ? &report.relations[*finding.relation] : nullptr;
        // What the finding is about, but neither where the file lies nor on which line: moving
        // things about must not make an old finding a new one.
        std::string identity = format_code(number) + '\0' + (relation ? relation->id : "");
        std::vector<std::string> figures;
        std::vector<std::string> related;
        for (const VariableIndex v : finding.quantities) {
            const Quantity& q = report.quantities[v];
            const std::string& id = report.names.name(v);
            identity += '\0' + id;
            figures.push_back(json_string(id));
            related.push_back(
                JsonObject().add_string("figure", id)
                    .add("stated", json_string_or_null(report.stated_text(v)))
                    .add("location", location_json(path, report.pointer(v), &positions, q.value))
                    .str());
        }
        const std::size_t occurrence = occurrences[identity]++;

        JsonObject out;
        out.add_string("code", format_code(number))
            .add_string("name", rule(finding.code).name)
            .add_string("severity", format_severity(finding.severity))
            .add_string("message", to_plain_text(describe(finding, report, result)))
            .add_string("report", path)
            .add("relation", relation ? json_string(relation->id) : std::string("null"))
            .add("figures", json_list(figures))
            .add("location", finding_location(path, report, finding, positions))
            .add("related", json_list(related));
        if (!finding.steps.empty()) {
            std::vector<std::string> steps;
            for (const DerivationStep& step : finding.steps)
                steps.push_back(json_string(to_plain_text(describe(step, report))));
            out.add("steps", json_list(steps));
        }
        if (finding.group) {
            std::vector<std::string> conflicts;
            for (const std::size_t conflict : result.groups[*finding.group].conflicts)
                conflicts.push_back(std::to_string(conflict));
            out.add("conflicts", json_list(conflicts));
        }
        add_hints(out, finding, report);
        out.add_string("fingerprint",
                       fnv1a_hex(identity + '\0' + std::to_string(occurrence)));
        if (!finding.allowed_by) return out.add("allowed", "null").str();
        const Allowance& allowance = relation->allowances[*finding.allowed_by];
        return out
            .add("allowed", JsonObject().add_string("reason", allowance.reason)
                                .add("until", json_string_or_null(allowance.until))
                                .add("by", json_string_or_null(allowance.by)).str())
            .str();
    }

    static std::string finding_location(const std::string& path, const Report& report,
                                        const Finding& finding, const PositionIndex& positions) {
        if (finding.relation) {
            const Relation& relation = report.relations[*finding.relation];
            if (finding.allowance)
                return location_json(
                    path, fmt::format("/relations/{}/allow/{}", relation.id, *finding.allowance),
                    &positions, relation.allowances[*finding.allowance].span);
            return location_json(path, report.relation_pointer(*finding.relation), &positions,
                                 relation.value);
        }
        if (finding.steps.empty() && finding.quantities.empty())
            return location_json(path, "", nullptr, {});
        const VariableIndex at = finding.steps.empty() ? finding.quantities.front()
                                                       : finding.steps.back().quantity;
        return location_json(path, report.pointer(at), &positions, report.quantities[at].value);
    }

    void keep_errors(const ReportOutcome& outcome) {
        PositionCache positions;
        for (const Error& error : outcome.errors) {
            const Location& at = error.location;
            const PositionIndex* index =
                is_about_whole(at) ? nullptr : &positions.of(*at.source);
            errors_.push_back(
                JsonObject()
                    .add_string("code", format_code(static_cast<std::uint16_t>(error.code)))
                    .add_string("message", error.message)
                    .add("location", location_json(at.source ? at.source->name() : outcome.path,
                                                   at.pointer, index, at.span))
                    .add("hint", json_string_or_null(error.hint))
                    .str());
        }
    }

    void write_list(std::string_view key, const std::vector<std::string>& items) {
        output_(fmt::format("  \"{}\": [", key));
        for (std::size_t i = 0; i < items.size(); ++i) {
            output_(i > 0 ? ",\n    " : "\n    ");
            output_(items[i]);
        }
        output_(items.empty() ? "],\n" : "\n  ],\n");
    }

    Output output_;
    std::vector<std::string> findings_;
    std::vector<std::string> errors_;
    std::array<std::size_t, relation_status_count> statuses_{};
    std::array<std::size_t, 3> severities_{};  ///< by Severity; without the allowed ones
    std::size_t allowed_ = 0;
    std::size_t reports_ = 0;
    std::size_t relations_total_ = 0;
    std::size_t figures_total_ = 0;  ///< printed ones: what the report does not state is no figure
    std::size_t figures_checked_ = 0;
    bool incomplete_ = false;
    bool inconsistent_ = false;
};

}  // namespace

std::unique_ptr<Renderer> make_json_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<JsonRenderer>(output);
}

}  // namespace brcheck
