#include "render/json.hpp"

#include "brcheck/render/message.hpp"
#include "render/certificate_json.hpp"
#include "render/conflict_json.hpp"
#include "render/diagnostic_json.hpp"
#include "render/fnv1a.hpp"
#include "render/json_value.hpp"
#include "render/run_summary.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

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
                            json_schema_version, tool_json()));
    }

    void add(const ReportOutcome& outcome) override {
        output_(summary_.reports() > 0 ? ",\n    {\n" : "\n    {\n");
        summary_.add(outcome);
        const bool checked = outcome.report != nullptr && outcome.result != nullptr;
        const Verdict verdict = checked ? outcome.result->verdict : Verdict::incomplete;
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
        } else {
            output_("      \"figures\": {},\n      \"derived\": {},\n      \"relations\": {},\n"
                    "      \"conflicts\": [],\n      \"conflicts_complete\": false,\n"
                    "      \"witness\": null,\n      \"witness_digest\": null");
        }
        output_("\n    }");
        for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
            JsonObject object;
            add_diagnostic(object, diagnostic, outcome);
            (diagnostic.finding != nullptr ? findings_ : errors_).push_back(object.str());
        });
    }

    void end(int exit_code) override {
        output_(summary_.reports() > 0 ? "\n  ],\n" : "],\n");
        write_list("findings", findings_);
        write_list("errors", errors_);
        output_(fmt::format("  \"summary\": {{\n    \"reports\": {},\n    \"relations\": {},\n"
                            "    \"figures\": {},\n    \"findings\": {}\n  }},\n",
                            summary_.reports(), summary_.relations_json(), summary_.figures_json(),
                            summary_.findings_json()));
        output_(fmt::format("  \"verdict\": \"{}\",\n  \"exit_code\": {}\n}}\n",
                            format_verdict(summary_.verdict()), exit_code));
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
                     JsonObject().add_interval(result.implied(report, v), q.unit).str());
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
                .add_value("value", result.value(report, v), q.unit)
                .add_interval(result.implied(report, v), q.unit);
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
    RunSummary summary_;
};

}  // namespace

std::unique_ptr<Renderer> make_json_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<JsonRenderer>(output);
}

}  // namespace brcheck
