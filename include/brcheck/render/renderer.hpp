/// What every output format implements: begin, one report after the other, end.
#pragma once

#include "brcheck/base/error.hpp"
#include "brcheck/report/check_result.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace brcheck {

/// Takes the next bytes of the document. Renderers write in pieces and keep no whole document.
using Output = std::function<void(std::string_view)>;

struct RenderOptions {
    std::size_t width_columns = 80;  ///< 40..100
    bool color = false;              ///< ANSI colours (text only)
    bool ascii = false;              ///< nothing beyond ASCII from brcheck's own words
    bool quiet = false;              ///< text: findings and the verdict only
};

/// How many findings of a report were found and are not told, by why.
struct LeftOutCounts {
    std::size_t ignored = 0;    ///< their codes are switched off or not selected
    std::size_t known = 0;      ///< they stand in the baseline
    std::size_t not_shown = 0;  ///< less severe than what is to be shown
    std::size_t over_max = 0;   ///< more than are to be told; unlike the others still in the result

    [[nodiscard]] std::size_t total() const noexcept {
        return ignored + known + not_shown + over_max;
    }
    LeftOutCounts& operator+=(const LeftOutCounts& other) noexcept {
        ignored += other.ignored;
        known += other.known;
        not_shown += other.not_shown;
        over_max += other.over_max;
        return *this;
    }
};

/// One report of the run. `report` and `result` are null when it could not be read, or checked.
struct ReportOutcome {
    std::string path;  ///< as the user gave it
    const Report* report = nullptr;
    const CheckResult* result = nullptr;
    std::span<const Error> errors;
    /// Of what check() found. `result` no longer holds these, but for `over_max`: its last
    /// findings, which count and are not told.
    LeftOutCounts left_out = {};
    Severity fail_on = Severity::error;  ///< from this level on a finding fails the run

    /// The findings to tell. REQUIRES: a result.
    [[nodiscard]] std::span<const Finding> told() const {
        return std::span(result->findings).first(result->findings.size() - left_out.over_max);
    }
};

class Renderer {
public:
    virtual ~Renderer() = default;
    virtual void begin() {}
    /// The outcome lives only during the call.
    virtual void add(const ReportOutcome& outcome) = 0;
    /// `exit_code`: what the run will end with (0, 1 or 2).
    virtual void end(int exit_code) = 0;
};

struct Format {
    std::string_view name;         ///< as given to -f
    std::string_view description;  ///< one line for --help
    std::unique_ptr<Renderer> (*make)(const Output& output, const RenderOptions& options);
};

/// Every output format, in the order of --help. A new one is a row here.
std::span<const Format> all_formats();
const Format* find_format(std::string_view name);

}  // namespace brcheck
