#!/usr/bin/env bash
# Fuzzes every target with clang's libFuzzer under both sanitizers: bash tests/fuzz/run.sh [RUNS]
# RUNS: executions of a reader, 20,000 where nothing is said; a tenth of it for whole runs. What fails
# is left in build/fuzz/found and, once it is mended, kept in tests/fuzz/found/TARGET for every test run.
set -euo pipefail
cd "$(dirname "$0")/../.."
source src/packages.sh
install_packages "${build_packages[@]}" clang libclang-rt-14-dev python3
runs=${1:-20000}
cmake --preset fuzz
cmake --build --preset fuzz
build=build/fuzz
BRCHECK=$build/src/brcheck python3 tests/fuzz/make_seeds.py $build/seeds
mkdir -p $build/found
for program in "$build"/tests/brcheck_fuzz_*; do
    target=${program##*brcheck_fuzz_}
    mkdir -p "$build/corpus/$target" "$build/seeds/$target"
    case $target in report | certificate | batch) count=$((runs / 10)) ;; *) count=$runs ;; esac
    # Inputs of the last run go on; a crash ends this script.
    "$program" -runs="$count" -seed=1 -timeout=20 -rss_limit_mb=4096 \
        -max_len=4096 -dict="$build/seeds/$target.dict" -artifact_prefix="$build/found/$target-" \
        -print_final_stats=1 "$build/corpus/$target" "$build/seeds/$target" \
        $(if [ -d "tests/fuzz/found/$target" ]; then echo "tests/fuzz/found/$target"; fi) \
        > "$build/$target.log" 2>&1 || { tail -40 "$build/$target.log"; exit 1; }
    printf '%-12s %s\n' "$target" "$(grep -E 'number_of_executed_units|new_units_added|peak_rss' \
        "$build/$target.log" | awk '{print $1, $2}' | tr '\n' ' ')"
done
