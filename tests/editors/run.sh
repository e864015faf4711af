#!/bin/bash
# The editor tests, for the editors that are here; the others are named as skipped.
#   tests/editors/run.sh [--install-editors]
# With --install-editors what can be installed is installed first, and whatever is absent then is a failure.
# Environment: see run-neovim.sh. DATELINE_BIN must be built before: cargo build -p dateline
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
must=no passed=0 failed=0 skipped=0
export DATELINE_BIN="${DATELINE_BIN:-${CARGO_TARGET_DIR:-$root/target}/debug/dateline}"

case ${1-} in
    --install-editors) must=yes; "$here/install.sh" || exit 1 ;;
    "") ;;
    *) sed -n '2,4p' "$0" >&2; exit 2 ;;
esac

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $1"; }
absent() { # editor, why
    if [ "$must" = yes ]; then bad "$1: $2"; else skipped=$((skipped + 1)); echo "SKIPPED $1: $2"; fi
}
step() { # name, command...: one line when it works, all of its output when not
    local name=$1 output; shift
    if output=$("$@" 2>&1); then ok; echo "ok    $name"; else echo "$output"; bad "$name"; fi
}

in_editor() { # name, script: its lines are counted, and kept as proof of what that editor can do
    local log=$proof/$1.log status n
    "$2" > "$log" 2>&1; status=$?
    if [ $status = 77 ]; then
        absent "$1" "$(cat "$log")"
        rm -f "$log"
        return
    fi
    cat "$log"
    n=$(grep -c '^ok ' "$log"); passed=$((passed + n))
    n=$(grep -c '^FAIL ' "$log"); failed=$((failed + n))
    # A crash leaves no line of its own.
    if [ $status != 0 ] && [ "$n" = 0 ]; then bad "$1: ended with $status"; fi
}

test_neovim() {
    echo "== Neovim"
    in_editor neovim "$here/run-neovim.sh"
}

test_emacs() {
    echo "== Emacs"
    in_editor emacs "$here/run-emacs.sh"
}

test_screens() { # editor, program: what the first five minutes look like, as pictures
    local said status
    said=$("$here/run-screens.sh" "$2" 2>&1); status=$?
    if [ $status = 77 ]; then absent "$1" "no pictures: $said"; return; fi
    echo "$said"
    passed=$((passed + $(grep -c '^ok ' <<< "$said")))
    [ $status = 0 ] || bad "$1: its screens"
}

test_vscode() {
    echo "== VS Code"
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        absent vscode "Node.js and npm are not installed"
        return
    fi
    if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
        absent vscode "Node.js $(node --version) is older than 20"
        return
    fi
    cd "$root/editors/vscode" || return
    step "the lock file names no download address" bash -c '! grep -n "\"resolved\"" package-lock.json'
    step "npm ci" npm ci --no-progress
    step "the extension's own tests" npm test
    step "it packages, type-checked, with what belongs into it" npm run package
    step "its settings and rules are the program's" node "$here/vscode-settings.mjs" "$DATELINE_BIN"
    cd "$root" || return
    in_editor vscode "$here/run-vscode.sh"
}

test_helix() {
    echo "== Helix"
    local hx python
    python=$(command -v python3 || true)
    if [ -z "$python" ] || ! "$python" -c 'import tomllib' 2>/dev/null; then
        absent helix "reading its files needs Python 3.11 or newer"
    else
        step "its files are as they should be" "$python" "$here/helix.py"
    fi
    # Helix itself is in no package registry; where somebody has it, it is asked.
    hx=$(type -P hx || type -P helix || true)
    if [ -n "$hx" ]; then step "Helix knows the language" helix_knows "$hx"; fi
}

helix_knows() {
    local scratch output
    scratch=$(mktemp -d)
    mkdir "$scratch/helix"
    cp "$root"/editors/helix/*.toml "$scratch/helix/"
    output=$(XDG_CONFIG_HOME=$scratch "$1" --health briefing 2>&1)
    rm -rf "$scratch"
    echo "$output"
    grep -q dateline <<< "$output"
}

test_zed() {
    echo "== Zed"
    local python
    python=$(command -v python3 || true)
    if [ -z "$python" ] || ! "$python" -c 'import tomllib' 2>/dev/null; then
        absent zed "reading its files needs Python 3.11 or newer"
    else
        step "its files are as they should be" "$python" "$here/zed.py"
    fi
}

test_features() {
    echo "== Features"
    # Without the flag the editors that are not here prove nothing, and the page is taken at its word for them.
    local python
    python=$(command -v python3 || true)
    if [ -z "$python" ] || ! "$python" -c 'import tomllib' 2>/dev/null; then
        absent features "reading them needs Python 3.11 or newer"
    else
        step "the page of features is what the tests proved" "$python" "$here/features.py" --check "$proof"
    fi
}

proof=${CARGO_TARGET_DIR:-$root/target}/editors/proof
rm -rf "$proof"
mkdir -p "$proof"
test_neovim
test_screens neovim nvim
test_emacs
test_screens emacs emacs
test_vscode
test_helix
test_zed
test_features
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
