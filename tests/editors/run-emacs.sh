#!/bin/sh
# dateline in real Emacs, in batch. Ends with 1 if a check fails, 77 if there is no Emacs with eglot.
#   tests/editors/run-emacs.sh
# Environment: EMACS (default: the one on PATH), DATELINE_BIN and DATELINE_EXAMPLE as for run-neovim.sh
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
emacs=${EMACS:-emacs}
places="(progn (require 'package) (add-to-list 'package-directory-list \"/usr/share/emacs/site-lisp/elpa\") (package-initialize))"

if ! command -v "$emacs" >/dev/null; then
    echo "not installed (Debian: apt-get install emacs-nox elpa-eglot)"
    exit 77
fi
if ! "$emacs" -Q --batch --eval "$places" --eval "(require 'eglot)" >/dev/null 2>&1; then
    echo "$("$emacs" --version | head -1) is without eglot (part of Emacs 29; Debian 12: elpa-eglot)"
    exit 77
fi

export DATELINE_BIN="${DATELINE_BIN:-$target/debug/dateline}"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export HOME="$scratch" XDG_CONFIG_HOME="$scratch/config" XDG_CACHE_HOME="$scratch/cache"
cp -R "${DATELINE_EXAMPLE:-$root/docs/example}" "$scratch/folder"

. "$here/recording.sh"
record_messages

status=0
# Warnings count as well, and every public thing is documented as Emacs wants it.
cp "$root/editors/emacs/dateline.el" "$scratch/"
warnings=$("$emacs" -Q --batch --eval "$places" --eval '(setq fill-column 120 byte-compile-docstring-max-column 120)' \
    -f batch-byte-compile "$scratch/dateline.el" 2>&1 | grep -E 'Warning|Error')
if [ -z "$warnings" ]; then echo "ok    the file compiles without a warning"; else echo "FAIL  $warnings"; status=1; fi

# An undated article with days counted from it, and a person in it whom another article introduces.
"$DATELINE_BIN" extract --root "$scratch/folder" > "$scratch/facts.jsonl" || exit 1
chosen=$(python3 "$here/undated.py" "$scratch/facts.jsonl" "$scratch/folder") || { echo "FAIL  no article to walk on"; exit 1; }
article=$(printf '%s' "$chosen" | cut -f1)
name=$(printf '%s' "$chosen" | cut -f2)
"$emacs" -Q --batch -l "$here/emacs.el" "$scratch/folder" "$article" "$name" 2>"$scratch/said" || status=1
check_messages
[ $status = 0 ] || tail -20 "$scratch/said"
exit $status
