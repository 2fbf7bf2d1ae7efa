// What deciding whole reports costs, beside Z3 on the same systems in the same run. Not a test:
// nothing here passes or fails. joint_bench [--tables] [--reports] [--conflicts]: parts of it.
#include "engine/fast_lane.hpp"
#include "oracle/draft.hpp"
#include "oracle/generate.hpp"
#include "oracle/z3_oracle.hpp"

#include <brcheck/engine/check_report.hpp>
#include <brcheck/input/read_report.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using oracle::Index;

double seconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Of this process: short questions measured by the clock measure what else runs.
double processor_seconds_of(const std::function<void()>& work) {
    const auto now = [] {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
    };
    const double start = now();
    work();
    return now() - start;
}

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

brcheck::Report read(const std::string& text) {
    brcheck::ReadLimits limits;
    limits.max_bytes = std::size_t{1} << 30;
    limits.max_figures = 10'000'000;
    limits.max_characters = 1'000'000;
    auto report = brcheck::read_report("bench.json", text, limits);
    if (report.ok()) return std::move(report).value();
    std::printf("unreadable: %s\n", report.errors().front().message.c_str());
    std::exit(1);
}

bool is_inconsistent(const brcheck::CheckResult& result) {
    return result.verdict == brcheck::Verdict::inconsistent;
}

void print_row(const std::string& what, double value, const char* unit, const std::string& more) {
    std::printf("%-58s %12.3f %-10s %s\n", what.c_str(), value, unit, more.c_str());
}

// --- Small consistent reports, beside Z3 ---------------------------------------------------------

/// The verdict with its witness in the fast lane, beside Z3's, for those of the systems that it
/// decides: compiling included, building the network and Z3's parsing of its formulas not. A first
/// pass finds what Z3 left of the caches; the rate is that of the passes after it.
void measure_fast_lane(const std::vector<oracle::System>& systems,
                       const std::vector<brcheck::Report>& reports, oracle::Z3Oracle& incremental) {
    using namespace brcheck;
    struct Question {
        const oracle::System* system;
        Network network;
        std::vector<Interval> box;
        std::vector<ConstraintIndex> constraints;
        std::vector<VariableIndex> quantities;
    };
    std::vector<Question> questions;
    FastLane lane;
    for (std::size_t i = 0; i < reports.size(); ++i) {
        Question question{&systems[i], Network(reports[i]), {}, {}, {}};
        for (const Quantity& quantity : reports[i].quantities)
            question.box.push_back(quantity.interval);
        question.constraints.resize(question.network.constraints().size());
        std::iota(question.constraints.begin(), question.constraints.end(), 0U);
        question.quantities.resize(question.box.size());
        std::iota(question.quantities.begin(), question.quantities.end(), 0U);
        lane.compile(question.network);
        lane.decide(question.box, question.constraints, question.quantities, false);
        if (lane.all_decided()) questions.push_back(std::move(question));
    }
    std::vector<double> first;
    std::vector<double> own;
    std::vector<double> z3;
    int sink = 0;
    const auto pass = [&] {
        for (const Question& question : questions) {
            lane.compile(question.network);
            lane.decide(question.box, question.constraints, question.quantities, false);
            for (const VariableIndex v : question.quantities) sink += lane.witness(v).sign();
        }
    };
    constexpr int passes = 20;
    for (int round = 0; round < 5; ++round) {
        first.push_back(processor_seconds_of(pass));
        for (int i = 0; i < passes; ++i) own.push_back(processor_seconds_of(pass));
        z3.push_back(processor_seconds_of([&] {
            for (const Question& question : questions)
                incremental.ask(*question.system, oracle::Selection::all(*question.system));
        }));
    }
    const auto count = static_cast<double>(questions.size());
    print_row("the same, fast lane, verdict and witness", count / median(own), "reports/s",
              std::to_string(questions.size()) + " of " + std::to_string(systems.size()) +
                  " are decided there" + (sink < 0 ? " " : ""));
    print_row("the same, with what Z3 left of the caches", count / median(first), "reports/s", "");
    print_row("time of Z3 with push and pop over it, on these", median(z3) / median(own), "times",
              "asked: 130; with what Z3 left of the caches " +
                  std::to_string(median(z3) / median(first)));
}

