/// Counts over all reports of a run, and the verdict on them, for the JSON formats.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace brcheck {

class RunSummary {
public:
    void add(const ReportOutcome& outcome);
    void add(const RunSummary& other);

    [[nodiscard]] std::size_t reports() const noexcept { return reports_; }
    /// Without the allowed ones; with those that are over the number to be told.
    [[nodiscard]] std::size_t findings() const noexcept;
    [[nodiscard]] const LeftOutCounts& left_out() const noexcept { return left_out_; }
    /// Of the whole run: incomplete before inconsistent before consistent; no report is incomplete.
    [[nodiscard]] Verdict verdict() const noexcept;

    /// The members of "summary", each an object on one line.
    [[nodiscard]] std::string relations_json() const;
    [[nodiscard]] std::string figures_json() const;
    [[nodiscard]] std::string findings_json() const;
    [[nodiscard]] std::string left_out_json() const;  ///< it is a part of the one before

private:
    std::array<std::size_t, relation_status_count> statuses_{};
    std::array<std::size_t, 3> severities_{};  ///< by Severity; without the allowed ones
    std::size_t allowed_ = 0;
    LeftOutCounts left_out_;
    std::size_t reports_ = 0;
    std::size_t relations_ = 0;
    std::size_t figures_ = 0;  ///< printed ones: what the report does not state is no figure
    std::size_t figures_checked_ = 0;
    bool incomplete_ = false;
    bool inconsistent_ = false;
};

}  // namespace brcheck
