#!/usr/bin/env bash
# Static checks of all of src/ and include/, what they find as errors: cppcheck, and clang-tidy with
# the checks of .clang-tidy. The latter reads the sources as the preset `clang` compiles them,
# several at once: that takes a third of the time.
set -euo pipefail
cd "$(dirname "$0")/../.."
source src/packages.sh
install_packages "${build_packages[@]}" clang clang-tidy cppcheck python3
build=build/clang
jobs=$(nproc)
mapfile -t sources < <(find src -name '*.cpp' | LC_ALL=C sort)
headers=$(find src include -name '*.hpp' | wc -l)

cppcheck --enable=warning,performance,portability --std=c++20 -Isrc -Iinclude -j "$jobs" --quiet \
    --inline-suppr --suppressions-list=tests/static/cppcheck.supp --error-exitcode=1 src include
echo "cppcheck: ${#sources[@]} sources, $headers headers"

# The benchmarks' and tests' part of the build is not asked for: only src/ is checked.
cmake --preset clang > /dev/null
cmake --build $build --target src/embedded_data.cpp > /dev/null
compiled=$(cat $build/src/CMakeFiles/*/Unity/*.cxx $build/compile_commands.json)
for file in "${sources[@]}"; do
    grep -qF "\"$PWD/$file\"" <<< "$compiled" || { echo "clang-tidy does not see $file"; exit 1; }
done
run-clang-tidy -p $build -quiet -j "$jobs" "/$build/src/CMakeFiles/" "^$PWD/src/" \
    > $build/tidy.log 2>&1 || { grep -A4 -E '(warning|error): ' $build/tidy.log; exit 1; }
echo "clang-tidy: ${#sources[@]} sources, $headers headers"
