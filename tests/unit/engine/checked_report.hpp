/// Reports for the tests of this folder: read and checked from the members of their objects.
#pragma once

#include "brcheck/engine/check_report.hpp"
#include "brcheck/input/read_report.hpp"
#include "support/catch.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace brcheck::testing {

struct CheckedReport {
    Report report;
    CheckResult result;

    /// "BR202 BR902", in the order of the findings.
    [[nodiscard]] std::string codes() const {
        std::string out;
        for (const Finding& finding : result.findings)
            out += (out.empty() ? "" : " ") + format_code(static_cast<std::uint16_t>(finding.code));
        return out;
    }
    /// Null when there is none.
    [[nodiscard]] const Finding* finding(RuleCode code) const {
        for (const Finding& finding : result.findings)
            if (finding.code == code) return &finding;
        return nullptr;
    }
    [[nodiscard]] std::string_view name(VariableIndex v) const { return report.names.name(v); }
};

inline std::string report_text(const std::string& figures, const std::string& derived,
                               const std::string& relations) {
    return "{\"brcheck\": 1, \"figures\": {" + figures + "}, \"derived\": {" + derived +
           "}, \"relations\": {" + relations + "}}";
}

inline CheckedReport check_report_text(const std::string& text,
                                       const CheckOptions& options = {}) {
    auto report = read_report("test.json", text);
    if (!report.ok()) FAIL(report.errors().front().message << " in " << text);
    Report read = std::move(report).value();
    CheckResult result = check(read, options);
    return {std::move(read), std::move(result)};
}

inline CheckedReport check_parts(const std::string& figures, const std::string& relations,
                                 const std::string& derived = "") {
    return check_report_text(report_text(figures, derived, relations));
}

}  // namespace brcheck::testing