void measure_small_reports() {
    oracle::Z3Oracle z3;
    oracle::Z3Oracle incremental(true);
    std::vector<oracle::System> systems;
    std::vector<brcheck::Report> reports;
    const auto kinds = oracle::kind_names();
    for (std::uint64_t seed = 0; systems.size() < 400; ++seed) {
        oracle::Random random(seed);
        oracle::System system = oracle::generate(kinds[seed % kinds.size()], random);
        const std::size_t figures = system.figure_count();
        const bool fits =
            figures >= 10 && figures <= 15 && system.slips == 0 &&
            z3.ask(system, oracle::Selection::all(system)) == oracle::Answer::possible;
        if (!fits) continue;
        reports.push_back(read(write_json(system)));
        systems.push_back(std::move(system));
    }
    std::vector<double> own;
    std::vector<double> with_nlsat;
    std::vector<double> with_push;
    std::size_t held = 0;
    for (int round = 0; round < 5; ++round) {
        own.push_back(seconds_of([&] {
            for (const auto& report : reports) held += !is_inconsistent(brcheck::check(report));
        }));
        with_push.push_back(seconds_of([&] {
            for (const auto& system : systems)
                incremental.ask(system, oracle::Selection::all(system));
        }));
        with_nlsat.push_back(seconds_of([&] {
            for (const auto& system : systems) z3.ask(system, oracle::Selection::all(system));
        }));
    }
    const auto count = static_cast<double>(systems.size());
    print_row("reports of 10-15 figures, check(), a second", count / median(own), "reports/s",
              std::to_string(held / 5) + " of " + std::to_string(systems.size()) + " hold");
    print_row("the same, Z3, one solver with push and pop", count / median(with_push), "reports/s",
              "verdict only");
    print_row("the same, Z3, products by nlsat", count / median(with_nlsat), "reports/s",
              "verdict only");
    print_row("time of Z3's faster way over check()'s",
              std::min(median(with_push), median(with_nlsat)) / median(own), "times", "");
    measure_fast_lane(systems, reports, incremental);
}

// --- Conflicts and repairs -----------------------------------------------------------------------

