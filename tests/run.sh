#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test: bash tests/run.sh
# Arguments go to ctest, for example: bash tests/run.sh -R figure
set -euo pipefail
cd "$(dirname "$0")/.."
source src/packages.sh

install_packages "${build_packages[@]}" catch2 libz3-dev jq nodejs node-ajv \
    python3 python3-jsonschema chromium fonts-dejavu-core fonts-noto-cjk cmark-gfm
# Some packages of nodejs bring npm along, Debian's does not.
command -v npm > /dev/null || install_packages npm
# Without these the test of the page in a browser is skipped.
(cd tests/browser && npm ci --silent --no-audit --no-fund) ||
    echo "tests/browser: npm ci failed, so its packages may be missing"
preset=${PRESET:-dev}
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --test-dir "build/$preset" --output-on-failure -j "$(nproc)" "$@"
