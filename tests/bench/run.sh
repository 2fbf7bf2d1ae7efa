#!/usr/bin/env bash
# Builds for release and prints the benchmarks: bash tests/bench/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake --preset release -DBRCHECK_BUILD_TESTS=ON >/dev/null
cmake --build --preset release --target brcheck_cli brcheck_bench brcheck_fast_lane_bench brcheck_formats_bench \
    brcheck_joint_bench brcheck_parse_bench brcheck_count_allocations
build/release/tests/brcheck_bench
build/release/tests/brcheck_fast_lane_bench
build/release/tests/brcheck_formats_bench
build/release/tests/brcheck_joint_bench
python3 tests/bench/process.py build/release/src/brcheck build/release/tests/brcheck_bench data/report.json
python3 tests/bench/table.py build/release/src/brcheck build/release/tests/brcheck_bench
python3 tests/bench/batch_memory.py build/release/src/brcheck 0.2
python3 tests/bench/batch.py build/release/src/brcheck build/release/tests/brcheck_bench \
    build/release/tests/brcheck_parse_bench
