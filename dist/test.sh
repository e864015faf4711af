#!/bin/sh
# The wheel and the npm packages of a program: built, installed in a place of their own, and asked for their version.
#   dist/test.sh
# Environment: DATELINE_BIN (default: target/debug/dateline). Needs python3 with venv, and npm. Asks no registry.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${DATELINE_BIN:-$here/../target/debug/dateline}
wanted=$("$program" --version)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

says() { # what, program
    [ "$("$2" --version)" = "$wanted" ] || { echo "FAIL  $1 does not say “$wanted”"; exit 1; }
    echo "ok    $1 says “$wanted”"
}

wheel=$(python3 "$here/pypi/wheel.py" "$program" "linux_$(uname -m)" "$scratch")
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
says "the wheel" "$scratch/venv/bin/dateline"
rm -rf "$wheel" "$scratch/venv"

system=$(node -p '`${process.platform}-${process.arch}`')
node "$here/npm/package.mjs" "$program" "$system" "$scratch/npm"
# As npm would place them: the packages of other systems stay away, this one lies beside.
mkdir -p "$scratch/project/node_modules"
mv "$scratch/npm/dateline" "$scratch/npm/dateline-$system" "$scratch/project/node_modules/"
(cd "$scratch/project" && npm rebuild --silent >/dev/null)
says "the npm package" "$scratch/project/node_modules/.bin/dateline"
