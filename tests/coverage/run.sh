#!/usr/bin/env bash
# Which lines and branches of src/ outside src/cli/ the tests reach: bash tests/coverage/run.sh
# Leaves build/coverage/report (HTML), and fails where less is reached than is promised below.
# Branches that only an exception takes are not counted, nor what the compiler can tell is not reached.
# Left out are tests of what lies outside src/, and those that repeat much: they take long and reach little more.
set -euo pipefail
cd "$(dirname "$0")/../.."
source src/packages.sh
install_packages "${build_packages[@]}" gcovr
build=build/coverage
mkdir -p $build
find $build -name '*.gcda' -delete
left_out='^(page|packages|slurm|validator|editor|consumer|limits|faults|architecture|oracle: |brute force)'
# That they pass is asked where nothing slows them down.
PRESET=coverage bash tests/run.sh -E "$left_out" > $build/tests.log 2>&1 || tail -5 $build/tests.log
rm -rf $build/report
mkdir $build/report
gcovr --root . --filter src/ --filter include/ --exclude src/cli/ --exclude-throw-branches \
    --exclude-unreachable-branches --html-details $build/report/index.html \
    --json-summary $build/report/summary.json --print-summary \
    --fail-under-line 95 --fail-under-branch 85 $build
