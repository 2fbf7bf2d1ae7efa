#include <brcheck/brcheck.hpp>

#include <iostream>

int main() {
    const char* text = R"({"brcheck": 1,
        "figures": {"part": "30 %", "rest": "60 %"},
        "relations": {"whole": "part + rest = 100 %"}})";
    const auto report = brcheck::read_report("report.json", text);
    if (!report.ok()) return 2;
    const brcheck::CheckResult result = brcheck::check(*report);
    for (const brcheck::Finding& finding : result.findings)
        std::cout << brcheck::to_plain_text(brcheck::describe(finding, *report, result)) << '\n';
    const auto broken = brcheck::read_report("broken.json", "{\"brcheck\": 1,");
    const bool as_expected = result.verdict == brcheck::Verdict::inconsistent &&
                             result.findings.size() == 1 && !broken.ok() &&
                             broken.errors().front().code == brcheck::ErrorCode::invalid_json;
    return as_expected ? 0 : 1;
}
