#include "render/run_summary.hpp"

#include "render/json_value.hpp"

#include <numeric>

namespace brcheck {

void RunSummary::add(const ReportOutcome& outcome) {
    ++reports_;
    incomplete_ = incomplete_ || !outcome.errors.empty();
    if (outcome.report == nullptr || outcome.result == nullptr) {
        incomplete_ = true;
        return;
    }
    const Report& report = *outcome.report;
    const CheckResult& result = *outcome.result;
    incomplete_ = incomplete_ || result.verdict == Verdict::incomplete;
    inconsistent_ = inconsistent_ || result.verdict == Verdict::inconsistent;
    const auto counts = result.status_counts();
    for (std::size_t i = 0; i < relation_status_count; ++i) statuses_[i] += counts[i];
    relations_ += result.relations.size();
    for (VariableIndex v = 0; v < report.quantities.size(); ++v) {
        const QuantityKind kind = report.quantities[v].kind;
        if (kind != QuantityKind::stated && kind != QuantityKind::range) continue;
        ++figures_;
        if (result.checked[v]) ++figures_checked_;
    }
    left_out_ += outcome.left_out;
    for (const Finding& finding : result.findings) {
        if (finding.allowed_by)
            ++allowed_;
        else
            ++severities_[static_cast<std::size_t>(finding.severity)];
    }
}

void RunSummary::add(const RunSummary& other) {
    for (std::size_t i = 0; i < relation_status_count; ++i) statuses_[i] += other.statuses_[i];
    for (std::size_t i = 0; i < severities_.size(); ++i) severities_[i] += other.severities_[i];
    allowed_ += other.allowed_;
    left_out_ += other.left_out_;
    reports_ += other.reports_;
    relations_ += other.relations_;
    figures_ += other.figures_;
    figures_checked_ += other.figures_checked_;
    incomplete_ = incomplete_ || other.incomplete_;
    inconsistent_ = inconsistent_ || other.inconsistent_;
}

std::size_t RunSummary::findings() const noexcept {
    return std::accumulate(severities_.begin(), severities_.end(), std::size_t{0});
}

Verdict RunSummary::verdict() const noexcept {
    if (incomplete_ || reports_ == 0) return Verdict::incomplete;
    return inconsistent_ ? Verdict::inconsistent : Verdict::consistent;
}

std::string RunSummary::relations_json() const {
    JsonObject out;
    out.add_number("total", relations_);
    for (std::size_t i = 0; i < relation_status_count; ++i)
        out.add_number(format_status(static_cast<RelationStatus>(i)), statuses_[i]);
    return out.str();
}

std::string RunSummary::figures_json() const {
    return JsonObject().add_number("total", figures_).add_number("checked", figures_checked_).str();
}

std::string RunSummary::left_out_json() const {
    return JsonObject()
        .add_number("ignored", left_out_.ignored)
        .add_number("known", left_out_.known)
        .add_number("not_shown", left_out_.not_shown)
        .add_number("over_max", left_out_.over_max)
        .str();
}

std::string RunSummary::findings_json() const {
    JsonObject out;
    out.add_number("error", severities_[2])
        .add_number("warning", severities_[1])
        .add_number("note", severities_[0])
        .add_number("allowed", allowed_);
    if (left_out_.total() > 0) out.add("left_out", left_out_json());
    return out.str();
}

}  // namespace brcheck
