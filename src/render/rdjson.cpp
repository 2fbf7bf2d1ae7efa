#include "render/rdjson.hpp"

#include "render/diagnostic.hpp"
#include "render/json_text.hpp"

#include <utility>

namespace brcheck {
namespace {

JsonTree position_of(const Position& position) {
    return {{"line", position.line}, {"column", position.column}};
}

JsonTree location_of(const std::string& path, const Region& region) {
    JsonTree location{{"path", clean_path(path)}};
    if (region.has_lines)
        location["range"] = {{"start", position_of(region.begin)},
                             {"end", position_of(region.end)}};
    return location;
}

std::string_view severity_of(Severity severity) noexcept {
    switch (severity) {
        case Severity::error: return "ERROR";
        case Severity::warning: return "WARNING";
        case Severity::note: break;
    }
    return "INFO";
}

JsonTree diagnostic_of(const Diagnostic& diagnostic) {
    JsonTree out{{"message", diagnostic.message},
                 {"location", location_of(diagnostic.path, diagnostic.region)},
                 {"severity", severity_of(diagnostic.severity)},
                 {"code", {{"value", diagnostic.code}}}};
    if (!diagnostic.hint.empty())
        out["message"] = diagnostic.message + "\nhint: " + diagnostic.hint;
    for (const RelatedPlace& place : diagnostic.related)
        out["related_locations"].push_back(
            {{"message", place.text}, {"location", location_of(place.path, place.region)}});
    return out;
}

class RdjsonRenderer : public Renderer {
public:
    explicit RdjsonRenderer(Output output) : output_(std::move(output)) {}

    void begin() override { output_(R"({"source":{"name":"brcheck"},"diagnostics":[)"); }

    void add(const ReportOutcome& outcome) override {
        for_each_diagnostic(outcome, ColumnUnit::bytes, [&](const Diagnostic& diagnostic) {
            if (diagnostic.allowance != nullptr) return;
            output_(std::exchange(any_, true) ? ",\n" : "\n");
            output_(json_text(diagnostic_of(diagnostic)));
        });
    }

    void end(int) override { output_(any_ ? "\n]}\n" : "]}\n"); }

private:
    Output output_;
    bool any_ = false;
};

}  // namespace

std::unique_ptr<Renderer> make_rdjson_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<RdjsonRenderer>(output);
}

}  // namespace brcheck
