/// One line of a batch to its result line. Reports that look like one before are known at sight.
#pragma once

#include "brcheck/render/renderer.hpp"
#include "cli/batch_summary.hpp"
#include "cli/line_format.hpp"
#include "cli/line_reader.hpp"
#include "cli/options.hpp"
#include "engine/quick_check.hpp"

#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck::cli {

/// What some lines of input came to.
struct CheckedLines {
    std::string results;          ///< result lines, as many as are asked for
    BatchSummary summary;         ///< counts and exit code
    std::uint64_t end_bytes = 0;  ///< where the line after the last one begins

    /// As new, but for the memory.
    void clear() {
        results.clear();
        summary = {};
        end_bytes = 0;
    }
};

/// For one thread; what it returns does not depend on what it saw before.
class LineChecker {
public:
    /// `path` as shown; options, format and rules outlive this.
    LineChecker(const Options& options, std::string path, const LineFormat& format,
                const RunRules& rules);
    ~LineChecker();

    /// Adds to `out`; blank lines add nothing. Takes the text of the line.
    void check(Line& line, CheckedLines& out);

private:
    struct Known;
    struct Told;

    enum class Sight { told, known_kind, met_once, new_kind };
    Sight check_at_sight(Line& line, CheckedLines& out);
    [[nodiscard]] bool is_willing_to_learn() const;
    [[nodiscard]] bool tells_places(const Told& told) const;
    Told tell_again(Known& known, Line& line);
    [[nodiscard]] bool can_tell_again(const Report& report, const Told& told) const;
    /// Keeps how a report of a new kind looks, for the case that another comes.
    void remember(const Report& report);
    /// Learns the kind that was met before, of which another one came. The model is only taken
    /// where that can be.
    void learn(Report& model, const CheckResult& whole, Known known);
    [[nodiscard]] Told tell(const ReportOutcome& outcome) const;
    void put(std::size_t line, std::string_view id, const Told& told, CheckedLines& out) const;

    const Options& options_;
    std::string path_;
    const LineFormat& format_;
    const RunRules& rules_;
    std::string today_;
    ReadMemory memory_;
    std::list<std::unique_ptr<Known>> known_;  ///< the one last met first
    std::vector<std::string_view> stated_;     ///< of the line at hand
    std::vector<Span> places_;                 ///< of those
    std::size_t learned_in_vain_ = 0;          ///< since one was met again
    std::size_t lines_ = 0;
};

}  // namespace brcheck::cli
