#!/usr/bin/env bash
# Installs what the build needs, builds brcheck for release and installs it: bash src/install.sh
# Where to: PREFIX=$HOME/.local bash src/install.sh (default /usr/local).
set -euo pipefail
cd "$(dirname "$0")/.."
source src/packages.sh

prefix=${PREFIX:-/usr/local}
install_packages "${build_packages[@]}"
cmake --preset release -DBRCHECK_BUILD_TESTS=OFF -DCMAKE_INSTALL_PREFIX="$prefix"
cmake --build --preset release
if [ -w "$prefix" ] || { [ ! -e "$prefix" ] && mkdir -p "$prefix" 2>/dev/null; }; then
    cmake --install build/release
else
    sudo cmake --install build/release
fi
case ":$PATH:" in
    *":$prefix/bin:"*) ;;
    *) echo "Note: $prefix/bin is not in PATH." ;;
esac
