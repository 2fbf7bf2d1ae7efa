// Lines of a batch: what is known at sight from lines before is told as if each stood alone.
#include "fuzz/fuzz.hpp"
#include "fuzz/mutate.hpp"

#include "cli/line_checker.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <variant>
#include <vector>

using namespace brcheck;
using fuzz::require;

namespace {

cli::Options options_of_batch() {
    const auto parsed = cli::parse_options({"batch", "-", "--limit", "figures=100"});
    require(std::holds_alternative<cli::Options>(parsed), "the command line is one");
    return std::get<cli::Options>(parsed);
}

std::string check_lines(cli::LineChecker& checker, const std::vector<std::string>& lines,
                        std::size_t first) {
    cli::CheckedLines out;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        cli::Line line;
        line.text = lines[i];
        line.number = first + i;
        checker.check(line, out);
    }
    return out.results;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const cli::Options options = options_of_batch();
    static const cli::RunRules rules = *cli::understand(options.settings);
    static const auto format = cli::report_lines("fuzz.ndjson", options.limits);
    std::vector<std::string> lines;
    const std::string_view text = fuzz::text_of(data, size);
    for (std::size_t begin = 0; begin < text.size() && lines.size() < 3;) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.emplace_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    // The second time all that can be known is.
    const std::size_t count = lines.size();
    for (std::size_t i = 0; i < count; ++i) lines.push_back(lines[i]);

    cli::LineChecker learning(options, "fuzz.ndjson", *format, rules);
    const std::string together = check_lines(learning, lines, 1);
    std::string alone;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        cli::LineChecker fresh(options, "fuzz.ndjson", *format, rules);
        alone += check_lines(fresh, {lines[i]}, i + 1);
    }
    require(together == alone, "a line is told as if it stood alone", together + "\n---\n" + alone);
    for (std::size_t begin = 0; begin < together.size();) {
        const std::size_t end = together.find('\n', begin);
        require(end != std::string::npos, "a result line ends", together);
        require(nlohmann::json::accept(together.substr(begin, end - begin)),
                "a result line is JSON", together);
        begin = end + 1;
    }
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t most, unsigned seed) {
    return fuzz::mutate_text(data, size, most, seed);
}
