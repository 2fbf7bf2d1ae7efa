#include "render/jsonl.hpp"

#include "render/diagnostic_json.hpp"
#include "render/run_summary.hpp"

#include <utility>

namespace brcheck {
namespace {

class JsonlRenderer : public Renderer {
public:
    explicit JsonlRenderer(Output output) : output_(std::move(output)) {}

    void add(const ReportOutcome& outcome) override {
        summary_.add(outcome);
        for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
            JsonObject line;
            line.add_string("type", diagnostic.finding != nullptr ? "finding" : "error");
            add_diagnostic(line, diagnostic, outcome);
            output_(line.str() + '\n');
        });
    }

    void end(int exit_code) override {
        const std::string summary = JsonObject()
                                        .add_number("reports", summary_.reports())
                                        .add("relations", summary_.relations_json())
                                        .add("figures", summary_.figures_json())
                                        .add("findings", summary_.findings_json())
                                        .str();
        output_(JsonObject()
                    .add_string("type", "summary")
                    .add_string("schema_version", json_schema_version)
                    .add("tool", tool_json())
                    .add("summary", summary)
                    .add_string("verdict", format_verdict(summary_.verdict()))
                    .add_number("exit_code", static_cast<std::size_t>(exit_code))
                    .str() +
                '\n');
    }

private:
    Output output_;
    RunSummary summary_;
};

}  // namespace

std::unique_ptr<Renderer> make_jsonl_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<JsonlRenderer>(output);
}

}  // namespace brcheck
