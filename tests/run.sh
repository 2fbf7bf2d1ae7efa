#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test: bash tests/run.sh
# Arguments go to ctest, for example: bash tests/run.sh -R figure
set -euo pipefail
cd "$(dirname "$0")/.."
source src/packages.sh

install_packages "${build_packages[@]}" catch2 libz3-dev jq nodejs node-ajv python3 \
    python3-jsonschema python3-yaml libxml2-utils chromium fonts-dejavu-core fonts-noto-cjk cmark-gfm \
    zsh fish mandoc shellcheck lintian pre-commit parallel slurm-wlm
# Some packages of nodejs bring npm along, Debian's does not.
command -v npm > /dev/null || install_packages npm
# Packages from npm; the tests that need them say so and are skipped where they cannot be had.
for folder in tests/validators tests/browser; do
    if [ ! "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ]; then
        npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund ||
            echo "npm could not install $folder: its tests are skipped"
    fi
done
preset=${PRESET:-dev}
cmake --preset "$preset"
cmake --build --preset "$preset"
ctest --test-dir "build/$preset" --output-on-failure -j "$(nproc)" "$@"
