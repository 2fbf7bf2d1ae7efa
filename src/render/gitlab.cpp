#include "render/gitlab.hpp"

#include "render/diagnostic.hpp"
#include "render/fnv1a.hpp"
#include "render/json_text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace brcheck {
namespace {

std::string_view severity_of(const Diagnostic& diagnostic) noexcept {
    if (diagnostic.finding == nullptr) return "blocker";
    switch (diagnostic.severity) {
        case Severity::error: return "major";
        case Severity::warning: return "minor";
        case Severity::note: break;
    }
    return "info";
}

class GitlabRenderer : public Renderer {
public:
    explicit GitlabRenderer(Output output) : output_(std::move(output)) {}

    void begin() override { output_("["); }

    void add(const ReportOutcome& outcome) override {
        for_each_diagnostic(outcome, ColumnUnit::code_points, [&](const Diagnostic& diagnostic) {
            if (diagnostic.allowance != nullptr) return;
            output_(std::exchange(any_, true) ? ",\n" : "\n");
            output_(json_text(issue(diagnostic)));
        });
    }

    void end(int) override { output_(any_ ? "\n]\n" : "]\n"); }

private:
    JsonTree issue(const Diagnostic& diagnostic) {
        const std::string path = clean_path(diagnostic.path);
        return {{"description", diagnostic.message},
                {"check_name", diagnostic.code + "/" + std::string(diagnostic.rule->name)},
                {"fingerprint", unique_fingerprint(path, diagnostic.fingerprint)},
                {"severity", severity_of(diagnostic)},
                {"location",
                 {{"path", path},
                  {"lines",
                   {{"begin", diagnostic.region.begin.line},
                    {"end", diagnostic.region.end.line}}}}}};
    }

    /// GitLab shows only the first of several issues with one fingerprint, whatever their paths.
    std::string unique_fingerprint(const std::string& path, const std::string& fingerprint) {
        const std::string identity = path + '\0' + fingerprint;
        const std::size_t occurrence = occurrences_[identity]++;
        return fnv1a_hex(identity + '\0' + std::to_string(occurrence));
    }

    Output output_;
    std::map<std::string, std::size_t> occurrences_;
    bool any_ = false;
};

}  // namespace

std::unique_ptr<Renderer> make_gitlab_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<GitlabRenderer>(output);
}

}  // namespace brcheck
