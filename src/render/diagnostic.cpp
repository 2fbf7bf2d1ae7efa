#include "render/diagnostic.hpp"

#include "brcheck/render/message.hpp"
#include "render/error_text.hpp"
#include "render/fnv1a.hpp"
#include "render/message_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

namespace brcheck {
namespace {

struct FilePlace {
    std::string path;
    Region region;
};

/// Of a text put together (a record and its template) in the file that the place was written in.
FilePlace place_of(PositionCache& cache, const SourceText& source, Span span,
                   const std::string& path) {
    const WrittenPlace written = written_place(source, span);
    const PositionIndex& positions = cache.of(*written.source);
    return {source.pieces().empty() ? path : written.source->name(),
            {true, positions.position(written.span.begin),
             positions.position(std::max(written.span.begin, written.span.end))}};
}

/// The first figure that the record itself gives: there is what is found, not in the template.
std::optional<VariableIndex> first_of_record(const Finding& finding, const Report& report) {
    if (report.source_text->pieces().empty()) return std::nullopt;
    const auto found = std::find_if(finding.quantities.begin(), finding.quantities.end(),
                                    [&](VariableIndex v) { return !report.is_of_template(v); });
    if (found == finding.quantities.end()) return std::nullopt;
    return *found;
}

void place_finding(Diagnostic& out, const Finding& finding, const ReportOutcome& outcome,
                   PositionCache& positions) {
    const Report& report = *outcome.report;
    const auto place = [&](std::string pointer, Span span) {
        FilePlace at = place_of(positions, *report.source_text, span, outcome.path);
        out.pointer = std::move(pointer);
        out.path = std::move(at.path);
        out.region = at.region;
    };
    if (const auto v = first_of_record(finding, report))
        return place(report.pointer(*v), report.quantities[*v].value);
    if (const auto index = relation_shown(finding, *outcome.result)) {
        const Relation& relation = report.relations[*index];
        if (finding.allowance)
            return place(fmt::format("/relations/{}/allow/{}", relation.id, *finding.allowance),
                         relation.allowances[*finding.allowance].span);
        return place(report.relation_pointer(*index), relation.value);
    }
    if (finding.steps.empty() && finding.quantities.empty()) return;
    const VariableIndex at =
        finding.steps.empty() ? finding.quantities.front() : finding.steps.back().quantity;
    place(report.pointer(at), report.quantities[at].value);
}

void add_related(Diagnostic& out, const Finding& finding, const ReportOutcome& outcome,
                 PositionCache& positions) {
    const Report& report = *outcome.report;
    for (const VariableIndex v : finding.quantities) {
        FilePlace at =
            place_of(positions, *report.source_text, report.quantities[v].value, outcome.path);
        out.related.push_back({v,
                               {},
                               std::move(at.path),
                               to_plain_text(describe_stated(report, v)),
                               report.pointer(v),
                               at.region});
    }
    if (finding.elsewhere) {
        const Elsewhere& other = *finding.elsewhere;
        const Position at{other.line, other.column};
        out.related.push_back({{},
                               {},
                               other.path,
                               fmt::format("{}: \"{}\"", other.id, other.text),
                               "",
                               {true, at, at}});
    }
    if (!finding.group) return;
    const CheckResult& result = *outcome.result;
    std::set<RelationIndex> told;
    if (const auto shown = relation_shown(finding, result)) told.insert(*shown);
    for (const std::size_t conflict : result.groups[*finding.group].conflicts)
        for (const RelationIndex r : result.conflicts[conflict].relations)
            if (told.insert(r).second) {
                FilePlace at = place_of(positions, *report.source_text, report.relations[r].value,
                                        outcome.path);
                out.related.push_back({{},
                                       r,
                                       std::move(at.path),
                                       to_plain_text(describe_statement(report, r)),
                                       report.relation_pointer(r),
                                       at.region});
            }
}

/// "; also broken: growth (BR202), lead (BR204)": the other conflicts that the finding tells.
std::string name_others(const Finding& finding, const Report& report, const CheckResult& result) {
    constexpr std::size_t most_named = 5;
    if (!finding.group) return "";
    const ConflictGroup& group = result.groups[*finding.group];
    std::string names;
    for (std::size_t i = 1; i < group.findings.size() && i <= most_named; ++i) {
        std::string ids;
        for (const RelationIndex r : result.conflicts[group.conflicts[i]].relations)
            ids += (ids.empty() ? "" : " with ") + report.relations[r].id;
        names +=
            fmt::format("{}{}{}({})", names.empty() ? "; also broken: " : ", ", ids,
                        ids.empty() ? "" : " ", format_code(rule(group.findings[i].code).number));
    }
    if (group.findings.size() > most_named + 1)
        names += fmt::format(" and {} more", group.findings.size() - most_named - 1);
    return names;
}

/// What the finding is about, but neither where the file lies nor on which line: moving things
/// about must not make an old finding a new one.
std::string identity_of(const Diagnostic& diagnostic, const Finding& finding,
                        const Report& report) {
    std::string identity = diagnostic.code + '\0';
    if (finding.relation) identity += report.relations[*finding.relation].id;
    for (const VariableIndex v : finding.quantities) identity += '\0' + report.names.name(v);
    if (finding.elsewhere) identity += '\0' + finding.elsewhere->path + '#' + finding.elsewhere->id;
    return identity;
}

Diagnostic diagnose(const Finding& finding, const ReportOutcome& outcome,
                    PositionCache& positions) {
    const Report& report = *outcome.report;
    Diagnostic out;
    out.rule = &rule(finding.code);
    out.code = format_code(out.rule->number);
    out.severity = finding.severity;
    out.message = to_plain_text(describe(finding, report, *outcome.result)) +
                  name_others(finding, report, *outcome.result);
    out.path = outcome.path;
    out.finding = &finding;
    if (finding.allowed_by)
        out.allowance = &report.relations[*finding.relation].allowances[*finding.allowed_by];
    place_finding(out, finding, outcome, positions);
    add_related(out, finding, outcome, positions);
    return out;
}

Diagnostic diagnose(const Error& error, const ReportOutcome& outcome, PositionCache& positions) {
    const Location& at = error.location;
    Diagnostic out;
    out.rule = &rule(static_cast<std::uint16_t>(error.code));
    out.code = format_code(out.rule->number);
    out.message = error.message;
    out.hint = error.hint;
    // A text put together is no file: what is wrong with it as a whole is so with the record.
    out.path = at.source && at.source->pieces().empty() ? at.source->name() : outcome.path;
    out.pointer = at.pointer;
    if (is_about_whole(at)) {
        if (!at.source) return out;
        const auto record = at.source->inserted();
        const SourceText& source = record ? *record : *at.source;
        out.region.begin.line = out.region.end.line = source.first_line();
        return out;
    }
    FilePlace place = place_of(positions, *at.source, at.span, out.path);
    out.path = std::move(place.path);
    out.region = place.region;
    return out;
}

}  // namespace

void for_each_diagnostic(const ReportOutcome& outcome, ColumnUnit unit,
                         const std::function<void(const Diagnostic&)>& use) {
    PositionCache positions(unit);
    std::map<std::string, std::size_t> occurrences;
    const auto finish = [&](Diagnostic diagnostic, const std::string& identity) {
        const std::size_t occurrence = occurrences[identity]++;
        diagnostic.fingerprint = fnv1a_hex(identity + '\0' + std::to_string(occurrence));
        use(diagnostic);
    };
    if (outcome.report != nullptr && outcome.result != nullptr)
        for (const Finding& finding : outcome.told()) {
            Diagnostic diagnostic = diagnose(finding, outcome, positions);
            const std::string identity = identity_of(diagnostic, finding, *outcome.report);
            finish(std::move(diagnostic), identity);
        }
    for (const Error& error : outcome.errors) {
        Diagnostic diagnostic = diagnose(error, outcome, positions);
        const std::string identity =
            diagnostic.code + '\0' + diagnostic.pointer + '\0' + diagnostic.message;
        finish(std::move(diagnostic), identity);
    }
}

std::string clean_path(std::string_view path) {
    return std::filesystem::path(path).lexically_normal().generic_string();
}

}  // namespace brcheck
