#include "render/junit.hpp"

#include "base/sort_unique.hpp"
#include "brcheck/base/utf8.hpp"
#include "brcheck/render/message.hpp"
#include "render/conflict_message.hpp"
#include "render/diagnostic.hpp"
#include "render/error_text.hpp"
#include "render/finding_content.hpp"
#include "render/finding_text.hpp"
#include "render/markup.hpp"
#include "render/message_facts.hpp"
#include "render/parts_view.hpp"
#include "render/report_content.hpp"
#include "render/xml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace brcheck {
namespace {

/// Readers part a class name at its dots into packages.
std::string class_name(const std::string& path) {
    std::string name = clean_path(path);
    for (const std::string_view suffix : {".json", ".brcheck"})
        if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

std::string code_and_name(const Rule& rule) {
    return fmt::format("{} {}", format_code(rule.number), rule.name);
}

/// What the findings say of one relation.
struct Case {
    const Finding* failure = nullptr;  ///< the first that fails the run
    const Finding* allowed = nullptr;
    std::vector<const Finding*> others;
};

/// What stands for a finding that counts and is not told.
constexpr std::string_view left_out_message = "left out: over --max-findings";

bool is_told(const Finding& finding, const ReportOutcome& outcome) {
    const auto told = outcome.told();
    return std::less<>()(&finding, told.data() + told.size());
}

bool is_skipped(RelationStatus status) noexcept {
    return status == RelationStatus::undecided || status == RelationStatus::defines ||
           status == RelationStatus::not_comparable;
}

class JunitRenderer : public Renderer {
public:
    JunitRenderer(const Output& output, const RenderOptions& options)
        : markup_(plain(options)), xml_(output) {}

    void begin() override { xml_.open("testsuites", {{"name", "brcheck"}}); }

    void add(const ReportOutcome& outcome) override {
        fail_on_ = outcome.fail_on;
        const std::string path = clean_path(outcome.path);
        const std::string group = class_name(outcome.path);
        std::vector<Case> cases;
        std::vector<const Finding*> loose;  // about no relation
        if (outcome.report != nullptr && outcome.result != nullptr)
            sort_findings(outcome, cases, loose);
        const auto loose_failures = static_cast<std::size_t>(
            std::count_if(loose.begin(), loose.end(),
                          [&](const Finding* finding) { return fails(*finding); }));
        std::size_t failures = loose_failures;
        std::size_t skipped = 0;
        for (RelationIndex r = 0; r < cases.size(); ++r) {
            if (cases[r].failure != nullptr)
                ++failures;
            else if (cases[r].allowed != nullptr || is_skipped(outcome.result->relations[r].status))
                ++skipped;
        }
        xml_.open("testsuite",
                  {{"name", path},
                   {"tests", std::to_string(cases.size() + loose_failures + outcome.errors.size())},
                   {"failures", std::to_string(failures)},
                   {"errors", std::to_string(outcome.errors.size())},
                   {"skipped", std::to_string(skipped)}});
        if (outcome.report != nullptr) {
            ReportView view(*outcome.report);
            for (RelationIndex r = 0; r < cases.size(); ++r)
                add_case(group, view, outcome, r, cases[r]);
            add_loose(group, view, outcome, loose);
        }
        add_errors(group, outcome);
        xml_.close();
    }

    void end(int) override { xml_.close(); }

private:
    /// Text inside a document has no colour, and the width of no terminal.
    static RenderOptions plain(RenderOptions options) {
        options.color = false;
        options.width_columns = 100;
        return options;
    }

    [[nodiscard]] bool fails(const Finding& finding) const {
        return finding.severity >= fail_on_ && !finding.allowed_by;
    }

    void sort_findings(const ReportOutcome& outcome, std::vector<Case>& cases,
                       std::vector<const Finding*>& loose) const {
        const CheckResult& result = *outcome.result;
        cases.resize(outcome.report->relations.size());
        for (const Finding& finding : result.findings) {
            std::vector<RelationIndex> about;
            if (finding.relation) about.push_back(*finding.relation);
            if (finding.group)
                for (const std::size_t conflict : result.groups[*finding.group].conflicts)
                    for (const RelationIndex r : result.conflicts[conflict].relations)
                        about.push_back(r);
            sort_unique(about);
            for (const RelationIndex r : about) {
                Case& relation = cases[r];
                if (finding.allowed_by && relation.allowed == nullptr)
                    relation.allowed = &finding;
                else if (fails(finding) && relation.failure == nullptr)
                    relation.failure = &finding;
                else if (is_told(finding, outcome))
                    relation.others.push_back(&finding);
            }
            if (about.empty()) loose.push_back(&finding);
        }
    }

    void add_case(const std::string& group, ReportView& view, const ReportOutcome& outcome,
                  RelationIndex relation, const Case& found) {
        const Report& report = view.report();
        const CheckResult& result = *outcome.result;
        const RelationStatus status = result.relations[relation].status;
        xml_.open("testcase", {{"name", report.relations[relation].id}, {"classname", group}});
        if (found.failure != nullptr) {
            add_failure(view, outcome, *found.failure, relation);
        } else if (found.allowed != nullptr && !is_told(*found.allowed, outcome)) {
            xml_.open("skipped", {{"message", left_out_message}});
            xml_.close();
        } else if (found.allowed != nullptr) {
            const Allowance& allowance =
                report.relations[*found.allowed->relation].allowances[*found.allowed->allowed_by];
            xml_.open("skipped", {{"message", to_plain_text(describe(allowance))}});
            xml_.text(to_plain_text(describe(*found.allowed, report, result)));
            xml_.close();
        } else if (is_skipped(status)) {
            xml_.open("skipped", {{"message", status_words(status)}});
            xml_.close();
        }
        add_remarks(report, result, found.others);
        xml_.close();
    }

    /// A finding about several relations is told in full where it is shown, in short at the others.
    void add_failure(ReportView& view, const ReportOutcome& outcome, const Finding& finding,
                     std::optional<RelationIndex> relation) {
        const Report& report = view.report();
        const CheckResult& result = *outcome.result;
        const auto shown = relation_shown(finding, result);
        const bool in_full = shown == relation || !shown;
        const RuleCode code =
            in_full || !relation ? finding.code : code_of(*relation, finding, result);
        if (!is_told(finding, outcome)) {
            xml_.open("failure",
                      {{"message", left_out_message}, {"type", code_and_name(rule(code))}});
            xml_.close();
            return;
        }
        const std::string message = to_plain_text(
            in_full ? describe(finding, report, result)
                    : describe_briefly(
                          result.conflicts[group_of(finding, result)
                                               .conflicts[place_of(*relation, finding, result)]],
                          report, result));
        std::string text;
        if (in_full)
            add_finding(text, markup_, view, result, finding);
        else
            text = fmt::format("{} (told in full at {})", message, report.relations[*shown].id);
        xml_.open("failure", {{"message", message}, {"type", code_and_name(rule(code))}});
        xml_.text(text);
        xml_.close();
    }

    static const ConflictGroup& group_of(const Finding& finding, const CheckResult& result) {
        return result.groups[*finding.group];
    }

    /// Which conflict of the finding's group holds the relation. REQUIRES: one does.
    static std::size_t place_of(RelationIndex relation, const Finding& finding,
                                const CheckResult& result) {
        const auto& conflicts = group_of(finding, result).conflicts;
        const auto holds_it = [&](std::size_t index) {
            const auto& relations = result.conflicts[index].relations;
            return std::binary_search(relations.begin(), relations.end(), relation);
        };
        return static_cast<std::size_t>(
            std::find_if(conflicts.begin(), conflicts.end(), holds_it) - conflicts.begin());
    }

    static RuleCode code_of(RelationIndex relation, const Finding& finding,
                            const CheckResult& result) {
        return group_of(finding, result).findings[place_of(relation, finding, result)].code;
    }

    void add_loose(const std::string& group, ReportView& view, const ReportOutcome& outcome,
                   const std::vector<const Finding*>& loose) {
        std::vector<const Finding*> remarks;
        for (const Finding* finding : loose) {
            if (!fails(*finding)) {
                if (is_told(*finding, outcome)) remarks.push_back(finding);
                continue;
            }
            const Message about = join_names(names_of(view.report(), finding->quantities));
            std::string name(rule(finding->code).name);
            if (!about.empty()) name += ": " + to_plain_text(about);
            xml_.open("testcase", {{"name", name}, {"classname", group}});
            add_failure(view, outcome, *finding, std::nullopt);
            xml_.close();
        }
        add_remarks(view.report(), *outcome.result, remarks, describe_over_max(outcome.left_out));
    }

    void add_remarks(const Report& report, const CheckResult& result,
                     const std::vector<const Finding*>& findings,
                     const std::string& last_line = "") {
        if (findings.empty() && last_line.empty()) return;
        std::string text;
        for (const Finding* finding : findings)
            text += fmt::format("{}: {} [{}]\n", format_severity(finding->severity),
                                escape_unsafe(to_plain_text(describe(*finding, report, result))),
                                format_code(rule(finding->code).number));
        if (!last_line.empty()) text += last_line + '\n';
        xml_.open("system-out");
        xml_.text(text);
        xml_.close();
    }

    void add_errors(const std::string& group, const ReportOutcome& outcome) {
        PositionCache positions;
        for (const Error& error : outcome.errors) {
            const Rule& broken = rule(static_cast<std::uint16_t>(error.code));
            std::string name(broken.name);
            if (!is_about_whole(error.location)) {
                const Position at =
                    positions.of(*error.location.source).position(error.location.span.begin);
                name += fmt::format(" {}:{}", at.line, at.column);
            }
            xml_.open("testcase", {{"name", name}, {"classname", group}});
            xml_.open("error", {{"message", error.message}, {"type", code_and_name(broken)}});
            std::string text;
            add_error(text, markup_, error, positions);
            xml_.text(text);
            xml_.close();
            xml_.close();
        }
    }

    Severity fail_on_ = Severity::error;  ///< of the report at hand
    Markup markup_;
    XmlWriter xml_;
};

}  // namespace

std::unique_ptr<Renderer> make_junit_renderer(const Output& output, const RenderOptions& options) {
    return std::make_unique<JunitRenderer>(output, options);
}

}  // namespace brcheck