/// Forty relations, each of which gives one figure more to the ten levels at the start.
oracle::System report_of_fifty(oracle::Random& random) {
    using namespace oracle;
    Draft draft(random, "fifty");
    std::vector<Index> levels;
    for (int i = 0; i < 10; ++i) levels.push_back(draft.money(draft.amount()));
    const auto level = [&] { return levels[random.below(levels.size())]; };
    for (int i = 0; i < 40; ++i) {
        const Index a = level();
        Index b = level();
        while (b == a) b = level();
        const std::vector<Index> pair = {a, b};
        switch (random.below(5)) {
            case 0:
            case 1: {
                std::vector<Index> parts = pair;
                Index third = level();
                if (third != a && third != b) parts.push_back(third);
                Number sum = 0;
                for (const Index part : parts) sum += draft.truth(part);
                levels.push_back(draft.money(sum));
                draft.require(quantity(levels.back()), Comparison::equal,
                              operation(Op::sum, parts));
                break;
            }
            case 2: {
                const Index share = draft.percent(draft.truth(a) / draft.truth(b));
                draft.require(quantity(share), Comparison::equal, operation(Op::share, pair));
                break;
            }
            case 3: {
                const Number rate = draft.rate(-90, 250);
                levels.push_back(draft.money(draft.truth(a) / (1 + rate)));
                const Index old = levels.back();
                draft.require(
                    quantity(a), Comparison::equal,
                    quantity(old) * (literal(1) + literal(Number(rate * 10'000).get_num().get_si(),
                                                          2, Unit::percent)));
                break;
            }
            default: {
                const Index gap = draft.money(draft.truth(a) - draft.truth(b));
                draft.require(quantity(gap), Comparison::equal, operation(Op::change, pair));
                break;
            }
        }
    }
    return std::move(draft).take();
}

/// 121 figures: a total, three parts, nine, 27, 81.
oracle::System tree_of_totals(oracle::Random& random) {
    using namespace oracle;
    Draft draft(random, "tree");
    std::vector<Index> level;
    for (int i = 0; i < 81; ++i)
        level.push_back(draft.print(Unit::money, draft.amount(), 1, draft.scale()));
    while (level.size() > 1) {
        std::vector<Index> totals;
        for (std::size_t i = 0; i < level.size(); i += 3) {
            const std::vector<Index> parts(level.begin() + static_cast<std::ptrdiff_t>(i),
                                           level.begin() + static_cast<std::ptrdiff_t>(i + 3));
            Number sum = 0;
            for (const Index part : parts) sum += draft.truth(part);
            totals.push_back(draft.print(Unit::money, sum, 1, draft.scale()));
            draft.require(quantity(totals.back()), Comparison::equal, operation(Op::sum, parts));
        }
        level = totals;
    }
    return std::move(draft).take();
}

/// 200 rules x <= y in chains of that length, and one that closes the first chain the wrong way.
oracle::System rules_of_order(oracle::Random& random, std::size_t chain) {
    using namespace oracle;
    Draft draft(random, "rules");
    std::vector<Index> line;
    Index first = 0;
    Index last = 0;
    for (std::size_t rule = 0; rule < 200; ++rule) {
        if (rule % chain == 0) line = {draft.unknown(Unit::plain, 0)};
        line.push_back(draft.unknown(Unit::plain, 0));
        draft.require(quantity(line[line.size() - 2]), Comparison::less_equal,
                      quantity(line.back()));
        if (rule == 0) first = line[0];
        if (rule == chain - 1) last = line.back();
    }
    draft.require(quantity(last), Comparison::less, quantity(first));
    return std::move(draft).take();
}

/// All conflicts and repairs, then the whole check(), which also looks for what the report implies
/// of each figure and how many wrong digits it would catch.
void measure_conflicts_of(const std::string& what, int reports,
                          const std::function<oracle::System(oracle::Random&)>& make,
                          unsigned slips, const std::string& asked) {
    brcheck::CheckOptions conflicts_only;
    conflicts_only.with_implied = false;
    conflicts_only.with_power = false;
    std::vector<double> times;
    std::vector<double> whole_times;
    std::size_t conflicts = 0;
    std::size_t repairs = 0;
    std::size_t missed = 0;
    for (std::uint64_t seed = 1; times.size() < static_cast<std::size_t>(reports); ++seed) {
        oracle::Random random(seed);
        oracle::System system = make(random);
        oracle::plant_slips(system, random, slips);
        const brcheck::Report report = read(write_json(system));
        brcheck::CheckResult result;
        const double time =
            processor_seconds_of([&] { result = brcheck::check(report, conflicts_only); });
        // A slip of one unit may be lost in rounding.
        if (!is_inconsistent(result) && ++missed < 1'000) continue;
        times.push_back(time);
        whole_times.push_back(processor_seconds_of([&] { brcheck::check(report); }));
        conflicts += result.conflicts.size();
        for (const auto& group : result.groups) repairs += group.repairs.size();
    }
    const auto mean = [&](std::size_t total) {
        return std::to_string(static_cast<double>(total) / reports).substr(0, 5);
    };
    const auto worst = [](const std::vector<double>& all) {
        return "worst " + std::to_string(*std::max_element(all.begin(), all.end()) * 1e3) + " ms";
    };
    print_row(what, median(times) * 1e3, "ms",
              worst(times) + ", " + mean(conflicts) + " conflicts, " + mean(repairs) +
                  " repairs a report" + asked);
    print_row("  the whole check, with what is implied", median(whole_times) * 1e3, "ms",
              worst(whole_times));
}

/// Ten to fifteen figures as a text has them: parts, their total, shares, growth, a difference.
oracle::System short_report(oracle::Random& random) {
    using namespace oracle;
    Draft draft(random, "short");
    const auto equal = Comparison::equal;
    const auto print_level = [&](const Number& truth) {
        return draft.print(Unit::money, truth, 1, draft.scale());
    };
    const auto sum_of = [&](const std::vector<Index>& parts) {
        Number sum = 0;
        for (const Index part : parts) sum += draft.truth(part);
        const Index total = print_level(sum);
        draft.require(quantity(total), equal, operation(Op::sum, parts));
        return total;
    };
    std::vector<Index> parts;
    const long count = random.between(3, 5);
    for (long i = 0; i < count; ++i) parts.push_back(print_level(draft.amount()));
    const Index total = sum_of(parts);
    for (const Index part : {parts[0], parts[1]}) {
        const Index share = draft.print(Unit::percent, draft.truth(part) / draft.truth(total), 1);
        draft.require(quantity(share), equal, operation(Op::share, std::vector{part, total}));
    }
    const Number rate = draft.rate(-90, 250);
    const Index before = print_level(draft.truth(total) / (1 + rate));
    const Index growth = draft.print(Unit::percent, rate, 1);
    draft.require(quantity(growth), equal, operation(Op::growth, std::vector{total, before}));
    const Index rise = print_level(draft.truth(total) - draft.truth(before));
    draft.require(quantity(rise), equal, operation(Op::change, std::vector{total, before}));
    if (random.chance(60)) {
        const Index rest = print_level(draft.truth(total) - draft.truth(parts[0]));
        draft.require(quantity(rest), equal, operation(Op::change, std::vector{total, parts[0]}));
    }
    return std::move(draft).take();
}

/// Whole checks of failing ones, with all conflicts and repairs.
void measure_short_failing_reports() {
    std::vector<brcheck::Report> reports;
    std::size_t conflicts = 0;
    std::size_t repairs = 0;
    std::size_t figures = 0;
    for (std::uint64_t seed = 0; reports.size() < 400; ++seed) {
        oracle::Random random(seed);
        oracle::System system = short_report(random);
        oracle::plant_slips(system, random, 1 + seed % 2);
        brcheck::Report report = read(write_json(system));
        const brcheck::CheckResult result = brcheck::check(report);
        if (!is_inconsistent(result)) continue;
        conflicts += result.conflicts.size();
        for (const auto& group : result.groups) repairs += group.repairs.size();
        figures += system.figure_count();
        reports.push_back(std::move(report));
    }
    std::vector<double> rounds;
    std::vector<double> each(reports.size());
    for (int round = 0; round < 5; ++round) {
        double sum = 0;
        for (std::size_t i = 0; i < reports.size(); ++i) {
            const double time = processor_seconds_of([&] { brcheck::check(reports[i]); });
            each[i] = round == 0 ? time : std::min(each[i], time);
            sum += time;
        }
        rounds.push_back(sum);
    }
    const auto count = static_cast<double>(reports.size());
    const auto mean = [&](std::size_t total) {
        return std::to_string(static_cast<double>(total) / count).substr(0, 4);
    };
    print_row("failing reports of 10-15 figures, check(), a second", count / median(rounds),
              "reports/s",
              mean(conflicts) + " conflicts, " + mean(repairs) + " repairs, " + mean(figures) +
                  " figures a report");
    print_row("the same, one of them", median(each) * 1e3, "ms",
              "worst " + std::to_string(*std::max_element(each.begin(), each.end()) * 1e3) + " ms");
}

void measure_conflicts() {
    measure_short_failing_reports();
    measure_conflicts_of("50 figures, 40 relations, 1 error", 15, report_of_fifty, 1,
                         " (asked: 2 ms)");
    measure_conflicts_of("50 figures, 40 relations, 3 errors", 15, report_of_fifty, 3,
                         " (asked: 10 ms)");
    measure_conflicts_of("tree of totals, 121 figures, 6 slips", 5, tree_of_totals, 6,
                         " (asked: 50 ms)");
    for (const std::size_t chain : {5U, 200U})
        measure_conflicts_of(
            "one conflict among 201 rules, in chains of " + std::to_string(chain), 5,
            [&](oracle::Random& random) { return rules_of_order(random, chain); }, 0,
            " (asked: 5 ms)");
}

// --- Tables --------------------------------------------------------------------------------------

std::string table_text(long rows, long columns) {
    std::string figures;
    std::string relations;
    std::vector<long> column_totals(static_cast<std::size_t>(columns), 0);
    const auto add_figure = [&](const std::string& id, long digits) {
        figures += (figures.empty() ? "\"" : ",\"") + id + "\":\"" + std::to_string(digits / 10) +
                   '.' + std::to_string(digits % 10) + " million yuan\"";
    };
    const auto cell = [](long r, long c) {
        return 'c' + std::to_string(r) + '_' + std::to_string(c);
    };
    const auto add_sum = [&](const std::string& total, const std::function<std::string(long)>& part,
                             long size) {
        relations +=
            (relations.empty() ? "\"is_" : ",\n\"is_") + total + "\":\"" + total + " = sum(";
        for (long i = 0; i < size; ++i) relations += (i == 0 ? "" : ",") + part(i);
        relations += ")\"";
    };
    for (long r = 0; r < rows; ++r) {
        long total = 0;
        for (long c = 0; c < columns; ++c) {
            const long digits = 1'000 + (r * 7'919 + c * 104'729) % 9'000;
            total += digits;
            column_totals[static_cast<std::size_t>(c)] += digits;
            // One wrong cell: two digits that changed places are far beyond what rounding hides.
            const bool is_wrong = r == rows / 2 && c == columns / 3;
            add_figure(cell(r, c), is_wrong ? digits + 90'000 : digits);
        }
        add_figure("row" + std::to_string(r), total);
        add_sum(
            "row" + std::to_string(r), [&](long c) { return cell(r, c); }, columns);
    }
    for (long c = 0; c < columns; ++c) {
        add_figure("column" + std::to_string(c), column_totals[static_cast<std::size_t>(c)]);
        add_sum(
            "column" + std::to_string(c), [&](long r) { return cell(r, c); }, rows);
    }
    return "{\"brcheck\":1,\"figures\":{" + figures + "},\"relations\":{" + relations + "}}";
}

double peak_mebibytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct TableCost {
    double whole_seconds = 0;
    double engine_seconds = 0;
    double engine_mebibytes = 0;
};

/// In a process of its own, so that its peak of memory is its own, too.
TableCost measure_table(long rows, long columns) {
    int pipe_ends[2];
    if (pipe(pipe_ends) != 0) return {};
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        TableCost cost;
        std::size_t conflicts = 0;
        std::string repair = "none";
        double peak_read = 0;
        std::string text = table_text(rows, columns);
        const double text_peak = peak_mebibytes();
        cost.whole_seconds = seconds_of([&] {
            const brcheck::Report report = read(text);
            text = {};
            peak_read = peak_mebibytes();
            brcheck::CheckResult result;
            cost.engine_seconds = seconds_of([&] { result = brcheck::check(report); });
            conflicts = result.conflicts.size();
            if (!result.groups.empty() && !result.groups[0].repairs.empty())
                repair = report.names.name(result.groups[0].repairs[0].changes[0].figure);
            if (!is_inconsistent(result)) repair = "not even found";
        });
        const std::string size =
            std::to_string(rows) + " x " + std::to_string(columns) + ", one wrong cell: ";
        print_row(size + "engine", cost.engine_seconds, "s",
                  std::to_string(conflicts) + " conflicts, repair " + repair);
        print_row(size + "reading and engine", cost.whole_seconds, "s", "");
        cost.engine_mebibytes = peak_mebibytes() - peak_read;
        print_row(size + "engine's memory", cost.engine_mebibytes, "MiB", "");
        print_row(size + "peak memory", peak_mebibytes(), "MiB",
                  std::to_string(static_cast<long>(peak_read)) + " after reading, " +
                      std::to_string(static_cast<long>(text_peak)) + " of it before");
        std::fflush(stdout);
        const bool is_written = write(pipe_ends[1], &cost, sizeof cost) == sizeof cost;
        _exit(is_written ? 0 : 1);
    }
    TableCost cost;
    if (::read(pipe_ends[0], &cost, sizeof cost) != sizeof cost) cost = {};
    waitpid(child, nullptr, 0);
    close(pipe_ends[0]);
    close(pipe_ends[1]);
    return cost;
}

/// False when the engine takes more memory than is promised, which is the same on any machine.
bool measure_tables() {
    constexpr double most_mebibytes = 190;  // 200 MB
    const TableCost small = measure_table(1'000, 100);
    const TableCost large = measure_table(1'000, 1'000);
    print_row("1,000,000 cells over 100,000: engine", large.engine_seconds / small.engine_seconds,
              "times", "");
    print_row("1,000,000 cells over 100,000: reading and engine",
              large.whole_seconds / small.whole_seconds, "times", "");
    return large.engine_mebibytes > 0 && large.engine_mebibytes <= most_mebibytes;
}

}  // namespace

int main(int argc, char** argv) {
    const auto wanted = [&](const std::string& part) {
        return argc == 1 || std::find(argv + 1, argv + argc, part) != argv + argc;
    };
    // First, while this process is small: a child starts with its parent's memory.
    const bool is_small = !wanted("--tables") || measure_tables();
    if (wanted("--reports")) measure_small_reports();
    if (wanted("--conflicts")) measure_conflicts();
    return is_small ? 0 : 1;
}
