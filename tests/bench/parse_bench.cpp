// What JSON libraries alone need for the lines that `brcheck batch` reads:
// brcheck_parse_bench FILE. Prints lines a second. Not a test: nothing here passes or fails.
#include <nlohmann/json.hpp>
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace {

template <typename Work>
double median_seconds(Work work) {
    std::vector<double> seconds;
    for (int run = 0; run < 5; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 2) return 2;
    std::ifstream file(arguments[1]);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    std::size_t sink = 0;
    const double tree = median_seconds([&] {
        for (const std::string& line : lines) sink += nlohmann::json::parse(line).size();
    });
    std::vector<simdjson::padded_string> padded(lines.begin(), lines.end());
    simdjson::dom::parser parser;
    const double quick = median_seconds([&] {
        for (const auto& line : padded) sink += parser.parse(line).is_object();
    });
    if (sink == 0) return 1;
    const auto rate = [&](double seconds) { return static_cast<double>(lines.size()) / seconds; };
    std::printf("%.0f %.0f\n", rate(tree), rate(quick));
    return 0;
}
