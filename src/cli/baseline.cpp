#include "cli/baseline.hpp"

#include "input/member_reader.hpp"
#include "input/read_certificate.hpp"
#include "render/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>

namespace brcheck::cli {
namespace {

constexpr std::string_view version = "1";

bool gap_less(const std::optional<Rational>& a, const std::optional<Rational>& b) {
    return a && b ? *a < *b : !a && b;
}

class BaselineReader {
public:
    BaselineReader(const JsonDocument& document, const ReadLimits& limits)
        : document_(document), context_(document, limits) {}

    Result<std::vector<KnownFinding>> run() {
        for (const auto& [first, second] : document_.duplicate_keys())
            context_.fail_at(
                ErrorCode::duplicate_key, document_.key_span(second), second,
                fmt::format("the key {} stands twice", quote_cut(document_.key(second))));
        if (document_.kind(0) == JsonKind::object)
            read_whole();
        else
            context_.fail(ErrorCode::schema_violation, 0, "a baseline is an object");
        if (context_.error_count() > 0) return context_.take_errors();
        return std::move(entries_);
    }

private:
    void read_whole() {
        static const std::vector<std::string> keys{"$schema", "baseline", "findings"};
        MemberReader members(context_, 0, keys);
        members.string("$schema");
        if (!members.has("baseline"))
            context_.fail(ErrorCode::schema_violation, 0,
                          "\"baseline\" is missing, the version of the format: 1");
        else if (const auto number = members.find("baseline", JsonKind::number);
                 number && document_.raw(*number) != version)
            context_.fail(ErrorCode::unsupported_version, *number,
                          fmt::format("version {} of the baseline is not known",
                                      quote_cut(document_.raw(*number))));
        if (!members.has("findings"))
            context_.fail(ErrorCode::schema_violation, 0, "\"findings\" is missing");
        if (const auto list = members.find("findings", JsonKind::array))
            for (JsonIndex i = document_.first_child(*list); i != no_value;
                 i = document_.next_sibling(i))
                read_finding(i);
    }

    void read_finding(JsonIndex value) {
        if (document_.kind(value) != JsonKind::object)
            return context_.fail(ErrorCode::schema_violation, value, "a finding is an object");
        static const std::vector<std::string> keys{"report", "code", "relations", "figures", "gap"};
        MemberReader members(context_, value, keys);
        for (const std::string_view key : {"report", "code", "relations", "figures"})
            if (!members.has(key))
                context_.fail(ErrorCode::schema_violation, value,
                              fmt::format("\"{}\" is missing", key));
        KnownFinding& entry = entries_.emplace_back();
        entry.key.report = members.string("report");
        if (const auto code = members.find("code", JsonKind::string)) {
            const std::string text = document_.text(*code).text();
            if (const Rule* rule = find_rule(text))
                entry.key.code = rule->number;
            else
                context_.fail(ErrorCode::schema_violation, *code,
                              "there is no code " + quote_cut(text));
        }
        entry.key.relations = read_ids(members, "relations");
        entry.key.figures = read_ids(members, "figures");
        const auto gap = members.find("gap", JsonKind::string);
        if (!gap) return;
        entry.gap = parse_ratio(document_.text(*gap).text());
        if (!entry.gap || entry.gap->sign() < 0)
            context_.fail(ErrorCode::schema_violation, *gap,
                          "this must be an exact number: a string such as \"7\" or \"1/3\"");
    }

