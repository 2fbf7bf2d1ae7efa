// What each format costs beside the checking of the same report, which has very many findings: the
// numbers to compare are the ratios. Ends with 1 where a format takes longer than the check did, by
// more than the noise of a machine explains.
#include <brcheck/brcheck.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

namespace {

double best_seconds(int runs, const std::function<void()>& work) {
    double best = 0;
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        if (run == 0 || time.count() < best) best = time.count();
    }
    return best;
}

/// Sums of three figures each with a label, every one of which fails.
std::string report_of_wrong_sums(int sums) {
    std::string figures;
    std::string relations;
    char piece[256];
    for (int s = 0; s < sums; ++s) {
        const int a = 100 + s % 9000;
        const int b = 100 + s * 37 % 9000;
        std::snprintf(piece, sizeof piece,
                      "%s\"a%d\": \"%d.%d million yuan\", \"b%d\": \"%d.%d million yuan\",\n"
                      "\"t%d\": {\"stated\": \"%d.%d million yuan\", \"label\": \"total %d\"}",
                      s == 0 ? "" : ",\n", s, a / 10, a % 10, s, b / 10, b % 10, s,
                      (a + b + 271) / 10, (a + b + 271) % 10, s);
        figures += piece;
        std::snprintf(piece, sizeof piece,
                      "%s\"r%d\": {\"holds\": \"t%d = a%d + b%d\", \"label\": \"the parts of %d\"}",
                      s == 0 ? "" : ",\n", s, s, s, s, s);
        relations += piece;
    }
    return "{\"brcheck\": 1, \"figures\": {" + figures + "},\n\"relations\": {" + relations + "}}";
}

}  // namespace

int main(int argc, char** argv) {
    const int sums = argc > 1 ? std::atoi(argv[1]) : 10'000;
    const auto report = brcheck::read_report("bench.json", report_of_wrong_sums(sums));
    if (!report.ok()) {
        std::printf("unreadable: %s\n", report.errors().front().message.c_str());
        return 1;
    }
    brcheck::CheckResult result;
    const double check = best_seconds(3, [&] { result = brcheck::check(*report); });
    std::printf("%zu findings: checked in %.3f s\n", result.findings.size(), check);
    bool slow = false;
    for (const brcheck::Format& format : brcheck::all_formats()) {
        std::size_t bytes = 0;
        std::size_t longest = 0;
        const double seconds = best_seconds(3, [&] {
            bytes = 0;
            const auto renderer = format.make(
                [&](std::string_view piece) {
                    bytes += piece.size();
                    longest = std::max(longest, piece.size());
                },
                {});
            renderer->begin();
            renderer->add({"bench.json", &*report, &result, {}});
            renderer->end(1);
        });
        std::printf("  %-8s %.3f s, %3.0f %% of checking; %5.1f MB, longest piece %zu bytes\n",
                    std::string(format.name).c_str(), seconds, 100 * seconds / check,
                    static_cast<double>(bytes) / 1e6, longest);
        slow = slow || seconds > 1.5 * check;
    }
    return slow ? 1 : 0;
}
