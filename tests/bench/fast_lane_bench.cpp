// How many reports a second the fast lane decides, and what a table of a million cells costs. Times
// are of the processor; the ratios are what counts. Not a test: nothing here passes or fails.
#include "engine/decide_alone.hpp"
#include "engine/fast_lane.hpp"
#include "engine/network.hpp"
#include "engine/propagate.hpp"

#include <brcheck/brcheck.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <numeric>
#include <string>
#include <vector>

#include <malloc.h>

namespace {

using namespace brcheck;

double seconds_now() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

template <typename Work>
double least_seconds(int runs, Work work) {
    double least = 0;
    for (int run = 0; run < runs; ++run) {
        const double start = seconds_now();
        work();
        const double seconds = seconds_now() - start;
        if (run == 0 || seconds < least) least = seconds;
    }
    return least;
}

/// Consistent reports of 10 to 15 figures, printed from true values: sums of 3 to 5 parts, shares,
/// growth with some levels not stated, means, differences, products, orders.
class ReportWriter {
public:
    explicit ReportWriter(std::uint64_t seed) : engine_(seed) {}

    /// With `cycles` most groups of figures are tied more than once: the share of a part in the
    /// total that it is summed into, growth beside the difference.
    std::string write(bool cycles) {
        figures_.clear();
        relations_.clear();
        values_.clear();
        const char* const unit_words[] = {" yuan", " million yuan", " trillion yuan"};
        unit_word_ = unit_words[between(0, 2)];
        const std::size_t size = static_cast<std::size_t>(between(10, 15)) - 2;
        while (values_.size() < size) add_group(cycles);
        return "{\"brcheck\": 1, \"figures\": {" + figures_ + "}, \"relations\": {" + relations_ +
               "}}";
    }

private:
    int between(int low, int high) {
        return low + static_cast<int>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    double new_level() { return 10 + between(0, 99'999) / 100.0; }
    static std::string name(std::size_t figure) { return "f" + std::to_string(figure); }

    void put(const std::string& text) {
        figures_ += (figures_.empty() ? "\"" : ",\n\"") + name(values_.size() - 1) + "\": " + text;
    }
    std::string level(double value, bool is_stated = true) {
        values_.push_back(value);
        char text[64];
        std::snprintf(text, sizeof text, "\"%.*f", between(1, 2), value);
        put(is_stated ? text + std::string(unit_word_) + "\"" : "{\"unit\": \"CNY\"}");
        return name(values_.size() - 1);
    }
    std::string percent(double value) {
        values_.push_back(value);
        char text[64];
        std::snprintf(text, sizeof text, "\"%.1f percent\"", value * 100);
        put(text);
        return name(values_.size() - 1);
    }
    void relate(const std::string& text) {
        relations_ += (relations_.empty() ? "\"r" : ",\n\"r") + std::to_string(relation_++) +
                      "\": \"" + text + "\"";
    }

    void add_group(bool cycles) {
        const int kind = between(0, 9);
        const double a = new_level();
        const double b = new_level();
        if (kind <= 2) {
            const int parts = between(3, 5);
            std::string sum;
            double total = 0;
            const std::size_t first = values_.size();
            for (int p = 0; p < parts; ++p) {
                const double part = new_level();
                total += part;
                sum += (p == 0 ? "" : " + ") + level(part);
            }
            const std::string whole = level(total);
            relate(whole + " = " + sum);
            for (int s = cycles ? between(1, 2) : 0; s > 0; --s) {
                const std::size_t part = first + static_cast<std::size_t>(s) - 1;
                relate("share(" + name(part) + ", " + whole + ") = " +
                       percent(values_[part] / total));
            }
            if (!cycles && between(0, 2) == 0) {
                const double larger = total * between(2, 6);
                relate("share(" + whole + ", " + level(larger, between(0, 2) != 0) + ") = " +
                       percent(total / larger));
            }
        } else if (kind <= 5) {
            double value = a;
            std::string current = level(value);
            for (int years = between(1, 2); years > 0; --years) {
                const double before = value / (1 + between(-200, 300) / 1000.0);
                const std::string past = level(before, between(0, 1) == 0);
                relate("growth(" + current + ", " + past + ") = " + percent(value / before - 1));
                value = before;
                current = past;
            }
        } else if (kind == 6) {
            const double c = new_level();
            const std::string largest = level(std::max({a, b, c}));
            const std::string rest = level(a + b + c - std::max({a, b, c}) - std::min({a, b, c})) +
                                     ", " + level(std::min({a, b, c}));
            const std::string mean = level((a + b + c) / 3);
            relate("mean(" + largest + ", " + rest + ") = " + mean);
            if (cycles) relate(mean + " <= " + largest);
        } else if (kind == 7) {
            const std::string from = level(a);
            const std::string what = level(b);
            relate(level(a - b) + " = " + from + " - " + what);
            if (cycles) relate("growth(" + from + ", " + what + ") = " + percent(a / b - 1));
        } else if (kind == 8) {
            const double rate = between(100, 900) / 1000.0;
            relate(level(a * rate) + " = " + level(a) + " * " + percent(rate));
        } else {
            relate(level(a) + " < " + level(a * between(12, 30) / 10));
        }
    }

    std::mt19937_64 engine_;
    std::string figures_;
    std::string relations_;
    std::vector<double> values_;
    const char* unit_word_ = "";
    int relation_ = 0;
};

std::vector<Interval> printed_box(const Report& report) {
    std::vector<Interval> box;
    box.reserve(report.quantities.size());
    for (const Quantity& quantity : report.quantities) box.push_back(quantity.interval);
    return box;
}

/// 0, 1, ...
std::vector<std::uint32_t> first_numbers(std::size_t count) {
    std::vector<std::uint32_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 0U);
    return numbers;
}

void measure_small(const char* kind, bool forests, bool cycles, int count) {
    ReportWriter writer(7);
    std::vector<Report> reports;
    std::size_t figures = 0;
    std::size_t relations = 0;
    for (int i = 0; i < count; ++i) {
        auto report = read_report("bench.json", writer.write(!forests || (cycles && i % 2 == 1)));
        if (!report.ok()) {
            std::printf("unreadable: %s\n", report.errors().front().message.c_str());
            std::exit(1);
        }
        figures += report->quantities.size();
        relations += report->relations.size();
        reports.push_back(std::move(report).value());
    }
    std::vector<Network> networks;
    networks.reserve(reports.size());
    std::vector<std::vector<Interval>> boxes;
    std::vector<std::vector<ConstraintIndex>> constraints;
    std::vector<std::vector<VariableIndex>> quantities;
    for (const Report& report : reports) {
        networks.emplace_back(report);
        boxes.push_back(printed_box(report));
        constraints.push_back(first_numbers(networks.back().constraints().size()));
        quantities.push_back(first_numbers(report.quantities.size()));
    }
    FastLane lane;
    std::size_t decided = 0;
    std::size_t implied = 0;
    int sink = 0;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        lane.compile(networks[i]);
        lane.decide(boxes[i], constraints[i], quantities[i], true);
        if (lane.all_decided()) ++decided;
        for (VariableIndex v = 0; v < boxes[i].size(); ++v)
            if (lane.implied(v)) ++implied;
    }
    const auto rate = [&](auto work) {
        return count / least_seconds(5, [&] {
                   for (std::size_t i = 0; i < reports.size(); ++i) work(i);
               });
    };
    const double compiled = rate([&](std::size_t i) { lane.compile(networks[i]); });
    const double verdicts = rate([&](std::size_t i) {
        lane.compile(networks[i]);
        lane.decide(boxes[i], constraints[i], quantities[i], false);
    });
    const double witnesses = rate([&](std::size_t i) {
        lane.compile(networks[i]);
        lane.decide(boxes[i], constraints[i], quantities[i], false);
        for (VariableIndex v = 0; v < boxes[i].size(); ++v)
            if (lane.is_decided(v)) sink += lane.witness(v).sign();
    });
    const double ranges = rate([&](std::size_t i) {
        lane.compile(networks[i]);
        lane.decide(boxes[i], constraints[i], quantities[i], true);
    });
    const double checks =
        rate([&](std::size_t i) { sink += check(reports[i]).witness ? 1 : 0; });
    std::printf("%s: %.1f figures, %.1f relations; decided %.2f %%, ranges known %.1f %%\n", kind,
                static_cast<double>(figures) / count, static_cast<double>(relations) / count,
                100.0 * static_cast<double>(decided) / count,
                100.0 * static_cast<double>(implied) / static_cast<double>(figures));
    std::printf("  reports a second: verdict %.0f (compiling alone %.0f), with the witness as "
                "rationals %.0f, with ranges %.0f; %.0f times check()\n",
                verdicts, compiled, witnesses, ranges, verdicts / checks);
    if (sink < 0) std::puts("nothing positive");
}

/// Records of one report: 11 figures and 5 linear relations between them, with numbers of their own.
class RecordWriter {
public:
    /// With `cycles` a part of two totals is in a difference, too. `adds_up`: what is printed
    /// satisfies the relations; else it is rounded from what does.
    RecordWriter(bool cycles, bool adds_up) : cycles_(cycles), adds_up_(adds_up) {}

