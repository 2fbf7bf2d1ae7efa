/// A finding or an error as the machine formats tell it: rule, level, sentence, place, related
/// places, fingerprint. Formats differ in how they write these, never in what they are.
#pragma once

#include "brcheck/render/renderer.hpp"
#include "render/position_index.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace brcheck {

/// From the first character to the one after the last. What stands nowhere in particular has no
/// `lines`: both ends are then the first character of the file, or of its line that is the report.
struct Region {
    bool has_lines = false;
    Position begin;
    Position end;
};

/// A part that a finding rests on: a figure, another statement of the conflicts that it tells, or
/// (with neither set) the same quantity in another report.
struct RelatedPlace {
    std::optional<VariableIndex> figure;
    std::optional<RelationIndex> relation;  ///< set when `figure` is not
    std::string path;     ///< of its file
    std::string text;     ///< `partner_growth: "6.3 percent"`
    std::string pointer;  ///< JSON pointer
    Region region;
};

struct Diagnostic {
    const Rule* rule = nullptr;
    std::string code;                      ///< "BR202"
    Severity severity = Severity::error;
    std::string message;                   ///< plain text, untrusted; no final stop
    std::string hint;                      ///< errors only: the next step, or ""
    std::string path;                      ///< of its file, as the user gave it
    std::string pointer;                   ///< JSON pointer
    Region region;
    std::vector<RelatedPlace> related;     ///< figures first
    /// The same for the same thing in a changed or moved file; differs within one report.
    std::string fingerprint;
    const Finding* finding = nullptr;      ///< null for an error: something could not be read
    const Allowance* allowance = nullptr;  ///< the author accepts it
};

/// Each finding of the outcome that is told, in its order, then each error. A diagnostic lives only
/// during the call. Columns are counted in `unit`.
void for_each_diagnostic(const ReportOutcome& outcome, ColumnUnit unit,
                         const std::function<void(const Diagnostic&)>& use);

/// A path as tools compare it: "./data//a.json" is "data/a.json".
std::string clean_path(std::string_view path);

}  // namespace brcheck
