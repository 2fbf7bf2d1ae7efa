#include "render/concise.hpp"

#include "brcheck/base/utf8.hpp"
#include "render/markup.hpp"

#include <fmt/format.h>

#include <utility>

namespace brcheck {
namespace {

class ConciseRenderer : public Renderer {
public:
    explicit ConciseRenderer(Output output) : output_(std::move(output)) {}

    void add(const ReportOutcome& outcome) override {
        for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
            if (diagnostic.allowance == nullptr) output_(concise_line(diagnostic) + '\n');
        });
    }
    void end(int) override {}

private:
    Output output_;
};

}  // namespace

std::string concise_line(const Diagnostic& diagnostic) {
    return without_commands(fmt::format("{}:{}:{}: {}: {} [{}]", escape_unsafe(diagnostic.path),
                                       diagnostic.region.begin.line, diagnostic.region.begin.column,
                                       format_severity(diagnostic.severity),
                                       escape_unsafe(diagnostic.message), diagnostic.code));
}

std::unique_ptr<Renderer> make_concise_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<ConciseRenderer>(output);
}

}  // namespace brcheck