    std::string write() {
        std::vector<long> values(11);
        for (const std::size_t part : {0U, 1U, 2U, 4U, 5U, 8U}) values[part] = new_hundredths();
        if (adds_up_)
            for (long& value : values) value = value / 10 * 10;
        values[3] = values[0] + values[1] + values[2];
        values[6] = values[4] + values[5];
        values[7] = values[3] + values[6];
        values[9] = values[7] - values[8];
        values[10] = cycles_ ? values[3] - values[4] : values[9] - values[8];
        std::string figures;
        for (std::size_t i = 0; i < values.size(); ++i) {
            const long tenths = std::lround(static_cast<double>(values[i]) / 10);
            char text[64];
            std::snprintf(text, sizeof text, "%s\"f%zu\": \"%s%ld.%ld million yuan\"",
                          i == 0 ? "" : ", ", i, tenths < 0 ? "-" : "", std::labs(tenths) / 10,
                          std::labs(tenths) % 10);
            figures += text;
        }
        return "{\"brcheck\": 1, \"figures\": {" + figures +
               "}, \"relations\": {\"a\": \"f3 = f0 + f1 + f2\", \"b\": \"f6 = f4 + f5\", "
               "\"c\": \"f7 = f3 + f6\", \"d\": \"f9 = f7 - f8\", \"e\": \"f10 = " +
               (cycles_ ? "f3 - f4" : "f9 - f8") + "\"}}";
    }

private:
    long new_hundredths() { return 10'000 + static_cast<long>(engine_() % 900'000); }

