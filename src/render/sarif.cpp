#include "render/sarif.hpp"

#include "brcheck/render/message.hpp"
#include "render/diagnostic.hpp"
#include "render/finding_content.hpp"
#include "render/json_text.hpp"
#include "render/message_facts.hpp"
#include "render/report_content.hpp"
#include "render/tool_version.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

constexpr std::string_view schema_uri =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// A name and no address: the project has no page of its own that would not move.
constexpr std::string_view information_uri = "urn:brcheck:tool";

/// Sentences end with a stop here.
std::string sentence(std::string_view text) {
    std::string out(text);
    return out.ends_with('.') || out.ends_with('?') ? out : out + '.';
}

JsonTree text_of(std::string_view text) { return {{"text", sentence(text)}}; }

/// RFC 3986: whatever is not unreserved is escaped, but for the slash between folders.
std::string uri_of(std::string_view path) {
    std::string out;
    for (const char c : path) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') ||
                           std::string_view("-._~/").find(c) != std::string_view::npos;
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
    return out;
}

JsonTree artifact_location(const std::string& path) {
    const std::string clean = clean_path(path);
    if (clean.starts_with('/')) return {{"uri", "file://" + uri_of(clean)}};
    return {{"uri", uri_of(clean)}, {"uriBaseId", "%SRCROOT%"}};
}

JsonTree physical_location(const std::string& path, const Region& region) {
    return {{"artifactLocation", artifact_location(path)},
            {"region",
             {{"startLine", region.begin.line},
              {"startColumn", region.begin.column},
              {"endLine", region.end.line},
              {"endColumn", region.end.column}}}};
}

/// "sum-mismatch" is SumMismatch here.
std::string pascal_case(std::string_view name) {
    std::string out;
    bool upper = true;
    for (const char c : name) {
        if (c != '-') out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        upper = c == '-';
    }
    return out;
}

JsonTree descriptor_of(const Rule& rule) {
    const auto paragraphs = explanation_paragraphs(rule);
    const std::string help = fmt::format("{}", fmt::join(paragraphs, "\n\n"));
    return {{"id", format_code(rule.number)},
            {"name", pascal_case(rule.name)},
            {"shortDescription",
             {{"text", to_plain_text(as_sentence({{Role::text, std::string(rule.title)}}))}}},
            {"fullDescription", text_of(paragraphs.front())},
            {"help",
             {{"text", fmt::format("{}\n\nwrong: {}\nright: {}", help, rule.wrong, rule.right)},
              {"markdown", fmt::format("{}\n\n```text\nwrong: {}\nright: {}\n```", help,
                                       rule.wrong, rule.right)}}},
            {"defaultConfiguration", {{"level", format_severity(rule.severity)}}}};
}

/// Descriptors of the rules that the run cites, in the order of their first use.
class RuleTable {
public:
    std::size_t index_of(const Rule& rule) {
        const auto found = std::find(rules_.begin(), rules_.end(), &rule);
        const auto index = static_cast<std::size_t>(found - rules_.begin());
        if (index == rules_.size()) rules_.push_back(&rule);
        return index;
    }
    [[nodiscard]] JsonTree descriptors() const {
        JsonTree out = JsonTree::array();
        for (const Rule* rule : rules_) out.push_back(descriptor_of(*rule));
        return out;
    }

private:
    std::vector<const Rule*> rules_;
};

class SarifRenderer : public Renderer {
public:
    explicit SarifRenderer(Output output) : output_(std::move(output)) {}

    void begin() override {
        output_(fmt::format("{{\"$schema\":\"{}\",\"version\":\"2.1.0\",\"runs\":[{{\n"
                            "\"columnKind\":\"utf16CodeUnits\",\n\"originalUriBaseIds\":",
                            schema_uri));
        output_(json_text({{"%SRCROOT%",
                            {{"description",
                              {{"text", "The folder in which brcheck ran: the root of the "
                                        "repository, as a rule."}}}}}}));
        output_(",\n\"results\":[");
    }

    void add(const ReportOutcome& outcome) override {
        left_out_ += outcome.left_out;
        for_each_diagnostic(outcome, ColumnUnit::utf16_units, [&](const Diagnostic& diagnostic) {
            if (diagnostic.finding == nullptr) return add_notification(diagnostic);
            output_(std::exchange(any_, true) ? ",\n" : "\n");
            output_(json_text(result_of(diagnostic)));
        });
    }

    void end(int exit_code) override {
        output_(any_ ? "\n],\n\"invocations\":" : "],\n\"invocations\":");
        if (const std::string over = describe_over_max(left_out_); !over.empty())
            notifications_.push_back({{"level", "note"}, {"message", {{"text", sentence(over)}}}});
        output_(json_text({{{"executionSuccessful", exit_code != 2},
                            {"exitCode", exit_code},
                            {"toolExecutionNotifications", notifications_}}}));
        output_(",\n\"tool\":");
        output_(json_text({{"driver",
                            {{"name", "brcheck"},
                             {"fullName", "brcheck: a linter for the numbers in a report"},
                             {"version", tool_version},
                             {"semanticVersion", tool_version},
                             {"informationUri", information_uri},
                             {"rules", rules_.descriptors()},
                             {"notifications", errors_.descriptors()}}}}));
        output_("\n}]}\n");
    }

private:
    JsonTree result_of(const Diagnostic& diagnostic) {
        JsonTree related = JsonTree::array();
        for (const RelatedPlace& place : diagnostic.related)
            related.push_back(
                {{"id", related.size()},
                 {"message", {{"text", place.text}}},
                 {"physicalLocation", physical_location(place.path, place.region)}});
        JsonTree out{{"ruleId", diagnostic.code},
                     {"ruleIndex", rules_.index_of(*diagnostic.rule)},
                     {"level", format_severity(diagnostic.severity)},
                     {"message", text_of(diagnostic.message)},
                     {"locations",
                      JsonTree::array({{{"physicalLocation",
                                         physical_location(diagnostic.path, diagnostic.region)}}})},
                     {"relatedLocations", std::move(related)},
                     {"partialFingerprints", {{"brcheckFinding/v1", diagnostic.fingerprint}}}};
        if (diagnostic.allowance != nullptr)
            out["suppressions"] = JsonTree::array(
                {{{"kind", "inSource"},
                  {"status", "accepted"},
                  {"justification", to_plain_text(describe(*diagnostic.allowance))}}});
        return out;
    }

    void add_notification(const Diagnostic& diagnostic) {
        std::string message = sentence(diagnostic.message);
        if (!diagnostic.hint.empty()) message += " Hint: " + sentence(diagnostic.hint);
        notifications_.push_back(
            {{"level", "error"},
             {"message", {{"text", message}}},
             {"descriptor",
              {{"id", diagnostic.code}, {"index", errors_.index_of(*diagnostic.rule)}}},
             {"locations",
              JsonTree::array({{{"physicalLocation",
                                 physical_location(diagnostic.path, diagnostic.region)}}})}});
    }

    Output output_;
    RuleTable rules_;
    RuleTable errors_;
    JsonTree notifications_ = JsonTree::array();
    LeftOutCounts left_out_;
    bool any_ = false;
};

}  // namespace

std::unique_ptr<Renderer> make_sarif_renderer(const Output& output, const RenderOptions&) {
    return std::make_unique<SarifRenderer>(output);
}

}  // namespace brcheck
