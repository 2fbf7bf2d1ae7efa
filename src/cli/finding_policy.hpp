/// Which findings are told, and at what level: --select, --ignore, --severity, --show,
/// --max-findings. Pure; comes after check() and before rendering, and never touches the verdict.
#pragma once

#include "brcheck/render/renderer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace brcheck::cli {

/// One code or a group of them: "BR904", "904", "weak-check", "BR9", in any letter case.
struct CodeSelector {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    int digits = 0;  ///< written ones, 3 for a whole code: more are more specific

    [[nodiscard]] bool matches(RuleCode code) const noexcept {
        const auto number = static_cast<std::uint16_t>(code);
        return first <= number && number <= last;
    }
};

/// Why a text is no selector; the hint names the nearest known one, or is "".
struct UnknownCode {
    std::string message;
    std::string hint;
};

/// Refused are unknown codes and those that no finding has: errors of the file (BR0), which cannot
/// be ignored, and hints (BR5), which stand inside of findings.
std::variant<CodeSelector, UnknownCode> parse_selector(std::string_view text);

struct SeverityOverride {
    CodeSelector codes;
    std::optional<Severity> severity;  ///< nothing: off
};

struct FindingPolicy {
    std::vector<CodeSelector> select;  ///< empty: all
    std::vector<CodeSelector> ignore;
    std::vector<SeverityOverride> severities;

    /// The level of what was found at `found`, or nothing when it is left out. Where several
    /// selectors name a code, the most specific one decides; among equals ignore wins over select,
    /// and a later severity over an earlier one.
    [[nodiscard]] std::optional<Severity> level(RuleCode code, Severity found) const;
    /// Takes out what is left out, gives the others their levels and sorts them anew. Returns how
    /// many were taken out. What its author allowed stays allowed. A finding that tells several
    /// conflicts goes by each of them: it is told by the first that is not left out, at the most
    /// severe level.
    std::size_t apply(CheckResult& result, const Report& report) const;

private:
    std::optional<Severity> apply_to_group(Finding& finding, ConflictGroup& group) const;
};

/// Takes out what is less severe than `least` and returns how many that were.
std::size_t hide_below(std::vector<Finding>& findings, Severity least);

/// Puts those beyond `most` last and returns how many these are; 0 is no limit. In front stay the
/// first, in their order; what its author allowed only where there is room beside the rest.
std::size_t put_last_over(std::vector<Finding>& findings, std::size_t most);

}  // namespace brcheck::cli
