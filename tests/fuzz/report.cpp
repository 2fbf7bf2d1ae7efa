// Whole reports, from bytes to every output: a witness satisfies, a proof proves, what is written
// reads back, the verdict and the findings say the same.
#include "fuzz/fuzz.hpp"
#include "fuzz/mutate.hpp"

#include "cli/judge.hpp"
#include "cli/verify_result.hpp"

#include <brcheck/engine/check_report.hpp>
#include <brcheck/engine/verify.hpp>
#include <brcheck/input/read_report.hpp>
#include <brcheck/input/read_result.hpp>
#include <brcheck/render/renderer.hpp>
#include <brcheck/report/comparable.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace brcheck;
using fuzz::require;

namespace {

ReadLimits small_limits() {
    ReadLimits limits;
    limits.max_bytes = 1 << 16;
    limits.max_figures = 200;
    limits.max_relations = 60;
    return limits;
}

std::string render(const Format& format, const ReportOutcome& outcome, int exit_code) {
    std::string written;
    const auto renderer =
        format.make([&](std::string_view piece) { written.append(piece); }, RenderOptions{});
    renderer->begin();
    renderer->add(outcome);
    renderer->end(exit_code);
    return written;
}

void require_form(std::string_view format, const std::string& written) {
    using nlohmann::json;
    for (const char* name : {"json", "sarif", "gitlab", "jsonl", "rdjson"}) {
        if (format != name) continue;
        if (format != "jsonl") return require(json::accept(written), "JSON is JSON", written);
        for (std::size_t begin = 0; begin < written.size();) {
            const std::size_t end = written.find('\n', begin);
            require(end != std::string::npos, "a line of JSON ends", written);
            require(json::accept(written.substr(begin, end - begin)), "a line of JSON is JSON",
                    written);
            begin = end + 1;
        }
    }
}

bool may_be_false(const Report& report, const CheckResult& result, RelationIndex r) {
    const RelationStatus status = result.relations[r].status;
    return report.relations[r].strength != Strength::must ||
           status == RelationStatus::not_comparable || status == RelationStatus::allowed ||
           status == RelationStatus::fails;
}

void check_certificates(const Report& report, const CheckResult& result, const std::string& text) {
    if (result.witness) {
        std::vector<bool> takes_part;
        for (RelationIndex r = 0; r < report.relations.size(); ++r)
            takes_part.push_back(!may_be_false(report, result, r));
        const auto error = verify(*result.witness, report, takes_part);
        require(!error, error ? "a witness satisfies: " + error->place + ": " + error->reason : "",
                text);
    }
    for (const Conflict& conflict : result.conflicts) {
        const auto error = verify(conflict.refutation, report);
        require(!error, error ? "a proof proves: " + error->place + ": " + error->reason : "",
                text);
        require(!conflict.relations.empty() || !conflict.figures.empty() ||
                    !report.derivation_order.empty(),
                "a conflict names what it rests on", text);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const ReadLimits limits = small_limits();
    const std::string text(fuzz::text_of(data, size));
    const auto report = read_report("fuzz.json", text, limits);
    if (!report.ok()) {
        fuzz::require_sound(report.errors(), size);
        for (const Format& format : all_formats())
            require_form(format.name,
                         render(format, {"fuzz.json", nullptr, nullptr, report.errors()}, 2));
        return 0;
    }
    CheckOptions options;
    options.today = "2026-11-26";
    options.work_limit = 30'000;
    CheckResult result = check(*report, options);
    check_certificates(*report, result, text);
    const bool fails = cli::has_failure(result, Severity::error);
    require(!fails || result.verdict != Verdict::consistent,
            "what has an error is not called consistent", text);
    require(fails || result.verdict != Verdict::inconsistent,
            "what is called inconsistent has an error", text);

    const ReportOutcome outcome{"fuzz.json", &*report, &result, {}};
    for (const Format& format : all_formats()) {
        const std::string written = render(format, outcome, fails ? 1 : 0);
        require(!written.empty() || format.name == "github" || format.name == "concise",
                "something is written", format.name);
        require_form(format.name, written);
        if (format.name != "json") continue;
        const auto source = make_source_text("result.json", written);
        require(source.ok(), "a result is UTF-8", text);
        const auto claimed = read_result(*source, *report, "fuzz.json");
        require(claimed.ok(),
                claimed.ok() ? "" : "a result reads back: " + claimed.errors().front().message,
                text);
        const auto verification = cli::verify_result(*report, *claimed, options.today, false);
        const bool is_decided =
            result.verdict != Verdict::incomplete && (result.witness || !result.conflicts.empty());
        require(!is_decided || verification.exit_code == 0,
                "a result is proved by what it says: " + verification.text, text);
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutate_text(data, size, most, seed);
}
