// Random reports, decided by brcheck and by Z3. Exit 1 when they disagree anywhere.
#include "oracle/compare.hpp"
#include "oracle/generate.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

namespace {

struct Options {
    std::size_t systems = 3'000;
    std::uint64_t seed = 1;
    std::string kind;  ///< empty: all, in turn
    bool verbose = false;
    std::size_t most_loose = SIZE_MAX;
    oracle::CompareOptions compare;
};

int print_usage() {
    std::puts("usage: brcheck_oracle_test [--systems N] [--seed N] [--kind NAME] [--most-loose N]\n"
              "                           [--thorough] [--verbose]\n"
              "Random reports, decided by brcheck and by Z3; prints where they differ.\n"
              "--most-loose fails where more systems than N have an interval that is not proved tight, or a\n"
              "verdict is open. "
              "--thorough looks for smallest repairs in large systems, too.\n"
              "--verbose prints every difference, not only the first of each property and kind.\n"
              "kinds:");
    for (const std::string& name : oracle::kind_names()) std::printf("  %s\n", name.c_str());
    return 2;
}

bool read_options(int argc, char** argv, Options& options) {
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const char* value = i + 1 < argc ? argv[i + 1] : nullptr;
        if (name == "--verbose") {
            options.verbose = true;
        } else if (name == "--thorough") {
            options.compare.thorough = true;
        } else if (value == nullptr) {
            return false;
        } else if (++i; name == "--systems") {
            options.systems = std::strtoull(value, nullptr, 10);
        } else if (name == "--most-loose") {
            options.most_loose = std::strtoull(value, nullptr, 10);
        } else if (name == "--seed") {
            options.seed = std::strtoull(value, nullptr, 10);
        } else if (name == "--kind") {
            options.kind = value;
            const auto names = oracle::kind_names();
            if (std::find(names.begin(), names.end(), options.kind) == names.end()) return false;
        } else {
            return false;
        }
    }
    return true;
}

void print_row(const char* kind, const oracle::Tally& t) {
    std::printf("%-17s %8zu %10zu %12zu %9zu %8zu %8zu %9zu %8zu %8zu %13zu %6zu %9zu %9zu %10zu\n", kind,
                t.systems, t.consistent, t.inconsistent, t.witnesses, t.ends, t.repairs,
                t.conflicts, t.proofs, t.variants, t.disagreements, t.loose, t.not_tight,
                t.undecided, t.z3_unknown);
}

}  // namespace

int main(int argc, char** argv) {
    Options options;
    if (!read_options(argc, argv, options)) return print_usage();

    const std::vector<std::string> all_kinds = oracle::kind_names();
    const std::vector<std::string> kinds =
        options.kind.empty() ? all_kinds : std::vector{options.kind};
    oracle::Z3Oracle z3;
    std::map<std::string, oracle::Tally> tallies;
    std::map<std::string, std::size_t> failures;  // by property
    for (std::size_t i = 0; i < options.systems; ++i) {
        const std::string& kind = kinds[i % kinds.size()];
        // Each system has a seed of its own, so that --verbose of one kind shows the same ones.
        const std::uint64_t number = options.kind.empty() ? i / kinds.size() : i;
        const auto place = static_cast<std::uint64_t>(
            std::find(all_kinds.begin(), all_kinds.end(), kind) - all_kinds.begin());
        oracle::Random random(options.seed * 1'000'003 + number * 101 + place);
        const oracle::System system = oracle::generate(kind, random);
        const auto differences =
            oracle::compare(system, z3, random, options.compare, tallies[kind]);
        std::string shown;
        for (const oracle::Difference& difference : differences) {
            const bool is_first = failures[kind + ": " + difference.property]++ == 0;
            if (is_first || options.verbose)
                shown += difference.property + ": " + difference.what + '\n';
        }
        if (!shown.empty())
            std::printf("--- %s %llu\n%s%s\n", kind.c_str(),
                        static_cast<unsigned long long>(number),
                        oracle::write_json(system).c_str(), shown.c_str());
    }

    std::printf("%-17s %8s %10s %12s %9s %8s %8s %9s %8s %8s %13s %6s %9s %9s %10s\n", "kind", "systems",
                "consistent", "inconsistent", "witnesses", "ends", "repairs", "conflicts",
                "proofs", "variants", "disagreements", "loose", "not tight", "undecided",
                "Z3 unknown");
    oracle::Tally total;
    for (const std::string& kind : kinds) {
        print_row(kind.c_str(), tallies[kind]);
        total += tallies[kind];
    }
    print_row("all", total);
    for (const auto& [property, count] : failures)
        std::printf("FAILED %s: %zu\n", property.c_str(), count);
    const bool is_open = options.most_loose != SIZE_MAX &&
                         (total.not_tight > options.most_loose || total.undecided > 0);
    if (is_open)
        std::printf("FAILED: %zu reports have an interval not proved tight (at most %zu), %zu verdicts are open\n",
                    total.not_tight, options.most_loose, total.undecided);
    // A system of which Z3 says nothing is not compared: on a slow machine that could be many.
    const bool is_compared = total.z3_unknown * 100 <= total.systems;
    if (!is_compared)
        std::printf("FAILED: Z3 left %zu of %zu systems open\n", total.z3_unknown, total.systems);
    return total.disagreements == 0 && !is_open && is_compared ? 0 : 1;
}
