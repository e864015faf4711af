# Sourced by the scripts that run an editor: record_messages before it, check_messages after it.
# Needs $here, $target and $scratch; changes DATELINE_BIN and $status.

record_messages() {
    export DATELINE_PYTHON="$target/editors/venv/bin/python" DATELINE_PROGRAM="$DATELINE_BIN" DATELINE_RECORD="$scratch/messages"
    mkdir "$DATELINE_RECORD"
    if "$DATELINE_PYTHON" -c 'import lsprotocol' 2>/dev/null; then
        export DATELINE_BIN="$here/recorded.sh"
    fi
}

check_messages() {
    if [ "$DATELINE_BIN" = "$DATELINE_PROGRAM" ]; then
        echo "the messages are not checked: lsprotocol is not installed (tests/editors/install.sh installs it)"
    elif messages=$("$DATELINE_PYTHON" "$here/validate.py" "$DATELINE_RECORD"/*.jsonl 2>&1); then
        echo "ok    [protocol] every message of the server is as the protocol says: $messages"
    else
        printf 'FAIL  [protocol] a message of the server is not as the protocol says\n%s\n' "$messages" | cut -c1-400 | head -40
        status=1
    fi
}
