#!/bin/sh
# dateline, whose messages as a server are written down: put in its place, as DATELINE_BIN.
# Environment: DATELINE_PROGRAM (dateline itself), DATELINE_RECORD (the folder of the logs), DATELINE_PYTHON
if [ "${1-}" = server ]; then
    exec "$DATELINE_PYTHON" "$(dirname "$0")/record.py" "$DATELINE_RECORD/$$.jsonl" -- "$DATELINE_PROGRAM" "$@"
fi
exec "$DATELINE_PROGRAM" "$@"
