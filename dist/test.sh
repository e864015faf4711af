#!/bin/sh
# A release of a program that is built already: made, unpacked, installed in a place of its own, and asked for its version.
#   dist/test.sh
# Environment: DATELINE_BIN (default: target/debug/dateline). Needs python3 with venv, npm and bash. Asks no registry; the
# extension of VS Code is packaged where its modules are installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
program=${DATELINE_BIN:-$here/../target/debug/dateline}
wanted=$("$program" --version)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; exit 1; }
says() { # what, program
    [ "$("$2" --version)" = "$wanted" ] || fail "$1 does not say “$wanted”"
    ok "$1 says “$wanted”"
}
there() { # what, file...
    what=$1
    shift
    for file in "$@"; do [ -s "$file" ] || fail "$what: there is no $file"; done
    ok "$what"
}

python3 "$here/versions.py"
# What is measured is the packing, so what only debuggers read stays away.
strip -o "$scratch/dateline" "$program" 2>/dev/null || cp "$program" "$scratch/dateline"
python3 "$here/release.py" --rehearsal --program "$scratch/dateline" "$scratch/out"
cd "$scratch/out"
sha256sum --quiet --check sha256.sum && ok "the sums are those of the files"

tar -xzf dateline-*.tar.gz
archive=$(echo dateline-*-*-linux-* | tr ' ' '\n' | grep -v 'tar.gz$')
says "the archive" "$archive/dateline"
there "licences, completions and manual pages are in the archive" \
    "$archive/LICENSE-MIT" "$archive/LICENSE-APACHE" "$archive/NOTICES" "$archive/man/dateline-check.1" \
    "$archive/complete/dateline.bash" "$archive/complete/_dateline" "$archive/complete/dateline.fish"

# Each shell that is here reads its file.
bash -c '. "$1" && complete -p dateline >/dev/null && COMP_WORDS=(dateline timel) COMP_CWORD=1 && _dateline dateline timel dateline &&
    [ "${COMPREPLY[*]}" = timeline ]' bash "$archive/complete/dateline.bash" || fail "bash does not complete “timel”"
ok "bash completes “timel”"
reads() { # shell, arguments...: where it is
    if command -v "$1" >/dev/null; then "$@" || fail "$1 does not read its completions"; ok "$1 reads its completions"; else echo "--    $1 is not here"; fi
}
reads zsh -n "$archive/complete/_dateline"
reads fish --no-execute "$archive/complete/dateline.fish"
if command -v man >/dev/null; then
    for page in "$archive"/man/*.1; do
        said=$(man --warnings --local-file "$page" 2>&1 >/dev/null) && [ -z "$said" ] || fail "man: $page: $said"
    done
    ok "man shows every page"
fi

wheel=$(echo dateline-*.whl)
python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check --no-index "$wheel"
says "the wheel" "$scratch/venv/bin/dateline"
there "it brings completions and manual pages" \
    "$scratch/venv/share/man/man1/dateline.1" "$scratch/venv/share/bash-completion/completions/dateline"
rm -rf "$scratch/venv"

system=$(node -p '`${process.platform}-${process.arch}`')
# As npm would place them: the packages of other systems stay away, this one lies beside.
mkdir -p "$scratch/project/node_modules"
mv npm/dateline "npm/dateline-$system" "$scratch/project/node_modules/"
(cd "$scratch/project" && npm rebuild --silent >/dev/null)
says "the npm package" "$scratch/project/node_modules/.bin/dateline"
there "it brings the manual page" "$scratch/project/node_modules/dateline/dateline.1"

if [ -d "$here/../editors/vscode/node_modules" ]; then
    # What is inside, and that it can be started, was looked at when it was packed.
    python3 -m zipfile --extract "dateline-$system.vsix" "$scratch/vsix"
    chmod +x "$scratch/vsix/extension/bin/dateline"
    says "the extension for $system" "$scratch/vsix/extension/bin/dateline"
    [ ! -e "$here/../editors/vscode/bin" ] || fail "the program was left in editors/vscode/bin"
else
    echo "--    the extension's modules are not here"
fi
