#!/bin/sh
# dateline in real Neovim, without a screen. Ends with 1 if a check fails, 77 if there is no Neovim.
#   tests/editors/run-neovim.sh
# Environment: NVIM (default: the one in target/editors, then PATH), DATELINE_BIN (default: target/debug/dateline),
#              DATELINE_EXAMPLE (default: docs/example)
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}

nvim=${NVIM:-$target/editors/venv/bin/nvim}
command -v "$nvim" >/dev/null || nvim=nvim
if ! command -v "$nvim" >/dev/null; then
    echo "not installed (tests/editors/install.sh installs it)"
    exit 77
fi
if ! "$nvim" --clean --headless -u NONE -c 'if !has("nvim-0.11") | cquit | endif' -c quit 2>/dev/null; then
    echo "$("$nvim" --version | head -1) is older than 0.11 (tests/editors/install.sh installs a newer one)"
    exit 77
fi

export DATELINE_BIN="${DATELINE_BIN:-$target/debug/dateline}"
export DATELINE_EXAMPLE="${DATELINE_EXAMPLE:-$root/docs/example}"
export DATELINE_EDITORS="$root/editors"

# Nothing of the person who runs this is read or written.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export XDG_CONFIG_HOME="$scratch/config" XDG_DATA_HOME="$scratch/data" XDG_STATE_HOME="$scratch/state" \
       XDG_CACHE_HOME="$scratch/cache" XDG_RUNTIME_DIR="$scratch" TMPDIR="$scratch"

. "$here/recording.sh"
record_messages

status=0
"$nvim" --clean --headless -u NONE -l "$here/neovim.lua" || status=1
"$nvim" --clean --headless -u NONE -l "$here/neovim-try.lua" || status=1

# The grammar is optional for a reader; a compiler there is, or there would be no dateline.
grammar=$root/server/crates/grammar
mkdir -p "$scratch/parser" "$scratch/queries/briefing"
cp "$grammar"/queries/*.scm "$scratch/queries/briefing/"
if ${CC:-cc} -O2 -shared -fPIC -I "$grammar/src" "$grammar"/src/*.c -o "$scratch/parser/briefing.so"; then
    "$nvim" --clean --headless -u NONE -l "$here/neovim-grammar.lua" "$scratch" || status=1
else
    status=1
fi

# As docs/guide/neovim.md says: the plugin where Neovim looks for packages, and two lines in init.lua.
mkdir -p "$XDG_DATA_HOME/nvim/site/pack/dateline/start" "$XDG_CONFIG_HOME/nvim"
ln -s "$root/editors/neovim" "$XDG_DATA_HOME/nvim/site/pack/dateline/start/dateline"
cat > "$XDG_CONFIG_HOME/nvim/init.lua" <<END
vim.lsp.config('dateline', { cmd = { vim.env.DATELINE_BIN, 'server' } })
vim.lsp.enable('dateline')
END
"$nvim" --headless -n -i NONE -c "luafile $here/neovim-walk.lua" || status=1
"$nvim" --headless -n -i NONE -c "helptags $XDG_DATA_HOME/nvim/site/pack/dateline/start/dateline/doc" \
    -c "luafile $here/neovim-plugin.lua" || status=1

check_messages
exit $status
