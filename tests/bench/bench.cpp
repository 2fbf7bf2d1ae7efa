// What the stages cost, each beside something that runs in the same process: the numbers to compare
// are the ratios, since machines are noisy. Not a test: nothing here passes or fails.
#include <brcheck/brcheck.hpp>
#include <brcheck/figure/parse_figure.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median_seconds(int runs, const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < runs; ++i) times.push_back(seconds_of(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

/// Sums of ten figures each, all of which hold; `sums` / 10 of them by rounding only.
std::string report_of_sums(int sums) {
    std::string text = "{\"brcheck\": 1, \"figures\": {";
    std::string relations;
    char piece[96];
    for (int s = 0; s < sums; ++s) {
        int total = s % 10 == 0 ? 1 : 0;
        std::string names;
        for (int p = 0; p < 9; ++p) {
            const int tenths = 100 + (s * 37 + p * 101) % 9000;
            total += tenths;
            std::snprintf(piece, sizeof piece, "%s\"f%d_%d\": \"%d.%d million yuan\"",
                          s + p == 0 ? "" : ",\n", s, p, tenths / 10, tenths % 10);
            text += piece;
            std::snprintf(piece, sizeof piece, "%sf%d_%d", p == 0 ? "" : " + ", s, p);
            names += piece;
        }
        std::snprintf(piece, sizeof piece, ",\n\"t%d\": \"%d.%d million yuan\"", s, total / 10,
                      total % 10);
        text += piece;
        std::snprintf(piece, sizeof piece, "%s\"r%d\": \"t%d = ", s == 0 ? "" : ",\n", s, s);
        relations += piece + names + '"';
    }
    return text + "},\n\"relations\": {" + relations + "}}";
}

void measure_figures() {
    const std::vector<std::string> plain = {"123.4", "0.05", "4000", "99.95"};
    const std::vector<std::string> worded = {"over 4,000 projects", "23.6 trillion yuan",
                                             "fell by 2.5 percentage points", "同比增长6.3%"};
    constexpr int rounds = 20'000;
    std::size_t sink = 0;
    const auto parse_all = [&](const std::vector<std::string>& texts) {
        return [&] {
            for (int i = 0; i < rounds; ++i)
                for (const std::string& text : texts) sink += brcheck::parse_figure(text).ok();
        };
    };
    const double parsed = static_cast<double>(rounds) * 4;
    const double plain_seconds = median_seconds(5, parse_all(plain));
    const double worded_seconds = median_seconds(5, parse_all(worded));
    std::printf("figures parsed per second: plain numbers %.0f, worded %.0f (ratio %.1f)\n",
                parsed / plain_seconds, parsed / worded_seconds, worded_seconds / plain_seconds);
    if (sink == 0) std::puts("nothing parsed");
}

void measure_report(int sums) {
    const std::string text = report_of_sums(sums);
    double read_seconds = 0;
    double check_seconds = 0;
    std::size_t held = 0;
    for (int run = 0; run < 3; ++run) {
        brcheck::Result<brcheck::Report> report = brcheck::Error{};
        const double reading =
            seconds_of([&] { report = brcheck::read_report("bench.json", text); });
        if (!report.ok()) {
            std::printf("unreadable: %s\n", report.errors().front().message.c_str());
            return;
        }
        brcheck::CheckResult result;
        const double checking = seconds_of([&] { result = brcheck::check(*report); });
        if (run == 0 || reading < read_seconds) read_seconds = reading;
        if (run == 0 || checking < check_seconds) check_seconds = checking;
        held = result.status_counts()[0] + result.status_counts()[1];
    }
    std::printf("%7d figures, %6d sums: read %.3f s, checked %.3f s (%.0f relations/s), %zu hold\n",
                sums * 10, sums, read_seconds, check_seconds, sums / check_seconds, held);
}

/// Peak memory of one run of a program. Started from here, since a child counts what its parent had
/// in memory before it became the program, and this one is small.
int print_peak_memory(char** command) {
    const pid_t child = fork();
    if (child == 0) {
        if (std::freopen("/dev/null", "w", stdout) != nullptr) execv(command[0], command);
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    wait4(child, &status, 0, &usage);
    std::printf("%ld\n", usage.ru_maxrss);
    // A finding is no failure of the measurement; a program that did not run is.
    return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 2 && std::string(argv[1]) == "--peak") return print_peak_memory(argv + 2);
    if (argc == 3 && std::string(argv[1]) == "--write") {  // a report for bench/process.py
        std::fputs(report_of_sums(std::atoi(argv[2])).c_str(), stdout);
        return 0;
    }
    measure_figures();
    measure_report(1'000);
    measure_report(10'000);
}
