#include "cli/batch_summary.hpp"

#include "brcheck/report/rule.hpp"
#include "render/diagnostic_json.hpp"
#include "render/json_value.hpp"
#include "render/report_content.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace brcheck::cli {

void BatchSummary::add_counts(const BatchSummary& other) {
    counts.add(other.counts);
    for (std::size_t i = 0; i < verdicts.size(); ++i) verdicts[i] += other.verdicts[i];
    exit_code = std::max(exit_code, other.exit_code);
}

std::string batch_summary_json(const BatchSummary& summary) {
    std::vector<std::string> parts;
    for (const BatchPart& part : summary.parts)
        parts.push_back(
            JsonObject()
                .add_string("path", part.path)
                .add_number("begin", part.begin_bytes)
                .add_number("end", part.end_bytes)
                .add("size", part.size_bytes ? std::to_string(*part.size_bytes) : "null")
                .str());
    JsonObject verdicts;
    for (const Verdict verdict : {Verdict::consistent, Verdict::inconsistent, Verdict::incomplete})
        verdicts.add_number(format_verdict(verdict),
                            summary.verdicts[static_cast<std::size_t>(verdict)]);
    JsonObject object;
    object.add_string("type", "batch_summary")
        .add_string("schema_version", json_schema_version)
        .add("tool", tool_json())
        .add("parts", json_list(parts))
        .add_number("reports", summary.records())
        .add("verdicts", verdicts.str())
        .add("relations", summary.counts.relations_json())
        .add("figures", summary.counts.figures_json())
        .add("findings", summary.counts.findings_json())
        .add_number("exit_code", static_cast<std::size_t>(summary.exit_code));
    if (summary.exit_code_so_far)
        object.add_number("exit_code_so_far", static_cast<std::size_t>(*summary.exit_code_so_far));
    return object.str() + '\n';
}

std::string batch_summary_text(const BatchSummary& summary) {
    const auto count = [&](Verdict verdict) {
        return summary.verdicts[static_cast<std::size_t>(verdict)];
    };
    const auto plural = [](std::size_t number) { return number == 1 ? "" : "s"; };
    const std::size_t findings = summary.counts.findings();
    const std::string left_out = describe_left_out(summary.counts.left_out());
    return fmt::format(
        "{} report{}: {} consistent, {} inconsistent, {} could not be checked; {} "
        "finding{}{}{}",
        summary.records(), plural(summary.records()), count(Verdict::consistent),
        count(Verdict::inconsistent), count(Verdict::incomplete), findings, plural(findings),
        left_out.empty() ? "" : "; ", left_out);
}

}  // namespace brcheck::cli
