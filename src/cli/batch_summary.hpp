/// What a batch has done so far, for people and for `brcheck merge`.
#pragma once

#include "brcheck/report/check_result.hpp"
#include "render/run_summary.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace brcheck::cli {

/// The part of a file that is done: [begin, end), both where lines begin.
struct BatchPart {
    std::string path;
    std::uint64_t begin_bytes = 0;
    std::uint64_t end_bytes = 0;
    std::optional<std::uint64_t> size_bytes;  ///< of the whole file; nothing for a pipe
};

struct BatchSummary {
    RunSummary counts;
    std::array<std::size_t, 3> verdicts{};  ///< lines by Verdict; incomplete: could not be checked
    std::vector<BatchPart> parts;
    int exit_code = 0;
    /// Of a run that ended early: what the lines that are done amount to. Nothing where its parts
    /// do not tell what is missing.
    std::optional<int> exit_code_so_far;

    [[nodiscard]] std::size_t records() const noexcept { return counts.reports(); }
    void add_line(Verdict verdict) { ++verdicts[static_cast<std::size_t>(verdict)]; }
    /// Counts and exit code; parts stay.
    void add_counts(const BatchSummary& other);
};

/// One object on one line, with a line end: data/schema/result.schema.json has it as batch_summary.
std::string batch_summary_json(const BatchSummary& summary);
/// "12 reports: 10 consistent, 1 inconsistent, 1 could not be checked; 3 findings", and what of
/// them or beside them was left out.
std::string batch_summary_text(const BatchSummary& summary);

}  // namespace brcheck::cli
