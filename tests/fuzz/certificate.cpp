// Results that were changed: whatever they claim, only what is true is accepted.
#include "fuzz/fuzz.hpp"
#include "fuzz/mutate.hpp"

#include "cli/verify_result.hpp"

#include <brcheck/input/read_report.hpp>
#include <brcheck/input/read_result.hpp>

#include <fstream>
#include <iterator>

using namespace brcheck;

namespace {

Report read_file(const std::string& name) {
    std::ifstream file(FUZZ_FOLDER "/reports/" + name);
    auto report = read_report("r.json", {std::istreambuf_iterator<char>(file), {}});
    fuzz::require(report.ok(), "the report can be read", name);
    return *std::move(report);
}

void check_claim(const std::string& text, const Report& report, Verdict truth) {
    const auto source = make_source_text("result.json", text);
    if (!source.ok()) return;
    const auto claimed = read_result(*source, report, "r.json");
    if (!claimed.ok()) return fuzz::require_sound(claimed.errors(), text.size());
    const auto verification = cli::verify_result(report, *claimed, "2026-11-26", false);
    fuzz::require(verification.exit_code >= 0 && verification.exit_code <= 2, "an exit code", text);
    fuzz::require(verification.exit_code != 0 || claimed->verdict == truth,
                  "only what is true is proved", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Report good = read_file("good.json");
    static const Report wrong = read_file("wrong.json");
    const std::string text(fuzz::text_of(data, size));
    check_claim(text, good, Verdict::consistent);
    check_claim(text, wrong, Verdict::inconsistent);
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutate_text(data, size, most, seed);
}
