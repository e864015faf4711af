#!/bin/bash
# What somebody sees in the first five minutes in a terminal: `dateline try`, typed into, and its screens drawn as pictures
# into target/editors/screens. Ends with 1 if what should be seen is not, 77 if tmux or the editor is not there.
#   tests/editors/run-screens.sh nvim|emacs
# Environment: DATELINE_BIN (default: target/debug/dateline)
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
pictures=$target/editors/screens
editor=$1
export DATELINE_BIN="${DATELINE_BIN:-$target/debug/dateline}" PATH="$PATH:$target/editors/venv/bin" LC_ALL=C.UTF-8
for program in tmux python3 "$editor"; do
    command -v "$program" >/dev/null || { echo "$program is not installed"; exit 77; }
done

scratch=$(mktemp -d)
terminal() { tmux -L "dateline-$$" -f /dev/null "$@"; }
trap 'terminal kill-server 2>/dev/null; rm -rf "$scratch"' EXIT
mkdir -p "$pictures"
cp -R "$root/docs/example" "$scratch/articles"
HOME=$scratch terminal new-session -d -s s -x 110 -y 30 -c "$scratch" \
    "TERM=tmux-256color '$DATELINE_BIN' try $editor '$scratch/articles'"
terminal set-option -g default-terminal tmux-256color
terminal set-option -sa terminal-features ",*:RGB:usstyle"

type_in() { terminal send-keys -t s "$@"; }
see() { # pattern: waits until the screen shows it
    for _ in $(seq 480); do
        terminal capture-pane -p -t s 2>/dev/null | grep -qE "$1" && return
        sleep .25
    done
    terminal capture-pane -p -t s
    echo "FAIL  $editor never shows $1"
    exit 1
}
picture() { # name, title
    terminal capture-pane -e -p -N -t s | python3 "$here/terminal.py" "$2" > "$pictures/$editor-$1.svg" || exit 1
    echo "ok    $editor: $2"
}

article=05-vechernik-vienna.txt
case $editor in
    nvim)
        see '[0-9]+ finding'
        type_in ":e $article" Enter
        see "$article .*finding"
        type_in '/Sarychko' Enter
        see 'Sarychko +\[1/'
        type_in K
        see 'spokesman of the president +│'
        see "$article +[0-9].* hints?"
        picture card "An article in Neovim, and the card of a spokesman"
        type_in Escape gg ']d'
        see 'D101'
        picture finding "A finding in Neovim, and what it says"
        ;;
    emacs)
        see 'Flymake\['
        type_in C-x 1 C-x C-f C-a C-k
        type_in -l "$scratch/articles/$article"
        type_in Enter
        see "$article .*Flymake\\[[0-9]"
        type_in C-s
        type_in -l Sarychko
        type_in Enter C-b C-b
        see 'Yevgen Sarichko'
        type_in C-h .
        see '^spokesman of the president'
        picture card "An article in Emacs, and the card of a spokesman"
        type_in C-x 1 M-x
        type_in -l flymake-show-buffer-diagnostics
        type_in Enter
        see 'D101'
        picture findings "The findings of an article in Emacs"
        ;;
    *) sed -n '4p' "$0"; exit 2 ;;
esac