    std::vector<std::string> read_ids(MemberReader& members, std::string_view key) {
        std::vector<std::string> ids;
        const auto list = members.find(key, JsonKind::array);
        if (!list) return ids;
        for (JsonIndex i = document_.first_child(*list); i != no_value;
             i = document_.next_sibling(i)) {
            if (document_.kind(i) != JsonKind::string)
                context_.fail(ErrorCode::schema_violation, i, "this must be an id, a string");
            else
                ids.push_back(document_.text(i).text());
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    const JsonDocument& document_;
    ReadContext context_;
    std::vector<KnownFinding> entries_;
};

std::string format_ratio(const Rational& value) {
    const std::string numerator = value.numerator().to_string();
    const bool is_integer = value.denominator() == Integer(1);
    return is_integer ? numerator : numerator + "/" + value.denominator().to_string();
}

std::string ids_json(const std::vector<std::string>& ids) {
    std::vector<std::string> items;
    for (const std::string& id : ids) items.push_back(json_string(id));
    return "[" + fmt::format("{}", fmt::join(items, ", ")) + "]";
}

}  // namespace

std::vector<KnownFinding> known_findings(const Finding& finding, const Report& report,
                                         const CheckResult& result, const std::string& path,
                                         const std::string& baseline) {
    const std::string here = baseline_path(path, baseline);
    if (finding.elsewhere) {
        const std::string there = baseline_path(finding.elsewhere->path, baseline);
        KnownFinding known{
            {std::min(here, there), static_cast<std::uint16_t>(finding.code), {}, {}}, finding.gap};
        for (const VariableIndex v : finding.quantities)
            known.key.figures.push_back(here + '#' + report.names.name(v));
        known.key.figures.push_back(there + '#' + finding.elsewhere->id);
        std::sort(known.key.figures.begin(), known.key.figures.end());
        return {std::move(known)};
    }
    const auto known_as = [&](const Finding& told, std::span<const RelationIndex> relations) {
        KnownFinding known{{here, static_cast<std::uint16_t>(told.code), {}, {}}, told.gap};
        for (const RelationIndex r : relations)
            known.key.relations.push_back(report.relations[r].id);
        for (const VariableIndex v : told.quantities)
            known.key.figures.push_back(report.names.name(v));
        std::sort(known.key.relations.begin(), known.key.relations.end());
        std::sort(known.key.figures.begin(), known.key.figures.end());
        return known;
    };
    if (!finding.group) {
        std::vector<RelationIndex> relations;
        if (finding.relation) relations.push_back(*finding.relation);
        return {known_as(finding, relations)};
    }
    const ConflictGroup& group = result.groups[*finding.group];
    std::vector<KnownFinding> all;
    for (std::size_t i = 0; i < group.conflicts.size(); ++i)
        all.push_back(known_as(group.findings[i], result.conflicts[group.conflicts[i]].relations));
    return all;
}

std::string baseline_path(const std::string& report, const std::string& baseline) {
    if (report == "-") return "<stdin>";
    namespace fs = std::filesystem;
    std::error_code failure;
    const fs::path here = fs::current_path(failure);
    const fs::path folder = (here / baseline).lexically_normal().parent_path();
    return (here / report).lexically_normal().lexically_relative(folder).generic_string();
}

Baseline::Baseline(const std::vector<KnownFinding>& entries, std::string path)
    : path_(std::move(path)) {
    for (const KnownFinding& entry : entries) entries_[entry.key].push_back({entry.gap});
    for (auto& [key, list] : entries_)
        std::stable_sort(list.begin(), list.end(),
                         [](const Entry& a, const Entry& b) { return gap_less(a.gap, b.gap); });
}

Baseline::Match Baseline::match(const KnownFinding& found) {
    const auto known = entries_.find(found.key);
    if (known == entries_.end()) return {};
    // The smallest gap that covers this one; failing that, the largest that is left.
    Entry* nearest = nullptr;
    for (Entry& entry : known->second) {
        if (entry.matched) continue;
        nearest = &entry;
        if (!entry.gap || !found.gap || *found.gap <= *entry.gap) break;
    }
    if (nearest == nullptr) return {};
    nearest->matched = true;
    if (!nearest->gap || !found.gap || *found.gap <= *nearest->gap) return {true, std::nullopt};
    return {true, nearest->gap};
}

std::size_t Baseline::take_known(CheckResult& result, const Report& report,
                                 const std::string& path) {
    reports_.push_back(baseline_path(path, path_));
    return std::erase_if(result.findings, [&](Finding& finding) {
        if (finding.allowed_by) return false;
        const auto parts = known_findings(finding, report, result, path, path_);
        bool all_known = true;
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const Match found = match(parts[i]);
            if (i == 0) finding.known_gap = found.outgrown;
            all_known = all_known && found.is_known && !found.outgrown;
        }
        return all_known;
    });
}

std::size_t Baseline::unmatched(const FindingPolicy& policy) const {
    std::size_t count = 0;
    for (const auto& [key, list] : entries_) {
        const bool seen = std::find(reports_.begin(), reports_.end(), key.report) != reports_.end();
        if (!seen || !policy.level(static_cast<RuleCode>(key.code), Severity::error)) continue;
        count += static_cast<std::size_t>(std::count_if(
            list.begin(), list.end(), [](const Entry& entry) { return !entry.matched; }));
    }
    return count;
}

Result<std::vector<KnownFinding>> read_baseline(std::shared_ptr<const SourceText> source,
                                                const ReadLimits& limits) {
    auto document = parse_json(std::move(source), limits.max_nesting);
    if (!document.ok()) return std::move(document).errors();
    return BaselineReader(*document, limits).run();
}

std::string write_baseline(std::vector<KnownFinding> entries) {
    std::stable_sort(entries.begin(), entries.end(),
                     [](const KnownFinding& a, const KnownFinding& b) {
                         return a.key != b.key ? a.key < b.key : gap_less(a.gap, b.gap);
                     });
    std::string out = fmt::format("{{\n  \"baseline\": {},\n  \"findings\": [", version);
    std::string_view separator = "\n";
    for (const KnownFinding& entry : entries) {
        JsonObject finding;
        finding.add_string("report", entry.key.report)
            .add_string("code", format_code(entry.key.code))
            .add("relations", ids_json(entry.key.relations))
            .add("figures", ids_json(entry.key.figures));
        if (entry.gap) finding.add_string("gap", format_ratio(*entry.gap));
        out += fmt::format("{}    {}", separator, finding.str());
        separator = ",\n";
    }
    return out + (entries.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

}  // namespace brcheck::cli
