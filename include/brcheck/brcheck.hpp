/// Everything a program needs that checks reports: read one, check it, say what was found.
///
///     auto report = brcheck::read_report("report.json", bytes);
///     if (!report.ok()) { /* report.errors(): brcheck/base/error.hpp */ }
///     brcheck::CheckResult result = brcheck::check(*report);
///     for (const brcheck::Finding& finding : result.findings)
///         puts(brcheck::to_plain_text(brcheck::describe(finding, *report, result)).c_str());
///
/// No function prints, reads the environment or a clock, or keeps state between calls; all may be
/// called from several threads at once.
#pragma once

#include "brcheck/engine/check_report.hpp"
#include "brcheck/engine/compare_reports.hpp"
#include "brcheck/input/read_report.hpp"
#include "brcheck/render/message.hpp"
#include "brcheck/render/renderer.hpp"