    std::mt19937_64 engine_{13};
    bool cycles_;
    bool adds_up_;
};

Report read_record(const std::string& text) {
    auto report = read_report("bench.json", text);
    if (report.ok()) return std::move(report).value();
    std::printf("unreadable: %s\n", report.errors().front().message.c_str());
    std::exit(1);
}

/// Records a second, of a report that is prepared once.
void measure_prepared(bool cycles, bool adds_up) {
    RecordWriter writer(cycles, adds_up);
    const Report report = read_record(writer.write());
    const Network network(report);
    FastLane lane;
    lane.prepare(network);
    constexpr int count = 2000;
    std::vector<std::vector<Interval>> boxes;
    for (int i = 0; i < count; ++i) boxes.push_back(printed_box(read_record(writer.write())));
    int decided = 0;
    int sink = 0;
    const auto rate = [&](auto work) {
        return count / least_seconds(9, [&] {
                   decided = 0;
                   for (const std::vector<Interval>& box : boxes) {
                       work(box);
                       decided += lane.all_decided() ? 1 : 0;
                   }
               });
    };
    const double verdicts =
        rate([&](const std::vector<Interval>& box) { lane.decide_prepared(box, false); });
    const double witnesses = rate([&](const std::vector<Interval>& box) {
        lane.decide_prepared(box, false);
        for (VariableIndex v = 0; v < box.size(); ++v)
            if (lane.is_decided(v)) sink += lane.witness(v).sign();
    });
    const double ranges =
        rate([&](const std::vector<Interval>& box) { lane.decide_prepared(box, true); });
    std::printf("prepared, 11 figures, 5 sums, %s, %s: decided %.2f %%; records a second: verdict "
                "%.0f, with the witness as rationals %.0f, with ranges %.0f\n",
                cycles ? "cycles" : "a tree", adds_up ? "adding up as printed" : "rounded",
                100.0 * decided / count, verdicts, witnesses, ranges);
    if (sink < 0) std::puts("nothing positive");
}

std::string write_table(int rows, int columns) {
    std::mt19937_64 engine(11);
    std::string figures;
    std::string relations;
    std::vector<std::int64_t> column_sums(static_cast<std::size_t>(columns));
    char piece[96];
    const auto state = [&](const char* name, std::int64_t hundredths) {
        const std::int64_t tenths = (hundredths + 5) / 10;
        std::snprintf(piece, sizeof piece, "%s\"%s\":\"%ld.%ld\"", figures.empty() ? "" : ",\n",
                      name, static_cast<long>(tenths / 10), static_cast<long>(tenths % 10));
        figures += piece;
    };
    char name[48];
    for (int r = 0; r < rows; ++r) {
        std::int64_t sum = 0;
        for (int c = 0; c < columns; ++c) {
            const auto cell = static_cast<std::int64_t>(10'000 + engine() % 900'000);
            std::snprintf(name, sizeof name, "r%d_c%d", r, c);
            state(name, cell);
            sum += cell;
            column_sums[static_cast<std::size_t>(c)] += cell;
        }
        std::snprintf(name, sizeof name, "tr%d", r);
        state(name, sum);
        std::snprintf(piece, sizeof piece, "%s\"sr%d\":\"tr%d = sum(r%d_*)\"", r == 0 ? "" : ",\n",
                      r, r, r);
        relations += piece;
    }
    for (int c = 0; c < columns; ++c) {
        std::snprintf(name, sizeof name, "tc%d", c);
        state(name, column_sums[static_cast<std::size_t>(c)]);
        std::snprintf(piece, sizeof piece, ",\n\"sc%d\":\"tc%d = sum(", c, c);
        relations += piece;
        for (int r = 0; r < rows; ++r) {
            std::snprintf(piece, sizeof piece, "%sr%d_c%d", r == 0 ? "" : ",", r, c);
            relations += piece;
        }
        relations += ")\"";
    }
    return "{\"brcheck\":1,\"figures\":{" + figures + "},\"relations\":{" + relations + "}}";
}

/// Peak resident memory since the last call of reset_peak(), in MB.
double peak_megabytes() {
    double peak = 0;
    if (std::FILE* status = std::fopen("/proc/self/status", "r")) {
        char line[128];
        while (std::fgets(line, sizeof line, status) != nullptr) {
            long kilobytes = 0;
            if (std::sscanf(line, "VmHWM: %ld", &kilobytes) == 1)
                peak = static_cast<double>(kilobytes) / 1024;
        }
        std::fclose(status);
    }
    return peak;
}

void reset_peak() {
    malloc_trim(0);
    if (std::FILE* control = std::fopen("/proc/self/clear_refs", "w")) {
        std::fputs("5", control);
        std::fclose(control);
    }
}

double measure_table(int rows, int columns) {
    ReadLimits limits;
    limits.max_figures = 3'000'000;
    limits.max_characters = 100'000;
    limits.max_bytes = std::size_t{1} << 30;
    auto read = read_report("table.json", write_table(rows, columns), limits);
    if (!read.ok()) {
        std::printf("unreadable: %s\n", read.errors().front().message.c_str());
        return 0;
    }
    const Report report = std::move(read).value();
    reset_peak();
    const double before = peak_megabytes();
    const double start = seconds_now();
    const Network network(report);
    const double networked = seconds_now();
    PrintedValues printed = collect_printed_values(report);
    const double collected = seconds_now();
    {
        Reviser reviser(network);
        TightHull tight_hull(printed.box);
        for (const Constraint& constraint : network.constraints())
            decide_alone(network, constraint.index, printed, reviser, tight_hull);
    }
    std::vector<Interval>().swap(printed.nominal);
    const double alone = seconds_now();
    const auto constraints = first_numbers(network.constraints().size());
    const auto quantities = first_numbers(report.quantities.size());
    bool is_decided = false;
    {
        FastLane lane;
        lane.compile(network);
        lane.decide(printed.box, constraints, quantities, false);
        is_decided = lane.all_decided();
    }
    const double decided = seconds_now();
    std::printf("table %d x %d: %s; network %.3f s, printed values %.3f, relations alone %.3f, "
                "fast lane %.3f; together %.3f s, %.0f MB\n",
                rows, columns, is_decided ? "decided" : "NOT decided", networked - start,
                collected - networked, alone - collected, decided - alone,
                decided - start, peak_megabytes() - before);
    return decided - start;
}

}  // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 1000;
    measure_small("forests", true, false, count);
    measure_small("cycles", false, true, count);
    measure_small("half and half", true, true, count);
    for (const bool cycles : {false, true})
        for (const bool adds_up : {true, false}) measure_prepared(cycles, adds_up);
    const double small = measure_table(100, 1000);
    const double large = measure_table(1000, 1000);
    std::printf("ten times the cells: %.1f times the time\n", large / small);
}
