/// Reports for the tests of this folder: read and checked from their text.
#pragma once

#include "brcheck/engine/check_report.hpp"
#include "brcheck/input/read_report.hpp"
#include "brcheck/render/renderer.hpp"
#include "support/catch.hpp"

#include <string>
#include <utility>

namespace brcheck {

struct Sample {
    Report report;
    CheckResult result;

    [[nodiscard]] const Finding& finding(RuleCode code) const {
        for (const Finding& finding : result.findings)
            if (finding.code == code) return finding;
        FAIL("no finding BR" << static_cast<int>(code));
        return result.findings.front();
    }
};

inline Sample make_sample(std::string json, std::string path = "data/sample.json") {
    auto report = read_report(std::move(path), std::move(json));
    if (!report.ok()) {
        for (const Error& error : report.errors()) UNSCOPED_INFO(error.message);
        FAIL("the sample cannot be read");
    }
    CheckResult result = check(*report, {.today = "2026-11-24", .keep_derivation = true});
    return {std::move(report).value(), std::move(result)};
}

/// A report of figures, derived quantities and relations, each given as the members of its object.
inline std::string report_json(const std::string& figures, const std::string& derived,
                               const std::string& relations) {
    return "{\"brcheck\": 1, \"title\": \"A sample\",\n \"figures\": {" + figures +
           "},\n \"derived\": {" + derived + "},\n \"relations\": {" + relations + "}}\n";
}

/// What a format writes for one report.
inline std::string render_sample(std::string_view format, const Sample& sample,
                                 const RenderOptions& options = {}, int exit_code = 0,
                                 Severity fail_on = Severity::error) {
    std::string out;
    const Format* found = find_format(format);
    REQUIRE(found != nullptr);
    const auto renderer =
        found->make([&](std::string_view bytes) { out.append(bytes); }, options);
    renderer->begin();
    renderer->add({sample.report.source_text->name(), &sample.report, &sample.result, {}, {}, fail_on});
    renderer->end(exit_code);
    return out;
}

/// The report of DESIGN section 2, with the share of 2025 off by swapped digits.
inline std::string slip_json() {
    return R"json({
  "brcheck": 1,
  "title": "Belt and Road trade in 2025",
  "figures": {
    "partner_trade_2025": {"stated": "23.6 trillion yuan", "label": "Trade with partner countries"},
    "partner_growth": "6.3 percent",
    "growth_lead": "2.5 percentage points",
    "partner_share_2025": "15.9 percent",
    "partner_share_2024": "surpassed 50 percent",
    "projects": "over 4,000 projects",
    "countries": "150 countries"
  },
  "derived": {
    "overall_growth": "partner_growth - growth_lead",
    "overall_trade_2025": {"is": "partner_trade_2025 / partner_share_2025", "label": "China's total foreign trade"},
    "partner_trade_2024": "partner_trade_2025 / (1 + partner_growth)",
    "overall_trade_2024": "overall_trade_2025 / (1 + overall_growth)"
  },
  "relations": {
    "share_rose": {"holds": "partner_share_2025 > partner_share_2024", "label": "the share further increased"},
    "growth_is_positive": "overall_growth > 0 %"
  }
}
)json";
}

}  // namespace brcheck
