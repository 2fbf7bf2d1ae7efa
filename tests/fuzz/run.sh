#!/usr/bin/env bash
# Fuzzes every target with clang's libFuzzer under both sanitizers: bash tests/fuzz/run.sh [RUNS [SEED]]
# RUNS: executions of a reader, 20,000 where nothing is said; a tenth of it for whole runs.
# Without SEED each run of one program tries the same inputs (where the system lets it keep its addresses,
# as setarch asks), so that it fails for what was changed and
# not by chance; with SEED others, led by what the program compares, and on top of those kept before.
# What fails is left in build/fuzz/found and, once it is mended, kept in tests/fuzz/found/TARGET for
# every test run.
set -euo pipefail
cd "$(dirname "$0")/../.."
source src/packages.sh
install_packages "${build_packages[@]}" clang libclang-rt-14-dev python3
runs=${1:-20000}
seed=${2:-}
cmake --preset fuzz
cmake --build --preset fuzz
build=build/fuzz
BRCHECK=$build/src/brcheck python3 tests/fuzz/make_seeds.py $build/seeds
mkdir -p $build/found
list=$build/inputs
same_each_time=()
guide=(-entropic=0 -use_cmp=0 -seed=1)
if [ -n "$seed" ]; then
    guide=("-seed=$seed")
elif setarch -R true 2> /dev/null; then
    same_each_time=(setarch -R)
fi
for program in "$build"/tests/brcheck_fuzz_*; do
    target=${program##*brcheck_fuzz_}
    corpus=$build/corpus/$target
    [ -n "$seed" ] || corpus=$(mktemp -d)
    kept=()
    for folder in "$build/seeds/$target" "tests/fuzz/found/$target"; do
        [ ! -d "$folder" ] || kept+=("$folder")
    done
    mkdir -p "$corpus"
    find "${kept[@]}" -type f | LC_ALL=C sort | paste -sd, > "$list"
    case $target in report | certificate | batch) count=$((runs / 10)) ;; *) count=$runs ;; esac
    "${same_each_time[@]}" "$program" -runs="$count" "${guide[@]}" -timeout=20 -rss_limit_mb=4096 \
        -max_len=4096 -dict="$build/seeds/$target.dict" -artifact_prefix="$build/found/$target-" \
        -print_final_stats=1 -seed_inputs="@$list" "$corpus" \
        > "$build/$target.log" 2>&1 || { tail -40 "$build/$target.log"; exit 1; }
    printf '%-12s %s\n' "$target" "$(grep -E 'number_of_executed_units|new_units_added|peak_rss' \
        "$build/$target.log" | awk '{print $1, $2}' | tr '\n' ' ')"
    [ -n "$seed" ] || rm -r "$corpus"
done
