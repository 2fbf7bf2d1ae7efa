#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test: bash tests/run.sh
# Arguments go to ctest, for example: bash tests/run.sh -R figure
set -euo pipefail
cd "$(dirname "$0")/.."
source src/packages.sh

install_packages "${build_packages[@]}" catch2 libz3-dev jq nodejs node-ajv python3 python3-jsonschema
preset=${PRESET:-dev}
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --test-dir "build/$preset" --output-on-failure -j "$(nproc)" "$@"
