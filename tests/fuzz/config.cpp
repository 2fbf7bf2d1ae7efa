// Config files: each is understood or refused at a place of its text.
#include "fuzz/fuzz.hpp"

#include "cli/settings.hpp"

#include <brcheck/input/read_report.hpp>

using namespace brcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ReadLimits limits;
    const auto source =
        make_source_text("brcheck.json", std::string(fuzz::text_of(data, size)), limits);
    if (!source.ok()) return 0;
    const auto settings = cli::read_config(*source, limits);
    if (!settings.ok()) {
        fuzz::require_sound(settings.errors(), size);
        return 0;
    }
    const auto rules = cli::understand(*settings);
    if (!rules.ok()) fuzz::require_sound(rules.errors(), size);
    return 0;
}
